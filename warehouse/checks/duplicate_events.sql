-- grade: fail
-- why: an event has one current state

SELECT
    event_id,
    count(*) AS n_rows
FROM main.events
GROUP BY
    event_id
HAVING count(*) > 1
