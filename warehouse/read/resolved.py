"""The ledger as the resolver left it: claims by block, stamps of versions, articles as story clustering takes them.

All of it is as of one point of `core.annotations.seq`: what was annotated but not resolved yet is not there.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.annotations import Claim
from records.ledger import StoredClaim, StoryDoc, VersionStamp
from warehouse.binding import bind_list
from warehouse.connection import Connection
from warehouse.read.base import fetch_records, rows_by_number


@dataclass(frozen=True, slots=True)
class Resolved:
    """Up to where the ledger has read: annotations of these extractors with `seq` not above `until_seq`."""

    extractor_version: str
    until_seq: int

    @property
    def parameters(self) -> dict[str, object]:
        """The values of `_RESOLVED`."""
        return {"extractor": self.extractor_version, "until": self.until_seq}


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A resolved claim that was found but not read: its row's number, block and event (empty where there is none)."""

    number: int
    claim_id: str
    article_id: str
    version: int
    block: str
    event_id: str


_RESOLVED = "n.extractor_version = $extractor AND n.seq <= $until"

#: claims are looked for by one column at a time, and only what is found is joined: a join of whole tables grows with them
_IN_BLOCKS = """
    WITH touched AS MATERIALIZED (
        SELECT claim_id FROM core.assignments WHERE block IN (SELECT unnest($wanted::JSON::VARCHAR[])) OR block IS NULL
    ),
    placed AS MATERIALIZED (
        SELECT
            claim_id,
            arg_max_null(block, seq) AS stored_block,
            arg_max_null(event_id, seq) AS stored_event,
            arg_max(is_removed, seq) AS is_removed
        FROM core.assignments SEMI JOIN touched USING (claim_id)
        GROUP BY claim_id
    )
    SELECT c.rowid, c.claim_id, c.article_id, c.version, p.stored_block, p.stored_event
    FROM core.claims AS c
    INNER JOIN placed AS p USING (claim_id)
    WHERE NOT p.is_removed AND c.extractor_version = $extractor
"""
_OF_ARTICLES = """
    WITH found AS MATERIALIZED (
        SELECT rowid AS number, claim_id, article_id, version FROM core.claims
        WHERE article_id IN (SELECT unnest($wanted::JSON::VARCHAR[])) AND extractor_version = $extractor
    )
    SELECT
        f.number,
        f.claim_id,
        f.article_id,
        f.version,
        arg_max_null(a.block, a.seq) AS stored_block,
        arg_max_null(a.event_id, a.seq) AS stored_event
    FROM core.assignments AS a
    INNER JOIN found AS f USING (claim_id)
    GROUP BY f.number, f.claim_id, f.article_id, f.version
    HAVING NOT arg_max(a.is_removed, a.seq)
"""


def find_claims_in_blocks(con: Connection, resolved: Resolved, blocks: Iterable[str]) -> list[FoundClaim]:
    """Return the resolved claims in the blocks; those assigned before blocks were kept come too, with an empty block."""
    wanted = {*blocks}
    found = _find_claims(con, _IN_BLOCKS, resolved, wanted)
    versions = _read_resolved_versions(con, resolved, {one.article_id for one in found})
    # a claim can be found by its block of earlier: only what lies there now was asked for
    return [
        one for one in found if (one.article_id, one.version) in versions and (not one.block or one.block in wanted)
    ]


def find_claims_of_articles(con: Connection, resolved: Resolved, article_ids: Iterable[str]) -> list[FoundClaim]:
    """Return the resolved claims of the articles."""
    # most articles that come are new: nothing of them is stored
    versions = _read_resolved_versions(con, resolved, article_ids)
    found = _find_claims(con, _OF_ARTICLES, resolved, {article_id for article_id, _ in versions})
    return [one for one in found if (one.article_id, one.version) in versions]


def _read_resolved_versions(con: Connection, resolved: Resolved, article_ids: Iterable[str]) -> set[tuple[str, int]]:
    """Return those versions of the articles that were resolved."""
    sql = f"""
        SELECT n.article_id, n.version FROM core.annotations AS n
        WHERE n.article_id IN (SELECT unnest($ids::JSON::VARCHAR[])) AND {_RESOLVED}
    """
    rows = con.execute(sql, {**resolved.parameters, "ids": bind_list(sorted(article_ids))}).fetchall()
    return {(article_id, version) for article_id, version in rows}


def _find_claims(con: Connection, sql: str, resolved: Resolved, wanted: Iterable[str]) -> list[FoundClaim]:
    """Return the claims that a query finds for blocks or articles."""
    names = sorted(wanted)
    if not names:
        return []
    rows = con.execute(sql, {"extractor": resolved.extractor_version, "wanted": bind_list(names)}).fetchall()
    return [
        FoundClaim(number, claim_id, article_id, version, block or "", event_id or "")
        for number, claim_id, article_id, version, block, event_id in rows
    ]


def read_found_claims(con: Connection, found: Sequence[FoundClaim]) -> list[StoredClaim]:
    """Return claims with block and event, in publication order; one pass, however many they are."""
    condition, numbers = rows_by_number(one.number for one in found)
    sql = f"SELECT * FROM core.claims WHERE {condition} ORDER BY published_at, claim_id, version"
    places = {one.claim_id: one for one in found}
    return [
        StoredClaim(claim, places[claim.claim_id].block, places[claim.claim_id].event_id)
        for claim in fetch_records(con, Claim, sql, numbers)
    ]


def read_stamps(con: Connection, resolved: Resolved, article_ids: Iterable[str]) -> list[VersionStamp]:
    """Return the stamps of the resolved versions of the articles, with and without claims."""
    sql = f"""
        WITH own AS MATERIALIZED (SELECT unnest($ids::JSON::VARCHAR[]) AS article_id)
        SELECT v.article_id, v.version, v.published_at, v.seen_at, v.outlet, v.url, v.duplicate_of
        FROM (FROM core.article_versions SEMI JOIN own USING (article_id)) AS v
        INNER JOIN (FROM core.annotations SEMI JOIN own USING (article_id)) AS n USING (article_id, version)
        WHERE {_RESOLVED}
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
        WITH own AS MATERIALIZED (SELECT unnest($ids::JSON::VARCHAR[]) AS article_id),
        -- memberships of few articles or stories, the newest decision of each
        own_stories AS MATERIALIZED (
            SELECT story_id FROM core.story_articles SEMI JOIN own USING (article_id)
            WHERE $has_room
            QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1 AND NOT is_removed
        ),
        mates AS MATERIALIZED (
            SELECT article_id FROM core.story_articles SEMI JOIN own_stories USING (story_id)
            QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1 AND NOT is_removed
        ),
        waiting AS (SELECT article_id, version FROM core.annotations WHERE extractor_version = $extractor AND seq > $until),
        -- the newest of the window, with room for articles of several versions
        newest AS MATERIALIZED (
            SELECT article_id FROM core.article_versions ANTI JOIN waiting USING (article_id, version)
            WHERE $has_room AND published_at >= $start AND published_at < $stop
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
        )
        SELECT chosen.*, members.story_id FROM chosen LEFT JOIN members USING (article_id) ORDER BY published_at, article_id
    """
    own = sorted(article_ids)
    # where the given articles fill the limit, no others are looked for
    has_room = len({article_id for article_id, _ in _read_resolved_versions(con, resolved, own)}) < limit
    given = {"ids": own, "start": published_from, "stop": published_to, "limit": limit, "has_room": has_room}
    docs = fetch_records(con, StoryDoc, sql, {**resolved.parameters, **given})
    newest = _read_newest_versions(con, resolved, [doc.article_id for doc in docs])
    vectors = _read_vectors(con, resolved, newest)
    names = _read_names(con, resolved, newest, n_entities)
    return [
        replace(doc, embedding=vectors.get(doc.article_id, ()), entities=names.get(doc.article_id, ())) for doc in docs
    ]


def _read_newest_versions(con: Connection, resolved: Resolved, article_ids: Sequence[str]) -> dict[str, int]:
    """Return the newest resolved version by article."""
    sql = f"""
        SELECT n.article_id, max(n.version) FROM core.annotations AS n
        WHERE n.article_id IN (SELECT unnest($ids::JSON::VARCHAR[])) AND {_RESOLVED}
        GROUP BY n.article_id
    """
    return dict(con.execute(sql, {**resolved.parameters, "ids": bind_list(article_ids)}).fetchall())


def _find_rows(con: Connection, table: str, resolved: Resolved, versions: Mapping[str, int]) -> list[int]:
    """Return the numbers of a table's rows that belong to the article versions."""
    sql = f"""
        SELECT t.rowid FROM core.{table} AS t
        SEMI JOIN (
            SELECT unnest($ids::JSON::VARCHAR[]) AS article_id, unnest($versions::JSON::INTEGER[]) AS version
        ) USING (article_id, version)
        WHERE t.extractor_version = $extractor
    """
    given = {"ids": bind_list(versions), "versions": json.dumps(list(versions.values()))}
    return [row for (row,) in con.execute(sql, {"extractor": resolved.extractor_version, **given}).fetchall()]


def _read_vectors(con: Connection, resolved: Resolved, versions: Mapping[str, int]) -> dict[str, tuple[float, ...]]:
    """Return the vectors of article versions by article."""
    condition, numbers = rows_by_number(_find_rows(con, "embeddings", resolved, versions))
    rows = con.execute(f"SELECT article_id, embedding FROM core.embeddings WHERE {condition}", numbers).fetchall()
    return {article_id: tuple(vector) for article_id, vector in rows}


def _read_names(
    con: Connection, resolved: Resolved, versions: Mapping[str, int], n_entities: int
) -> dict[str, tuple[str, ...]]:
    """Return the names of the entities that article versions mention most, by article."""
    condition, numbers = rows_by_number(_find_rows(con, "mentions", resolved, versions))
    sql = f"""
        WITH m AS MATERIALIZED (SELECT article_id, entity_id FROM core.mentions WHERE {condition})
        SELECT article_id, list(name ORDER BY n_mentions DESC, name)[:$n_entities]
        FROM (
            SELECT m.article_id, e.name, count(*) AS n_mentions
            FROM m INNER JOIN core.current_entities AS e ON e.entity_id = m.entity_id
            GROUP BY m.article_id, e.name
        )
        GROUP BY article_id
    """
    rows = con.execute(sql, {**numbers, "n_entities": n_entities}).fetchall()
    return {article_id: tuple(names) for article_id, names in rows}
