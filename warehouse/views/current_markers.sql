-- grain: one row per name that was not removed
-- inputs: core.markers
-- why: the newest position of each consumer is in force

CREATE OR REPLACE VIEW core.current_markers AS
SELECT
    name,
    value,
    decided_at
FROM (
    SELECT
        *
    FROM core.markers
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
