-- grain: one row per event_id that was not removed
-- inputs: core.events
-- why: the newest state of each event is in force

CREATE OR REPLACE VIEW core.current_events AS
SELECT
    event_id,
    story_id,
    part_of,
    type,
    actors,
    recipients,
    place,
    status,
    date_status,
    t_start,
    t_end,
    first_claimed_at,
    last_claimed_at,
    n_claims,
    n_outlets,
    n_independent_sources,
    langs,
    decided_at
FROM (
    SELECT
        *
    FROM core.events
    QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
)
WHERE NOT is_removed
