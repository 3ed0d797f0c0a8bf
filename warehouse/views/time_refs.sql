-- grain: one row per time expression in an article version
-- inputs: core.time_refs, current_annotations
-- why: which days the text speaks of, by the newest extractors
-- column article_id: the article; never null
-- column version: its version; never null
-- column char_start: first character in the text; never null
-- column char_end: end in the text, exclusive; never null
-- column text: exact words; never null
-- column t_start: first day; null = open or unknown
-- column t_end: day after the last; null = open or unknown
-- column granularity: day, week, month, quarter, season, year, decade or open; never null
-- column date_status: fixed, approximate or unset; never null
-- column rule_id: grammar row that matched; empty = none

CREATE OR REPLACE VIEW main.time_refs AS
SELECT
    t.article_id,
    t.version,
    t.char_start,
    t.char_end,
    t.text,
    t.t_start,
    t.t_end,
    t.granularity,
    t.date_status,
    t.rule_id
FROM core.time_refs AS t
SEMI JOIN core.current_annotations AS a USING (article_id, version, extractor_version)
