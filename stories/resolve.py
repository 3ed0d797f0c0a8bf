"""From new articles to everything that changes in the ledger: the one entry point of this package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.articles import ArticleVersion
from records.events import Contradiction, Event, HistoryRow
from records.ledger import EventAlias, Judgement, LedgerState, NewArticles, Resolution, StoredClaim, VersionStamp, Watch
from seeds.lifecycle_rules import load_lifecycle
from stories.block_ledger import BlockLedger, Setting
from stories.blocks import assign_blocks, block_keys
from stories.contradictions import find_contradictions, withdraw_missing
from stories.dedupe import choose_originals, find_copy_pairs
from stories.history import ChangeLog, replay
from stories.judgements import collect_rulings
from stories.steps import Step, find_roots, make_steps
from stories.storylines import keep_newest_versions, resolve_stories
from stories.summary import summarise_event
from stories.world import World, load_world


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What to read from the warehouse before resolving: see stories/README.md."""

    blocks: tuple[str, ...]
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockResult:
    """What changes in one block."""

    assignments: dict[str, str]
    events: tuple[Event, ...]
    contradictions: tuple[Contradiction, ...]
    history: tuple[HistoryRow, ...]
    chronicle: tuple[HistoryRow, ...]
    aliases: tuple[EventAlias, ...]
    rewritten_event_ids: tuple[str, ...] = ()
    retired_event_ids: tuple[str, ...] = ()


def plan_reading(new: NewArticles, world: World | None = None) -> ReadPlan:
    """Return the blocks that the new claims lie in, with those read for context, and the new articles' ids."""
    blocks = {stored.block for stored in store_claims(new, world)}
    context = {key for annotation in new.annotations for claim in annotation.claims for key in block_keys(claim, world)}
    return ReadPlan(tuple(sorted(blocks | context)), tuple(sorted({version.article_id for version in new.versions})))


def store_claims(new: NewArticles, world: World | None = None) -> tuple[StoredClaim, ...]:
    """Return the new claims with their blocks."""
    stored = []
    for annotation in new.annotations:
        blocks = assign_blocks(annotation.claims, world)
        stored += [StoredClaim(claim, blocks[claim.claim_id]) for claim in annotation.claims]
    return tuple(stored)


def resolve(
    previous: LedgerState,
    new: NewArticles,
    judgements: Sequence[Judgement] = (),
    watches: Sequence[Watch] = (),
    world: World | None = None,
) -> Resolution:
    """Return everything that changes because of the new articles; pure, and the same for any order of arrival."""
    world = world or load_world()
    fresh = _keep_fresh(previous, new)
    fresh_keys = {(version.article_id, version.version) for version in fresh.versions}
    stamps = _unique_stamps(previous.stamps, fresh.versions)
    new_claims = store_claims(fresh, world)
    claims = (*previous.claims, *new_claims)
    duplicates = _find_duplicates(stamps, (*claims, *previous.other_claims))
    setting = Setting(world, load_lifecycle(), collect_rulings(judgements), find_roots(stamps, duplicates))
    fresh_articles = {article_id for article_id, _ in fresh_keys}
    touched = {stored.block for stored in new_claims}
    touched |= {stored.block for stored in previous.claims if stored.claim.article_id in fresh_articles}
    outlets = {stamp.article_id: stamp.outlet for stamp in stamps}
    steps = make_steps(stamps, [stored for stored in claims if stored.block in touched])
    used: dict[str, set[str]] = {}
    for stored in claims:
        if stored.event_id:
            used.setdefault(stored.block, set()).add(stored.event_id)
    rows_of: dict[str, list[HistoryRow]] = {}
    for row in previous.history:
        rows_of.setdefault(row.event_id, []).append(row)
    results = [
        _resolve_block(block, setting, steps[block], outlets, fresh_keys, used.get(block, set()), rows_of)
        for block in sorted(touched)
    ]
    joined = _join(results, claims, touched, previous)
    context = [(s.claim, s.event_id) for s in (*previous.claims, *previous.other_claims) if s.block not in touched]
    linked = [*context, *((s.claim, s.event_id) for s in joined.assignments)]
    lines = resolve_stories(previous, fresh, linked, joined.events, joined.retired_event_ids, watches, world)
    return replace(
        joined,
        events=lines.events,
        duplicates={copy: original for copy, original in duplicates.items() if copy in fresh_articles},
        stories=lines.stories,
        story_articles=lines.members,
        clustered_article_ids=lines.clustered_article_ids,
        retired_story_ids=lines.retired_story_ids,
    )


def _keep_fresh(previous: LedgerState, new: NewArticles) -> NewArticles:
    """Leave out the versions that the ledger knows: resolving twice changes nothing."""
    known = {(stamp.article_id, stamp.version) for stamp in previous.stamps}
    versions = tuple(version for version in new.versions if (version.article_id, version.version) not in known)
    keys = {(version.article_id, version.version) for version in versions}
    return NewArticles(versions, tuple(a for a in new.annotations if (a.article_id, a.version) in keys))


def _find_duplicates(stamps: Sequence[VersionStamp], claims: Sequence[StoredClaim]) -> dict[str, str]:
    published: dict[str, dt.datetime] = {}
    for stamp in stamps:
        published[stamp.article_id] = min(published.get(stamp.article_id, stamp.published_at), stamp.published_at)
    newest = keep_newest_versions((stored.claim, stored.event_id) for stored in claims)
    cited = {stamp.article_id: stamp.duplicate_of for stamp in stamps if stamp.duplicate_of}
    return choose_originals(find_copy_pairs(claim for claim, _ in newest), published, cited)


def _unique_stamps(old: Iterable[VersionStamp], fresh: Iterable[ArticleVersion]) -> tuple[VersionStamp, ...]:
    stamps = {(stamp.article_id, stamp.version): stamp for stamp in old}
    for version in fresh:
        stamp = VersionStamp(
            article_id=version.article_id,
            version=version.version,
            published_at=version.published_at,
            seen_at=version.seen_at,
            outlet=version.outlet,
            url=version.url,
            duplicate_of=version.duplicate_of,
        )
        stamps[(stamp.article_id, stamp.version)] = stamp
    return tuple(stamps[key] for key in sorted(stamps))


def _resolve_block(
    block: str,
    setting: Setting,
    steps: Sequence[Step],
    outlets: dict[str, str],
    fresh_keys: set[tuple[str, int]],
    used_before: set[str],
    rows_of: Mapping[str, Sequence[HistoryRow]],
) -> BlockResult:
    old_steps = [step for step in steps if (step.stamp.article_id, step.stamp.version) not in fresh_keys]
    new_steps = [step for step in steps if (step.stamp.article_id, step.stamp.version) in fresh_keys]
    is_backdated = bool(old_steps) and min(s.stamp.seen_at for s in new_steps) < max(s.stamp.seen_at for s in old_steps)
    ledger, log = BlockLedger(block, setting), ChangeLog(outlets)
    if is_backdated:
        replay(ledger, steps, "seen", log)
    else:
        ledger.add(old_steps)
        log.last = {event_id: event.belief.key for event_id, event in ledger.events.items() if event.belief.status}
        for event_id in log.last:
            for row in rows_of.get(event_id, ()):
                log.last[event_id] = (row.status, row.date_status, row.t_start, row.t_end)
        replay(ledger, new_steps, "seen", log)
    chronicle = _chronicle(block, setting, steps, outlets)
    host = block.split("|")[2] if block.startswith("visit|") else ""
    events = tuple(
        summarise_event(event, host, setting.world, setting.roots, outlets)
        for _, event in sorted(ledger.events.items())
        if event.belief.status
    )
    rewritten = tuple(sorted(used_before | set(ledger.events))) if is_backdated else ()
    retired = tuple(sorted(used_before - set(ledger.events)))
    disputes = tuple(
        contradiction
        for _, event in sorted(ledger.events.items())
        for contradiction in find_contradictions(event.event_id, event.claims, event.belief, setting.roots, outlets)
    )
    return BlockResult(
        ledger.assignments(), events, disputes, tuple(log.rows), chronicle, tuple(log.aliases), rewritten, retired
    )


def _chronicle(block: str, setting: Setting, steps: Sequence[Step], outlets: dict[str, str]) -> tuple[HistoryRow, ...]:
    """Replay by publication time; rows written under an id that was given up later carry the final id."""
    ledger, log = BlockLedger(block, setting), ChangeLog(outlets)
    replay(ledger, steps, "published", log)
    heirs = {alias.old_event_id: alias.new_event_id for alias in log.aliases if alias.new_event_id}
    rows = []
    for row in log.rows:
        event_id, passed = row.event_id, set[str]()
        # an id that was given up may have come back into use: then it is final again
        while event_id not in ledger.events and event_id in heirs and event_id not in passed:
            passed.add(event_id)
            event_id = heirs[event_id]
        rows.append(replace(row, event_id=event_id))
    return tuple(rows)


def _join(
    results: Sequence[BlockResult], claims: Sequence[StoredClaim], touched: set[str], previous: LedgerState
) -> Resolution:
    assigned = {claim_id: event_id for result in results for claim_id, event_id in result.assignments.items()}
    assignments = tuple(replace(s, event_id=assigned.get(s.claim.claim_id, "")) for s in claims if s.block in touched)
    found = [contradiction for result in results for contradiction in result.contradictions]
    own = {stored.event_id for stored in previous.claims if stored.block in touched}
    known = [contradiction for contradiction in previous.contradictions if contradiction.event_id in own]
    at = max((stored.claim.seen_at for stored in assignments), default=None)
    withdrawn = withdraw_missing(known, found, at) if at is not None else ()
    return Resolution(
        assignments=assignments,
        contradictions=(*found, *withdrawn),
        events=tuple(event for result in results for event in result.events),
        history=tuple(row for result in results for row in result.history),
        chronicle=tuple(row for result in results for row in result.chronicle),
        rewritten_event_ids=tuple(name for result in results for name in result.rewritten_event_ids),
        retired_event_ids=tuple(name for result in results for name in result.retired_event_ids),
        aliases=tuple(alias for result in results for alias in result.aliases),
    )
