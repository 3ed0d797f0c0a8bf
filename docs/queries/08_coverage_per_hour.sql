-- question: How did coverage of the biggest story rise and fall, hour by hour, in each language?

SELECT
    date_trunc('hour', a.published_at) AS hour,
    a.lang,
    count(*) AS n_articles,
    count(DISTINCT a.outlet) AS n_outlets,
    count(*) FILTER (WHERE a.duplicate_of IS NULL) AS n_originals
FROM story_articles AS m
INNER JOIN articles AS a USING (article_id)
WHERE m.story_id = (SELECT story_id FROM stories ORDER BY n_articles DESC, story_id LIMIT 1)
GROUP BY
    ALL
ORDER BY
    hour,
    a.lang
LIMIT 200
