-- grain: one row per event that has claims
-- inputs: claims
-- why: what the claims of an event add up to, counted in one place for events and events_as_of

CREATE OR REPLACE VIEW core.event_claims AS
SELECT
    event_id,
    min(published_at) AS first_claimed_at,
    max(published_at) AS last_claimed_at,
    count(*) AS n_claims,
    count(DISTINCT outlet) AS n_outlets,
    list_sort(list(DISTINCT lang)) AS langs
FROM main.claims
WHERE event_id IS NOT NULL
GROUP BY
    event_id
