"""How events, dates and states are worded for people, in one place for all reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: what is said where there are no dates
NO_DATES = {"unset": "date not fixed", "none": "no date", "approximate": "soon", "fixed": "no date"}


def word_day(day: dt.date, *, with_year: bool = True) -> str:
    """Return a day as "18 June 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")


def word_dates(t_start: dt.date | None, t_end: dt.date | None, date_status: str) -> str:
    """Return a half-open interval with its last day included.

    >>> word_dates(dt.date(2024, 6, 18), dt.date(2024, 6, 20), "fixed")
    '18–19 June 2024'
    >>> word_dates(None, None, "unset")
    'date not fixed'
    """
    about = "about " if date_status == "approximate" else ""
    if t_start is None and t_end is None:
        return NO_DATES.get(date_status, "no date")
    if t_start is None:
        return f"{about}before {word_day(t_end)}" if t_end else "no date"
    if t_end is None:
        return f"{about}from {word_day(t_start)}"
    return about + word_closed(t_start, t_end - dt.timedelta(days=1))


def word_closed(first: dt.date, last: dt.date) -> str:
    """Return an interval of whole days, shortened where it is a day, a month or a year."""
    after = last + dt.timedelta(days=1)
    if first == last:
        return word_day(first)
    if first.day == 1 and after.day == 1 and first.year == last.year:
        if (first.month, after.month) == (1, 1):
            return str(first.year)
        if first.month == last.month:
            return f"{MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{word_day(last)}"
    return f"{word_day(first, with_year=first.year != last.year)} – {word_day(last)}"


def word_repeats(n_articles: int, last_at: dt.datetime | None) -> str:
    """Return how often and until when something was said again.

    >>> word_repeats(11, dt.datetime(2024, 5, 24, 13, 0, tzinfo=dt.UTC))
    '11 times, last on 24 May 2024'
    """
    if last_at is None or not n_articles:
        return ""
    return f"{n_articles} time{'s' if n_articles > 1 else ''}, last on {word_day(last_at.date())}"


def word_list(names: Sequence[str]) -> str:
    """Return names as "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def word_event(kind: str, actors: Sequence[str], recipients: Sequence[str], place: str | None) -> str:
    """Return an event in a few words.

    >>> word_event("visit", ["Ada Rell"], ["Norland"], "Port Nor")
    'visit: Ada Rell → Norland (Port Nor)'
    """
    parties = word_list(actors) or "unknown"
    if recipients:
        parties += f" → {word_list(recipients)}"
    where = f" ({place})" if place and place not in recipients else ""
    return f"{kind.replace('_', ' ')}: {parties}{where}"


def safe_link(url: str) -> str:
    """Return a web address as it is, and "#" for anything else that a page might smuggle in.

    >>> safe_link("javascript:alert(1)")
    '#'
    """
    return url if url.startswith(("http://", "https://")) else "#"
