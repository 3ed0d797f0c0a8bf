-- grade: warn
-- why: the evidence of a claim is the text between its offsets; otherwise nobody can check it (new annotations only)

SELECT
    c.claim_id,
    c.url,
    c.char_start,
    c.char_end,
    c.evidence
FROM core.claims AS c
SEMI JOIN core.new_annotations AS n USING (article_id, version, extractor_version)
INNER JOIN core.article_versions AS v USING (article_id, version)
WHERE
    substring(CASE WHEN c.in_title THEN v.title ELSE v.text END, c.char_start + 1, c.char_end - c.char_start)
    IS DISTINCT FROM c.evidence
