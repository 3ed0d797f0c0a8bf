-- grain: one row per article with a vector
-- inputs: search_vectors, articles
-- why: articles by nearness of meaning in any language; ORDER BY score DESC LIMIT n
-- column article_id: the article; never null
-- column version: its newest annotated version; never null
-- column url: canonical URL; never null
-- column outlet: outlet; never null
-- column lang: language, ISO 639-1; never null
-- column published_at: publication time, UTC; never null
-- column title: headline; empty = none
-- column score: cosine of the vectors, -1 to 1; never null

CREATE OR REPLACE MACRO main.search_semantic(vector) AS TABLE
SELECT
    a.article_id,
    s.version,
    a.url,
    a.outlet,
    a.lang,
    a.published_at,
    a.title,
    list_cosine_similarity(s.embedding, vector::FLOAT[]) AS score
FROM core.search_vectors AS s
INNER JOIN main.articles AS a USING (article_id)
WHERE len(s.embedding) = len(vector)
