-- grade: warn
-- why: an interval that is empty, or far from the article that speaks of it, is a misread date

SELECT
    claim_id,
    url,
    time_text,
    t_start,
    t_end
FROM main.claims
WHERE
    t_start >= t_end
    OR t_start < DATE '1000-01-01'
    OR t_end > published_at::DATE + INTERVAL 100 YEAR
