-- grain: one row per article in a story
-- stored: by story_id, article_id
-- inputs: current_story_articles
-- why: which articles tell the story, and how that was found
-- column story_id: the story; never null
-- column article_id: the article; never null
-- column score: strength of the membership, 0 to 1; never null
-- column method: watch, cluster, event or judgement; never null

CREATE OR REPLACE VIEW main.story_articles AS
SELECT
    story_id,
    article_id,
    score,
    method
FROM core.current_story_articles
