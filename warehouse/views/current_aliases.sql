-- grain: one row per old_id that was not removed
-- inputs: core.event_aliases
-- why: the newest target of each former event id is in force (null = withdrawn); undone merges are gone

CREATE OR REPLACE VIEW core.current_aliases AS
SELECT
    old_id,
    new_id,
    decided_at
FROM (
    SELECT
        *
    FROM core.event_aliases
    QUALIFY row_number() OVER (PARTITION BY old_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
