"""Several occasions told by one verb: "came in April 2019 and again in September 2023" is two visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extractors.claims.draft import Draft
from extractors.claims.parties import is_placelike
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
