-- grain: one row per story_id, article_id that was not removed
-- inputs: core.story_articles
-- why: the newest membership is in force

CREATE OR REPLACE VIEW core.current_story_articles AS
SELECT
    story_id,
    article_id,
    score,
    method,
    decided_at
FROM (
    SELECT
        *
    FROM core.story_articles
    QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
