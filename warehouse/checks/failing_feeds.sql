-- grade: warn
-- why: a feed that failed ten times in a row wants a look

SELECT
    feed_id,
    url,
    consecutive_failures,
    last_success_at
FROM main.feeds
WHERE consecutive_failures >= 10
