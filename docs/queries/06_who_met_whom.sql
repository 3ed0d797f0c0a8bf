-- question: Who met, visited or called whom, how often, and how well is it attested? (edges of a network)

SELECT
    least(a.name, b.name) AS one,
    greatest(a.name, b.name) AS other,
    count(DISTINCT e.event_id) AS n_events,
    sum(e.n_claims) AS n_claims,
    min(e.t_start) AS first_on,
    max(e.t_start) AS last_on
FROM events AS e
CROSS JOIN unnest(list_concat(e.actors, e.recipients)) AS a (name)
CROSS JOIN unnest(list_concat(e.actors, e.recipients)) AS b (name)
WHERE
    e.type IN ('meeting', 'visit', 'call')
    AND e.status IN ('occurred', 'ongoing', 'scheduled')
    AND a.name < b.name
GROUP BY
    ALL
ORDER BY
    n_events DESC,
    one,
    other
LIMIT 30
