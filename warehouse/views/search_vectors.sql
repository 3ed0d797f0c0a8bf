-- grain: one row per article with a vector, of its newest annotated version
-- inputs: core.embeddings, current_annotations, core.article_versions
-- stored: by article_id
-- why: what search_semantic compares with

CREATE OR REPLACE VIEW core.search_vectors AS
SELECT
    e.article_id,
    e.version,
    e.embedding
FROM core.embeddings AS e
SEMI JOIN core.current_annotations AS a USING (article_id, version, extractor_version)
QUALIFY row_number() OVER (PARTITION BY e.article_id ORDER BY e.version DESC) = 1
