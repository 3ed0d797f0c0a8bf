-- grain: one row per event that had a belief by the instant
-- inputs: core.event_history (table), core.event_aliases, event_progress, event_descriptions
-- why: what was believed then, from what had been seen then: the last change of belief, and the claims seen by then in
--      the event to which they belonged then (a claim's first assignment counts from the time the claim was seen); an id
--      given up by then leaves its last belief to its heir only where that has none of its own
-- column event_id: the event, under its id of that instant; never null
-- column story_id: its story; null = none
-- column type: event type; never null
-- column actors: who acts, canonical names; empty = not known
-- column recipients: to whom, canonical names; empty = not known
-- column place: where, canonical name; null = not known
-- column status: status believed; never null
-- column date_status: fixed, approximate, unset or none; never null
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column first_claimed_at: publication of its first claim seen by then, UTC; null = none
-- column last_claimed_at: publication of its last claim seen by then, UTC; null = none
-- column n_claims: claims seen by then, count
-- column n_outlets: outlets that carry them, count
-- column n_independent_sources: origins behind the state, count
-- column langs: languages of those claims, sorted
-- column part_of: event of which it is a part; null = none

CREATE OR REPLACE MACRO main.events_as_of(instant) AS TABLE
WITH aliases_then AS (
    SELECT
        old_id,
        arg_max_null(new_id, (decided_at, seq)) AS new_id,
        max(decided_at) FILTER (WHERE NOT is_removed) AS given_up_at
    FROM core.event_aliases
    WHERE decided_at <= instant::TIMESTAMPTZ
    GROUP BY
        old_id
),
rows_then AS (
    SELECT
        CASE WHEN alias.given_up_at >= h.observed_at THEN alias.new_id ELSE h.event_id END AS event_id,
        coalesce(alias.given_up_at < h.observed_at, true) AS is_own,
        h.observed_at,
        h.seq,
        struct_pack(
            status := h.status,
            date_status := h.date_status,
            t_start := h.t_start,
            t_end := h.t_end,
            n_independent_sources := h.n_independent_sources
        ) AS belief
    FROM core.event_history AS h
    LEFT JOIN aliases_then AS alias ON alias.old_id = h.event_id
    WHERE h.observed_at <= instant::TIMESTAMPTZ
),
beliefs AS (
    SELECT
        event_id,
        arg_max(belief, (is_own, observed_at, seq)) AS belief
    FROM rows_then
    WHERE event_id IS NOT NULL
    GROUP BY
        event_id
),
described AS (
    SELECT
        *
    FROM core.event_descriptions
    WHERE
        (from_at IS NULL OR from_at <= instant::TIMESTAMPTZ)
        AND (to_at IS NULL OR to_at > instant::TIMESTAMPTZ)
)
SELECT
    b.event_id,
    d.story_id,
    d.type,
    d.actors,
    d.recipients,
    d.place,
    b.belief.status AS status,
    b.belief.date_status AS date_status,
    b.belief.t_start AS t_start,
    b.belief.t_end AS t_end,
    c.first_claimed_at,
    c.last_claimed_at,
    coalesce(c.n_claims, 0) AS n_claims,
    coalesce(c.n_outlets, 0) AS n_outlets,
    b.belief.n_independent_sources AS n_independent_sources,
    coalesce(c.langs, []::VARCHAR[]) AS langs,
    d.part_of
FROM beliefs AS b
INNER JOIN described AS d USING (event_id)
LEFT JOIN core.event_progress AS c
    ON
        c.event_id = b.event_id
        AND c.from_at <= instant::TIMESTAMPTZ
        AND (c.to_at IS NULL OR c.to_at > instant::TIMESTAMPTZ)
