-- grain: one row per article and distinct text
-- inputs: core.article_versions, current_annotations
-- why: the text to which every offset points, and the way back to the answer it came from
-- column article_id: the article; never null
-- column version: 1, 2, … in the order seen; never null
-- column seen_at: when this text was first seen, UTC; never null
-- column title: headline; empty = none
-- column text: body without the headline; offsets count its characters; never null
-- column text_sha256: SHA-256 of the text in UTF-8, hexadecimal; never null
-- column extractor_version: extractors that read it last; null = waits for annotation
-- column url: canonical URL; never null
-- column lang: language, ISO 639-1; never null
-- column published_at: publication time given with this version, UTC; never null
-- column fetch_id: attempt that brought it (fetches); null = given by hand
-- column feed_id: feed that announced it; null = none
-- column suspect: why it is not treated as news; null = it is

CREATE OR REPLACE VIEW main.article_versions AS
SELECT
    v.article_id,
    v.version,
    v.seen_at,
    v.title,
    v.text,
    v.text_sha256,
    a.extractor_version,
    v.url,
    v.lang,
    v.published_at,
    v.fetch_id,
    v.feed_id,
    v.suspect
FROM core.article_versions AS v
LEFT JOIN core.current_annotations AS a USING (article_id, version)
