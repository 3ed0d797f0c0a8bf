-- grain: one row per change of belief about an event that has or had a date
-- inputs: event_history, events
-- why: how the date of an event closed in: its bounds after each change, how wide they are, how far they slipped
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column observed_at: when the change was seen, UTC; never null
-- column status: status believed from then on; never null
-- column date_status: fixed, approximate, unset or none; never null
-- column earliest_on: first day believed possible; null = open
-- column latest_on: last day believed possible; null = open
-- column width_days: days between the bounds, both included; null = a bound is open
-- column slip_days: days by which the first day moved, later is positive; null = no first day before or after
-- column n_slips: changes so far that moved a known first day, count; never null
-- column source: who is cited for the change; null = the article itself
-- column url: article that brought it; never null

CREATE OR REPLACE VIEW main.date_convergence AS
SELECT
    h.event_id,
    e.story_id,
    h.observed_at,
    h.status,
    h.date_status,
    h.t_start AS earliest_on,
    h.t_end - 1 AS latest_on,
    h.t_end - h.t_start AS width_days,
    h.t_start - h.previous_t_start AS slip_days,
    count(*) FILTER (WHERE h.t_start <> h.previous_t_start) OVER (
        PARTITION BY h.event_id ORDER BY h.observed_at, h.seq
    ) AS n_slips,
    h.source,
    h.url
FROM main.event_history AS h
LEFT JOIN main.events AS e USING (event_id)
WHERE coalesce(h.t_start, h.t_end, h.previous_t_start, h.previous_t_end) IS NOT NULL
