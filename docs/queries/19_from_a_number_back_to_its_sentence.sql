-- question: On which sentences, in which texts, from which answers of which servers does the main event's state rest?

WITH last_change AS (
    SELECT
        observed_at,
        status,
        unnest(claim_ids) AS claim_id
    FROM event_history
    WHERE event_id = (SELECT event_id FROM events ORDER BY n_claims DESC, event_id LIMIT 1)
    QUALIFY rank() OVER (ORDER BY observed_at DESC, seq DESC) = 1
)
SELECT
    l.status,
    c.evidence,
    substring(v.text, c.char_start + 1, c.char_end - c.char_start) = c.evidence AS is_exact,
    c.rule_id,
    c.extractor_version,
    v.version,
    v.text_sha256,
    f.fetched_at,
    f.http_status,
    c.url
FROM last_change AS l
INNER JOIN claims AS c USING (claim_id)
INNER JOIN article_versions AS v
    ON
        v.article_id = c.article_id
        AND v.version = c.version
LEFT JOIN fetches AS f ON f.fetch_id = v.fetch_id
ORDER BY
    c.published_at,
    c.claim_id
LIMIT 20
