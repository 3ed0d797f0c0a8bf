-- grade: fail
-- why: every claim leads back to the text of its article version

SELECT
    c.claim_id,
    c.article_id,
    c.version
FROM main.claims AS c
ANTI JOIN core.article_versions AS v USING (article_id, version)
