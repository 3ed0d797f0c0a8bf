-- grade: warn
-- why: the last change of belief and the current state of an event say the same

SELECT
    e.event_id,
    e.status,
    last.status AS history_status,
    e.t_start,
    last.t_start AS history_t_start,
    e.t_end,
    last.t_end AS history_t_end
FROM main.events AS e
INNER JOIN (
    SELECT
        *
    FROM main.event_history
    QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY observed_at DESC, seq DESC) = 1
) AS last USING (event_id)
WHERE
    (e.status, e.date_status, e.t_start, e.t_end)
    IS DISTINCT FROM (last.status, last.date_status, last.t_start, last.t_end)
