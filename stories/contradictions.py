"""Pairs of claims about one event that cannot both hold, and how they were resolved.

Two kinds: `t_start` (two fixed dates that share no day, with no delay told between them) and `status` (one says that
it will happen or has happened, the other that it will not). A contradiction is resolved by the event itself, by a
delay or cancellation, or because one side's article was corrected.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from records.annotations import Claim
from records.events import Contradiction
from stories.beliefs import Belief
from stories.blocks import order_in_article
from stories.intervals import Interval, is_bounded, length_days, overlaps
from stories.origins import find_origin

#: longer intervals are months, not dates
LONGEST_DATE_DAYS = 21
_AFFIRMING = frozenset({"planned", "scheduled", "ongoing", "occurred"})
_REFUSING = frozenset({"denied"})


def find_contradictions(
    event_id: str,
    claims: Sequence[Claim],
    belief: Belief,
    roots: Mapping[str, str],
    outlets: Mapping[str, str],
) -> tuple[Contradiction, ...]:
    """Return the contradictions among the claims in force about one event, oldest first."""
    in_order = sorted(claims, key=lambda c: (c.published_at, c.article_id, order_in_article(c)))
    first: dict[tuple[str, str, str], Claim] = {}
    for claim in in_order:
        # whoever repeats itself adds no contradiction; the work grows with the statements, not with the coverage
        first.setdefault((find_origin(claim, roots, outlets), claim.status, _statement(claim, "t_start")), claim)
    stated = list(first.values())
    delays = [claim for claim in in_order if claim.status in ("postponed", "cancelled")]
    found: dict[tuple[str, str, str], Contradiction] = {}
    for position, claim in enumerate(stated):
        for earlier in stated[:position]:
            kind = _clash(earlier, claim, delays)
            if kind is None or find_origin(earlier, roots, outlets) == find_origin(claim, roots, outlets):
                continue
            voices = (kind, _statement(earlier, kind), _statement(claim, kind))
            if voices not in found:
                seen_at = max(earlier.seen_at, claim.seen_at)
                resolved = _resolve(kind, earlier, claim, in_order, belief)
                found[voices] = Contradiction(
                    event_id, kind, earlier.claim_id, claim.claim_id, seen_at, *(resolved or (None, ""))
                )
    return tuple(found.values())


def withdraw_missing(
    known: Iterable[Contradiction], found: Iterable[Contradiction], at: dt.datetime
) -> tuple[Contradiction, ...]:
    """Return the known open contradictions that are no longer there (an article was corrected), resolved at `at`."""
    present = {(c.event_id, c.property, c.claim_id, c.other_claim_id) for c in found}
    return tuple(
        replace(c, resolved_at=at, resolution="withdrawn by a correction")
        for c in known
        if c.resolved_at is None and (c.event_id, c.property, c.claim_id, c.other_claim_id) not in present
    )


def _clash(one: Claim, other: Claim, delays: Sequence[Claim]) -> str | None:
    if one.article_id == other.article_id:
        return None
    if (one.status in _AFFIRMING and other.status in _REFUSING) or (
        one.status in _REFUSING and other.status in _AFFIRMING
    ):
        return None if _is_not_before(one) or _is_not_before(other) else "status"
    if one.status not in _AFFIRMING or other.status not in _AFFIRMING:
        return None
    if _is_date(one) and _is_date(other) and not overlaps(_dates(one), _dates(other)):
        moved = any(one.published_at <= delay.published_at <= other.published_at for delay in delays)
        return None if moved else "t_start"
    return None


def _resolve(
    kind: str, one: Claim, other: Claim, in_order: Sequence[Claim], belief: Belief
) -> tuple[dt.datetime, str] | None:
    """Return when and in whose favour a later claim settled it: the event itself, a delay or a cancellation."""
    after = max(one.published_at, other.published_at)
    for claim in in_order:
        if claim.published_at < after:
            continue
        if claim.status in ("postponed", "cancelled") and claim.published_at > after:
            return claim.seen_at, "overtaken: " + claim.status
        if claim.status not in ("ongoing", "occurred") or belief.status not in ("ongoing", "occurred"):
            continue
        if kind == "status":
            holds = one if one.status in _AFFIRMING else other
            return claim.seen_at, f"held by the event: {holds.claim_id}"
        for side in (one, other):
            if overlaps(_dates(side), _dates(claim) if _is_date(claim) else belief.dates):
                return claim.seen_at, f"held by the event: {side.claim_id}"
    return None


def _statement(claim: Claim, kind: str) -> str:
    return claim.status if kind == "status" else f"{claim.t_start}/{claim.t_end}"


def _dates(claim: Claim) -> Interval:
    return (claim.t_start, claim.t_end)


def _is_date(claim: Claim) -> bool:
    return (
        claim.date_status == "fixed" and is_bounded(_dates(claim)) and length_days(_dates(claim)) <= LONGEST_DATE_DAYS
    )


def _is_not_before(claim: Claim) -> bool:
    return claim.status == "denied" and claim.t_start is None and claim.t_end is not None
