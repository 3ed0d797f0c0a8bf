-- question: What was believed of the biggest story's events a day before its last change of belief?

SELECT
    event_id,
    type,
    actors,
    recipients,
    status,
    date_status,
    t_start,
    t_end,
    n_claims,
    n_outlets
FROM events_as_of(
    (
        SELECT
            max(h.observed_at) - INTERVAL 1 DAY
        FROM event_history AS h
        INNER JOIN events AS e USING (event_id)
        WHERE e.story_id = (SELECT story_id FROM stories ORDER BY n_articles DESC, story_id LIMIT 1)
    )
)
WHERE story_id = (SELECT story_id FROM stories ORDER BY n_articles DESC, story_id LIMIT 1)
ORDER BY
    n_claims DESC,
    event_id
LIMIT 30
