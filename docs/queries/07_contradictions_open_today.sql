-- question: Which claims contradict each other today, sentence against sentence?

SELECT
    x.event_id,
    x.property,
    x.first_seen_at,
    a.outlet AS outlet,
    a.evidence AS evidence,
    b.outlet AS other_outlet,
    b.evidence AS other_evidence
FROM (
    SELECT
        *
    FROM contradictions
    WHERE resolved_at IS NULL
    ORDER BY
        first_seen_at DESC,
        claim_id
    LIMIT 20
) AS x
INNER JOIN claims AS a ON a.claim_id = x.claim_id
INNER JOIN claims AS b ON b.claim_id = x.other_claim_id
ORDER BY
    x.first_seen_at DESC,
    x.claim_id
