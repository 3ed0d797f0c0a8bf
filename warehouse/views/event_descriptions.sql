-- grain: one row per event and stretch of time in which it was described the same way
-- inputs: core.events
-- stored: by event_id
-- why: type, parties and place as of any instant; the first description counts from the beginning, because an event is
--      decided on a little after the first claim was seen

CREATE OR REPLACE VIEW core.event_descriptions AS
SELECT
    event_id,
    CASE WHEN row_number() OVER decisions > 1 THEN decided_at END AS from_at,
    lead(decided_at) OVER decisions AS to_at,
    story_id,
    part_of,
    type,
    actors,
    recipients,
    place
FROM core.events
WHERE NOT is_removed
WINDOW decisions AS (PARTITION BY event_id ORDER BY decided_at, seq)
