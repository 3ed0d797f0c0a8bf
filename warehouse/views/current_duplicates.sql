-- grain: one row per article_id that was not removed
-- inputs: core.duplicates
-- why: the newest finding about each copy is in force

CREATE OR REPLACE VIEW core.current_duplicates AS
SELECT
    article_id,
    duplicate_of,
    decided_at
FROM (
    SELECT
        *
    FROM core.duplicates
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
