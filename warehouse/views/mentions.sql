-- grain: one row per entity mention in an article version
-- inputs: core.mentions, current_annotations
-- why: where an entity is named, by the newest extractors
-- column article_id: the article; never null
-- column version: its version; never null
-- column char_start: first character in the text; never null
-- column char_end: end in the text, exclusive; never null
-- column text: exact words; never null
-- column label: PER, LOC, ORG, GPE, OFFICE or MISC; never null
-- column entity_id: the entity; null = not linked
-- column score: confidence of the link, 0 to 1; never null
-- column kind: name, office, pronoun, description or metonym; never null
-- column acting_id: entity that acts where the mention acts; null = the entity itself

CREATE OR REPLACE VIEW main.mentions AS
SELECT
    m.article_id,
    m.version,
    m.char_start,
    m.char_end,
    m.text,
    m.label,
    m.entity_id,
    m.score,
    m.kind,
    m.acting_id
FROM core.mentions AS m
SEMI JOIN core.current_annotations AS a USING (article_id, version, extractor_version)
