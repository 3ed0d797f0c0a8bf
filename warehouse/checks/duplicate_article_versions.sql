-- grade: fail
-- why: an article version is stored once; a second row means that a load was not idempotent

SELECT
    article_id,
    version,
    count(*) AS n_rows
FROM core.article_versions
GROUP BY
    article_id,
    version
HAVING count(*) > 1
