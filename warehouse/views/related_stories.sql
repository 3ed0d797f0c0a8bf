-- grain: one row per ordered pair of stories that tell of a common event
-- inputs: claims, story_articles
-- stored: by story_id, n_shared_events DESC
-- why: the link from a story to its neighbours: the next leg of the tour, the return visit, the talks that went before
-- column story_id: the story; never null
-- column other_story_id: its neighbour; never null
-- column n_shared_events: events told in articles of both, count; never null
-- column shared_event_ids: these events, first those told most; never null
-- column n_claims: claims on them in articles of either, count; never null
-- column first_published_at: first of these claims, UTC; never null
-- column last_published_at: last of these claims, UTC; never null

CREATE OR REPLACE VIEW main.related_stories AS
WITH told AS (
    SELECT
        m.story_id,
        c.event_id,
        count(*) AS n_claims,
        min(c.published_at) AS first_published_at,
        max(c.published_at) AS last_published_at
    FROM main.story_articles AS m
    INNER JOIN main.claims AS c USING (article_id)
    WHERE c.event_id IS NOT NULL
    GROUP BY
        m.story_id,
        c.event_id
)
SELECT
    one.story_id,
    other.story_id AS other_story_id,
    count(*) AS n_shared_events,
    list(one.event_id ORDER BY one.n_claims + other.n_claims DESC, one.event_id) AS shared_event_ids,
    sum(one.n_claims + other.n_claims)::BIGINT AS n_claims,
    min(least(one.first_published_at, other.first_published_at)) AS first_published_at,
    max(greatest(one.last_published_at, other.last_published_at)) AS last_published_at
FROM told AS one
INNER JOIN told AS other
    ON
        other.event_id = one.event_id
        AND other.story_id <> one.story_id
GROUP BY
    one.story_id,
    other.story_id
