"""The value of a whole phrase: cores, and the parts, ranges and limits around them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from extractors.times.calendar import ONE_DAY, Interval, make_week, shift_months, take_part
from extractors.times.scan import Phrase
from extractors.times.values import AHEAD, CORE_RESOLVERS, Context, resolve_period


def resolve_phrase(phrase: Phrase, context: Context, tense: str = "") -> Interval | None:
    """Return the interval of a phrase, or None if it has none here (no antecedent, no such day).

    `tense` forces "past" or "future" where the wrapper already decides ("since Friday").
    """
    if phrase.kind in _WRAPPERS:
        return _WRAPPERS[phrase.kind](phrase, context, tense)
    tense = tense or context.read_tense(phrase)
    return CORE_RESOLVERS[phrase.kind](phrase, context, "past" if tense == "result" else tense)


def _resolve_part(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    inner, part = phrase.inner[0], phrase.wrap.part if phrase.wrap else None
    whole = resolve_phrase(inner, context, tense)
    if whole is None or part is None:
        return whole
    tense = tense or context.read_tense(phrase)
    if inner.kind == "season" and not _is_dated(inner) and inner.core is not None and not inner.core.mode:
        running = resolve_period(replace(inner, core=inner.core.model_copy(update={"mode": "this"})), context, tense)
        if (
            running is not None
            and (found := take_part(running, part)).end is not None
            and tense != "past"
            and found.end > context.anchor_on
        ):
            return found
    return take_part(whole, part)


def _resolve_week_of(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    day = resolve_phrase(phrase.inner[0], context, tense)
    return make_week(day.start) if day and day.start else None


def _resolve_night_to(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    morning = resolve_phrase(phrase.inner[0], context, tense)
    return replace(morning, start=morning.start - ONE_DAY) if morning and morning.start else None


def _resolve_hedge(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    found = resolve_phrase(phrase.inner[0], context, tense)
    return found.approximate() if found else None


def _resolve_range(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    """Both ends included; the second end follows the first, over a year's end if need be."""
    first, second = phrase.inner
    tense = tense or context.read_tense(first)
    tense = "past" if tense == "result" else tense
    ahead = tense in AHEAD
    one = resolve_phrase(first, context, tense)
    two = resolve_phrase(second, context, tense)
    if one is None or two is None or one.start is None or two.end is None:
        return None
    if _is_dated(second) or (ahead and not _is_dated(first)):
        one = _move(first, one, lambda found: _starts_in_order(found, two), -1)
    else:
        two = _move(second, two, lambda found: _starts_in_order(one, found), 1)
    if one.start is None or two.end is None or two.end <= one.start:
        return None
    status = "approximate" if "approximate" in {one.status, two.status} else "fixed"
    return Interval(one.start, two.end, one.unit, status)


def _starts_in_order(one: Interval | None, two: Interval | None) -> bool:
    return (
        one is not None
        and two is not None
        and one.start is not None
        and two.start is not None
        and one.start <= two.start
    )


def _is_dated(phrase: Phrase) -> bool:
    return "year" in phrase.heart.fields or "yearrel" in phrase.heart.fields or phrase.heart.kind == "numeric"


def _move(phrase: Phrase, found: Interval, fits: Callable[[Interval], bool], way: int) -> Interval:
    """Return the occurrence of a date that fits and is nearest: same words, another year or week, later or earlier."""
    heart = phrase.heart
    if heart.kind == "weekday":
        options = [
            replace(found, start=_plus(found.start, 7 * step), end=_plus(found.end, 7 * step)) for step in range(-3, 4)
        ]
    elif heart.kind in {"date", "month", "season", "quarter", "half"} and not _is_dated(phrase):
        options = [_in_year(found, step) for step in range(-30, 31)]
    else:
        return found
    fitting = [option for option in options if fits(option)]
    return (fitting[0] if way > 0 else fitting[-1]) if fitting else found


def _plus(day: dt.date | None, days: int) -> dt.date | None:
    return day + dt.timedelta(days=days) if day else None


def _in_year(found: Interval, step: int) -> Interval:
    start = shift_months(found.start, 12 * step) if found.start else None
    end = shift_months(found.end, 12 * step) if found.end else None
    return replace(found, start=start, end=end)


def _resolve_edge(phrase: Phrase, context: Context, tense: str) -> Interval | None:
    """Since, from, until, by, before, after and the earliest date."""
    edge = read_edge(phrase, context)
    forced = {"since": "past", "from": "", "by": "future", "before": "", "earliest": "future"}.get(edge, "")
    if edge == "from" and context.read_tense(phrase) != "past":
        forced = "future"
    if edge == "until" and context.read_tense(phrase) == "result":
        forced = "future"
    inner = resolve_phrase(phrase.inner[0], context, forced or tense)
    if inner is None:
        return None
    anchor = context.anchor_on
    if not edge or inner.status == "unset" or (inner.start is None and inner.end is None):
        return inner
    if edge in {"since", "from"}:
        return replace(inner, end=None)
    if edge == "earliest":
        return replace(inner, end=None, status="approximate")
    if edge == "after":
        return Interval(inner.end, None, inner.unit, "approximate")
    if edge == "until":
        status = inner.status if not _is_late(phrase.inner[0]) else _status_of_whole(phrase.inner[0], context)
        return replace(inner, start=None, status=status)
    end = inner.end if edge == "by" or _is_late(phrase.inner[0]) else inner.start
    start = anchor if end is not None and anchor < end else None
    return Interval(start, end, inner.unit, "approximate")


def _is_late(phrase: Phrase) -> bool:
    return phrase.kind == "part" and phrase.wrap is not None and phrase.wrap.part == "late"


def _status_of_whole(phrase: Phrase, context: Context) -> str:
    """The end of a unit is as certain as the unit ("until the end of January" is fixed)."""
    whole = resolve_phrase(phrase.inner[0], context, "future")
    return whole.status if whole else "approximate"


def read_edge(phrase: Phrase, context: Context) -> str:
    """Return what the outermost preposition says; ambiguous ones are decided by the verb."""
    edge = phrase.wrap.edge if phrase.wrap is not None and phrase.kind == "edge" else None
    if edge == "earliest" and context.read_tense(phrase) in {"past", "result"}:
        # "dès lundi, il avait prévenu": what has happened has a date, not an earliest one
        return ""
    if edge in {"before", "until"} and context.read_tense(phrase) != "past" and context.is_negated(phrase):
        return "earliest"
    if edge == "since_or_from":
        return "from" if context.read_tense(phrase) in {"future", "planned"} else "since"
    if edge == "until_or_by":
        return "until" if context.is_lasting(phrase) else "by"
    return edge or ""


_WRAPPERS: dict[str, Callable[[Phrase, Context, str], Interval | None]] = {
    "part": _resolve_part, "week_of": _resolve_week_of, "night_to": _resolve_night_to, "hedge": _resolve_hedge,
    "range": _resolve_range, "edge": _resolve_edge,
}  # fmt: skip
