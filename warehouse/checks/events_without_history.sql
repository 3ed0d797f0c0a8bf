-- grade: warn
-- why: a belief came from somewhere; an event without history cannot say from where

SELECT
    e.event_id
FROM main.events AS e
ANTI JOIN main.event_history AS h USING (event_id)
