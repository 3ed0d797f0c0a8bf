"""When a page was published, and by which evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.feeds.dates import clamp_instant, is_date_only, parse_date

#: a date in the address: /2024/05/24/, /2024-05-24-…, /20240524…
_URL_DATE = re.compile(r"[/_-](?P<year>(?:19|20)\d\d)[/_-]?(?P<month>[01]\d)[/_-]?(?P<day>[0-3]\d)(?=[/_.-]|$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_NAMED_DATE = re.compile(rf"/(?P<year>(?:19|20)\d\d)/(?P<month>{'|'.join(_MONTHS)})/(?P<day>\d\d)(?=/|$)")
_WRITTEN_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|\b[A-Z]{2,4})\s*$")


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """One statement of a publication time; `instant` carries the offset it was made in."""

    source: str
    instant: dt.datetime
    is_date_only: bool = False


def zone_of(name: str) -> dt.tzinfo:
    """Return the zone of an IANA name, UTC for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


def read_evidence(source: str, text: str, zone: dt.tzinfo) -> DateEvidence | None:
    """Return a written date as evidence; a date without an offset is local to the outlet, one in UTC is moved there."""
    instant = parse_date(text)
    if instant is None:
        return None
    if not _WRITTEN_ZONE.search(text.strip()) or is_date_only(text):
        instant = instant.replace(tzinfo=None).replace(tzinfo=zone)
    elif instant.utcoffset() == dt.timedelta():
        instant = _move(instant, zone)
    return DateEvidence(source, instant, is_date_only(text))


def read_url_date(url: str, zone: dt.tzinfo) -> DateEvidence | None:
    """Return the day in an address, at midnight of the outlet's zone.

    >>> read_url_date("https://outlet.example/2024/may/24/visit", dt.UTC).instant.date()
    datetime.date(2024, 5, 24)
    """
    found = _URL_DATE.search(url) or _URL_NAMED_DATE.search(url.lower())
    if found is None:
        return None
    month = found["month"]
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return DateEvidence("url", dt.datetime(int(found["year"]), number, int(found["day"]), tzinfo=zone), True)
    except ValueError:
        return None


def choose_date(evidence: Iterable[DateEvidence | None], seen_at: dt.datetime) -> DateEvidence:
    """Return the first credible evidence; a bare day takes its time of day from later evidence of the same day.

    Evidence outside [1990, seen + one day] is passed over: what is announced is not what is published. Without
    any, the time of first sight is the answer ("seen").
    """
    credible = [found for found in evidence if found is not None and clamp_instant(found.instant, seen_at) is not None]
    if not credible:
        return DateEvidence("seen", seen_at)
    return _refine(credible[0], credible[1:])


def _refine(best: DateEvidence, others: Sequence[DateEvidence]) -> DateEvidence:
    if not best.is_date_only:
        return best
    for other in others:
        if not other.is_date_only and other.instant.date() == best.instant.date():
            return DateEvidence(best.source, other.instant)
    return best


def offset_minutes(instant: dt.datetime) -> int:
    """Return the offset from UTC of an aware datetime in whole minutes."""
    offset = instant.utcoffset() or dt.timedelta()
    return int(offset.total_seconds() // 60)


def _move(instant: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant
