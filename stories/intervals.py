"""Half-open intervals of local dates, where None is an open or unknown end."""

from __future__ import annotations

import datetime as dt

Interval = tuple[dt.date | None, dt.date | None]

NO_DATES: Interval = (None, None)


def lower(interval: Interval) -> dt.date:
    """Return the start, or the first day there is."""
    return interval[0] or dt.date.min


def upper(interval: Interval) -> dt.date:
    """Return the end, or the last day there is."""
    return interval[1] or dt.date.max


def is_dated(interval: Interval) -> bool:
    """Whether at least one end is known."""
    return interval != NO_DATES


def is_bounded(interval: Interval) -> bool:
    """Whether both ends are known."""
    return interval[0] is not None and interval[1] is not None


def length_days(interval: Interval) -> int:
    """Return the number of days, 1,000,000 where an end is open."""
    return (upper(interval) - lower(interval)).days if is_bounded(interval) else 1_000_000


def overlaps(one: Interval, other: Interval) -> bool:
    """Whether the two share a day."""
    return lower(one) < upper(other) and lower(other) < upper(one)


def is_inside(inner: Interval, outer: Interval) -> bool:
    """Whether every day of `inner` is one of `outer`."""
    return lower(outer) <= lower(inner) and upper(inner) <= upper(outer)


def gap_days(one: Interval, other: Interval) -> int:
    """Return the days between the two, 0 where they touch or overlap.

    >>> gap_days((dt.date(2024, 5, 1), dt.date(2024, 5, 3)), (dt.date(2024, 5, 9), None))
    6
    """
    if overlaps(one, other):
        return 0
    first, second = (one, other) if lower(one) <= lower(other) else (other, one)
    return max(0, (lower(second) - upper(first)).days)


def relate(claimed: Interval, believed: Interval) -> str:
    """Return how a claimed interval lies to the believed one.

    One of first (nothing is believed yet), same, inside, covers, overlaps, apart.
    """
    if not is_dated(believed):
        return "first"
    if claimed == believed:
        return "same"
    if is_inside(claimed, believed):
        return "inside"
    if is_inside(believed, claimed):
        return "covers"
    return "overlaps" if overlaps(claimed, believed) else "apart"
