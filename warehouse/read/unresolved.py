"""What the resolver has not seen yet: annotations in the order they were made, with the versions they belong to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from records.annotations import Annotation, Claim, Entity, Mention
from records.articles import ArticleVersion
from warehouse.connection import Connection
from warehouse.read.base import fetch_records

#: marker that says how far the resolver has read (`core.annotations.seq`)
RESOLVED_MARKER = "resolved_annotations_seq"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Versions and annotations of equal order; `last_seq` is the marker's next value (0 = nothing waits)."""

    versions: tuple[ArticleVersion, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    last_seq: int = 0


def read_unresolved(con: Connection, extractor_version: str, after_seq: int, limit: int = 1_000_000) -> Unresolved:
    """Return annotations by these extractors made after `after_seq`, with mentions, claims and vectors.

    Time references and quotes are left out: the resolver does not use them.
    """
    chosen = """
        SELECT article_id, version, seq FROM core.annotations
        WHERE extractor_version = $extractor AND seq > $after ORDER BY seq LIMIT $limit
    """
    given = {"extractor": extractor_version, "after": after_seq, "limit": limit}
    # rows by number here and below: the wide columns of all others are not read
    sql = f"""
        SELECT v.* FROM (FROM core.article_versions WHERE rowid IN ({_rows("article_versions", chosen)})) AS v
        INNER JOIN ({chosen}) AS c USING (article_id, version) ORDER BY c.seq
    """
    versions = fetch_records(con, ArticleVersion, sql, given)
    if not versions:
        return Unresolved()
    claims: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    sql = f"""
        SELECT * FROM core.claims
        WHERE rowid IN ({_rows("claims", chosen)}) AND extractor_version = $extractor ORDER BY char_start, claim_id
    """
    for claim in fetch_records(con, Claim, sql, given):
        claims[claim.article_id, claim.version].append(claim)
    mentions = _read_mentions(con, chosen, given)
    vectors = {
        (article_id, version): tuple(vector)
        for article_id, version, vector in con.execute(
            f"""
            SELECT article_id, version, embedding FROM core.embeddings
            WHERE rowid IN ({_rows("embeddings", chosen)}) AND extractor_version = $extractor
            """,
            given,
        ).fetchall()
    }
    annotations = []
    for version in versions:
        key = (version.article_id, version.version)
        annotations.append(
            Annotation(
                *key,
                mentions=tuple(mentions.get(key, ())),
                claims=tuple(claims.get(key, ())),
                embedding=vectors.get(key, ()),
            )
        )
    found = con.execute(f"SELECT max(seq) FROM ({chosen})", given).fetchone()
    return Unresolved(tuple(versions), tuple(annotations), int(found[0]) if found and found[0] else 0)


def _rows(table: str, chosen: str) -> str:
    """Return the query for the numbers of a table's rows that belong to the chosen versions."""
    return f"SELECT rowid FROM core.{table} SEMI JOIN ({chosen}) USING (article_id, version)"


def _read_mentions(con: Connection, chosen: str, given: dict[str, object]) -> dict[tuple[str, int], list[Mention]]:
    """Return the linked mentions by article version, with their entities."""
    rows = con.execute(
        f"""
        SELECT
            m.article_id, m.version, m.char_start, m.char_end, m.text, m.label, m.score, m.kind,
            e.entity_id, e.name, e.kind, e.wikidata_id, e.country_id
        FROM (FROM core.mentions WHERE rowid IN ({_rows("mentions", chosen)})) AS m
        INNER JOIN core.current_entities AS e ON e.entity_id = m.entity_id
        WHERE m.extractor_version = $extractor
        ORDER BY m.article_id, m.version, m.char_start
        """,
        given,
    ).fetchall()
    mentions: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for article_id, version, start, end, text, label, score, kind, *entity in rows:
        mentions[article_id, version].append(Mention(start, end, text, label, Entity(*entity), score, kind))
    return mentions
