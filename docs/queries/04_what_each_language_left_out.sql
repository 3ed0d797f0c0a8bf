-- question: Which events of the biggest story does the press of each of its languages not mention at all?

WITH story AS (
    SELECT
        story_id,
        unnest(langs) AS lang
    FROM stories
    WHERE story_id = (SELECT story_id FROM stories ORDER BY n_articles DESC, story_id LIMIT 1)
)
SELECT
    s.lang,
    e.event_id,
    e.type,
    e.actors,
    e.recipients,
    e.n_claims,
    e.n_outlets
FROM story AS s
INNER JOIN events AS e USING (story_id)
WHERE NOT list_contains(e.langs, s.lang)
ORDER BY
    e.n_claims DESC,
    s.lang,
    e.event_id
LIMIT 30
