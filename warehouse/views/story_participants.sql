-- grain: one row per story, name and role
-- inputs: claims
-- stored: by story_id, n_claims DESC
-- why: who takes part in a story, in which role, since when
-- column story_id: the story; never null
-- column name: canonical name; never null
-- column role: actor or recipient; never null
-- column n_claims: claims in which the name has that role, count; never null
-- column n_articles: articles with such a claim, count; never null
-- column n_outlets: outlets with such a claim, count; never null
-- column first_published_at: first such claim, UTC; never null
-- column last_published_at: last such claim, UTC; never null

CREATE OR REPLACE VIEW main.story_participants AS
WITH roles AS (
    SELECT
        story_id,
        article_id,
        outlet,
        published_at,
        unnest(actors) AS name,
        'actor' AS role
    FROM main.claims
    WHERE story_id IS NOT NULL
    UNION ALL
    SELECT
        story_id,
        article_id,
        outlet,
        published_at,
        unnest(recipients) AS name,
        'recipient' AS role
    FROM main.claims
    WHERE story_id IS NOT NULL
)
SELECT
    story_id,
    name,
    role,
    count(*) AS n_claims,
    count(DISTINCT article_id) AS n_articles,
    count(DISTINCT outlet) AS n_outlets,
    min(published_at) AS first_published_at,
    max(published_at) AS last_published_at
FROM roles
GROUP BY
    story_id,
    name,
    role
