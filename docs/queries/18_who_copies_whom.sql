-- question: How much of what each outlet publishes is copied, and from how many origins?

SELECT
    outlet,
    count(*) AS n_articles,
    count(duplicate_of) AS n_copies,
    round(count(duplicate_of) / count(*), 3) AS copied_ratio,
    count(DISTINCT duplicate_of) AS n_origins
FROM articles
GROUP BY
    outlet
ORDER BY
    n_copies DESC,
    outlet
LIMIT 30
