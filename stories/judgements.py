"""Judgements of persons over what belongs together; applied whenever a block is folded, so they survive a reprocess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from records.ids import stable_id
from records.ledger import Judgement, StoredClaim

__all__ = ["Judgement", "Rulings", "collect_rulings", "judge_events", "judgement_id"]

#: kinds that say "the same event"; `merge` and `split` speak of whole events, `same` and `different` of two claims
SAME_KINDS = frozenset({"same", "merge"})
DIFFERENT_KINDS = frozenset({"different", "split"})


@dataclass(frozen=True, slots=True)
class Rulings:
    """Judgements as look-ups from a claim to the claims it must, or must not, share an event with."""

    same: Mapping[str, frozenset[str]]
    different: Mapping[str, frozenset[str]]

    def has_any(self) -> bool:
        """Whether anything was judged."""
        return bool(self.same or self.different)


def collect_rulings(judgements: Iterable[Judgement]) -> Rulings:
    """Return the judgements in force; of two about the same pair the later one holds."""
    latest: dict[frozenset[str], Judgement] = {}
    for judgement in sorted(judgements, key=lambda j: (j.at, j.judgement_id)):
        latest[frozenset((judgement.left, judgement.right))] = judgement
    same: dict[str, set[str]] = {}
    different: dict[str, set[str]] = {}
    for pair, judgement in latest.items():
        if judgement.undone_at is not None or len(pair) != 2:
            continue
        table = same if judgement.kind in SAME_KINDS else different
        left, right = sorted(pair)
        table.setdefault(left, set()).add(right)
        table.setdefault(right, set()).add(left)
    return Rulings({k: frozenset(v) for k, v in same.items()}, {k: frozenset(v) for k, v in different.items()})


def judge_events(
    kind: str,
    left_event_id: str,
    right_event_id: str,
    claims: Sequence[StoredClaim],
    *,
    by: str,
    at: dt.datetime,
    reason: str = "",
) -> Judgement:
    """Turn a judgement over two events into one over their first claims; ValueError where an event has no claim."""
    anchors = []
    for event_id in (left_event_id, right_event_id):
        own = [stored.claim for stored in claims if stored.event_id == event_id]
        if not own:
            raise ValueError(f"no claim of event {event_id}")
        anchors.append(min(own, key=lambda c: (c.published_at, c.article_id, c.char_start, c.claim_id)).claim_id)
    return Judgement(kind=kind, left=anchors[0], right=anchors[1], by=by, at=at, reason=reason)


def judgement_id(judgement: Judgement) -> str:
    """Return the stable id of a judgement."""
    return stable_id(
        "jdg", judgement.kind, *sorted((judgement.left, judgement.right)), judgement.by, judgement.at.isoformat()
    )
