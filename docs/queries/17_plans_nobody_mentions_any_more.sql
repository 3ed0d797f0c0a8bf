-- question: Which plans had gone silent for three days when the last article was seen?

SELECT
    event_id,
    type,
    actors,
    recipients,
    status,
    t_start,
    silent_days
FROM silence((SELECT max(first_seen_at) + INTERVAL 4 DAY FROM articles), 3)
ORDER BY
    silent_days,
    event_id
LIMIT 30
