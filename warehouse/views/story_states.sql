-- grain: one row per story that had an article by the instant
-- inputs: stories, story_articles, articles, events_as_of
-- why: does the story go on? It is open while its last article is younger than two weeks; later it is quiet while
--      something in it is still to come, and ended when nothing is; a plan without an end counts for 400 days after the
--      last word on it, a window for 30 days after its end
-- column story_id: the story; never null
-- column title: its title; never null
-- column state: open, quiet or ended; never null
-- column last_published_at: its last article by then, UTC; never null
-- column n_waiting: events in it that are still to come or under way, count; never null
-- column next_on: first day of the next of them; null = none has a day ahead
-- column ended_on: day of the last article of a story that ended; null = it has not

CREATE OR REPLACE MACRO main.story_states(instant) AS TABLE
WITH heard AS (
    SELECT
        m.story_id,
        max(a.published_at) AS last_published_at
    FROM main.story_articles AS m
    INNER JOIN main.articles AS a USING (article_id)
    WHERE a.first_seen_at <= instant::TIMESTAMPTZ
    GROUP BY
        m.story_id
),
waiting AS (
    SELECT
        story_id,
        count(*) AS n_waiting,
        min(t_start) FILTER (WHERE t_start > instant::TIMESTAMPTZ::DATE) AS next_on
    FROM main.events_as_of(instant)
    WHERE
        status IN ('rumoured', 'planned', 'scheduled', 'postponed', 'ongoing')
        AND CASE
            WHEN t_end IS NOT NULL THEN t_end > instant::TIMESTAMPTZ::DATE - 30
            ELSE last_claimed_at > instant::TIMESTAMPTZ - INTERVAL 400 DAY
        END
    GROUP BY
        story_id
),
joined AS (
    SELECT
        s.story_id,
        s.title,
        h.last_published_at,
        coalesce(w.n_waiting, 0) AS n_waiting,
        w.next_on,
        h.last_published_at > instant::TIMESTAMPTZ - INTERVAL 14 DAY AS is_fresh
    FROM main.stories AS s
    INNER JOIN heard AS h USING (story_id)
    LEFT JOIN waiting AS w USING (story_id)
)
SELECT
    story_id,
    title,
    CASE WHEN is_fresh THEN 'open' WHEN n_waiting > 0 THEN 'quiet' ELSE 'ended' END AS state,
    last_published_at,
    n_waiting,
    next_on,
    CASE WHEN NOT is_fresh AND n_waiting = 0 THEN last_published_at::DATE END AS ended_on
FROM joined
