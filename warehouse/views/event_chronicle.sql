-- grain: one row per change of belief about an event, in the order published
-- stored: by event_id, observed_at, seq
-- inputs: core.event_chronicle (table), current_aliases
-- why: the course of an event as if every article had been seen when it came out; the same for any order of arrival
-- column event_id: the event, under its id of today; never null
-- column observed_at: when the change was published, UTC; never null
-- column status: status believed from then on, as in claims; never null
-- column date_status: fixed, approximate, unset or none; never null
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column previous_status: status believed before; null = this is the first belief
-- column previous_t_start: first day believed before; null = unknown or open
-- column previous_t_end: day after the last believed before; null = unknown or open
-- column source: who is cited for the change, canonical name; null = the article itself
-- column source_rank: rank of that source in the lifecycle's table; never null
-- column article_id: article that brought the change; never null
-- column url: its URL; never null
-- column claim_ids: claims behind the change, the one on the best authority first; empty = time alone changed it
-- column n_independent_sources: independent origins behind the state, count; never null
-- column outlet: outlet that brought the change; empty = time alone changed it
-- column note: remark of the lifecycle; empty = none
-- column rule_id: lifecycle rule that decided; empty = none
-- column seq: order among changes of one observed_at; never null

CREATE OR REPLACE VIEW main.event_chronicle AS
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
FROM core.event_chronicle AS h
LEFT JOIN core.current_aliases AS alias ON alias.old_id = h.event_id
