-- grain: one row per story and place
-- inputs: claims
-- stored: by story_id, n_claims DESC
-- why: where a story takes place, and from when each place is named
-- column story_id: the story; never null
-- column place: canonical name; never null
-- column place_id: its entity; null = not linked
-- column n_claims: claims at that place, count; never null
-- column n_articles: articles with such a claim, count; never null
-- column first_published_at: first such claim, UTC; never null
-- column last_published_at: last such claim, UTC; never null

CREATE OR REPLACE VIEW main.story_places AS
SELECT
    story_id,
    place,
    min(place_id) AS place_id,
    count(*) AS n_claims,
    count(DISTINCT article_id) AS n_articles,
    min(published_at) AS first_published_at,
    max(published_at) AS last_published_at
FROM main.claims
WHERE
    story_id IS NOT NULL
    AND place IS NOT NULL
GROUP BY
    story_id,
    place
