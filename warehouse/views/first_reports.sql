-- grain: one row per event, state that was once believed of it, outlet and language
-- inputs: claims, event_history
-- stored: by story_id, event_id, first_published_at
-- why: who said each change first, and how many hours later each other outlet followed
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column status: status of the state; never null
-- column t_start: first day of the state; null = unknown or open
-- column t_end: day after the last of the state; null = unknown or open
-- column outlet: outlet; never null
-- column lang: language, ISO 639-1; never null
-- column first_published_at: when the outlet first said it in that language, UTC; never null
-- column article_id: article in which it did; never null
-- column url: its URL; never null
-- column claim_id: the claim; never null
-- column place_in_order: 1 = first of all outlets and languages; never null
-- column lag_hours: hours after the first; 0 for the first
-- column lead_hours: hours before the next outlet that said it; null = nobody followed, or not the first

CREATE OR REPLACE VIEW main.first_reports AS
WITH changes AS (
    SELECT DISTINCT
        event_id,
        status,
        t_start,
        t_end
    FROM main.event_history
),
firsts AS (
    SELECT
        c.event_id,
        min(c.story_id) AS story_id,
        c.status,
        c.t_start,
        c.t_end,
        c.outlet,
        c.lang,
        min(c.published_at) AS first_published_at,
        arg_min(
            struct_pack(article_id := c.article_id, url := c.url, claim_id := c.claim_id), (c.published_at, c.claim_id)
        ) AS first
    FROM main.claims AS c
    INNER JOIN changes AS h
        ON
            h.event_id = c.event_id
            AND h.status = c.status
            AND h.t_start IS NOT DISTINCT FROM c.t_start
            AND h.t_end IS NOT DISTINCT FROM c.t_end
    GROUP BY
        c.event_id,
        c.status,
        c.t_start,
        c.t_end,
        c.outlet,
        c.lang
),
ordered AS (
    SELECT
        *,
        row_number() OVER state_order AS place_in_order,
        min(first_published_at) OVER (PARTITION BY event_id, status, t_start, t_end) AS earliest_at,
        lead(first_published_at) OVER state_order AS next_at
    FROM firsts
    WINDOW state_order AS (PARTITION BY event_id, status, t_start, t_end ORDER BY first_published_at, outlet, lang)
)
SELECT
    event_id,
    story_id,
    status,
    t_start,
    t_end,
    outlet,
    lang,
    first_published_at,
    first.article_id AS article_id,
    first.url AS url,
    first.claim_id AS claim_id,
    place_in_order,
    round(epoch(first_published_at - earliest_at) / 3600, 2) AS lag_hours,
    CASE WHEN place_in_order = 1 THEN round(epoch(next_at - first_published_at) / 3600, 2) END AS lead_hours
FROM ordered
