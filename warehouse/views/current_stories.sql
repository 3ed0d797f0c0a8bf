-- grain: one row per story_id that was not removed
-- inputs: core.stories
-- why: the newest state of each story is in force

CREATE OR REPLACE VIEW core.current_stories AS
SELECT
    story_id,
    watch,
    title,
    first_seen_at,
    last_seen_at,
    n_articles,
    n_outlets,
    langs,
    decided_at
FROM (
    SELECT
        *
    FROM core.stories
    QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
