-- grain: one row per real-world event, as believed now
-- stored: by story_id, event_id
-- inputs: current_events, current_aliases, event_claims
-- why: the ledger's present page; event_history tells how it came to it
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column type: event type, as in claims; never null
-- column actors: who acts, canonical names; empty = not known
-- column recipients: to whom, canonical names; empty = not known
-- column place: where, canonical name; null = not known
-- column status: status believed, as in claims; never null
-- column date_status: fixed, approximate, unset or none; never null
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column first_claimed_at: publication of its first claim, UTC; never null
-- column last_claimed_at: publication of its last claim, UTC; never null
-- column n_claims: claims about it, count
-- column n_outlets: outlets that carry them, count
-- column n_independent_sources: origins behind it, copies and outlets citing the same origin counted once, count
-- column langs: languages of the claims, sorted, ISO 639-1
-- column part_of: event of which it is a part; null = none

CREATE OR REPLACE VIEW main.events AS
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
    coalesce(c.first_claimed_at, e.first_claimed_at) AS first_claimed_at,
    coalesce(c.last_claimed_at, e.last_claimed_at) AS last_claimed_at,
    coalesce(c.n_claims, e.n_claims) AS n_claims,
    coalesce(c.n_outlets, e.n_outlets) AS n_outlets,
    e.n_independent_sources,
    coalesce(c.langs, e.langs) AS langs,
    coalesce(whole.new_id, e.part_of) AS part_of
FROM core.current_events AS e
ANTI JOIN core.current_aliases AS merged ON merged.old_id = e.event_id
LEFT JOIN core.event_claims AS c ON c.event_id = e.event_id
LEFT JOIN core.current_aliases AS whole ON whole.old_id = e.part_of
