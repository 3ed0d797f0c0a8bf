-- grain: one row per article whose newest text has a word of the query
-- built: with the full-text index of a snapshot
-- inputs: published.search_documents
-- why: articles by words of any script, accents ignored; ORDER BY score DESC LIMIT n; needs DuckDB's extension fts
-- column article_id: the article; never null
-- column version: its newest version; never null
-- column url: canonical URL; never null
-- column outlet: outlet; never null
-- column lang: language, ISO 639-1; never null
-- column published_at: publication time, UTC; never null
-- column title: headline; empty = none
-- column score: BM25, open scale, higher is better; never null

CREATE OR REPLACE MACRO main.search_text(query) AS TABLE
SELECT
    document_id AS article_id,
    version,
    url,
    outlet,
    lang,
    published_at,
    title,
    score
FROM (
    SELECT
        *,
        fts_published_search_documents.match_bm25(document_id, query) AS score
    FROM published.search_documents
)
WHERE score IS NOT NULL
