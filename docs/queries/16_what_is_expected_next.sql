-- question: What does the record expect in the weeks after the last thing it saw, and on whose word?

SELECT
    t_start,
    t_end,
    type,
    actors,
    recipients,
    place,
    status,
    source,
    n_independent_sources
FROM calendar
WHERE
    coalesce(t_end, t_start + 1) > (SELECT max(last_seen_at)::DATE FROM articles)
    AND coalesce(t_start, t_end) < (SELECT max(last_seen_at)::DATE + 60 FROM articles)
ORDER BY
    t_start,
    event_id
LIMIT 30
