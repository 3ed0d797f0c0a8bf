-- grain: one row per event_id, property, claim_id, other_claim_id that was not removed
-- inputs: core.contradictions
-- why: the newest state of each contradiction is in force

CREATE OR REPLACE VIEW core.current_contradictions AS
SELECT
    event_id,
    property,
    claim_id,
    other_claim_id,
    first_seen_at,
    resolved_at,
    resolution,
    decided_at
FROM (
    SELECT
        *
    FROM core.contradictions
    QUALIFY row_number() OVER (PARTITION BY event_id, property, claim_id, other_claim_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
