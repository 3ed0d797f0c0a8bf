"""Several occasions told by one verb: "came in April 2019 and again in September 2023" is two visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extractors.claims.draft import Draft
from extractors.claims.parties import acting_party, is_placelike
from extractors.claims.places import entity_of
from extractors.claims.syntax import Syntax, tokens_of
from extractors.claims.timing import when_of
from records.analysis import Sentence
from records.annotations import Entity, TimeRef

_TYPES = frozenset({"visit", "meeting"})
#: times closer than this are stages of one event
_APART_DAYS = 20


def split_occasions(syntax: Syntax, sentence: Sentence, draft: Draft) -> list[Draft]:
    """Return the draft and a copy of it for every further time that is coordinated with its own."""
    if draft.row.event.type not in _TYPES or draft.status != "occurred" or draft.when.text is None:
        return [draft]
    refs = [r for r in syntax.times if sentence.char_start <= r.char_start < sentence.char_end and r.edge == ""]
    own = next((n for n, ref in enumerate(refs) if ref.text == draft.when.text), None)
    if own is None:
        return [draft]
    found = [draft]
    for before, ref in zip(refs[own:], refs[own + 1 :], strict=False):
        if not _is_another_occasion(syntax, before, ref):
            break
        place = _place_between(syntax, before, ref)
        if place is not None and len(found) == 1:
            found[0].place = _place_between(syntax, None, before, draft.index) or found[0].place
        found.append(replace(draft, when=when_of(ref), place=place or draft.place))
    return found


def _is_another_occasion(syntax: Syntax, one: TimeRef, other: TimeRef) -> bool:
    """Tell whether a time is coordinated with the one before it and far from it."""
    if one.t_end is None or other.t_start is None or other.t_start - one.t_end < dt.timedelta(days=_APART_DAYS):
        return False
    between = range(tokens_of(syntax, one)[-1] + 1, tokens_of(syntax, other)[0])
    joined = any(syntax.tokens[p].upos == "CCONJ" or syntax.lower[p] in {"puis", "then", "again", ","} for p in between)
    return joined and len(between) <= 9 and not any(syntax.is_verb(p) for p in between)


def _place_between(syntax: Syntax, one: TimeRef | None, other: TimeRef, start: int = 0) -> Entity | None:
    first = start if one is None else tokens_of(syntax, one)[-1] + 1
    for position in range(tokens_of(syntax, other)[0] - 1, first - 1, -1):
        mention = syntax.mention_of(position)
        if mention is not None and is_placelike(mention):
            return entity_of(mention)
    return None


def split_company(syntax: Syntax, sentence: Sentence, draft: Draft) -> list[Draft]:
    """Return one meeting for each counterpart with a place or day of its own ("saw A in X on Monday and B in Y on Friday")."""
    if draft.row.event.type != "meeting" or draft.row.frame.kind != "verb" or syntax.grammar.cases:
        return [draft]
    subjects = [p for p in draft.actors if 0 <= p.token < draft.index]
    objects = [p for p in draft.actors if p.token > draft.index]
    if not subjects or not objects:
        return [draft]
    first = min(objects, key=lambda party: party.token)
    start, end = first.token, _end_of_clause(syntax, sentence, first.token)
    second = next((p for p in range(start + 1, end) if _opens_second(syntax, start, p)), None)
    if second is None:
        return [draft]
    mention = syntax.mention_of(second)
    other = acting_party(mention, second) if mention is not None else None
    one, two = _circumstances(syntax, start, second), _circumstances(syntax, second, end)
    if other is None or other in subjects or other == first or one == (None, None) or two == (None, None):
        return [draft]
    is_moved = draft.status in {"occurred", "scheduled", "planned"}
    whens = [when_of(ref) if ref is not None and is_moved else draft.when for _, ref in (one, two)]
    others = [p for p in objects if p.token < second]
    return [
        replace(draft, actors=[*subjects, *others], place=one[0] or draft.place, when=whens[0]),
        replace(draft, actors=[*subjects, other], place=two[0] or draft.place, when=whens[1]),
    ]


def _end_of_clause(syntax: Syntax, sentence: Sentence, start: int) -> int:
    stops = (p for p in range(start, sentence.token_end) if syntax.is_verb(p) or syntax.lower[p] in {";", ":"})
    return next(stops, sentence.token_end)


def _opens_second(syntax: Syntax, start: int, position: int) -> bool:
    """Tell whether a name stands behind "and" or "then" and behind a place or day."""
    mention = syntax.mention_of(position)
    if mention is None or mention.label != "PER" or syntax.mention_of(position - 1) is mention:
        return False
    is_joined = syntax.lower[position - 1] in {"and", "then", "et", "puis"}
    return is_joined and _circumstances(syntax, start, position) != (None, None)


def _circumstances(syntax: Syntax, start: int, end: int) -> tuple[Entity | None, TimeRef | None]:
    """Return the place and the day named between two tokens."""
    mentions = [
        m for p in range(start + 1, end) if (m := syntax.mention_of(p)) is not None and m.label in {"GPE", "LOC"}
    ]
    refs = [ref for p in range(start, end) if (ref := syntax.time_at.get(p)) is not None]
    place = next((entity_of(m) for m in mentions if is_placelike(m)), None)
    return place, refs[0] if refs else None
