-- question: What did the most quoted speaker say, in order, without copies?

WITH speakers AS (
    SELECT
        speaker_id,
        count(*) AS n_quotes
    FROM quotes
    WHERE speaker_id IS NOT NULL
    GROUP BY
        speaker_id
)
SELECT
    published_at,
    speaker,
    kind,
    text,
    outlet,
    url
FROM speaker_quotes
WHERE speaker_id = (SELECT speaker_id FROM speakers ORDER BY n_quotes DESC, speaker_id LIMIT 1)
ORDER BY
    published_at DESC
LIMIT 20
