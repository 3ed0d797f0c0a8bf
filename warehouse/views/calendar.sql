-- grain: one row per event that is expected or under way and has a day
-- inputs: events, event_history
-- why: what the record expects when: entries for a calendar, with the word they rest on
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column type: event type; never null
-- column actors: who acts, canonical names; empty = not known
-- column recipients: to whom, canonical names; empty = not known
-- column place: where, canonical name; null = not known
-- column status: planned, scheduled, rumoured, postponed or ongoing; never null
-- column date_status: fixed or approximate; never null
-- column t_start: first day; null = open
-- column t_end: day after the last; null = open
-- column source: who is cited for the last change; null = the article itself
-- column n_independent_sources: origins behind it, count; never null
-- column last_changed_at: when belief about it last changed, UTC; never null
-- column url: article that brought that change; never null

CREATE OR REPLACE VIEW main.calendar AS
WITH last AS (
    SELECT
        event_id,
        arg_max(struct_pack(source := source, url := url, observed_at := observed_at), (observed_at, seq)) AS change
    FROM main.event_history
    GROUP BY
        event_id
)
SELECT
    e.event_id,
    e.story_id,
    e.type,
    e.actors,
    e.recipients,
    e.place,
    e.status,
    e.date_status,
    e.t_start,
    e.t_end,
    last.change.source AS source,
    e.n_independent_sources,
    last.change.observed_at AS last_changed_at,
    last.change.url AS url
FROM main.events AS e
INNER JOIN last USING (event_id)
WHERE
    e.status IN ('planned', 'scheduled', 'rumoured', 'postponed', 'ongoing')
    AND coalesce(e.t_start, e.t_end) IS NOT NULL
