-- grain: one row per claim_id that was not removed
-- inputs: core.assignments
-- why: the newest assignment of each claim is in force

CREATE OR REPLACE VIEW core.current_assignments AS
SELECT
    claim_id,
    event_id,
    story_id,
    block,
    decided_at
FROM (
    SELECT
        *
    FROM core.assignments
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
