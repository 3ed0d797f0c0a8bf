-- grade: warn
-- why: a feed whose last day brought under a quarter or over four times its daily mean (of at least 4) has changed or broken

WITH days AS (
    SELECT
        feed_id,
        seen_at::DATE AS seen_on,
        count(*) AS n_items
    FROM raw.feed_items
    GROUP BY
        ALL
),
newest AS (
    SELECT
        max(seen_on) AS seen_on
    FROM days
),
means AS (
    SELECT
        d.feed_id,
        sum(d.n_items) FILTER (WHERE d.seen_on < n.seen_on) / 14.0 AS mean_items,
        coalesce(sum(d.n_items) FILTER (WHERE d.seen_on = n.seen_on), 0) AS last_items,
        count(*) FILTER (WHERE d.seen_on < n.seen_on) AS n_days
    FROM days AS d
    CROSS JOIN newest AS n
    WHERE d.seen_on >= n.seen_on - 14
    GROUP BY
        d.feed_id
)
SELECT
    feed_id,
    mean_items,
    last_items
FROM means
WHERE
    n_days >= 7
    AND mean_items >= 4
    AND (last_items < mean_items / 4 OR last_items > mean_items * 4)
