-- question: How did the date of the most reported event close in, and how often did it slip?

SELECT
    observed_at,
    status,
    date_status,
    earliest_on,
    latest_on,
    width_days,
    slip_days,
    n_slips,
    source
FROM date_convergence
WHERE event_id = (SELECT event_id FROM events ORDER BY n_claims DESC, event_id LIMIT 1)
ORDER BY
    observed_at
LIMIT 50
