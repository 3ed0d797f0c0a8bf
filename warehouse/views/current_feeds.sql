-- grain: one row per feed_id that was not removed
-- inputs: raw.feeds
-- why: the newest version of each feed is in force

CREATE OR REPLACE VIEW core.current_feeds AS
SELECT
    feed_id,
    url,
    outlet,
    title,
    lang,
    country,
    timezone,
    identity,
    decided_at
FROM (
    SELECT
        *
    FROM raw.feeds
    QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
