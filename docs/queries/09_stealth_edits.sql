-- question: Which articles were changed after publication, when, and by how much?

SELECT
    later.article_id,
    a.outlet,
    later.version,
    later.seen_at,
    date_diff('minute', earlier.seen_at, later.seen_at) AS minutes_after,
    earlier.title <> later.title AS is_title_changed,
    length(later.text) - length(earlier.text) AS chars_added,
    a.url
FROM (
    SELECT
        *
    FROM articles
    WHERE n_versions > 1
    ORDER BY
        last_seen_at DESC
    LIMIT 50
) AS a
INNER JOIN article_versions AS later
    ON
        later.article_id = a.article_id
        AND later.version > 1
INNER JOIN article_versions AS earlier
    ON
        earlier.article_id = later.article_id
        AND earlier.version = later.version - 1
ORDER BY
    later.seen_at DESC,
    later.article_id
LIMIT 20
