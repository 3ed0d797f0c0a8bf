"""What processing needs back: known articles, versions that wait for annotation, vectors of stored articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from records.annotations import Entity
from records.articles import ArticleVersion
from warehouse.binding import bind_list
from warehouse.connection import Connection
from warehouse.read.base import fetch_records
from warehouse.rows import KnownArticle, StoryVector


def read_known_articles(con: Connection, article_ids: Sequence[str]) -> dict[str, KnownArticle]:
    """Return the latest version of the given articles with the hashes of all versions, by article id."""
    sql = """
        WITH versions AS (
            SELECT * FROM core.article_versions WHERE article_id IN (SELECT unnest(?::JSON::VARCHAR[]))
        ),
        hashes AS (
            SELECT article_id, map_from_entries(list((text_sha256, version))) AS versions
            FROM (SELECT article_id, text_sha256, min(version) AS version FROM versions GROUP BY ALL) GROUP BY article_id
        )
        SELECT v.* EXCLUDE (text), h.versions
        FROM versions AS v INNER JOIN hashes AS h USING (article_id)
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version DESC) = 1
    """
    return {known.article_id: known for known in fetch_records(con, KnownArticle, sql, [list(article_ids)])}


def read_article_versions(con: Connection, article_ids: Sequence[str] | None = None) -> list[ArticleVersion]:
    """Return all versions with their texts (of the given articles, or all), in the order seen."""
    sql = """
        SELECT * FROM core.article_versions
        WHERE $all OR article_id IN (SELECT unnest($ids::JSON::VARCHAR[])) ORDER BY seen_at, article_id, version
    """
    return fetch_records(con, ArticleVersion, sql, {"all": article_ids is None, "ids": list(article_ids or [])})


def read_unannotated_versions(con: Connection, extractor_version: str, limit: int = 1_000_000) -> list[ArticleVersion]:
    """Return versions that these extractors have not read yet, in the order seen; suspect texts are left out."""
    sql = """
        SELECT v.* FROM core.article_versions AS v
        ANTI JOIN (SELECT * FROM core.annotations WHERE extractor_version = $version) USING (article_id, version)
        WHERE v.suspect IS NULL ORDER BY v.seen_at, v.article_id, v.version LIMIT $limit
    """
    return fetch_records(con, ArticleVersion, sql, {"version": extractor_version, "limit": limit})


def read_story_vectors(
    con: Connection,
    *,
    article_ids: Sequence[str] | None = None,
    published_from: dt.datetime | None = None,
    published_to: dt.datetime | None = None,
) -> list[StoryVector]:
    """Return vectors and stories of the newest version of stored articles: of given ones, or of a half-open window.

    The window keeps clustering sub-linear in what is stored: DuckDB skips row groups outside it.
    """
    sql = """
        WITH chosen AS (
            SELECT article_id, version, seen_at, published_at, lang, outlet, title FROM core.article_versions
            WHERE ($all OR article_id IN (SELECT unnest($ids::JSON::VARCHAR[])))
                AND published_at >= $start AND published_at < $stop AND suspect IS NULL
            QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version DESC) = 1
        ),
        members AS (
            SELECT article_id, list(story_id ORDER BY score DESC, story_id) AS story_ids
            FROM core.current_story_articles SEMI JOIN chosen USING (article_id) GROUP BY article_id
        ),
        vectors AS (
            SELECT article_id, version, embedding FROM core.embeddings
            SEMI JOIN chosen USING (article_id, version)
            SEMI JOIN core.current_annotations USING (article_id, version, extractor_version)
        )
        SELECT chosen.*, vectors.embedding, members.story_ids
        FROM chosen LEFT JOIN vectors USING (article_id, version) LEFT JOIN members USING (article_id)
        ORDER BY published_at, article_id
    """
    parameters = {
        "all": article_ids is None,
        "ids": list(article_ids or []),
        "start": published_from or dt.datetime(1900, 1, 1, tzinfo=dt.UTC),
        "stop": published_to or dt.datetime(2200, 1, 1, tzinfo=dt.UTC),
    }
    return fetch_records(con, StoryVector, sql, parameters)


def read_entities(con: Connection) -> dict[str, Entity]:
    """Return all entities by id."""
    found = fetch_records(con, Entity, "SELECT * FROM core.current_entities")
    return {entity.entity_id: entity for entity in found}


def read_entity_ids(con: Connection, article_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the linked entities mentioned in any version of the given articles, by article id."""
    sql = """
        SELECT m.article_id, list(DISTINCT m.entity_id) FROM core.mentions AS m
        SEMI JOIN core.current_annotations USING (article_id, version, extractor_version)
        WHERE m.article_id IN (SELECT unnest(?::JSON::VARCHAR[])) AND m.entity_id IS NOT NULL GROUP BY m.article_id
    """
    return {article_id: frozenset(ids) for article_id, ids in con.execute(sql, [bind_list(article_ids)]).fetchall()}
