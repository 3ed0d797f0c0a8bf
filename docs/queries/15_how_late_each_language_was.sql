-- question: How many hours does the press of each language lag behind the first, over all events of several languages?

SELECT
    lang,
    count(*) AS n_events,
    count(*) FILTER (WHERE lag_hours = 0) AS n_first,
    round(median(lag_hours), 1) AS median_lag_hours,
    round(quantile_cont(lag_hours, 0.9), 1) AS slowest_tenth_hours
FROM coverage_lag
WHERE event_id IN (SELECT event_id FROM events WHERE len(langs) > 1)
GROUP BY
    lang
ORDER BY
    median_lag_hours,
    lang
