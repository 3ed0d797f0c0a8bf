"""Dates of feeds and pages: RFC 822 with its variants, W3C/ISO 8601, asctime; clamped to what can be true."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_tz

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
MAX_AHEAD = dt.timedelta(days=1)
#: zone names of feeds beyond those that `email.utils` knows, in minutes
ZONE_MINUTES = {
    "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "WET": 0, "WEST": 60,
    "IST": 330, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "Z": 0, "UTC": 0, "GMT": 0, "UT": 0,
}  # fmt: skip
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})?-?(?P<day>\d{2})?"
    r"(?:[T\s]+(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}))?(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[A-Z]{3,4}|[+-]\d{2}:?(?:\d{2})?)?",
    re.IGNORECASE,
)
#: the usual form of RSS; `email.utils` takes ten times as long and is kept for the rest
_USUAL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) (?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d))? (?P<zone>GMT|UTC|[+-]\d{4})"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})?")
_ZONE_NAME = re.compile(r"\s([A-Z]{1,4})$")


def parse_date(text: str) -> dt.datetime | None:
    """Return the instant a date names, with the offset it was written in (UTC if none), or None.

    >>> parse_date("Tue, 05 Mar 2024 08:30:00 +0100")
    datetime.datetime(2024, 3, 5, 8, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))
    """
    text = " ".join(text[:100].split())
    if not text or not any(char.isdigit() for char in text):
        return None
    try:
        usual = _USUAL.fullmatch(text)
        if usual is not None and usual["month"] in MONTHS:
            return _read_usual(usual)
        found = _ISO.fullmatch(text)
        return _read_iso(found) if found else _read_rfc822(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _read_usual(found: re.Match[str]) -> dt.datetime:
    hour = int(found["hour"])
    day = dt.datetime(
        int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]), tzinfo=_zone(found["zone"])
    )
    if hour > 24:
        raise ValueError("no such hour")
    return day + dt.timedelta(hours=hour, minutes=int(found["minute"]), seconds=min(int(found["second"] or 0), 59))


def is_date_only(text: str) -> bool:
    """Tell whether a date is written without a time of day."""
    return ":" not in text and not re.search(r"T\d{4}", text)


def _read_iso(found: re.Match[str]) -> dt.datetime:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    hour, minute, second = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    days = dt.timedelta(days=1) if hour == 24 else dt.timedelta()
    zone = _zone(found["zone"] or "Z")
    return dt.datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=zone) + days


def _zone(text: str) -> dt.timezone:
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        minutes = ZONE_MINUTES.get(text.upper(), 0)
    else:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
    return dt.timezone(dt.timedelta(minutes=minutes)) if minutes else dt.UTC


def _read_rfc822(text: str) -> dt.datetime | None:
    fields = parsedate_tz(text)
    if fields is None:
        return None
    year, month, day, hour, minute, second = fields[:6]
    if year < 100:
        # two digits: email.utils has "70" as 2070 on some versions, no feed is from then
        year += 1900 if year >= 69 else 2000
    elif 2069 <= year < 2100:
        year -= 100
    named = _ZONE_NAME.search(text.upper())
    if named and named[1] in ZONE_MINUTES:
        zone = _zone(named[1])
    else:
        seconds = fields[9] or 0
        zone = dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC
    days = dt.timedelta(days=1) if hour == 24 else dt.timedelta()
    return dt.datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=zone) + days


def clamp_instant(instant: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Return the instant if it lies within [1990, now + one day], else None: then only first sight is certain."""
    if instant is None:
        return None
    try:
        return instant if EARLIEST <= instant <= now + MAX_AHEAD else None
    except OverflowError:
        return None
