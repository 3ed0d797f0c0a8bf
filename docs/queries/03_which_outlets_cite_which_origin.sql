-- question: On whose word do the outlets of the biggest story rest?

SELECT
    outlet,
    coalesce(source, '(the article itself)') AS origin,
    source_kind,
    count(*) AS n_claims,
    count(DISTINCT article_id) AS n_articles
FROM claims
WHERE story_id = (SELECT story_id FROM stories ORDER BY n_articles DESC, story_id LIMIT 1)
GROUP BY
    ALL
ORDER BY
    n_claims DESC,
    outlet,
    origin
LIMIT 30
