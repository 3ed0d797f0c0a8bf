-- grade: warn
-- why: the words of a row of mentions are the text between its offsets (new annotations only)

SELECT
    x.article_id,
    x.version,
    x.char_start,
    x.char_end,
    x.text
FROM core.mentions AS x
SEMI JOIN core.new_annotations AS n USING (article_id, version, extractor_version)
INNER JOIN core.article_versions AS v USING (article_id, version)
WHERE substring(v.text, x.char_start + 1, x.char_end - x.char_start) IS DISTINCT FROM x.text
