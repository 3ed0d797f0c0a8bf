-- grade: warn
-- why: an outlet whose share of a language moved by more than half in a week is misread or changed (20 articles on each side)

WITH newest AS (
    SELECT
        max(first_seen_at) AS seen_at
    FROM main.articles
),
counted AS (
    SELECT
        a.outlet,
        a.lang,
        count(*) FILTER (WHERE a.first_seen_at > n.seen_at - INTERVAL 7 DAY) AS n_late,
        count(*) FILTER (WHERE a.first_seen_at <= n.seen_at - INTERVAL 7 DAY) AS n_early
    FROM main.articles AS a
    CROSS JOIN newest AS n
    WHERE a.first_seen_at > n.seen_at - INTERVAL 35 DAY
    GROUP BY
        ALL
),
shares AS (
    SELECT
        outlet,
        lang,
        n_late / sum(n_late) OVER (PARTITION BY outlet) AS late_ratio,
        n_early / sum(n_early) OVER (PARTITION BY outlet) AS early_ratio,
        sum(n_late) OVER (PARTITION BY outlet) AS n_late_all,
        sum(n_early) OVER (PARTITION BY outlet) AS n_early_all
    FROM counted
)
SELECT
    outlet,
    lang,
    early_ratio,
    late_ratio
FROM shares
WHERE
    n_late_all >= 20
    AND n_early_all >= 20
    AND abs(late_ratio - early_ratio) > 0.5
