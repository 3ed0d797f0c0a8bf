"""Stays told in passing between commas: "X, in China until Tuesday, warned …", "En Turquie depuis lundi, X a reçu …"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extractors.claims.draft import Draft
from extractors.claims.factors import relate_date
from extractors.claims.geography import country_party, is_home
from extractors.claims.lexicon import Row, load_rows
from extractors.claims.parties import Party, acting_party, is_placelike, no_host
from extractors.claims.places import entity_of
from extractors.claims.syntax import Syntax
from extractors.claims.timing import NO_TIME, When, when_of
from records.analysis import Sentence
from records.annotations import Mention, TimeRef

#: an aside is short
_REACH = 10
_LASTING = frozenset({"until", "since", "from"})


def read_asides(syntax: Syntax, sentence: Sentence, anchor_on: dt.date) -> list[Draft]:
    """Return the stays told between commas beside a name; a bare place is where somebody speaks, not a visit."""
    if syntax.grammar.cases:
        return []
    found = []
    for number, mention in enumerate(syntax.mentions):
        start, end = syntax.span_of[number]
        if mention.label != "PER" or mention.kind != "name" or not sentence.token_start <= start < sentence.token_end:
            continue
        opened = [end + 1] if end < sentence.token_end and syntax.lower[end] == "," else []
        if start > sentence.token_start and syntax.lower[start - 1] == ",":
            opened.append(sentence.token_start)
        for first in opened:
            draft = _read_aside(syntax, sentence, first, acting_party(mention, start), anchor_on)
            found += [draft] if draft is not None else []
    return found


def _read_aside(
    syntax: Syntax, sentence: Sentence, first: int, traveller: Party | None, anchor_on: dt.date
) -> Draft | None:
    """Return the stay that the words from a token to the next comma tell of somebody, if that is all they tell."""
    comma = next((p for p in range(first, min(first + _REACH, sentence.token_end)) if syntax.lower[p] == ","), None)
    inside = syntax.grammar.words["inside"]
    row = _row(syntax)
    if comma is None or row is None or traveller is None or syntax.normal_preposition(first) not in inside:
        return None
    where = _place_after(syntax, first, comma)
    if where is None or any(syntax.is_verb(p) for p in range(first, comma)):
        return None
    place, after = entity_of(where), _end_of(syntax, where, comma)
    ref = syntax.time_at.get(after)
    lasts = ref is not None and ref.edge in _LASTING
    has_purpose = (
        ref is None
        and syntax.normal_preposition(after) in syntax.grammar.words.get("purpose", ())
        and after + 1 < comma
    )
    host = country_party(place)
    is_guest = traveller.is_person and traveller.country_id is not None and not is_home(place, [traveller])
    if host is None or place.name in no_host() or not is_guest or not (lasts or has_purpose):
        return None
    draft = Draft(row, first, [traveller], [host], place, _bounds(ref, anchor_on) if lasts else NO_TIME)
    draft.country_id, draft.construction, draft.status_rule = host.entity_id, "aside", "told-in-passing"
    date = relate_date(draft.when, anchor_on)
    draft.status = "scheduled" if draft.when.t_start is not None and date == "future" else "ongoing"
    draft.factors = {
        "type": "visit",
        "kind": "phrase",
        "phase": "be",
        "date": date,
        "date_status": draft.when.date_status,
    }
    return draft


def _row(syntax: Syntax) -> Row | None:
    rows = (row for found in load_rows(syntax.grammar.lang).values() for row in found)
    return next((row for row in rows if row.event.type == "visit" and row.frame.phase == "be"), None)


def _place_after(syntax: Syntax, first: int, comma: int) -> Mention | None:
    for position in range(first, min(first + 3, comma)):
        mention = syntax.mention_of(position)
        if mention is not None:
            return mention if mention.label in {"GPE", "LOC"} and is_placelike(mention) else None
    return None


def _end_of(syntax: Syntax, mention: Mention, comma: int) -> int:
    return next((p for p in range(comma - 1, -1, -1) if syntax.mention_of(p) is mention), comma) + 1


def _bounds(ref: TimeRef | None, anchor_on: dt.date) -> When:
    """Return the time of a stay that lasts: its bare weekday lies ahead where it ends, behind where it began."""
    when = when_of(ref) if ref is not None else NO_TIME
    is_bare = when.text is not None and not any(char.isdigit() for char in when.text)
    if when.edge == "until" and is_bare and when.t_end is not None and when.t_end <= anchor_on:
        return replace(when, t_end=when.t_end + dt.timedelta(days=7))
    return when
