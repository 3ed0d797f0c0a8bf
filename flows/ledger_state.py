"""Reads the part of the ledger that new articles touch, as the resolver takes it (see stories/README.md)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from records.annotations import Claim
from records.ledger import Judgement, LedgerState, NewArticles, StoredClaim
from stories.blocks import assign_blocks
from stories.resolve import ReadPlan
from stories.storylines import N_ENTITIES
from stories.world import World
from warehouse.connection import Connection
from warehouse.read import read_contradictions, read_events, read_history, read_judgements
from warehouse.read.resolved import (
    Resolved,
    find_claims_in_blocks,
    find_claims_of_articles,
    read_found_claims,
    read_stamps,
    read_story_docs,
)

#: articles this far apart can belong to one story without sharing an event
STORY_WINDOW = dt.timedelta(days=400)
#: articles compared with the new ones, the newest first: comparing costs the square of their number
MAX_STORY_DOCS = 2_000


def read_state(con: Connection, plan: ReadPlan, new: NewArticles, world: World, resolved: Resolved) -> LedgerState:
    """Return claims of the touched blocks, their versions, history and contradictions, and the story neighbourhood."""
    own = _place(read_found_claims(con, find_claims_of_articles(con, resolved, plan.article_ids)), world)
    blocks = {*plan.blocks, *(one.block for one in own)}
    found = find_claims_in_blocks(con, resolved, blocks)
    placed = [one for one in found if one.block]
    unplaced = _place(read_found_claims(con, [one for one in found if not one.block]), world)
    unplaced = [one for one in unplaced if one.block in blocks]
    article_ids = {*plan.article_ids, *(one.article_id for one in placed), *(one.claim.article_id for one in unplaced)}
    event_ids = sorted({*(one.event_id for one in placed), *(one.event_id for one in unplaced)} - {""})
    instants = [version.published_at for version in new.versions]
    docs = read_story_docs(
        con,
        resolved,
        article_ids,
        min(instants) - STORY_WINDOW,
        max(instants) + STORY_WINDOW,
        limit=MAX_STORY_DOCS,
        n_entities=N_ENTITIES,
    )
    around = find_claims_of_articles(con, resolved, [doc.article_id for doc in docs])
    # both in one pass over the claims
    stored = read_found_claims(con, [*placed, *(one for one in around if one.block not in blocks)])
    inside = [*(one for one in stored if one.block in blocks), *unplaced]
    others = _place([one for one in stored if one.block not in blocks], world)
    others = [one for one in others if one.block not in blocks]
    known = sorted({one.event_id for one in (*inside, *others) if one.event_id})
    return LedgerState(
        claims=tuple(inside),
        stamps=tuple(read_stamps(con, resolved, article_ids)),
        history=tuple(read_history(con, event_ids)),
        contradictions=tuple(read_contradictions(con, event_ids)),
        docs=tuple(docs),
        other_claims=tuple(others),
        other_events=tuple(read_events(con, known).values()),
    )


def _place(claims: Iterable[StoredClaim], world: World) -> list[StoredClaim]:
    """Give a block to the claims of warehouses that did not keep them; a version's claims are looked at together."""
    placed, waiting = [], defaultdict(list)
    for stored in claims:
        if stored.block:
            placed.append(stored)
        else:
            waiting[stored.claim.article_id, stored.claim.version].append(stored)
    for group in waiting.values():
        own: list[Claim] = [stored.claim for stored in group]
        blocks = assign_blocks(own, world)
        placed += [replace(stored, block=blocks[stored.claim.claim_id]) for stored in group]
    return placed


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
