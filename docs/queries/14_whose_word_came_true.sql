-- question: Whose word was right, whoever reported it?

SELECT
    source,
    n_claims,
    n_confirmed,
    n_refuted,
    round(confirmed_ratio, 3) AS confirmed_ratio,
    median_lead_days
FROM source_outcomes
ORDER BY
    n_confirmed + n_refuted DESC,
    source
LIMIT 30
