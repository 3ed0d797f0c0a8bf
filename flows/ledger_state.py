"""Reads the part of the ledger that new articles touch, as the resolver takes it (see stories/README.md)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from records.annotations import Claim
from records.ledger import Judgement, LedgerState, NewArticles, StoredClaim, StoryDoc, VersionStamp
from stories.blocks import assign_blocks
from stories.resolve import ReadPlan
from stories.world import World
from warehouse.connection import Connection
from warehouse.read import (
    read_article_versions,
    read_assignments,
    read_claims,
    read_contradictions,
    read_entities,
    read_entity_ids,
    read_events,
    read_history,
    read_judgements,
    read_story_articles,
    read_story_vectors,
)

#: articles this far apart can belong to one story without sharing an event
STORY_WINDOW = dt.timedelta(days=30)


def read_state(con: Connection, plan: ReadPlan, new: NewArticles, world: World) -> LedgerState:
    """Return claims of the touched blocks, their versions, history and contradictions, and the story neighbourhood."""
    unresolved = {(version.article_id, version.version) for version in new.versions}
    claims = [c for c in read_claims(con) if (c.article_id, c.version) not in unresolved]
    events = read_assignments(con)
    stored = [
        StoredClaim(claim, block, (events[claim.claim_id].event_id or "") if claim.claim_id in events else "")
        for claim, block in _with_blocks(claims, world)
    ]
    blocks = set(plan.blocks) | {one.block for one in stored if one.claim.article_id in set(plan.article_ids)}
    inside = [one for one in stored if one.block in blocks]
    article_ids = {one.claim.article_id for one in inside} | set(plan.article_ids)
    event_ids = sorted({one.event_id for one in inside if one.event_id})
    docs = _read_docs(con, new, article_ids)
    near = {doc.article_id for doc in docs} - article_ids
    others = [one for one in stored if one.claim.article_id in near and one.block not in blocks]
    return LedgerState(
        claims=tuple(inside),
        stamps=_read_stamps(con, sorted(article_ids), unresolved),
        history=tuple(read_history(con, event_ids)),
        contradictions=tuple(read_contradictions(con, event_ids)),
        docs=docs,
        other_claims=tuple(others),
        other_events=tuple(read_events(con, sorted({one.event_id for one in others if one.event_id})).values()),
    )


def _with_blocks(claims: Iterable[Claim], world: World) -> list[tuple[Claim, str]]:
    """Return claims with their blocks; an article version's claims are looked at together."""
    by_version: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_version[claim.article_id, claim.version].append(claim)
    pairs = []
    for group in by_version.values():
        blocks = assign_blocks(group, world)
        pairs += [(claim, blocks[claim.claim_id]) for claim in group]
    return pairs


def _read_stamps(
    con: Connection, article_ids: Sequence[str], unresolved: set[tuple[str, int]]
) -> tuple[VersionStamp, ...]:
    """Return the stamps of all versions that the ledger has seen."""
    return tuple(
        VersionStamp(v.article_id, v.version, v.published_at, v.seen_at, v.outlet, v.url, v.duplicate_of)
        for v in read_article_versions(con, article_ids)
        if (v.article_id, v.version) not in unresolved
    )


def _read_docs(con: Connection, new: NewArticles, article_ids: set[str]) -> tuple[StoryDoc, ...]:
    """Return what clustering needs of the articles near the new ones in time, and of those with shared events."""
    instants = [version.published_at for version in new.versions]
    vectors = read_story_vectors(
        con, published_from=min(instants) - STORY_WINDOW, published_to=max(instants) + STORY_WINDOW
    )
    found = {one.article_id for one in vectors}
    vectors += read_story_vectors(con, article_ids=sorted(article_ids - found))
    fresh = {version.article_id for version in new.versions}
    vectors = [one for one in vectors if one.article_id not in fresh or one.version > 1]
    ids = sorted({one.article_id for one in vectors})
    names = {entity_id: entity.name for entity_id, entity in read_entities(con).items()}
    entities = read_entity_ids(con, ids)
    stories = {row.article_id: row.story_id for row in read_story_articles(con, ids)}
    return tuple(
        StoryDoc(
            one.article_id,
            one.title,
            one.published_at,
            one.outlet,
            one.lang,
            one.embedding or (),
            _order_names(entities.get(one.article_id, frozenset()), names),
            story_id=stories.get(one.article_id),
            seen_at=one.seen_at,
        )
        for one in vectors
    )


def _order_names(ids: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(sorted(names[one] for one in ids if one in names)).most_common())


def read_rulings(con: Connection) -> list[Judgement]:
    """Return people's judgements in force, as the resolver takes them."""
    rows = read_judgements(con)
    undone = {row.undoes: row.judged_at for row in rows if row.undoes}
    return [
        Judgement(
            row.kind,
            row.subjects[0],
            row.subjects[1],
            row.judge,
            row.judged_at,
            row.reason,
            undone.get(row.judgement_id),
        )
        for row in rows
        if row.undoes is None and len(row.subjects) == 2 and row.kind in ("same", "different", "merge", "split")
    ]
