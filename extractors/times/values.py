"""Values of the cores: what "Friday", "in May", "two weeks ago" mean on a given day, by the project's conventions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.times.calendar import (
    ONE_DAY,
    Interval,
    first_on_or_after,
    latest_on_or_before,
    make_date,
    make_day,
    make_months,
    make_season,
    make_unit,
    next_weekday,
    previous_weekday,
    shift_months,
)
from extractors.times.scan import Phrase

#: a planned day further ahead than this, with its last occurrence nearer than that, is the last one
_FAR_DAYS = 240
_NEAR_DAYS = 100
AHEAD = frozenset({"future", "present", "planned"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is resolved against."""

    #: D, the day of publication at the outlet
    anchor_on: dt.date
    #: "past", "future", "present" or "" for a phrase, by its verb
    read_tense: Callable[[Phrase], str]
    #: True where the phrase's verb is a state that lasts until the limit
    is_lasting: Callable[[Phrase], bool]
    #: True where the limit stands after a negated verb ("will not return until March")
    is_negated: Callable[[Phrase], bool]
    #: the date that the phrase points back to
    antecedent: Interval | None = None
    #: whether the antecedent stands in the same sentence
    is_antecedent_near: bool = False
    #: whether it stands in the same paragraph
    is_antecedent_in_paragraph: bool = False


def _number(phrase: Phrase, name: str) -> int | None:
    value = phrase.fields.get(name)
    return value if isinstance(value, int) else None


def _base(phrase: Phrase, context: Context) -> Interval | None:
    """Return the date from which the phrase counts."""
    core = phrase.core
    anchor = make_day(context.anchor_on)
    if core is None:
        return anchor
    if core.is_filler:
        return _day_under_discussion(phrase, context)
    if core.is_anchorable:
        return context.antecedent if context.antecedent is not None and context.is_antecedent_near else anchor
    return context.antecedent if core.is_anaphoric else anchor


def _day_under_discussion(phrase: Phrase, context: Context) -> Interval | None:
    """Return the day that a bare time of day belongs to: the date before it in the paragraph, else the day of publication."""
    antecedent, tense = context.antecedent, context.read_tense(phrase)
    if antecedent is not None and antecedent.unit == "day" and antecedent.start is not None:
        is_plausible = tense != "past" or antecedent.start <= context.anchor_on
        if context.is_antecedent_near or (context.is_antecedent_in_paragraph and is_plausible):
            return antecedent
    return make_day(context.anchor_on) if tense in {"past", "future"} else None


def _edge_day(base: Interval, step: int) -> dt.date | None:
    """Return the day to count from: the last one forwards, the first one backwards."""
    if step > 0 and base.end is not None:
        return base.end - ONE_DAY
    return base.start if base.start is not None else (base.end - ONE_DAY if base.end else None)


def _year_of(phrase: Phrase, context: Context) -> int | None:
    year, step = _number(phrase, "year"), _number(phrase, "yearrel")
    if year is not None:
        return year
    if step is not None:
        return context.anchor_on.year + step
    near = context.antecedent if context.is_antecedent_near else None
    # "in 2015 he had been announced for 9 May": the year of the sentence
    is_plain = phrase.core is not None and not phrase.core.mode and not phrase.core.is_anaphoric
    return near.start.year if near is not None and near.unit == "year" and near.start is not None and is_plain else None


def _resolve_date(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    month, first, last = _number(phrase, "month"), _number(phrase, "day"), _number(phrase, "last_day")
    if month is None or first is None:
        return None
    last = last if last is not None else first
    year = _year_of(phrase, context)
    start = (
        make_date(year, month, first) if year is not None else _choose_year(phrase, context, tense, month, first, last)
    )
    if start is None:
        return None
    end = make_date(start.year, month, last)
    return None if end is None or end < start else Interval(start, end + ONE_DAY, "day")


def _choose_year(phrase: Phrase, context: Context, tense: str, month: int, first: int, last: int) -> dt.date | None:
    anchor = context.anchor_on
    past = latest_on_or_before(anchor, month, first)
    coming = first_on_or_after(anchor, month, last)
    future = make_date(coming.year, month, first) if coming else None
    if past is None or future is None:
        return past or future
    weekday = _number(phrase, "weekday")
    if weekday is not None and (past.weekday() == weekday) != (future.weekday() == weekday):
        return past if past.weekday() == weekday else future
    if tense == "planned":
        # what was planned may be over: "a trip planned for 13 February was put off"
        is_over = (future - anchor).days > _FAR_DAYS and (anchor - past).days < _NEAR_DAYS
        return past if is_over else future
    if tense in {"future", "present"}:
        return future
    if tense == "past":
        return past
    return past if anchor - past <= future - anchor else future


def _resolve_numeric(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    year, month, day = (_number(phrase, name) for name in ("y", "m", "d"))
    if year is None or month is None or day is None:
        return None
    year = year if year >= 100 else 2000 + year
    found = make_date(year, month, day) or make_date(year, day, month)
    return make_day(found) if found and 1000 <= year < 2200 else None


def _resolve_monthday(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    first, last, step = _number(phrase, "day"), _number(phrase, "last_day"), _number(phrase, "monthrel")
    base = _base(phrase, context)
    if first is None or base is None or base.start is None or base.unit not in {"day", "weekend", "week", "month"}:
        return None
    month = shift_months(base.start.replace(day=1), step or 0)
    start, end = make_date(month.year, month.month, first), make_date(month.year, month.month, last or first)
    return Interval(start, end + ONE_DAY, "day") if start and end else None


def _resolve_weekday(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    weekday, core, anchor = _number(phrase, "weekday"), phrase.core, context.anchor_on
    if weekday is None or core is None:
        return None
    if core.is_anaphoric:
        base = _edge_day(context.antecedent, core.step) if context.antecedent else None
        if base is None:
            return None
        return make_day(next_weekday(base, weekday) if core.step > 0 else previous_weekday(base, weekday))
    week_step = _number(phrase, "weekrel")
    if week_step is not None:
        return make_day(anchor + dt.timedelta(days=weekday - anchor.weekday() + 7 * week_step))
    if core.step:
        return make_day(next_weekday(anchor, weekday) + dt.timedelta(days=core.step))
    if core.mode == "last":
        return make_day(previous_weekday(anchor, weekday))
    if core.mode == "next":
        return make_day(next_weekday(anchor, weekday))
    if anchor.weekday() == weekday:
        later = context.antecedent.start if context.is_antecedent_near and context.antecedent else None
        # "on Sunday, and moves on on Monday", said on a Monday: after the Sunday
        return make_day(next_weekday(later, weekday) if later and later > anchor else anchor)
    ahead = tense in AHEAD
    return make_day(next_weekday(anchor, weekday) if ahead else previous_weekday(anchor, weekday))


def _resolve_offset(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    base, step = _base(phrase, context), phrase.core.step if phrase.core else 0
    if base is None or base.unit not in {"day", "weekend"}:
        return None
    day = _edge_day(base, step)
    return make_day(day + dt.timedelta(days=step)) if day else None


def _pick_period(candidates: list[Interval], anchor: dt.date, mode: str, tense: str) -> Interval | None:
    """Choose among consecutive periods: the running one for "this", else the latest over or the first to come."""
    over = [period for period in candidates if period.end is not None and period.end <= anchor]
    ahead = [period for period in candidates if period.start is not None and period.start > anchor]
    running = [period for period in candidates if period not in over and period not in ahead]
    if mode == "last":
        return over[-1]
    if mode == "next":
        return ahead[0]
    if running and (mode == "this" or running[0].unit == "month"):
        return running[0]
    if tense in AHEAD:
        return ahead[0]
    if tense == "past":
        return over[-1]
    nearest_past, nearest_future = over[-1], ahead[0]
    if nearest_past.end is None or nearest_future.start is None:
        return nearest_past
    return nearest_past if anchor - nearest_past.end <= nearest_future.start - anchor else nearest_future


def resolve_period(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    """Months, seasons, quarters and half-years with or without a year."""
    number = _number(phrase, {"month": "month", "season": "season"}.get(phrase.kind, "ord"))
    if number is None or not 1 <= number <= {"quarter": 4, "half": 2, "season": 4}.get(phrase.kind, 12):
        return None

    def make(year: int) -> Interval:
        if phrase.kind == "month":
            return make_months(year, number, 1, "month")
        if phrase.kind == "season":
            return make_season(year, number)
        size = 3 if phrase.kind == "quarter" else 6
        return make_months(year, size * (number - 1) + 1, size, phrase.kind)

    year = _year_of(phrase, context)
    if year is not None:
        return make(year)
    anchor, core = context.anchor_on, phrase.core
    if core is not None and core.is_anaphoric:
        base = _edge_day(context.antecedent, core.step) if context.antecedent else None
        if base is None:
            return None
        if core.step == 0:
            return make(base.year)
        years = [make(base.year + step) for step in range(-2, 3)]
        return _pick_period(years, base, "next" if core.step > 0 else "last", "")
    return _pick_period([make(anchor.year + step) for step in range(-2, 3)], anchor, core.mode if core else "", tense)


def _resolve_unit(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    core, base = phrase.core, _base(phrase, context)
    if core is None or base is None:
        return None
    day = _edge_day(base, core.step)
    if day is None or not _is_fine_enough(base, phrase.unit):
        return None
    if phrase.unit == "weekend" and core.step == 0 and not core.is_anaphoric:
        this = make_unit(day, "weekend")
        is_begun = this.start is not None and this.start <= day
        return make_unit(day, "weekend", -1) if tense == "past" and not is_begun else this
    return make_unit(day, phrase.unit, core.step)


_FINENESS = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade")


def _is_fine_enough(base: Interval, unit: str) -> bool:
    """A day cannot be counted from a bare year; a year can be counted from a day."""
    return (
        _FINENESS.index(base.unit) <= _FINENESS.index(unit) if base.unit in _FINENESS and unit in _FINENESS else False
    )


def _resolve_year(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    year = _number(phrase, "year")
    return make_months(year, 1, 12, "year") if year is not None else None


def _resolve_decade(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    number = _number(phrase, "decade")
    number = number if number is not None else _number(phrase, "decadeword")
    if number is None:
        return None
    first = number if number >= 1000 else 1900 + number
    return Interval(dt.date(first, 1, 1), dt.date(first + 10, 1, 1), "decade")


def _resolve_count(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    core, base = phrase.core, _base(phrase, context)
    if core is None or (
        core.is_future_only and tense == "past" and not (core.is_anchorable and context.is_antecedent_near)
    ):
        return None
    rough = _number(phrase, "rough")
    number = rough if rough is not None else _number(phrase, "num")
    number = 1 if number is None else number
    if base is None or not _is_fine_enough(base, phrase.unit) or number == 0:
        return None
    step = core.step * number
    day = _edge_day(base, step)
    if day is None or abs(step) > {"day": 4000, "week": 600, "month": 600}.get(phrase.unit, 150):
        return None
    unit, factor = {"half": ("month", 6), "decade": ("year", 10)}.get(phrase.unit, (phrase.unit, 1))
    if core.is_exact:
        return make_day(shift_months(day, step * factor * {"month": 1, "year": 12}.get(unit, 0)) if unit in {"month", "year"}
                        else day + dt.timedelta(days=step * (7 if unit == "week" else 1)))  # fmt: skip
    found = make_unit(day, unit, step * factor)
    if rough is not None or core.is_approximate:
        low, high = make_unit(day, unit, step * factor - 1), make_unit(day, unit, step * factor + 1)
        found = replace(found, start=low.start, end=high.end, status="approximate")
    return found if unit == "day" else found.approximate()


def _resolve_sofar(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    """Earlier or later inside a running unit."""
    core, anchor = phrase.core, context.anchor_on
    if core is None:
        return None
    if phrase.unit == "day":
        base = (
            context.antecedent
            if context.antecedent is not None and context.antecedent.unit == "day"
            else make_day(anchor)
        )
        return base if core.is_anaphoric else make_day(anchor)
    whole = make_unit(anchor, phrase.unit)
    if core.step < 0:
        return replace(whole, end=anchor + ONE_DAY, status="approximate")
    return replace(whole, start=anchor, status="approximate")


def _resolve_vague(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    is_past = phrase.kind == "past" or (phrase.kind == "tensed" and tense == "past")
    if is_past:
        return Interval(None, context.anchor_on + ONE_DAY, "day", "approximate")
    return Interval(context.anchor_on, None, "day", "approximate")


def _resolve_unset(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    return Interval(None, None, "day", "unset")


CORE_RESOLVERS: dict[str, Callable[[Phrase, Context, str], Interval | None]] = {
    "date": _resolve_date, "numeric": _resolve_numeric, "monthday": _resolve_monthday, "weekday": _resolve_weekday,
    "offset": _resolve_offset, "month": resolve_period, "season": resolve_period, "quarter": resolve_period,
    "half": resolve_period, "unit": _resolve_unit, "year": _resolve_year, "decade": _resolve_decade, "count": _resolve_count,
    "sofar": _resolve_sofar, "future": _resolve_vague, "past": _resolve_vague, "tensed": _resolve_vague, "unset": _resolve_unset,
}  # fmt: skip
