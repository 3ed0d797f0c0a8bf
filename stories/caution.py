"""Reading a claim with caution: what an extractor is known to mistake is set right before anything is believed.

Only what a claim says of itself, and what the ledger already believes, is used; the stored claim stays as it was found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from records.annotations import Claim
from stories.blocks import Sides
from stories.intervals import Interval, gap_days, is_bounded, is_dated, length_days, overlaps
from stories.world import World

#: a plan "for" one of so many days up to publication takes the day of the statement for its own
STATEMENT_DAYS = 3
#: an interval as long as this is a month, in which something was held on some day
LONGEST_VISIT_DAYS = 28
#: length given to an interval of which one end is missing
OPEN_DAYS = dt.timedelta(days=3)
WEEK = dt.timedelta(days=7)
#: a weekday's name is taken for the one a week before where the event is to come within a day
WEEKDAY_AHEAD_DAYS = 1


def read_carefully(claim: Claim, sides: Sides, world: World) -> Claim:
    """Return the claim as it may be believed.

    Without the day of the statement as a plan's date; "scheduled" only with a fixed time; "occurred" only where the last
    day is not still to come; with the kind of a source that is named.
    """
    if is_day_of_statement(claim):
        claim = replace(claim, t_start=None, t_end=None, date_status="none", time_text=None)
    if claim.status == "scheduled" and claim.date_status == "approximate":
        claim = replace(claim, status="planned")
    if _runs_beyond(claim):
        claim = replace(claim, status="ongoing")
    if claim.source and claim.source_kind == "article":
        claim = replace(claim, source_kind=find_source_kind(claim, sides, world))
    return claim


def is_day_of_statement(claim: Claim) -> bool:
    """Whether what is only planned or rumoured is dated to the very day, or one just past, on which it is said.

    "The visit is being prepared, a spokesman said on Friday": the day belongs to the saying. What is planned for today
    would be scheduled or under way.
    """
    return claim.status in ("planned", "rumoured") and is_day_of_speaking(claim)


def is_day_of_speaking(claim: Claim) -> bool:
    """Whether the claim is dated to the one day of publication or one just before it."""
    if claim.date_status != "fixed" or claim.t_start is None:
        return False
    days = (claim.published_at.date() - claim.t_start).days
    return length_days((claim.t_start, claim.t_end)) == 1 and 0 <= days <= STATEMENT_DAYS


def _runs_beyond(claim: Claim) -> bool:
    """Whether what is told as held has days still to come (one day of grace for the time at the place)."""
    start, end = claim.t_start, claim.t_end
    if (
        claim.type != "visit"
        or claim.status != "occurred"
        or claim.date_status != "fixed"
        or start is None
        or end is None
    ):
        return False
    day = claim.published_at.date()
    return (end - day).days > 2 and (start - day).days <= 1 and length_days((start, end)) < LONGEST_VISIT_DAYS


def find_source_kind(claim: Claim, sides: Sides, world: World) -> str:
    """Return "party" for a named source of host or visitor, "self" for one who acts, else "third"."""
    source = world.find_party(claim.source or "", claim.source_id or "")
    if source.key in sides.actor_keys:
        return "self"
    anchors = {party.anchor for party in (*sides.actors, *sides.recipients)} | {sides.host}
    return "party" if source.country and source.country in anchors else "third"


def shift_weekday(claim: Claim, believed: Iterable[Interval]) -> Claim:
    """Return the claim a week later where its day, named without a date, was taken for the week before the event.

    `believed` are the dates of the events it could tell of.
    """
    start, end = claim.t_start, claim.t_end
    if start is None or claim.date_status != "fixed" or not _names_no_date(claim):
        return claim
    later = (start + WEEK, end + WEEK if end is not None else None)
    if is_bounded(later) and length_days(later) > 1:
        return claim
    if (later[0] - claim.published_at.date()).days not in range(-1, WEEKDAY_AHEAD_DAYS + 1):
        return claim
    dated = [_close(interval) for interval in believed if is_dated(interval)]
    own = (start, end or start + dt.timedelta(days=1))
    if any(gap_days(interval, own) <= 1 for interval in dated):
        return claim
    day = (later[0], later[0] + dt.timedelta(days=1))
    return replace(claim, t_start=later[0], t_end=later[1]) if any(overlaps(i, day) for i in dated) else claim


def _close(interval: Interval) -> Interval:
    """Return the interval with a missing end put a few days from the other."""
    start, end = interval
    if start is None and end is not None:
        return (end - OPEN_DAYS, end)
    return (start, end or (start + OPEN_DAYS if start else None))


def _names_no_date(claim: Claim) -> bool:
    return not any(char.isdigit() for char in claim.time_text or "")
