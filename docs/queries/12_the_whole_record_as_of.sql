-- question: How many events of each type and status did the whole record hold at its middle?

SELECT
    type,
    status,
    count(*) AS n_events,
    count(t_start) AS n_dated
FROM events_as_of((SELECT quantile_disc(observed_at, 0.5) FROM event_history))
GROUP BY
    ALL
ORDER BY
    n_events DESC,
    type,
    status
LIMIT 30
