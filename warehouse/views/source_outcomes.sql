-- grain: one row per source
-- inputs: claim_outcomes
-- stored: by source
-- why: how often what a source said beforehand came true, whoever reported it
-- column source: who is cited, canonical name; never null
-- column n_claims: announcements, rumours, delays, cancellations and denials of events, count; never null
-- column n_confirmed: of these confirmed later, count; never null
-- column n_refuted: of these refuted later, count; never null
-- column n_open: of these still open, count; never null
-- column confirmed_ratio: confirmed among confirmed and refuted, 0 to 1; null = none decided yet
-- column median_lead_days: median days from a confirmed claim to the event's first day; null = none

CREATE OR REPLACE VIEW main.source_outcomes AS
SELECT
    source,
    count(*) AS n_claims,
    count(*) FILTER (WHERE outcome = 'confirmed') AS n_confirmed,
    count(*) FILTER (WHERE outcome = 'refuted') AS n_refuted,
    count(*) FILTER (WHERE outcome = 'open') AS n_open,
    count(*) FILTER (WHERE outcome = 'confirmed')
    / nullif(count(*) FILTER (WHERE outcome IN ('confirmed', 'refuted')), 0) AS confirmed_ratio,
    median(lead_days) FILTER (WHERE outcome = 'confirmed') AS median_lead_days
FROM main.claim_outcomes
WHERE
    source IS NOT NULL
    AND status NOT IN ('occurred', 'ongoing')
GROUP BY
    source
