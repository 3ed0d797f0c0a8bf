"""Days that the text around an event settles: "the same day" as the visit told before, "in the coming weeks" from the day of
the statement, a day without a year that lies ahead, "until Thursday" after an arrival."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from extractors.claims.coreference import VisitInFocus
from extractors.claims.scope import Scope, looks_ahead
from extractors.claims.syntax import Syntax, head_of, tokens_of
from extractors.claims.timing import When
from records.annotations import TimeRef

_YEAR = re.compile(r"\d{4}")
#: a day less far back than this may well be meant where the words look ahead ("had planned to come on 2 May")
_RECENT_DAYS = 90
_WEEK = dt.timedelta(days=7)


def same_day_as_visit(scope: Scope, ref: TimeRef | None) -> TimeRef | None:
    """Return "the same day" as the day of the visit told last in the paragraph, where the date before it is only a statement's."""
    if ref is None or not ref.is_anaphoric or not ref.rule_id.endswith(".same_day") or ref.granularity != "day":
        return ref
    sentence = scope.syntax.sentence(scope.index)
    known = next((v for v in reversed(scope.discourse.visits) if v.t_start is not None), None)
    if known is None or known.granularity != "day" or known.paragraph != sentence.paragraph:
        return ref
    if known.t_start is None or sentence.index - known.sentence > 2 or not _follows_statement(scope.syntax, ref):
        return ref
    return replace(ref, t_start=known.t_start, t_end=known.t_start + dt.timedelta(days=1))


def _follows_statement(syntax: Syntax, ref: TimeRef) -> bool:
    """Tell whether the day named last before a time is that of a statement ("a annoncé X lundi. Le même jour, …")."""
    days = [t for t in syntax.times if t.char_start < ref.char_start and t.granularity == "day" and not t.is_anaphoric]
    if not days or not (positions := tokens_of(syntax, days[-1])):
        return False
    verb = next((above for above in syntax.ancestors(head_of(syntax, positions)) if syntax.is_verb(above)), None)
    return verb is not None and syntax.lemmas[verb] in syntax.grammar.reporting["verbs"]


def from_day_of_statement(scope: Scope, when: When, reporting: frozenset[int], anchor_on: dt.date) -> When:
    """Start "in the coming weeks" on the day on which it was said, where the sentence names that day."""
    is_coming = when.date_status == "approximate" and when.granularity == "open" and when.t_end is None
    if not is_coming or when.t_start != anchor_on:
        return when
    syntax = scope.syntax
    for verb in reporting:
        for kid in syntax.children(verb):
            said = syntax.time_at.get(kid)
            if said is None or said.granularity != "day" or said.t_start is None or said.text == when.text:
                continue
            if anchor_on - _WEEK <= said.t_start < anchor_on:
                return replace(when, t_start=said.t_start)
    return when


def is_given_up(scope: Scope, ref: TimeRef) -> bool:
    """Tell whether a time is the one first planned ("initially set for May, will take place on 16 June")."""
    syntax, positions = scope.syntax, tokens_of(scope.syntax, ref)
    if scope.trigger.row.frame.kind != "noun" or not positions:
        return False
    before = " ".join(syntax.lower[max(scope.index, positions[0] - 4) : positions[0]])
    return any(phrase in before for phrase in syntax.grammar.words.get("at_first", ()))


def day_before_main(scope: Scope, when: When) -> When:
    """Date a trip by the day after which something is told ("au lendemain de sa visite à X, Y a vu Z samedi" = Friday)."""
    syntax, sentence = scope.syntax, scope.syntax.sentence(scope.index)
    if scope.trigger.row.frame.kind != "noun" or when.granularity not in {"day", None}:
        return when
    before = " ".join(syntax.lower[max(sentence.token_start, scope.index - 7) : scope.index])
    if not any(phrase in before for phrase in syntax.grammar.words.get("a_day_after", ())):
        return when
    day = when.t_start
    if when.text is None or day is None or "lendemain" in when.text or "day" in when.text.split():
        day = scope.discourse.anchor_on
    if day is None:
        return when
    return replace(when, t_start=day - dt.timedelta(days=1), t_end=day, date_status="fixed", granularity="day")


def in_year_ahead(scope: Scope, when: When, anchor_on: dt.date) -> When:
    """Move a day without a year into the year ahead where the event is told as one to come ("said he would come on 9 May")."""
    start, end = when.t_start, when.t_end
    if start is None or end is None or when.granularity != "day" or _YEAR.search(when.text or ""):
        return when
    is_moved = scope.chain.has("advance", "postpone") is not None
    if start > anchor_on - dt.timedelta(days=_RECENT_DAYS) or not (is_moved or looks_ahead(scope)):
        return when
    if any(not 1 <= day.day <= 28 and day.month == 2 for day in (start, end)):
        return when
    ahead = replace(when, t_start=start.replace(year=start.year + 1), t_end=end.replace(year=end.year + 1))
    is_ahead = ahead.t_start is not None and ahead.t_start >= anchor_on
    return ahead if is_ahead and any(char.isdigit() for char in when.text or "") else when


def until_after_arrival(when: When, focus: VisitInFocus | None) -> When:
    """Move "until Thursday" behind the arrival told before ("leaves on Sunday and stays until Thursday")."""
    if focus is None or focus.t_start is None or when.t_start is not None or when.t_end is None:
        return when
    is_weekday = when.edge == "until" and not any(char.isdigit() for char in when.text or "")
    is_before = focus.t_start - _WEEK < when.t_end <= focus.t_start
    return replace(when, t_end=when.t_end + _WEEK) if is_weekday and is_before else when
