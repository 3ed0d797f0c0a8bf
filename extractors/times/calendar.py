"""Arithmetic on half-open intervals of calendar dates: weeks, months, seasons, quarters, parts of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

#: months of 31 days and a 29 February need a search over years; eight years cover the gap around 1900 and 2100
_YEARS_TO_SEARCH = 9
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Local dates `[start, end)`, None = open; `unit` is the smallest calendar unit named."""

    start: dt.date | None
    end: dt.date | None
    unit: str
    status: str = "fixed"

    @property
    def granularity(self) -> str:
        """Return the contract's granularity."""
        if self.start is None or self.end is None:
            return "open"
        return {"weekend": "day", "half": "quarter"}.get(self.unit, self.unit)

    def approximate(self) -> Interval:
        """Return the same interval marked approximate."""
        return replace(self, status="approximate")


def make_day(day: dt.date) -> Interval:
    """Return one day."""
    return Interval(day, day + ONE_DAY, "day")


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """Return a date, or None where the calendar has none ("31 June")."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift_months(day: dt.date, months: int) -> dt.date:
    """Return the same day N months away, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for number in range(day.day, 27, -1):
        found = make_date(year, month + 1, number)
        if found is not None:
            return found
    return dt.date(year, month + 1, min(day.day, 28))


def make_months(year: int, month: int, n_months: int, unit: str) -> Interval:
    """Return `n_months` calendar months from the first of `month`."""
    start = dt.date(year, month, 1)
    return Interval(start, shift_months(start, n_months), unit)


def make_week(day: dt.date) -> Interval:
    """Return the Monday week that holds a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return Interval(monday, monday + dt.timedelta(days=7), "week", "approximate")


def make_weekend(day: dt.date) -> Interval:
    """Return Saturday and Sunday of the Monday week that holds a day."""
    saturday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(days=5)
    return Interval(saturday, saturday + dt.timedelta(days=2), "weekend")


def make_unit(day: dt.date, unit: str, step: int = 0) -> Interval:
    """Return the calendar unit that lies `step` units from the one holding `day`."""
    if unit == "day":
        return make_day(day + dt.timedelta(days=step))
    if unit == "week":
        return make_week(day + dt.timedelta(days=7 * step))
    if unit == "weekend":
        return make_weekend(day + dt.timedelta(days=7 * step))
    if unit == "month":
        first = shift_months(day.replace(day=1), step)
        return make_months(first.year, first.month, 1, "month")
    if unit in {"quarter", "half"}:
        size = 3 if unit == "quarter" else 6
        first = shift_months(dt.date(day.year, (day.month - 1) // size * size + 1, 1), size * step)
        return make_months(first.year, first.month, size, unit)
    if unit == "decade":
        first_year = day.year // 10 * 10 + 10 * step
        return Interval(dt.date(first_year, 1, 1), dt.date(first_year + 10, 1, 1), "decade")
    return make_months(day.year + step, 1, 12, "year")


def make_season(year: int, season: int) -> Interval:
    """Return season 1 (spring) to 4 (winter); winter runs from December of `year`."""
    return replace(make_months(year, 3 * season, 3, "season"), status="approximate")


def latest_on_or_before(anchor: dt.date, month: int, day: int) -> dt.date | None:
    """Return the latest such day of the year up to the anchor."""
    for year in range(anchor.year, anchor.year - _YEARS_TO_SEARCH, -1):
        found = make_date(year, month, day)
        if found is not None and found <= anchor:
            return found
    return None


def first_on_or_after(anchor: dt.date, month: int, day: int) -> dt.date | None:
    """Return the first such day of the year from the anchor on."""
    for year in range(anchor.year, anchor.year + _YEARS_TO_SEARCH):
        found = make_date(year, month, day)
        if found is not None and found >= anchor:
            return found
    return None


def next_weekday(day: dt.date, weekday: int) -> dt.date:
    """Return the first such weekday (0 = Monday) strictly after a day."""
    return day + dt.timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def previous_weekday(day: dt.date, weekday: int) -> dt.date:
    """Return the latest such weekday (0 = Monday) strictly before a day."""
    return day - dt.timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


#: part -> (first month, number of months) inside a year, offsets from 0
_YEAR_PARTS = {"early": (0, 3), "mid": (4, 4), "late": (9, 3), "first_half": (0, 6), "second_half": (6, 6)}
_DECADE_PARTS = {"early": (0, 4), "mid": (4, 3), "late": (7, 3), "first_half": (0, 5), "second_half": (5, 5)}
_WEEK_PARTS = {"early": (0, 2), "mid": (2, 2), "late": (4, 3), "first_half": (0, 3), "second_half": (3, 4)}
_MONTH_PARTS = {"early": (1, 11), "mid": (11, 21), "late": (21, 0), "first_half": (1, 16), "second_half": (16, 0)}
#: the weeks of a month are its days 1-7, 8-14 … as the press counts them; the last one is its last seven days
_WEEKS_OF_MONTH = {"week_1": 0, "week_2": 7, "week_3": 14, "week_4": 21}
_THIRDS = {"early": 0, "first_half": 0, "mid": 1, "late": 2, "second_half": 2}


def take_part(whole: Interval, part: str) -> Interval:
    """Return the early, mid, late, first or second half of a unit, by the table of the conventions."""
    start = whole.start
    if start is None or whole.end is None or whole.unit in {"day", "weekend"}:
        return whole
    if part in _WEEKS_OF_MONTH or part == "last_week":
        last = whole.end - dt.timedelta(days=7)
        first = last if part == "last_week" else start + dt.timedelta(days=_WEEKS_OF_MONTH[part])
        return Interval(first, first + dt.timedelta(days=7), "week", "approximate")
    if whole.unit == "month":
        low, high = _MONTH_PARTS[part]
        return Interval(start.replace(day=low), start.replace(day=high) if high else whole.end, "month", "approximate")
    if whole.unit == "week":
        offset, n_days = _WEEK_PARTS[part]
        first = start + dt.timedelta(days=offset)
        return Interval(first, first + dt.timedelta(days=n_days), "week", "approximate")
    if whole.unit == "decade":
        offset, n_years = _DECADE_PARTS[part]
        return Interval(
            shift_months(start, 12 * offset), shift_months(start, 12 * (offset + n_years)), "decade", "approximate"
        )
    if whole.unit == "year":
        offset, n_months = _YEAR_PARTS[part]
        is_half = part.endswith("half")
        first = shift_months(start, offset)
        return Interval(
            first, shift_months(first, n_months), "half" if is_half else "year", "fixed" if is_half else "approximate"
        )
    size = {"season": 1, "quarter": 1, "half": 2}.get(whole.unit, 1)
    first = shift_months(start, size * _THIRDS[part])
    return Interval(first, shift_months(first, size), whole.unit, "approximate")
