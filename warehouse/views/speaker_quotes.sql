-- grain: one row per quotation in the newest annotated version of an original article
-- inputs: quotes, articles
-- why: who said what over time, without copies and superseded versions; ORDER BY speaker, published_at
-- column speaker_id: entity of the speaker; null = not linked
-- column speaker: canonical name of the speaker; null = unknown
-- column published_at: publication time, UTC; never null
-- column outlet: outlet; never null
-- column lang: language, ISO 639-1; never null
-- column text: exact words; never null
-- column kind: direct or indirect; never null
-- column cue: verb or preposition that attributes it; empty = none
-- column story_ids: stories of the article; empty = none
-- column article_id: the article; never null
-- column version: its version; never null
-- column char_start: first character in the text; never null
-- column url: canonical URL; never null

CREATE OR REPLACE VIEW main.speaker_quotes AS
SELECT
    q.speaker_id,
    q.speaker,
    a.published_at,
    a.outlet,
    a.lang,
    q.text,
    q.kind,
    q.cue,
    a.story_ids,
    q.article_id,
    q.version,
    q.char_start,
    a.url
FROM main.quotes AS q
INNER JOIN main.articles AS a
    ON
        a.article_id = q.article_id
        AND a.annotated_version = q.version
WHERE a.duplicate_of IS NULL
