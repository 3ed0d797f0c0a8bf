"""Article steps: what one article version says in one block, in the order in which the ledger takes it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.annotations import Claim
from records.ledger import StoredClaim, VersionStamp


@dataclass(frozen=True, slots=True)
class Step:
    """One version of one article with its claims in one block; without claims it withdraws those of the version before."""

    stamp: VersionStamp
    claims: tuple[Claim, ...]

    @property
    def order(self) -> tuple[dt.datetime, str, int]:
        """Publication order, the same on every machine."""
        return (self.stamp.published_at, self.stamp.article_id, self.stamp.version)


def make_steps(stamps: Iterable[VersionStamp], claims: Iterable[StoredClaim]) -> dict[str, tuple[Step, ...]]:
    """Return block -> one step per version of every article that has a claim in it."""
    versions_of: dict[str, dict[tuple[str, int], VersionStamp]] = {}
    for stamp in stamps:
        versions_of.setdefault(stamp.article_id, {})[(stamp.article_id, stamp.version)] = stamp
    by_block: dict[str, dict[tuple[str, int], list[Claim]]] = {}
    for stored in claims:
        versions = by_block.setdefault(stored.block, {})
        versions.setdefault((stored.claim.article_id, stored.claim.version), []).append(stored.claim)
    steps = {}
    for block, by_version in by_block.items():
        articles = {article_id for article_id, _ in by_version}
        unique = {key: stamp for name in articles for key, stamp in versions_of.get(name, {}).items()}
        steps[block] = tuple(Step(stamp, tuple(by_version.get(key, ()))) for key, stamp in sorted(unique.items()))
    return steps


def keep_newest(steps: Iterable[Step]) -> list[Step]:
    """Return the newest version of every article, in publication order: earlier versions are withdrawn."""
    newest: dict[str, Step] = {}
    for step in steps:
        known = newest.get(step.stamp.article_id)
        if known is None or known.stamp.version < step.stamp.version:
            newest[step.stamp.article_id] = step
    return sorted(newest.values(), key=lambda step: step.order)


def group_by_clock(steps: Iterable[Step], clock: str) -> list[tuple[dt.datetime, list[Step]]]:
    """Group steps by the instant they became known on a clock, "seen" or "published"; oldest first."""
    groups: dict[dt.datetime, list[Step]] = {}
    for step in steps:
        at = step.stamp.seen_at if clock == "seen" else step.stamp.published_at
        groups.setdefault(at, []).append(step)
    return [(at, sorted(group, key=lambda step: step.order)) for at, group in sorted(groups.items())]


def find_roots(stamps: Sequence[VersionStamp], duplicates: Mapping[str, str]) -> dict[str, str]:
    """Return article_id -> article_id of the original it copies, for copies only; chains are followed, circles cut."""
    direct = {stamp.article_id: stamp.duplicate_of for stamp in stamps if stamp.duplicate_of}
    direct.update(duplicates)
    roots = {}
    for article_id in direct:
        root, seen = article_id, {article_id}
        while (following := direct.get(root)) is not None and following not in seen:
            root = following
            seen.add(root)
        if root != article_id:
            roots[article_id] = root
    return roots
