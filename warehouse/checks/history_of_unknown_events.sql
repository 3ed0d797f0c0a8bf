-- grade: warn
-- why: the history of an event that was given up stays, but nobody finds it from events

SELECT DISTINCT
    h.event_id
FROM main.event_history AS h
ANTI JOIN main.events AS e USING (event_id)
