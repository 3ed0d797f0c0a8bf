-- grain: one row per article (canonical URL)
-- stored: by published_at
-- inputs: core.article_versions, core.annotations, core.sightings, current_duplicates, current_story_articles
-- why: the article as it stands now; its texts are in article_versions
-- column article_id: the article; never null
-- column url: canonical URL; never null
-- column outlet: outlet; never null
-- column lang: language of the newest version, ISO 639-1; never null
-- column title: headline of the newest version; empty = none
-- column author: byline of the newest version; empty = none
-- column published_at: publication time given with the first version, UTC; never null
-- column published_at_source: where that time was found: jsonld, meta, feed, url, text, given or seen; never null
-- column first_seen_at: when the first version was seen, UTC; never null
-- column last_seen_at: when it was seen last, in any version, UTC; never null
-- column n_versions: distinct texts seen, count; at least 1
-- column duplicate_of: article_id or name of the origin of which it is a copy; null = an original
-- column story_ids: stories to which it belongs, best first; empty = none
-- column suspect: why the newest version is not treated as news; null = it is
-- column newest_version: number of the newest version; never null
-- column annotated_version: number of the newest version that was annotated; null = none yet

CREATE OR REPLACE VIEW main.articles AS
WITH versions AS (
    SELECT
        article_id,
        arg_max(url, version) AS url,
        arg_max(outlet, version) AS outlet,
        arg_max(lang, version) AS lang,
        arg_max(title, version) AS title,
        arg_max(author, version) AS author,
        arg_min(published_at, version) AS published_at,
        arg_min(published_at_source, version) AS published_at_source,
        min(seen_at) AS first_seen_at,
        max(seen_at) AS last_seen_at,
        count(*) AS n_versions,
        arg_max(duplicate_of, version) AS duplicate_of,
        arg_max_null(suspect, version) AS suspect,
        max(version) AS newest_version
    FROM core.article_versions
    GROUP BY
        article_id
),
annotated AS (
    SELECT
        article_id,
        max(version) AS version
    FROM core.annotations
    GROUP BY
        article_id
),
again AS (
    SELECT
        article_id,
        max(seen_at) AS seen_at
    FROM core.sightings
    GROUP BY
        article_id
),
memberships AS (
    SELECT
        article_id,
        list(story_id ORDER BY score DESC, story_id) AS story_ids
    FROM core.current_story_articles
    GROUP BY
        article_id
)
SELECT
    v.article_id,
    v.url,
    v.outlet,
    v.lang,
    v.title,
    v.author,
    v.published_at,
    v.published_at_source,
    v.first_seen_at,
    greatest(v.last_seen_at, coalesce(again.seen_at, v.last_seen_at)) AS last_seen_at,
    v.n_versions,
    CASE WHEN d.article_id IS NULL THEN v.duplicate_of ELSE d.duplicate_of END AS duplicate_of,
    coalesce(m.story_ids, []::VARCHAR[]) AS story_ids,
    v.suspect,
    v.newest_version,
    annotated.version AS annotated_version
FROM versions AS v
LEFT JOIN annotated USING (article_id)
LEFT JOIN again USING (article_id)
LEFT JOIN core.current_duplicates AS d USING (article_id)
LEFT JOIN memberships AS m USING (article_id)
