-- grain: one row per event that had a belief by the instant
-- inputs: event_history_as_of, claims, core.events, core.assignments, core.event_aliases
-- why: what was believed then, from what had been seen then: the last change of belief, and the claims seen by then in
--      the event to which they belonged then (a claim's first assignment counts from the time the claim was seen)
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
        arg_max(new_id, (decided_at, seq)) AS new_id
    FROM core.event_aliases
    WHERE decided_at <= instant::TIMESTAMPTZ
    GROUP BY
        old_id
),
beliefs AS (
    SELECT
        event_id,
        arg_max(
            struct_pack(
                status := status, date_status := date_status, t_start := t_start, t_end := t_end,
                n_independent_sources := n_independent_sources
            ),
            (observed_at, seq)
        ) AS belief
    FROM main.event_history_as_of(instant)
    GROUP BY
        event_id
),
moved_later AS (
    SELECT
        claim_id,
        coalesce(
            arg_max_null(event_id, (decided_at, seq)) FILTER (WHERE decided_at <= instant::TIMESTAMPTZ AND NOT is_removed),
            arg_min_null(event_id, seq)
        ) AS event_id
    FROM core.assignments
    WHERE claim_id IN (SELECT claim_id FROM core.assignments GROUP BY claim_id HAVING count(*) > 1)
    GROUP BY
        claim_id
),
counted AS (
    SELECT
        coalesce(alias.new_id, named.event_id) AS event_id,
        min(named.published_at) AS first_claimed_at,
        max(named.published_at) AS last_claimed_at,
        count(*) AS n_claims,
        count(DISTINCT named.outlet) AS n_outlets,
        list_sort(list(DISTINCT named.lang)) AS langs
    FROM (
        SELECT
            c.published_at,
            c.outlet,
            c.lang,
            coalesce(m.event_id, a.event_id) AS event_id
        FROM main.claims AS c
        LEFT JOIN moved_later AS m USING (claim_id)
        INNER JOIN core.current_assignments AS a USING (claim_id)
        WHERE c.seen_at <= instant::TIMESTAMPTZ
    ) AS named
    LEFT JOIN aliases_then AS alias ON alias.old_id = named.event_id
    GROUP BY
        ALL
),
described AS (
    SELECT
        event_id,
        coalesce(
            arg_max(struct_pack(story_id := story_id, part_of := part_of, type := type, actors := actors, recipients := recipients, place := place), seq) FILTER (WHERE decided_at <= instant::TIMESTAMPTZ),
            arg_min(struct_pack(story_id := story_id, part_of := part_of, type := type, actors := actors, recipients := recipients, place := place), seq)
        ) AS state
    FROM core.events
    WHERE NOT is_removed
    GROUP BY
        event_id
)
SELECT
    b.event_id,
    d.state.story_id AS story_id,
    d.state.type AS type,
    d.state.actors AS actors,
    d.state.recipients AS recipients,
    d.state.place AS place,
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
    d.state.part_of AS part_of
FROM beliefs AS b
INNER JOIN described AS d USING (event_id)
LEFT JOIN counted AS c USING (event_id)
