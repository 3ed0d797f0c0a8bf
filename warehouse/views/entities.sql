-- grain: one row per entity
-- inputs: current_entities
-- why: who and what the names stand for
-- column entity_id: the entity; never null
-- column wikidata_id: Q-number; null = not known there
-- column name: canonical English name; never null
-- column kind: person, organization, country, place, facility, office or other; never null
-- column aliases: other names; empty = none
-- column country_id: entity of the country to which it belongs; null = none

CREATE OR REPLACE VIEW main.entities AS
SELECT
    entity_id,
    wikidata_id,
    name,
    kind,
    aliases,
    country_id
FROM core.current_entities
