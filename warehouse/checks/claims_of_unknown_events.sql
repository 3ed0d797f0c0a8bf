-- grade: fail
-- why: an event that has claims has a state

SELECT
    c.event_id,
    min(c.claim_id) AS first_claim_id,
    count(*) AS n_claims
FROM main.claims AS c
ANTI JOIN main.events AS e USING (event_id)
WHERE c.event_id IS NOT NULL
GROUP BY
    c.event_id
