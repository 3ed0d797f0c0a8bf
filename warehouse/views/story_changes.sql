-- grain: one row per instant at which articles went from one story to another, and pair of stories
-- inputs: core.story_articles
-- stored: by changed_at
-- why: how stories split, merged or took another id: memberships are never overwritten, so the moves can be read off
-- column changed_at: when it was decided, UTC; never null
-- column story_id: the story that the articles left; never null
-- column to_story_id: the story that they went to; never null
-- column kind: split (the old story goes on), merge (it ends in one that was there) or renamed; never null
-- column n_articles: articles that moved, count; never null

CREATE OR REPLACE VIEW main.story_changes AS
WITH decisions AS (
    SELECT DISTINCT ON (story_id, article_id, decided_at)
        story_id,
        article_id,
        is_removed,
        decided_at
    FROM core.story_articles
    ORDER BY
        story_id,
        article_id,
        decided_at,
        seq DESC
),
stretches AS (
    SELECT
        *,
        lead(decided_at) OVER (PARTITION BY story_id, article_id ORDER BY decided_at) AS until_at
    FROM decisions
),
moves AS (
    SELECT
        gone.decided_at AS changed_at,
        gone.story_id,
        come.story_id AS to_story_id,
        count(*) AS n_articles
    FROM stretches AS gone
    INNER JOIN stretches AS come
        ON
            come.article_id = gone.article_id
            AND come.decided_at = gone.decided_at
            AND come.story_id <> gone.story_id
    WHERE
        gone.is_removed
        AND NOT come.is_removed
    GROUP BY
        gone.decided_at,
        gone.story_id,
        come.story_id
),
members AS (
    SELECT
        story_id,
        decided_at AS from_at,
        until_at
    FROM stretches
    WHERE NOT is_removed
),
lives AS (
    SELECT
        m.changed_at,
        m.story_id,
        m.to_story_id,
        any_value(m.n_articles) AS n_articles,
        count(*) FILTER (
            WHERE s.story_id = m.story_id AND s.from_at <= m.changed_at AND coalesce(s.until_at > m.changed_at, TRUE)
        ) AS n_left,
        count(*) FILTER (WHERE s.story_id = m.to_story_id AND s.from_at < m.changed_at) AS n_before
    FROM moves AS m
    INNER JOIN members AS s ON s.story_id IN (m.story_id, m.to_story_id)
    GROUP BY
        m.changed_at,
        m.story_id,
        m.to_story_id
)
SELECT
    changed_at,
    story_id,
    to_story_id,
    CASE WHEN n_left > 0 THEN 'split' WHEN n_before > 0 THEN 'merge' ELSE 'renamed' END AS kind,
    n_articles
FROM lives
