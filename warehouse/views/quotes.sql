-- grain: one row per quotation in an article version
-- stored: by speaker_id, article_id, version, char_start
-- inputs: core.quotes, current_annotations
-- why: who said what, word for word, by the newest extractors
-- column article_id: the article; never null
-- column version: its version; never null
-- column char_start: first character in the text; never null
-- column char_end: end in the text, exclusive; never null
-- column text: exact words; never null
-- column kind: direct or indirect; never null
-- column speaker_id: entity of the speaker; null = not linked
-- column speaker: canonical name of the speaker; null = unknown
-- column cue: verb or preposition that attributes it; empty = none

CREATE OR REPLACE VIEW main.quotes AS
SELECT
    q.article_id,
    q.version,
    q.char_start,
    q.char_end,
    q.text,
    q.kind,
    q.speaker_id,
    q.speaker,
    q.cue
FROM core.quotes AS q
SEMI JOIN core.current_annotations AS a USING (article_id, version, extractor_version)
