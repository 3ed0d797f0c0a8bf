-- grain: one row per event and language
-- inputs: claims
-- stored: by story_id, event_id, lang
-- why: which language's press came to an event late, and how much it wrote
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column lang: language, ISO 639-1; never null
-- column first_published_at: first claim in that language, UTC; never null
-- column first_lang: language that was first of all; never null
-- column lag_hours: hours after the first claim in any language; 0 for the first
-- column n_claims: claims in that language, count; never null
-- column n_outlets: outlets in that language, count; never null

CREATE OR REPLACE VIEW main.coverage_lag AS
WITH by_language AS (
    SELECT
        event_id,
        min(story_id) AS story_id,
        lang,
        min(published_at) AS first_published_at,
        count(*) AS n_claims,
        count(DISTINCT outlet) AS n_outlets
    FROM main.claims
    WHERE event_id IS NOT NULL
    GROUP BY
        event_id,
        lang
)
SELECT
    event_id,
    story_id,
    lang,
    first_published_at,
    first_value(lang) OVER event_order AS first_lang,
    round(epoch(first_published_at - min(first_published_at) OVER (PARTITION BY event_id)) / 3600, 2) AS lag_hours,
    n_claims,
    n_outlets
FROM by_language
WINDOW event_order AS (PARTITION BY event_id ORDER BY first_published_at, lang)
