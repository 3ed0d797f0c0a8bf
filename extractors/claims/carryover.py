"""What a claim takes over from its surroundings: the host's place, a narrower place of the same sentence, "then", "the day before"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extractors.claims.coreference import VisitInFocus
from extractors.claims.draft import Draft
from extractors.claims.geography import country_entity
from extractors.claims.parties import is_placelike, specificity
from extractors.claims.places import entity_of
from extractors.claims.reader import Reader
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax
from extractors.claims.timing import When
from records.analysis import Sentence
from records.annotations import Entity, Mention

_INSIDE_VISITS = frozenset({"meeting", "agreement", "gift"})


def carry_place(
    syntax: Syntax, sentence: Sentence, draft: Draft, earlier: list[Draft], focus: VisitInFocus | None
) -> None:
    """Give a visit its host country or a narrower place of its sentence, and talks inside a visit that visit's place."""
    if draft.row.event.type == "visit":
        known = _known_place(focus) if focus is not None and focus.country_id == draft.country_id else None
        draft.place = draft.place or known or country_entity(draft.country_id)
        if draft.place is not None and draft.place.kind == "country":
            draft.place = _narrower(syntax, sentence, draft.place) or draft.place
        return
    if draft.row.event.type not in _INSIDE_VISITS or draft.place is not None:
        return
    for other in reversed(earlier):
        if other.row.event.type == "visit" and set(other.actors) & {*draft.actors, *draft.recipients}:
            draft.place = other.place
            return
    hosts = {party.country_id for party in (*draft.actors, *draft.recipients)}
    if focus is not None and focus.paragraph == sentence.paragraph and focus.country_id in hosts:
        draft.place = _known_place(focus)


def _known_place(focus: VisitInFocus) -> Entity | None:
    return country_entity(focus.place_id) or country_entity(focus.country_id)


def _narrower(syntax: Syntax, sentence: Sentence, country: Entity) -> Entity | None:
    """Return the narrowest place inside a country where the sentence says that something happens."""
    found = []
    for number, mention in enumerate(syntax.mentions):
        start, end = syntax.span_of[number]
        if not sentence.token_start <= start < end <= sentence.token_end or not is_placelike(mention):
            continue
        place = entity_of(mention)
        if place.country_id == country.entity_id and place.kind != "office" and _is_where(syntax, mention, start):
            found.append(place)
    return max(found, key=specificity, default=None)


def _is_where(syntax: Syntax, mention: Mention, start: int) -> bool:
    """Tell whether a place stands in a phrase of place and not in one of who speaks there."""
    verb = syntax.governing_verb(start)
    if mention.kind == "metonym" or (verb is not None and syntax.lemmas[verb] in syntax.grammar.reporting["verbs"]):
        return False
    words = syntax.grammar.words
    return syntax.preposition(start) in {*words["inside"], *words["at"]} and syntax.tokens[start].upos != "ADJ"


def carry_time(reader: Reader, scope: Scope, draft: Draft, earlier: list[Draft], anchor_on: dt.date) -> None:
    """Date an undated claim by a word that points back ("тогда же", "днём раньше"): to the last dated claim."""
    words = scope.syntax.grammar.words
    if draft.when.is_dated or draft.when.date_status != "none" or "then" not in words:
        return
    sentence = scope.syntax.sentence(scope.index)
    text = " ".join(scope.syntax.lower[sentence.token_start : scope.index + 1])
    same = any(f"{phrase} " in f"{text} " for phrase in words["then"])
    behind = " ".join(scope.syntax.lower[scope.index : min(scope.index + 5, sentence.token_end)])
    same = same or any(f" {phrase} " in f"{behind} " for phrase in words.get("then_behind", ()))
    before = any(f"{phrase} " in f"{text} " for phrase in words["day_before"])
    if not same and not before:
        return
    known = [*(d for d, _ in reader.drafts), *earlier]
    last = next((d.when for d in reversed(known) if d.when.t_start is not None), None)
    if before:
        day = (last.t_start if last is not None and last.granularity == "day" else None) or anchor_on
        draft.when = When(day - dt.timedelta(days=1), day, "fixed", "day")
    elif last is not None:
        end = (
            last.t_end
            if last.t_end or last.granularity != "day"
            else (last.t_start or anchor_on) + dt.timedelta(days=1)
        )
        draft.when = replace(last, t_end=end, text=None)
