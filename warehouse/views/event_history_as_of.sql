-- grain: one row per change of belief about an event that had been seen by the instant
-- inputs: core.event_history (table), core.event_aliases
-- why: what the history said then; merges decided later are not applied
-- column event_id: the event, under its id of that instant; never null
-- column observed_at: when the change was seen, UTC; never null
-- column status: status believed from then on; never null
-- column date_status: fixed, approximate, unset or none; never null
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column previous_status: status believed before; null = this is the first belief
-- column previous_t_start: first day believed before; null = unknown or open
-- column previous_t_end: day after the last believed before; null = unknown or open
-- column source: who is cited for the change; null = the article itself
-- column source_rank: rank of that source; never null
-- column article_id: article that brought the change; never null
-- column url: its URL; never null
-- column claim_ids: claims behind the change, the one on the best authority first; empty = time alone changed it
-- column n_independent_sources: independent origins behind the state, count; never null
-- column outlet: outlet that brought the change; empty = time alone changed it
-- column note: remark of the lifecycle; empty = none
-- column rule_id: lifecycle rule that decided; empty = none
-- column seq: order among changes of one observed_at; never null

CREATE OR REPLACE MACRO main.event_history_as_of(instant) AS TABLE
WITH aliases_then AS (
    SELECT
        old_id,
        arg_max_null(new_id, (decided_at, seq)) AS new_id
    FROM core.event_aliases
    WHERE decided_at <= instant::TIMESTAMPTZ
    GROUP BY
        old_id
)
SELECT
    coalesce(alias.new_id, h.event_id) AS event_id,
    h.observed_at,
    h.status,
    h.date_status,
    h.t_start,
    h.t_end,
    h.previous_status,
    h.previous_t_start,
    h.previous_t_end,
    h.source,
    h.source_rank,
    h.article_id,
    h.url,
    h.claim_ids,
    h.n_independent_sources,
    h.outlet,
    h.note,
    h.rule_id,
    h.seq
FROM core.event_history AS h
LEFT JOIN aliases_then AS alias ON alias.old_id = h.event_id
WHERE h.observed_at <= instant::TIMESTAMPTZ
