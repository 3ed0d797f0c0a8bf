-- grade: fail
-- why: a claim is published once; a second row means that a load was not idempotent or an assignment ambiguous

SELECT
    claim_id,
    count(*) AS n_rows
FROM main.claims
GROUP BY
    claim_id
HAVING count(*) > 1
