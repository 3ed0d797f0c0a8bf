-- grain: one row per claim that belongs to an event
-- inputs: claims, events
-- stored: by outlet, source
-- why: was it right? The claim against what is believed of its event now: an announcement is confirmed when the event
--      took place on days that it allowed, refuted when it was cancelled, denied or took place on other days; a
--      cancellation or denial the other way round; everything else is open
-- column claim_id: the claim; never null
-- column event_id: its event; never null
-- column story_id: its story; null = none
-- column outlet: outlet; never null
-- column lang: language, ISO 639-1; never null
-- column source: who is cited; null = the article itself
-- column source_kind: self, party, official, third, media, unnamed or article; never null
-- column published_at: when it was said, UTC; never null
-- column status: what the claim said; never null
-- column event_status: what is believed now; never null
-- column outcome: confirmed, refuted or open; never null
-- column lead_days: days from the claim to the event's first day, negative = afterwards; null = no known day

CREATE OR REPLACE VIEW main.claim_outcomes AS
SELECT
    c.claim_id,
    c.event_id,
    c.story_id,
    c.outlet,
    c.lang,
    c.source,
    c.source_kind,
    c.published_at,
    c.status,
    e.status AS event_status,
    CASE
        WHEN e.status IN ('occurred', 'ongoing') THEN
            CASE
                WHEN c.status IN ('cancelled', 'denied') THEN 'refuted'
                WHEN c.t_start >= e.t_end OR c.t_end <= e.t_start THEN 'refuted'
                WHEN c.status = 'postponed' THEN 'open'
                ELSE 'confirmed'
            END
        WHEN e.status IN ('cancelled', 'denied') THEN
            CASE
                WHEN c.status IN ('cancelled', 'denied') THEN 'confirmed'
                ELSE 'refuted'
            END
        ELSE 'open'
    END AS outcome,
    e.t_start - c.published_at::DATE AS lead_days
FROM main.claims AS c
INNER JOIN main.events AS e USING (event_id)
