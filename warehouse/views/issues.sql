-- grain: one row per thing that failed or was refused, per item
-- inputs: raw.issues, raw.issue_resolutions
-- why: nothing is lost in silence
-- column issue_id: the issue; never null
-- column at: when, UTC; never null (quote the name: "at" is reserved in some dialects)
-- column stage: poll, fetch, clean, annotate, resolve, publish, ingest or deliver; never null
-- column kind: what kind of failure; never null
-- column url: address concerned; null = none
-- column feed_id: feed concerned; null = none
-- column article_id: article concerned; null = none
-- column message: what happened and what to do; never null
-- column resolved_at: when it was put right, UTC; null = open

CREATE OR REPLACE VIEW main.issues AS
SELECT
    i.issue_id,
    i.occurred_at AS "at",
    i.stage,
    i.kind,
    i.url,
    i.feed_id,
    i.article_id,
    i.message,
    r.resolved_at
FROM raw.issues AS i
LEFT JOIN raw.issue_resolutions AS r USING (issue_id)
