-- grain: one row per feed_id that was not removed
-- inputs: raw.feed_states
-- why: the newest state of each feed is in force

CREATE OR REPLACE VIEW core.current_feed_states AS
SELECT
    feed_id,
    url,
    status,
    etag,
    last_modified,
    body_sha256,
    interval_seconds,
    next_poll_at,
    last_polled_at,
    last_success_at,
    last_unconditional_at,
    last_new_item_at,
    consecutive_failures,
    redirect_url,
    redirect_hops,
    decided_at
FROM (
    SELECT
        *
    FROM raw.feed_states
    QUALIFY row_number() OVER (PARTITION BY feed_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
