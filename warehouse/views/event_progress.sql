-- grain: one row per event and stretch of time in which its claims stayed the same
-- inputs: memberships
-- stored: by event_id, from_at
-- why: how many claims, outlets and languages an event had at any instant, without counting ten million claims again;
--      events that never lost a claim are summed up in one pass, the few others are counted anew at each change

CREATE OR REPLACE VIEW core.event_progress AS
WITH members AS MATERIALIZED (
    SELECT
        event_id,
        from_at,
        to_at,
        published_at,
        outlet,
        lang,
        bool_or(to_at IS NOT NULL) OVER (PARTITION BY event_id) AS is_recounted
    FROM core.memberships
),
steps AS (
    SELECT
        event_id,
        from_at,
        count(*) AS n_claims,
        min(published_at) AS first_claimed_at,
        max(published_at) AS last_claimed_at
    FROM members
    WHERE NOT is_recounted
    GROUP BY
        event_id,
        from_at
),
outlet_steps AS (
    SELECT
        event_id,
        from_at,
        count(*) AS n_outlets
    FROM (
        SELECT
            event_id,
            outlet,
            min(from_at) AS from_at
        FROM members
        WHERE NOT is_recounted
        GROUP BY
            event_id,
            outlet
    )
    GROUP BY
        event_id,
        from_at
),
lang_steps AS (
    SELECT
        event_id,
        from_at,
        list(lang) OVER (PARTITION BY event_id ORDER BY from_at) AS langs
    FROM (
        SELECT
            event_id,
            lang,
            min(from_at) AS from_at
        FROM members
        WHERE NOT is_recounted
        GROUP BY
            event_id,
            lang
    )
),
summed AS (
    SELECT
        s.event_id,
        s.from_at,
        lead(s.from_at) OVER course AS to_at,
        sum(s.n_claims) OVER course AS n_claims,
        sum(coalesce(o.n_outlets, 0)) OVER course AS n_outlets,
        min(s.first_claimed_at) OVER course AS first_claimed_at,
        max(s.last_claimed_at) OVER course AS last_claimed_at
    FROM steps AS s
    LEFT JOIN outlet_steps AS o USING (event_id, from_at)
    WINDOW course AS (PARTITION BY s.event_id ORDER BY s.from_at)
),
changes AS (
    SELECT DISTINCT
        event_id,
        unnest([from_at, to_at]) AS from_at
    FROM members
    WHERE is_recounted
),
recounted AS (
    SELECT
        c.event_id,
        c.from_at,
        lead(c.from_at) OVER (PARTITION BY c.event_id ORDER BY c.from_at) AS to_at,
        count(m.event_id) AS n_claims,
        count(DISTINCT m.outlet) AS n_outlets,
        min(m.published_at) AS first_claimed_at,
        max(m.published_at) AS last_claimed_at,
        list(DISTINCT m.lang) FILTER (WHERE m.lang IS NOT NULL) AS langs
    FROM changes AS c
    LEFT JOIN members AS m
        ON
            m.event_id = c.event_id
            AND m.from_at <= c.from_at
            AND (m.to_at IS NULL OR m.to_at > c.from_at)
    WHERE c.from_at IS NOT NULL
    GROUP BY
        c.event_id,
        c.from_at
)
SELECT
    s.event_id,
    s.from_at,
    s.to_at,
    s.n_claims::BIGINT AS n_claims,
    s.n_outlets::BIGINT AS n_outlets,
    s.first_claimed_at,
    s.last_claimed_at,
    list_sort(l.langs) AS langs
FROM summed AS s
ASOF JOIN (SELECT DISTINCT ON (event_id, from_at) * FROM lang_steps) AS l
    ON
        l.event_id = s.event_id
        AND l.from_at <= s.from_at
UNION ALL
SELECT
    event_id,
    from_at,
    to_at,
    n_claims,
    n_outlets,
    first_claimed_at,
    last_claimed_at,
    list_sort(langs) AS langs
FROM recounted
