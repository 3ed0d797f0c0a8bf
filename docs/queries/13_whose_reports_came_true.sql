-- question: Which outlets were right, among those with enough decided claims?

SELECT
    outlet,
    n_claims,
    n_confirmed,
    n_refuted,
    round(confirmed_ratio, 3) AS confirmed_ratio,
    median_lead_days
FROM outlet_outcomes
ORDER BY
    n_confirmed + n_refuted DESC,
    outlet
LIMIT 30
