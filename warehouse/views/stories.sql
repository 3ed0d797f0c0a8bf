-- grain: one row per story
-- stored: by story_id
-- inputs: current_stories, current_story_articles, articles
-- why: the developing stories, watched and discovered
-- column story_id: the story; never null
-- column watch: watch that defines it; null = discovered
-- column title: title; never null
-- column first_seen_at: when its first article was seen, UTC; never null
-- column last_seen_at: when its last article was seen, UTC; never null
-- column n_articles: articles in it, count
-- column n_outlets: outlets in it, count
-- column langs: languages of its articles, sorted, ISO 639-1

CREATE OR REPLACE VIEW main.stories AS
WITH members AS (
    SELECT
        m.story_id,
        min(a.first_seen_at) AS first_seen_at,
        max(a.first_seen_at) AS last_seen_at,
        count(*) AS n_articles,
        count(DISTINCT a.outlet) AS n_outlets,
        list_sort(list(DISTINCT a.lang)) AS langs
    FROM core.current_story_articles AS m
    INNER JOIN main.articles AS a USING (article_id)
    GROUP BY
        m.story_id
)
SELECT
    s.story_id,
    s.watch,
    s.title,
    coalesce(m.first_seen_at, s.first_seen_at) AS first_seen_at,
    coalesce(m.last_seen_at, s.last_seen_at) AS last_seen_at,
    coalesce(m.n_articles, 0) AS n_articles,
    coalesce(m.n_outlets, 0) AS n_outlets,
    coalesce(m.langs, []::VARCHAR[]) AS langs
FROM core.current_stories AS s
LEFT JOIN members AS m USING (story_id)
