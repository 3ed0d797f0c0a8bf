"""Loads of texts and of what was found in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from records.annotations import Annotation, Claim, Entity, Mention
from records.articles import ArticleVersion
from warehouse.binding import bind_list
from warehouse.connection import Writer
from warehouse.load.base import as_row, insert_new, load_rows, load_versioned, registered, to_arrow
from warehouse.rows import Block, Sighting

_VERSION_KEY = ("article_id", "version")


def load_article_versions(
    writer: Writer, versions: Iterable[ArticleVersion], loaded_at: dt.datetime | None = None
) -> int:
    """Record article versions not known yet. Returns rows added."""
    loaded_at = loaded_at or dt.datetime.now(dt.UTC)
    rows = [as_row(version, loaded_at=loaded_at) for version in versions]
    return load_rows(writer, "core.article_versions", rows, _VERSION_KEY)


def load_sightings(writer: Writer, sightings: Iterable[Sighting]) -> int:
    """Record that known versions were seen again (moves `articles.last_seen_at`). Returns rows added."""
    return load_rows(writer, "core.sightings", [as_row(one) for one in sightings], (*_VERSION_KEY, "seen_at"))


def load_duplicates(writer: Writer, origins: Mapping[str, str | None], decided_at: dt.datetime) -> int:
    """Record the origin (article_id or name) of copies by article_id; None takes a finding back. Returns rows added."""
    rows = [{"article_id": copy, "duplicate_of": origin} for copy, origin in origins.items()]
    return load_versioned(writer, "core.duplicates", rows, ("article_id",), decided_at)


def load_entities(writer: Writer, entities: Iterable[Entity], decided_at: dt.datetime) -> int:
    """Record entities; an unchanged one adds nothing. Returns rows added."""
    return load_versioned(writer, "core.entities", map(as_row, entities), ("entity_id",), decided_at)


def block_of(claim: Claim) -> Block:
    """Return the block of a claim: its type and the sorted ids of its actors and recipients."""
    return claim.type, tuple(sorted({*claim.actor_ids, *claim.recipient_ids}))


def block_text(block: Block) -> str:
    """Return a block as `core.claims.block` stores it."""
    return "|".join((block[0], *block[1]))


def load_annotations(
    writer: Writer, annotations: Sequence[Annotation], extractor_version: str, annotated_at: dt.datetime
) -> int:
    """Record annotations whole; one already loaded for its version and extractor version is left out.

    Entities of the mentions are recorded with them. Returns the number of annotations added.
    """
    with writer.transaction():
        known = _known_annotations(writer, annotations, extractor_version)
        new = list(
            {(a.article_id, a.version): a for a in annotations if (a.article_id, a.version) not in known}.values()
        )
        if not new:
            return 0
        mentioned = [mention.entity for annotation in new for mention in annotation.mentions if mention.entity]
        acting = [mention.acting for annotation in new for mention in annotation.mentions if mention.acting]
        load_entities(writer, [*acting, *mentioned], annotated_at)
        for table, rows in _rows_by_table(new, extractor_version).items():
            if rows:
                _append(writer, table, rows)
        claims = [claim for annotation in new for claim in annotation.claims]
        load_claims(writer, claims, extractor_version)
        _record_annotations(writer, new, extractor_version, annotated_at)
    return len(new)


def load_claims(writer: Writer, claims: Iterable[Claim], extractor_version: str) -> int:
    """Record claims not known yet of this extractor version (`load_annotations` calls it). Returns rows added."""
    rows = [as_row(claim, block=block_text(block_of(claim)), extractor_version=extractor_version) for claim in claims]
    return load_rows(writer, "core.claims", rows, ("claim_id", "extractor_version"))


def _known_annotations(
    writer: Writer, annotations: Sequence[Annotation], extractor_version: str
) -> set[tuple[str, int]]:
    """Return (article_id, version) of those already annotated by this extractor version."""
    found = writer.con.execute(
        "SELECT article_id, version FROM core.annotations WHERE extractor_version = ? AND list_contains(?::JSON::VARCHAR[], article_id)",
        [extractor_version, bind_list(sorted({annotation.article_id for annotation in annotations}))],
    ).fetchall()
    return {(article_id, version) for article_id, version in found}


def _rows_by_table(annotations: Sequence[Annotation], extractor_version: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of mentions, time references, quotes and embeddings by table."""
    tables: dict[str, list[dict[str, Any]]] = {
        "core.mentions": [], "core.time_refs": [], "core.quotes": [], "core.embeddings": [],
    }  # fmt: skip
    for one in annotations:
        key = {"article_id": one.article_id, "version": one.version, "extractor_version": extractor_version}
        tables["core.mentions"] += [_mention_row(mention) | key for mention in one.mentions]
        tables["core.time_refs"] += [as_row(ref, **key) for ref in one.time_refs]
        tables["core.quotes"] += [as_row(quote, **key) for quote in one.quotes]
        if one.embedding:
            tables["core.embeddings"].append({**key, "embedding": one.embedding})
    return tables


def _mention_row(mention: Mention) -> dict[str, Any]:
    """Return a mention with ids in place of its entities."""
    row = as_row(mention)
    entity, acting = row.pop("entity"), row.pop("acting")
    return {**row, "entity_id": entity and entity.entity_id, "acting_id": acting and acting.entity_id}


def _append(writer: Writer, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Append rows that are new as a whole (their annotation is)."""
    batch = to_arrow(writer.con, table, rows)
    with registered(writer.con, batch) as name:
        writer.con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {name}")


def _record_annotations(
    writer: Writer, annotations: Sequence[Annotation], extractor_version: str, annotated_at: dt.datetime
) -> None:
    """Record that these versions are annotated, after everything found in them."""
    found = writer.con.execute("SELECT coalesce(max(seq), 0) FROM core.annotations").fetchone()
    first = int(found[0]) + 1 if found else 1
    rows = [
        {
            "article_id": one.article_id, "version": one.version, "extractor_version": extractor_version,
            "annotated_at": annotated_at, "n_mentions": len(one.mentions), "n_time_refs": len(one.time_refs),
            "n_quotes": len(one.quotes), "n_claims": len(one.claims), "seq": first + position,
        }
        for position, one in enumerate(annotations)
    ]  # fmt: skip
    batch = to_arrow(writer.con, "core.annotations", rows)
    insert_new(writer, "core.annotations", batch, (*_VERSION_KEY, "extractor_version"))
