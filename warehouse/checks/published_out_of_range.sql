-- grade: warn
-- why: nothing is published before the web or after it was seen (a day is allowed for zones)

SELECT
    article_id,
    url,
    published_at,
    published_at_source,
    first_seen_at
FROM main.articles
WHERE
    published_at < TIMESTAMPTZ '1990-01-01 00:00:00+00'
    OR published_at > first_seen_at + INTERVAL 1 DAY
