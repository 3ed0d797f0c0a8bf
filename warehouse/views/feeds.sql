-- grain: one row per feed on the list
-- inputs: current_feeds, current_feed_states
-- why: what is watched, and how well it answers
-- column feed_id: the feed; never null
-- column url: address of the feed; never null
-- column outlet: outlet that publishes it; never null
-- column title: its title; empty = not known
-- column lang: language as ISO 639-1 code; empty = not stated
-- column country: country as ISO 3166 code; empty = not stated
-- column status: active, paused or gone; never null
-- column last_success_at: last good answer, UTC; null = never
-- column next_poll_at: when it is due, UTC; null = at once
-- column consecutive_failures: attempts failed in a row, count; never null
-- column timezone: IANA zone in which its relative times are read; never null
-- column interval_seconds: time between polls, seconds; null = not polled yet

CREATE OR REPLACE VIEW main.feeds AS
SELECT
    f.feed_id,
    f.url,
    f.outlet,
    f.title,
    f.lang,
    f.country,
    coalesce(s.status, 'active') AS status,
    s.last_success_at,
    s.next_poll_at,
    coalesce(s.consecutive_failures, 0) AS consecutive_failures,
    f.timezone,
    s.interval_seconds
FROM core.current_feeds AS f
LEFT JOIN core.current_feed_states AS s USING (feed_id)
