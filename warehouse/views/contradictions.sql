-- grain: one row per pair of claims about one event that cannot both hold, and property
-- stored: by event_id
-- inputs: current_contradictions, current_aliases
-- why: where the record disagrees, and since when it no longer does
-- column event_id: the event, under its id of today; never null
-- column property: what they disagree about: status, dates, place, …; never null
-- column claim_id: one claim; never null
-- column other_claim_id: the claim that contradicts it; never null
-- column first_seen_at: when both had been seen, UTC; never null
-- column resolved_at: when it was settled, UTC; null = open
-- column resolution: how it was settled; empty = open

CREATE OR REPLACE VIEW main.contradictions AS
SELECT
    coalesce(alias.new_id, c.event_id) AS event_id,
    c.property,
    c.claim_id,
    c.other_claim_id,
    c.first_seen_at,
    c.resolved_at,
    c.resolution
FROM core.current_contradictions AS c
LEFT JOIN core.current_aliases AS alias ON alias.old_id = c.event_id
