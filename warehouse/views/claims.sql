-- grain: one row per claim: what one sentence of an article version says about one event
-- stored: by story_id, event_id, published_at
-- inputs: core.claims, current_annotations, current_assignments, current_aliases, current_events
-- why: the evidence behind every event; append-only, by the newest extractors, with the event it belongs to now
-- column claim_id: the claim; never null
-- column article_id: the article; never null
-- column version: its version; never null
-- column url: canonical URL of the article; never null
-- column outlet: outlet; never null
-- column lang: language of the article, ISO 639-1; never null
-- column published_at: publication time of the article, UTC; never null
-- column seen_at: when the version was first seen, UTC; never null
-- column char_start: first character of the evidence in the text (in the title if in_title); never null
-- column char_end: end of the evidence, exclusive; never null
-- column evidence: the sentence; never null
-- column trigger: the word that names the event; never null
-- column type: visit, meeting, call, invitation, agreement, gift, aid, praise, criticism, denial, sanction, threat, military_action or protest; never null
-- column plover_code: PLOVER event code; empty = none
-- column plover_mode: PLOVER mode; empty = none
-- column cameo_root: CAMEO root code, two digits; empty = none
-- column actors: who acts, canonical names; empty = not said
-- column actor_ids: entities of the actors that are linked; empty = none
-- column recipients: to whom, canonical names; empty = not said
-- column recipient_ids: entities of the recipients that are linked; empty = none
-- column place: where, canonical name; null = not said
-- column place_id: entity of the place; null = not linked
-- column time_text: words of the date; null = none
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column granularity: granularity of the date; null = no date
-- column date_status: fixed, approximate, unset or none; never null
-- column status: occurred, ongoing, scheduled, planned, rumoured, postponed, cancelled or denied; never null
-- column polarity: positive or negative; never null
-- column certainty: how sure the sentence is; never null
-- column source: who is cited, canonical name; null = the article itself
-- column source_id: entity of the source; null = not linked
-- column confidence: confidence of the extraction, 0 to 1; never null
-- column rule_id: lexicon row that matched; empty = none
-- column extractor_version: extractors that found it; never null
-- column event_id: event to which it belongs now; null = waits for one
-- column story_id: story of that event; null = none
-- column source_kind: self, party, official, third, media, unnamed or article; never null
-- column in_title: true when it was read in the title; never null
-- column country_id: country of the place or of the host; null = not known

CREATE OR REPLACE VIEW main.claims AS
SELECT
    c.claim_id,
    c.article_id,
    c.version,
    c.url,
    c.outlet,
    c.lang,
    c.published_at,
    c.seen_at,
    c.char_start,
    c.char_end,
    c.evidence,
    c."trigger",
    c.type,
    c.plover_code,
    c.plover_mode,
    c.cameo_root,
    c.actors,
    c.actor_ids,
    c.recipients,
    c.recipient_ids,
    c.place,
    c.place_id,
    c.time_text,
    c.t_start,
    c.t_end,
    c.granularity,
    c.date_status,
    c.status,
    c.polarity,
    c.certainty,
    c.source,
    c.source_id,
    c.confidence,
    c.rule_id,
    c.extractor_version,
    coalesce(alias.new_id, a.event_id) AS event_id,
    coalesce(a.story_id, e.story_id) AS story_id,
    c.source_kind,
    c.in_title,
    c.country_id
FROM core.claims AS c
SEMI JOIN core.current_annotations AS n USING (article_id, version, extractor_version)
LEFT JOIN core.current_assignments AS a USING (claim_id)
LEFT JOIN core.current_aliases AS alias ON alias.old_id = a.event_id
LEFT JOIN core.current_events AS e ON e.event_id = coalesce(alias.new_id, a.event_id)
