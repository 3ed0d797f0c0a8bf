"""Choosing the event that a claim tells of, among the events of its block known so far.

Claims come article by article in order of publication, so a choice never depends on later articles: the ledger
that saw only the articles up to an instant makes the same choices. Within one article dated claims choose before
undated ones, and those about what lies ahead before those about the past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from records.annotations import Claim
from stories.blocks import find_sides, order_in_article
from stories.clusters import EQUAL, NO_MATCH, Cluster
from stories.horizons import is_vague
from stories.intervals import Interval, gap_days, is_bounded, is_dated, length_days, overlaps, upper
from stories.world import World

#: a plan is rescheduled within this many days; farther away it is another trip
RESCHEDULE_DAYS = 75
#: "visited" without a date tells of an event that ended at most so long ago
RECENT_DAYS = 45
#: an invitation told of without a date is one that was made at most so long ago and still stands
STANDING_DAYS = 400
#: a plan without a date takes a date at most so far ahead
HORIZON_DAYS = 550
#: days by which two tellings of one event may miss each other (time zones, arrival on the eve)
SLACK_DAYS = 1

PROSPECTIVE = frozenset({"rumoured", "planned", "scheduled", "postponed", "cancelled", "denied"})


def is_told_as_past(claim: Claim) -> bool:
    """Whether the claim tells of something held (also long ago), not of a plan."""
    return claim.status in ("occurred", "ongoing")


def link_order(claim: Claim) -> tuple[int, int, int, str]:
    """Sort key inside one article: dated plans, dated events, then undated claims; each from the top of the article."""
    if claim.status == "postponed" and claim.date_status == "unset":
        # first of all: what is put off must not be taken for another event that the article dates
        return (-1, 0 if claim.in_title else 1, claim.char_start, claim.claim_id)
    is_loose = not is_dated((claim.t_start, claim.t_end)) or is_vague(claim) or _is_not_before(claim)
    group = (0 if claim.status in PROSPECTIVE else 1) if not is_loose else 2
    return (group, 0 if claim.in_title else 1, claim.char_start, claim.claim_id)


def find_leads(claims: Iterable[Claim], world: World) -> dict[frozenset[str], Claim]:
    """Return actors -> the article's first word on what they do now or plan; the past is no lead."""
    leads: dict[frozenset[str], Claim] = {}
    for claim in sorted(claims, key=order_in_article):
        end = claim.t_end or claim.t_start
        if claim.status == "occurred" and end is not None and (claim.published_at.date() - end).days > RECENT_DAYS:
            continue
        leads.setdefault(find_sides(claim, world).actor_keys, claim)
    return leads


def score_fit(cluster: Cluster, claim: Claim, sides_fit: int, is_touched: bool, is_off: bool) -> float | None:
    """Return how well a claim fits an event (higher is better), None where it cannot be the same.

    `is_touched`: the article has already told of the event; `is_off`: the article says that the parties' event is put
    off with no date, so a claim with another date is about another one.
    """
    dates: Interval = (claim.t_start, claim.t_end)
    if sides_fit == NO_MATCH or (is_off and not any(overlaps(known, dates) for known in _known_intervals(cluster))):
        return None
    if not is_dated(dates) or is_vague(claim) or _is_not_before(claim):
        fit = _fit_undated(cluster, claim, is_touched)
    elif is_told_as_past(claim):
        fit = _fit_held(cluster, claim, _sharpen(dates))
    else:
        fit = _fit_planned(cluster, claim, dates)
    if fit is None or (sides_fit != EQUAL and not is_touched and fit < 50):
        return None
    return fit + 5 * sides_fit + (3 if is_touched else 0)


def _fit_held(cluster: Cluster, claim: Claim, dates: Interval) -> float | None:
    day = claim.published_at.date()
    known = _known_intervals(cluster)
    touching = [
        interval
        for interval in known
        if gap_days(interval, dates) <= (0 if cluster.belief.status == "occurred" else SLACK_DAYS)
    ]
    overlapping = [interval for interval in touching if overlaps(interval, dates)]
    if overlapping:
        return 100 - min(abs(_days(interval) - _days(dates)) for interval in overlapping) / 40
    if touching:
        return 70.0
    if not cluster.is_open(day):
        return None
    first_on = cluster.first_at.date() if cluster.first_at else day
    if upper(dates) <= first_on or (
        (day - upper(dates)).days > RECENT_DAYS and claim.status == "occurred" and cluster.is_dated
    ):
        return None
    if not cluster.is_dated:
        # a plan without a date has been carried out: only if it is told soon after
        return 60.0 if (dates[0] or first_on) >= first_on else None
    return 55.0 if gap_days(cluster.dates, dates) <= 14 else None


def _fit_planned(cluster: Cluster, claim: Claim, dates: Interval) -> float | None:
    day = claim.published_at.date()
    if any(overlaps(interval, dates) for interval in _known_intervals(cluster)):
        if (
            cluster.belief.status == "occurred"
            and upper(dates) > day
            and claim.status != "denied"
            and _has_ended(cluster, day)
        ):
            return None if length_days(dates) < 300 else 52.0
        return 100 - abs(_days(cluster.dates) - _days(dates)) / 40
    if is_past_plan(claim):
        return None
    if _is_denied_of_late(cluster, day):
        return 57.0 if _days_ahead(dates, day) <= HORIZON_DAYS else None
    if cluster.belief.status in ("occurred", "ongoing", "cancelled", "denied"):
        return None
    if not cluster.is_open(day):
        return None
    if not cluster.is_dated:
        return 60.0 if _days_ahead(dates, day) <= HORIZON_DAYS else None
    gap = gap_days(cluster.dates, dates)
    if cluster.belief.status == "postponed":
        return 58.0 if _days_ahead(dates, day) <= HORIZON_DAYS else None
    return 56.0 - gap / 100 if gap <= RESCHEDULE_DAYS else None


def _fit_undated(cluster: Cluster, claim: Claim, is_touched: bool) -> float | None:
    day = claim.published_at.date()
    status, believed = claim.status, cluster.belief.status
    recency = _recency(cluster, claim)
    if status == "occurred":
        if believed in ("occurred", "ongoing") or (
            cluster.is_dated and (cluster.dates[0] or day) <= day and cluster.is_open(day)
        ):
            recent_days = STANDING_DAYS if cluster.type == "invitation" else RECENT_DAYS
            return 50 + recency if _days_since(cluster, day) <= recent_days or is_touched else None
        return None
    if status == "ongoing":
        if believed == "occurred":
            return 50 + recency if _days_since(cluster, day) <= 3 else None
        if not cluster.is_open(day) or _days_until(cluster, day) > 3:
            return None
        return 55 + recency
    if cluster.is_open(day):
        return 55 + recency - min(_days_until(cluster, day), 400) / 100
    if believed in ("cancelled", "denied"):
        if _days_since(cluster, day) > RECENT_DAYS and status not in ("cancelled", "denied"):
            # what was called off long ago is not what is planned now
            return None
        is_same_fate = status in ("cancelled", "denied", "postponed")
        is_same = is_same_fate or _days_until(cluster, day) > 0 or is_touched or _is_denied_of_late(cluster, day)
        return 50 + recency if is_same else None
    if believed == "occurred" and status in ("cancelled", "denied", "rumoured", "planned", "scheduled"):
        # the article may have gone out before the news of the arrival, or tells a stage
        return 45 + recency if not _has_ended(cluster, day) and is_touched else None
    return None


def _is_denied_of_late(cluster: Cluster, day: dt.date) -> bool:
    """Whether a trip that nobody dated was denied not long ago: what is announced now is what was denied."""
    if cluster.belief.status != "denied" or cluster.is_dated or cluster.last_at is None:
        return False
    return (day - cluster.last_at.date()).days <= RESCHEDULE_DAYS


def puts_off_without_date(article: Iterable[Claim], claim: Claim) -> bool:
    """Whether the article says of these parties' event that it is put off with no new date.

    A fixed date for the same parties in the same article is then another event (the summit at which they meet anyway).
    """
    return claim.status == "scheduled" and any(
        other.status == "postponed" and other.date_status == "unset" and other.actors == claim.actors
        for other in article
    )


def is_past_plan(claim: Claim) -> bool:
    """Whether a plan is for days that were over when the article came out."""
    return claim.t_end is not None and claim.t_end <= claim.published_at.date()


def _is_not_before(claim: Claim) -> bool:
    return claim.status == "denied" and claim.t_start is None and claim.t_end is not None


def _sharpen(dates: Interval) -> Interval:
    """Return the day of arrival or departure where only one end of something held is told."""
    start, end = dates
    if start is None and end is not None:
        return (end - dt.timedelta(days=1), end)
    if end is None and start is not None:
        return (start, start + dt.timedelta(days=1))
    return dates


def _known_intervals(cluster: Cluster) -> list[Interval]:
    known = list(cluster.belief.superseded)
    if cluster.is_dated and not (cluster.belief.date_status == "approximate" and cluster.dates[1] is None):
        known.append(cluster.dates)
    return known


def _has_ended(cluster: Cluster, day: dt.date) -> bool:
    end = cluster.dates[1]
    return end is None or end <= day


def _days(interval: Interval) -> float:
    return float(length_days(interval)) if is_bounded(interval) else 30.0


def _days_ahead(dates: Interval, day: dt.date) -> int:
    start = dates[0] or dates[1] or day
    return (start - day).days


def _days_since(cluster: Cluster, day: dt.date) -> int:
    end = cluster.dates[1] or cluster.dates[0]
    if end is not None:
        return max(0, (day - end).days)
    return (day - cluster.last_at.date()).days if cluster.last_at else 0


def _days_until(cluster: Cluster, day: dt.date) -> int:
    start = cluster.dates[0]
    return max(0, (start - day).days) if start is not None and cluster.belief.date_status == "fixed" else 0


def _recency(cluster: Cluster, claim: Claim) -> float:
    if cluster.last_at is None:
        return 0.0
    days = max(0.0, (claim.published_at - cluster.last_at).total_seconds() / 86400)
    return max(0.0, 2.0 - days / 100)
