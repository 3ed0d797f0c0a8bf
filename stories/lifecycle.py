"""Folding an article's claims about one event into what is believed of it.

The rule table (seeds/lifecycle/rules.toml) decides claim by claim; this module puts an article's claims in order,
asks the table and carries out what it says. One article changes a belief at most once: its claims are folded
first, and the result is compared with the belief before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from records.annotations import Claim
from seeds.lifecycle_rules import LifecycleRule, LifecycleTable
from stories.beliefs import BY_NOBODY, BY_OFFICIAL, BY_RUMOUR, NO_UNIT, Belief
from stories.blocks import order_in_article
from stories.facts import Facts, Saying
from stories.horizons import find_unit_rank
from stories.intervals import NO_DATES, Interval, is_dated, overlaps

#: claims of one article are folded in this order: plans, rumours about them, what became of them, what took place;
#: so a rumour finds the official statement of its own article, and the fate of a plan is told last
_FOLD_ORDER = {
    "planned": 0,
    "scheduled": 0,
    "rumoured": 1,
    "denied": 2,
    "postponed": 2,
    "cancelled": 2,
    "ongoing": 3,
    "occurred": 3,
}
_FIRMNESS = {"rumoured": 0, "planned": 1, "scheduled": 2}
#: ranks of sources in `source_rank`, higher is stronger
SOURCE_RANKS = {"party": 5, "self": 5, "official": 4, "third": 3, "media": 3, "article": 3, "unnamed": 2}
#: statuses that back each other
_SAME_WORD = {"ongoing": "held", "occurred": "held", "cancelled": "off", "denied": "off"}


@dataclass(frozen=True, slots=True)
class Turn:
    """The belief after an article, with the claim and the rule that changed it last (None: nothing changed)."""

    belief: Belief
    claim: Claim | None = None
    rule: LifecycleRule | None = None
    note: str = ""


def rank_source(claim: Claim) -> int:
    """Return how much weight a claim's source has: 5 host or visitor, 4 other official, 3 named media or the article itself,
    2 unnamed, 1 conditional or uncertain."""
    if claim.certainty == "uncertain" or claim.factors.get("mood") == "conditional":
        return 1
    return SOURCE_RANKS.get(claim.source_kind, 2)


def fold_article(
    belief: Belief,
    claims: Sequence[Claim],
    host: str,
    table: LifecycleTable,
    earlier: Sequence[Claim] = (),
    lead: Claim | None = None,
) -> Turn:
    """Return the belief after one article; `claims` are its claims about the event, in any order.

    `earlier` are those of articles before it, `lead` is the article's first word where it is not among the claims.
    """
    in_order = sorted(claims, key=order_in_article)
    lead = lead or (in_order[0] if in_order else None)
    turn = Turn(belief)
    for claim in sorted(in_order, key=lambda c: _order_of_fold(c, lead)):
        saying = Saying(
            claim=claim,
            belief=turn.belief,
            status_before=belief.status,
            is_lead=lead is not None and claim.claim_id == lead.claim_id,
            is_under_way_here=any(
                c.status == "ongoing" and order_in_article(c) < order_in_article(claim) for c in in_order
            ),
            host=host,
            lead=lead,
            is_backed=any(_backs(other, claim) for other in (*earlier, *in_order)),
        )
        turn = _decide(turn, saying, table)
    if turn.belief.key == belief.key:
        return Turn(replace(turn.belief, superseded=belief.superseded), note=_note(in_order))
    return replace(turn, note=_note(in_order))


def _order_of_fold(claim: Claim, lead: Claim | None) -> float:
    if lead is not None and lead.status == "rumoured" and claim.source_kind not in ("party", "self"):
        # a rumour in the lead comes before what others than host and visitor say of the plan
        return max(_FOLD_ORDER[claim.status], 0 if claim.claim_id == lead.claim_id else 1)
    return _FOLD_ORDER[claim.status]


def _backs(other: Claim, claim: Claim) -> bool:
    """Whether another sentence says the same: held, off, put off or planned, on days that meet where both name some."""
    if other.claim_id == claim.claim_id or other.evidence == claim.evidence:
        return False
    if _SAME_WORD.get(other.status, other.status) != _SAME_WORD.get(claim.status, claim.status):
        return False
    one, two = (other.t_start, other.t_end), (claim.t_start, claim.t_end)
    return is_dated(one) == is_dated(two) and (not is_dated(one) or overlaps(one, two))


def _decide(turn: Turn, saying: Saying, table: LifecycleTable) -> Turn:
    facts = Facts(saying)
    for rule in table.list_rules(saying.claim.status, saying.belief.status):
        if rule.fits(facts.hold):
            after = _apply(rule, saying)
            return turn if after.key == turn.belief.key and after == turn.belief else Turn(after, saying.claim, rule)
    return turn


def _apply(rule: LifecycleRule, saying: Saying) -> Belief:
    before, claim = saying.belief, saying.claim
    status = _next_status(rule.status, before.status, claim.status)
    dates, date_status = before.dates, before.date_status
    if rule.dates == "clear":
        dates, date_status = NO_DATES, "unset"
    elif rule.dates in ("take", "hearsay"):
        dates, date_status = saying.dates, claim.date_status
    elif rule.dates == "start":
        dates, date_status = _arrive(saying), "fixed" if claim.date_status == "fixed" else before.date_status
    elif rule.dates == "fill":
        dates, date_status = _fill(saying)
    if not is_dated(dates) and date_status not in ("unset", "none"):
        date_status = "none"
    if dates == before.dates and date_status == before.date_status:
        return replace(before, status=status)
    superseded = before.superseded
    if is_dated(before.dates) and rule.dates in ("take", "hearsay", "clear") and before.date_status == "fixed":
        superseded = (*(old for old in superseded if old != before.dates), before.dates)
    return Belief(
        status=status,
        date_status=date_status,
        dates=dates,
        dated_by=BY_NOBODY
        if not is_dated(dates)
        else BY_RUMOUR
        if claim.status == "rumoured" or rule.dates == "hearsay"
        else BY_OFFICIAL,
        unit_rank=find_unit_rank(claim) if dates == saying.dates else NO_UNIT,
        superseded=tuple(old for old in superseded if old != dates),
    )


def _next_status(action: str, before: str, claimed: str) -> str:
    if action == "keep":
        return before
    if action == "take":
        return claimed
    if action == "firm":
        return max(before, "planned", key=lambda status: _FIRMNESS.get(status, 1))
    return action


def _arrive(saying: Saying) -> Interval:
    start, end = saying.dates
    believed_start, believed_end = saying.belief.dates
    new_start = start or believed_start
    new_end = believed_end if end is None or (believed_end is not None and believed_end > end) else end
    if new_start is not None and new_end is not None and new_end <= new_start:
        new_end = end
    if saying.belief.date_status == "approximate":
        new_end = end
    return (new_start, new_end)


def _fill(saying: Saying) -> tuple[Interval, str]:
    claim, before = saying.claim, saying.belief
    if not is_dated(before.dates) or before.date_status == "approximate":
        return saying.dates, claim.date_status
    start = before.dates[0] or saying.dates[0]
    end = before.dates[1] or saying.dates[1]
    return (start, end), before.date_status


def _note(claims: Sequence[Claim]) -> str:
    if any(claim.factors.get("stance") == "non_denial" for claim in claims):
        return "neither confirmed nor denied"
    return ""
