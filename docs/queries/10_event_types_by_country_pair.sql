-- question: What do states do to each other, by event type and by GDELT's CAMEO root?

WITH countries AS (
    SELECT
        name
    FROM entities
    WHERE kind = 'country'
),
sides AS (
    SELECT
        event_id,
        type,
        n_claims,
        unnest(actors) AS actor,
        recipients
    FROM events
),
pairs AS (
    SELECT
        event_id,
        type,
        n_claims,
        actor,
        unnest(recipients) AS recipient
    FROM sides
),
roots (type, cameo_root) AS (
    VALUES
    ('visit', '04'), ('meeting', '04'), ('call', '04'), ('invitation', '02'), ('agreement', '05'), ('gift', '07'),
    ('aid', '07'), ('praise', '05'), ('criticism', '11'), ('denial', '12'), ('sanction', '16'), ('threat', '13'),
    ('military_action', '19'), ('protest', '14')
)
SELECT
    p.actor,
    p.recipient,
    p.type,
    r.cameo_root,
    count(*) AS n_events,
    sum(p.n_claims) AS n_claims
FROM pairs AS p
LEFT JOIN roots AS r USING (type)
WHERE
    p.recipient IN (SELECT name FROM countries)
GROUP BY
    ALL
ORDER BY
    n_events DESC,
    p.actor,
    p.recipient,
    p.type
LIMIT 30
