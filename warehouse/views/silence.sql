-- grain: one row per event whose window is still open at the instant and of which nothing was published for so many days
-- inputs: events_as_of
-- why: no news while something is expected is news: a plan that nobody mentions any more
-- column event_id: the event; never null
-- column story_id: its story; null = none
-- column type: event type; never null
-- column actors: who acts, canonical names; empty = not known
-- column recipients: to whom, canonical names; empty = not known
-- column status: status believed then; never null
-- column t_start: first day; null = unknown or open
-- column t_end: day after the last; null = unknown or open
-- column last_claimed_at: publication of its last claim seen by then, UTC; never null
-- column silent_days: whole days since then; never null

CREATE OR REPLACE MACRO main.silence(instant, days) AS TABLE
SELECT
    event_id,
    story_id,
    type,
    actors,
    recipients,
    status,
    t_start,
    t_end,
    last_claimed_at,
    date_diff('hour', last_claimed_at, instant::TIMESTAMPTZ) // 24 AS silent_days
FROM main.events_as_of(instant)
WHERE
    status IN ('rumoured', 'planned', 'scheduled', 'postponed')
    AND (t_end IS NULL OR t_end > instant::TIMESTAMPTZ::DATE)
    AND last_claimed_at <= instant::TIMESTAMPTZ - to_days(days::INTEGER)
