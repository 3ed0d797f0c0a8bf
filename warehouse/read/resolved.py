"""The ledger as the resolver left it: claims by block, stamps of versions, articles as story clustering takes them.

All of it is as of one point of `core.annotations.seq`: what was annotated but not resolved yet is not there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from records.annotations import Claim
from records.ledger import StoredClaim, StoryDoc, VersionStamp
from warehouse.binding import bind_list
from warehouse.connection import Connection
from warehouse.read.base import fetch_records


@dataclass(frozen=True, slots=True)
class Resolved:
    """Up to where the ledger has read: annotations of these extractors with `seq` not above `until_seq`."""

    extractor_version: str
    until_seq: int

    @property
    def parameters(self) -> dict[str, object]:
        """The values of `_RESOLVED`."""
        return {"extractor": self.extractor_version, "until": self.until_seq}


_RESOLVED = "n.extractor_version = $extractor AND n.seq <= $until"

#: claims are looked for by one column at a time, and only what is found is joined: a join of whole tables grows with them
_PICKED = {
    "blocks": "SELECT claim_id FROM core.assignments WHERE block IN (SELECT unnest($blocks::JSON::VARCHAR[])) OR block IS NULL",
    "ids": "SELECT claim_id FROM core.claims WHERE article_id IN (SELECT unnest($ids::JSON::VARCHAR[]))",
}


def read_stored_claims(
    con: Connection, resolved: Resolved, *, blocks: Iterable[str] = (), article_ids: Iterable[str] = ()
) -> list[StoredClaim]:
    """Return the resolved claims in the blocks or of the articles, with block and event, in publication order.

    Where blocks are asked for, claims assigned before blocks were kept come too, with an empty block.
    """
    lists = {name: sorted(values) for name, values in (("blocks", blocks), ("ids", article_ids))}
    asked = {name: values for name, values in lists.items() if values}
    if not asked:
        return []
    sql = f"""
        WITH picked AS MATERIALIZED ({" UNION ".join(_PICKED[name] for name in asked)}),
        placed AS MATERIALIZED (
            SELECT
                claim_id,
                arg_max_null(block, seq) AS stored_block,
                arg_max_null(event_id, seq) AS stored_event,
                arg_max(is_removed, seq) AS is_removed
            FROM core.assignments SEMI JOIN picked USING (claim_id)
            GROUP BY claim_id
        )
        SELECT c.rowid, c.claim_id, p.stored_block, p.stored_event
        FROM core.claims AS c
        INNER JOIN placed AS p USING (claim_id)
        WHERE NOT p.is_removed AND c.extractor_version = $extractor
    """
    bound = {name: bind_list(value) for name, value in asked.items()}
    rows = con.execute(sql, {"extractor": resolved.extractor_version, **bound}).fetchall()
    if not rows:
        return []
    # rows by number: the wide columns of all other claims are not read
    sql = f"""
        SELECT c.*
        FROM (
            FROM core.claims WHERE rowid BETWEEN $first AND $last AND rowid IN (SELECT unnest($rows::JSON::BIGINT[]))
        ) AS c
        SEMI JOIN core.annotations AS n
            ON n.article_id = c.article_id AND n.version = c.version
            AND n.extractor_version = c.extractor_version AND {_RESOLVED}
        ORDER BY c.published_at, c.claim_id, c.version
    """
    places = {claim_id: (block or "", event_id or "") for _, claim_id, block, event_id in rows}
    numbers = sorted(number for number, *_ in rows)
    given = {**resolved.parameters, "first": numbers[0], "last": numbers[-1], "rows": json.dumps(numbers)}
    found = fetch_records(con, Claim, sql, given)
    # a claim can be picked by its block of earlier: only what lies there now was asked for
    wanted, ids = set(lists["blocks"]), set(lists["ids"])
    stored = [StoredClaim(claim, *places[claim.claim_id]) for claim in found]
    return [one for one in stored if one.claim.article_id in ids or one.block in wanted or (wanted and not one.block)]


def read_stamps(con: Connection, resolved: Resolved, article_ids: Iterable[str]) -> list[VersionStamp]:
    """Return the stamps of the resolved versions of the articles, with and without claims."""
    sql = f"""
        SELECT v.article_id, v.version, v.published_at, v.seen_at, v.outlet, v.url, v.duplicate_of
        FROM core.article_versions AS v INNER JOIN core.annotations AS n USING (article_id, version)
        WHERE {_RESOLVED} AND v.article_id IN (SELECT unnest($ids::JSON::VARCHAR[]))
        ORDER BY v.article_id, v.version
    """
    return fetch_records(con, VersionStamp, sql, {**resolved.parameters, "ids": sorted(article_ids)})


def read_story_docs(
    con: Connection,
    resolved: Resolved,
    article_ids: Iterable[str],
    published_from: dt.datetime,
    published_to: dt.datetime,
    *,
    limit: int,
    n_entities: int,
) -> list[StoryDoc]:
    """Return the articles, those in a story with one of them, and those of a half-open window; at most `limit`.

    Where there are more, the given articles come first, then the newest. Texts are those of the newest resolved
    version, times those of the first.
    """
    sql = f"""
        WITH own AS (SELECT unnest($ids::JSON::VARCHAR[]) AS article_id),
        -- memberships of few articles or stories, the newest decision of each
        own_stories AS (
            SELECT story_id FROM core.story_articles SEMI JOIN own USING (article_id)
            QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1 AND NOT is_removed
        ),
        mates AS (
            SELECT article_id FROM core.story_articles SEMI JOIN own_stories USING (story_id)
            QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1 AND NOT is_removed
        ),
        waiting AS (SELECT article_id, version FROM core.annotations WHERE extractor_version = $extractor AND seq > $until),
        -- the newest of the window, with room for articles of several versions
        newest AS (
            SELECT article_id FROM core.article_versions ANTI JOIN waiting USING (article_id, version)
            WHERE published_at >= $start AND published_at < $stop
            ORDER BY published_at DESC, article_id
            LIMIT 2 * $limit
        ),
        candidates AS MATERIALIZED (FROM own UNION FROM mates UNION FROM newest),
        articles AS (
            SELECT
                v.article_id,
                max(v.version) AS version,
                arg_max(v.title, v.version) AS title,
                arg_max(v.outlet, v.version) AS outlet,
                arg_max(v.lang, v.version) AS lang,
                arg_max(v.url, v.version) AS url,
                arg_max_null(v.duplicate_of, v.version) AS duplicate_of,
                arg_min(v.published_at, v.version) AS published_at,
                arg_min(v.seen_at, v.version) AS seen_at
            FROM (FROM core.article_versions SEMI JOIN candidates USING (article_id)) AS v
            INNER JOIN (FROM core.annotations SEMI JOIN candidates USING (article_id)) AS n USING (article_id, version)
            WHERE {_RESOLVED}
            GROUP BY v.article_id
        ),
        chosen AS MATERIALIZED (
            SELECT * FROM articles
            WHERE article_id IN (FROM own) OR article_id IN (FROM mates)
                OR (published_at >= $start AND published_at < $stop)
            ORDER BY article_id IN (FROM own) DESC, published_at DESC, article_id
            LIMIT $limit
        ),
        members AS (
            SELECT article_id, arg_max(story_id, (score, story_id)) AS story_id
            FROM (
                SELECT article_id, story_id, score FROM core.story_articles SEMI JOIN chosen USING (article_id)
                QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1 AND NOT is_removed
            )
            GROUP BY article_id
        ),
        vectors AS (
            SELECT article_id, version, embedding FROM core.embeddings
            WHERE rowid IN (
                SELECT rowid FROM core.embeddings SEMI JOIN chosen USING (article_id, version)
                WHERE extractor_version = $extractor
            )
        ),
        names AS (
            SELECT article_id, list(name ORDER BY n_mentions DESC, name)[:$n_entities] AS entities
            FROM (
                SELECT m.article_id, e.name, count(*) AS n_mentions
                FROM (
                    FROM core.mentions
                    WHERE rowid IN (SELECT rowid FROM core.mentions SEMI JOIN chosen USING (article_id, version))
                ) AS m
                INNER JOIN core.current_entities AS e ON e.entity_id = m.entity_id
                WHERE m.extractor_version = $extractor
                GROUP BY m.article_id, e.name
            )
            GROUP BY article_id
        )
        SELECT chosen.*, vectors.embedding, members.story_id, names.entities
        FROM chosen
        LEFT JOIN vectors USING (article_id, version)
        LEFT JOIN members USING (article_id)
        LEFT JOIN names USING (article_id)
        ORDER BY published_at, article_id
    """
    given = {"ids": sorted(article_ids), "start": published_from, "stop": published_to}
    more = {"limit": limit, "n_entities": n_entities}
    return fetch_records(con, StoryDoc, sql, {**resolved.parameters, **given, **more})
