-- grade: warn
-- why: the history of an event that was given up stays, but nobody finds it from events; withdrawn ones are on record

SELECT DISTINCT
    h.event_id
FROM main.event_history AS h
ANTI JOIN main.events AS e USING (event_id)
ANTI JOIN core.current_aliases AS alias ON alias.old_id = h.event_id
