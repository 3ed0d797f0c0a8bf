-- grade: fail
-- why: a change of belief is recorded once

SELECT
    history_id,
    count(*) AS n_rows
FROM core.event_history
GROUP BY
    history_id
HAVING count(*) > 1
