-- grain: one row per entity_id that was not removed
-- inputs: core.entities
-- why: the newest description of each entity is in force

CREATE OR REPLACE VIEW core.current_entities AS
SELECT
    entity_id,
    name,
    kind,
    wikidata_id,
    country_id,
    aliases,
    decided_at
FROM (
    SELECT
        *
    FROM core.entities
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
