-- grain: one row per claim and stretch of time in which it belonged to one event
-- inputs: core.claims, current_annotations, core.assignments, core.event_aliases
-- why: assignments and merges turned into half-open intervals, so that every as-of question is one comparison; the first
--      assignment of a claim counts from the time the claim was seen, later ones and merges from their decided_at

CREATE OR REPLACE VIEW core.memberships AS
WITH assigned AS (
    SELECT
        claim_id,
        event_id,
        is_removed,
        CASE WHEN row_number() OVER decisions > 1 THEN decided_at END AS from_at,
        lead(decided_at) OVER decisions AS to_at
    FROM core.assignments
    WINDOW decisions AS (PARTITION BY claim_id ORDER BY decided_at, seq)
),
renamed AS (
    SELECT
        old_id,
        new_id,
        decided_at AS from_at,
        lead(decided_at) OVER (PARTITION BY old_id ORDER BY decided_at, seq) AS to_at
    FROM core.event_aliases
    UNION ALL
    SELECT
        old_id,
        old_id AS new_id,
        NULL AS from_at,
        min(decided_at) AS to_at
    FROM core.event_aliases
    GROUP BY
        old_id
),
stretches AS (
    SELECT
        c.claim_id,
        coalesce(r.new_id, a.event_id) AS event_id,
        greatest(c.seen_at, a.from_at, r.from_at) AS from_at,
        least(a.to_at, r.to_at) AS to_at,
        c.published_at,
        c.outlet,
        c.lang
    FROM core.claims AS c
    SEMI JOIN core.current_annotations AS n USING (article_id, version, extractor_version)
    INNER JOIN assigned AS a USING (claim_id)
    LEFT JOIN renamed AS r ON r.old_id = a.event_id
    WHERE
        a.event_id IS NOT NULL
        AND NOT a.is_removed
)
SELECT
    claim_id,
    event_id,
    from_at,
    to_at,
    published_at,
    outlet,
    lang
FROM stretches
WHERE
    to_at IS NULL
    OR from_at < to_at
