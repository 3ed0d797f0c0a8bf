-- question: Who broke each change of the biggest story's main event first, and by how many hours?

WITH main_event AS (
    SELECT
        event_id
    FROM events
    ORDER BY
        n_claims DESC,
        event_id
    LIMIT 1
)
SELECT
    status,
    t_start,
    t_end,
    outlet,
    lang,
    first_published_at,
    lead_hours,
    url
FROM first_reports
WHERE
    event_id = (SELECT event_id FROM main_event)
    AND place_in_order = 1
ORDER BY
    first_published_at
LIMIT 50
