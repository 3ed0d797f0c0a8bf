-- question: Who met, visited or called whom, how often, and how well is it attested? (edges of a network)

WITH parties AS (
    SELECT
        n_claims,
        t_start,
        list_sort(list_distinct(list_concat(actors, recipients))) AS names
    FROM events
    WHERE
        type IN ('meeting', 'visit', 'call')
        AND status IN ('occurred', 'ongoing', 'scheduled')
),
ones AS (
    SELECT
        n_claims,
        t_start,
        names,
        unnest(names) AS one
    FROM parties
),
pairs AS (
    SELECT
        n_claims,
        t_start,
        one,
        unnest(names) AS other
    FROM ones
)
SELECT
    one,
    other,
    count(*) AS n_events,
    sum(n_claims) AS n_claims,
    min(t_start) AS first_on,
    max(t_start) AS last_on
FROM pairs
WHERE one < other
GROUP BY
    ALL
ORDER BY
    n_events DESC,
    one,
    other
LIMIT 30
