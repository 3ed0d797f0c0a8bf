-- grain: one row per article_id, version
-- inputs: core.annotations
-- why: what was found by the newest extractors replaces what older ones found

CREATE OR REPLACE VIEW core.current_annotations AS
SELECT
    article_id,
    version,
    extractor_version,
    annotated_at
FROM core.annotations
QUALIFY row_number() OVER (PARTITION BY article_id, version ORDER BY seq DESC) = 1
