-- grain: one row per article version annotated since the last publication
-- inputs: core.annotations, core.publications
-- why: the costly checks read only what is new

CREATE OR REPLACE VIEW core.new_annotations AS
SELECT
    article_id,
    version,
    extractor_version
FROM core.annotations
WHERE seq > (SELECT coalesce(max(annotations_seq), 0) FROM core.publications)
