"""Time, source, factors and status of a draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extractors.claims.attribution import Report
from extractors.claims.carryover import carry_place, carry_time
from extractors.claims.coreference import Discourse, VisitInFocus
from extractors.claims.draft import Draft
from extractors.claims.factors import read_factors
from extractors.claims.reader import Reader
from extractors.claims.scope import Scope
from extractors.claims.sources import kind_of_source, source_of
from extractors.claims.status import derive_status
from extractors.claims.syntax import Syntax
from extractors.claims.timing import NO_TIME, When, realign
from extractors.claims.told_days import day_before_main, in_year_ahead, until_after_arrival
from records.analysis import Sentence
from records.annotations import Quote

#: what lies further back than this is history where it is told in the present tense
_LONG_PAST_DAYS = 90


def finish_draft(
    reader: Reader,
    scope: Scope,
    draft: Draft,
    when: When,
    report: Report | None,
    quote: Quote | None,
    sentence: Sentence,
    earlier: list[Draft],
) -> None:
    """Add time, source, factors and status to a draft."""
    anchor = reader.anchor_on
    draft.when = NO_TIME if _is_standing_invitation(scope, draft) else when
    draft.source = source_of(scope, draft, report, quote, scope.speaker)
    draft.source_kind = kind_of_source(draft, report, reader.syntax)
    focus = _focus(reader.discourse, draft)
    if (
        draft.factors.pop("focus", "")
        and focus is not None
        and not when.is_dated
        and focus.paragraph == sentence.paragraph
    ):
        draft.when = When(focus.t_start, focus.t_end, focus.date_status, focus.granularity, None)
    if not draft.when.is_dated and draft.when.date_status == "none":
        draft.when = _same_sentence_time(draft, earlier) or draft.when
    carry_time(reader, scope, draft, earlier, anchor)
    if draft.row.event.type in {"visit", "meeting"}:
        draft.when = day_before_main(scope, draft.when)
    if draft.when.text is not None:
        draft.when = in_year_ahead(scope, realign(draft.when, scope, anchor), anchor)
        draft.when = until_after_arrival(draft.when, focus) if draft.row.event.type == "visit" else draft.when
    factors = read_factors(scope, draft.when, report, anchor)
    factors["source_kind"] = draft.source_kind
    if _is_narrative(reader, scope, factors, sentence, anchor):
        factors["narrative"] = "yes"
    if focus is not None:
        factors["context"] = focus.status
    if draft.row.event.type == "invitation" and _is_standing(scope):
        factors["standing"] = "yes"
    draft.factors = factors
    draft.status, draft.status_rule = derive_status(factors)
    if draft.status == "planned" and factors["date"] in {"past", "yesterday"} and draft.when.granularity == "day":
        draft.when = NO_TIME  # a plan is never dated before the day on which it is told: the day is the statement's
    _take_over(draft, earlier, factors)
    _bound_by_phase(draft)
    _span_by_duration(scope.syntax, sentence, draft, anchor)
    _since_begun(draft, focus)
    carry_place(scope.syntax, sentence, draft, earlier, focus)


def _since_begun(draft: Draft, focus: VisitInFocus | None) -> None:
    """Give a visit that "will last until" a day the beginning that the text has told."""
    end = draft.when.t_end
    if draft.row.event.type != "visit" or focus is None or draft.when.t_start is not None or end is None:
        return
    if draft.factors.get("operator") == "continue" and focus.t_start is not None and focus.t_start < end:
        draft.when = replace(draft.when, t_start=focus.t_start)


def _is_narrative(
    reader: Reader, scope: Scope, factors: dict[str, str], sentence: Sentence, anchor_on: dt.date
) -> bool:
    """Tell whether the text tells of times long past in the present tense ("En juillet 2000, il atterrit à X. Il y reste deux jours.")."""
    if factors["tense"] != "present" or factors["kind"] != "verb":
        return sentence.paragraph - reader.narrative_paragraph <= 1 and factors["tense"] in {"present", "none"}
    long_past = anchor_on - dt.timedelta(days=_LONG_PAST_DAYS)
    start, end = sentence.char_start, sentence.char_end
    own = [
        t for t in reader.syntax.times if start <= t.char_start < end and t.edge != "since" and t.t_start is not None
    ]
    if own and all(t.t_start is not None and t.t_start < long_past for t in own):
        reader.narrative_paragraph = sentence.paragraph
    elif own:
        reader.narrative_paragraph = -9
    return sentence.paragraph - reader.narrative_paragraph <= 1


def _is_standing_invitation(scope: Scope, draft: Draft) -> bool:
    """Tell whether an invitation is only mentioned beside a visit ("at the invitation of X"): the visit's time is not its own."""
    if draft.row.event.type != "invitation" or draft.row.frame.kind != "noun":
        return False
    preposition = scope.syntax.preposition(scope.index)
    is_in_phrase = bool(preposition) and not preposition.startswith("+")  # "+gen": a bare case
    return scope.chain.is_adjunct or is_in_phrase or scope.chain.has("accept") is not None


def _take_over(draft: Draft, earlier: list[Draft], factors: dict[str, str]) -> None:
    """Give talks that are the purpose of a visit in the same sentence that visit's standing."""
    if (
        draft.row.event.type not in {"meeting", "agreement"}
        or draft.row.frame.kind != "noun"
        or factors["tense"] != "none"
    ):
        return
    for other in earlier:
        if (
            other.row.event.type == "visit"
            and other.status in {"scheduled", "planned", "rumoured"}
            and set(other.actors) & set(draft.actors)
        ):
            draft.status, draft.status_rule = other.status, "purpose-of-visit"


def _span_by_duration(syntax: Syntax, sentence: Sentence, draft: Draft, anchor_on: dt.date) -> None:
    """Close an open interval where the sentence gives the length of the stay ("a two-day visit", "une visite de trois jours")."""
    when, phase = draft.when, draft.row.frame.phase
    operator = draft.factors.get("operator")
    begins = operator == "begin" and draft.factors["tense"] == "present" and not when.is_dated
    if operator == "end" and when.t_start is not None and when.t_end is not None:
        when = replace(when, t_start=None) if when.t_end - when.t_start == dt.timedelta(days=1) else when
        draft.when = when if draft.row.event.type == "visit" else draft.when
    is_bound = operator in {"begin", "end", "continue"} and (when.t_start is None) != (when.t_end is None)
    is_trip = not phase and draft.row.frame.kind == "verb" and when.t_start is not None and when.t_end is not None
    if draft.row.event.type != "visit" or not (
        begins or is_bound or is_trip or phase in {"arrive", "leave", "set-out"}
    ):
        return
    if when.granularity not in {"day", None}:
        return
    if begins:
        when = When(anchor_on, None, "fixed", "day")
    numbers = syntax.grammar.words["numbers"]
    lengths = syntax.grammar.words.get("day_adjectives", ())
    for position in range(sentence.token_start, sentence.token_end):
        lemma = syntax.lemmas[position]
        if lemma not in syntax.grammar.words["day_nouns"] and lemma not in lengths:
            continue
        counts = [syntax.lower[p] for p in range(max(sentence.token_start, position - 2), position)]
        days = next(
            (numbers.index(w) + 1 if w in numbers else int(w) for w in counts if w in numbers or w.isdecimal()), None
        )
        days = lengths.index(lemma) + 1 if lemma in lengths else days
        if days is None or not 1 < days <= 15 or (phase == "leave" and _is_of_tour(syntax, position)):
            continue
        if is_trip and when.t_start is not None and _is_of_visit(syntax, position):
            draft.when = replace(when, t_end=when.t_start + dt.timedelta(days=days))
            return
        if when.t_start is not None and when.t_end is None:
            draft.when = replace(when, t_end=when.t_start + dt.timedelta(days=days))
        elif when.t_end is not None and when.t_start is None:
            draft.when = replace(when, t_start=when.t_end - dt.timedelta(days=days))
        return


def _is_of_visit(syntax: Syntax, day: int) -> bool:
    """Tell whether a length is that of a visit for which somebody travels ("for a four-day visit", "pour une visite de quatre jours")."""
    near = range(max(0, day - 5), min(day + 4, len(syntax.tokens)))
    nouns = [syntax.lemmas[p] for p in near if syntax.tokens[p].upos == "NOUN"]
    return any(noun in syntax.grammar.words["visit_nouns"] for noun in nouns) and not _is_of_tour(syntax, day)


def _is_of_tour(syntax: Syntax, day: int) -> bool:
    """Tell whether a length is that of a whole tour: no measure of the stay at its last stop."""
    near = [*syntax.ancestors(day)][:2] + list(range(day + 1, min(day + 3, len(syntax.tokens))))
    return any(syntax.lemmas[p] in syntax.grammar.words.get("tour_nouns", ()) for p in near)


def _same_sentence_time(draft: Draft, earlier: list[Draft]) -> When | None:
    """Return the time of the visit in the same sentence inside which a meeting, gift or signing takes place."""
    if draft.row.event.type not in {"meeting", "agreement", "gift"} or draft.row.frame.kind == "phrase":
        return None
    for other in reversed(earlier):
        when = other.when
        if (
            other.row.event.type != "visit"
            or not when.is_dated
            or not set(other.actors) & {*draft.actors, *draft.recipients}
        ):
            continue
        if draft.place is not None and other.place is not None and draft.country_id not in {None, other.country_id}:
            continue
        if other.when.t_end is None and when.t_start is not None:
            return replace(when, t_end=when.t_start + dt.timedelta(days=1), text=None)
        if when.t_start is None:
            return None
        return replace(when, text=None)
    return None


def _is_standing(scope: Scope) -> bool:
    sentence = scope.syntax.sentence(scope.index)
    near = range(max(sentence.token_start, scope.index - 6), min(sentence.token_end, scope.index + 14))
    return any(scope.syntax.lemmas[p] in scope.syntax.grammar.words["standing"] for p in near)


def _focus(discourse: Discourse, draft: Draft) -> VisitInFocus | None:
    """Return what the text last said of this very event, or of a visit by these people."""
    pool = discourse.visits if draft.row.event.type == "visit" else []
    for visit in reversed(pool):
        if set(visit.actors) & set(draft.actors) and (
            not draft.recipients or set(visit.recipients) & set(draft.recipients)
        ):
            return visit
    if draft.row.event.type == "visit":
        return None
    for visit in reversed(discourse.visits):
        if set(visit.actors) & set(draft.actors):
            return visit
    return None


def _bound_by_phase(draft: Draft) -> None:
    """Open the interval of arrivals and departures on their far side."""
    when, phase = draft.when, draft.row.frame.phase
    if draft.row.event.type != "visit" or when.t_start is None or when.granularity not in {"day", None}:
        return
    if draft.status in {"denied", "cancelled"} or draft.factors.get("operator") == "accept":
        return  # no arrival that could open an interval; "accepted to come on 9 May"
    one_day = when.t_end is not None and when.t_end - when.t_start == dt.timedelta(days=1)
    has_reached = phase == "gain" and draft.factors["tense"] in {"past", "perfect"}
    if (has_reached or phase in {"arrive", "set-out"}) and one_day:
        draft.when = replace(when, t_end=None)
    elif phase == "leave" and one_day:
        draft.when = replace(when, t_start=None)
    elif draft.factors.get("operator") == "begin" and one_day and draft.row.frame.kind == "noun":
        draft.when = replace(when, t_end=None)
