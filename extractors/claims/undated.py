"""Sentences that say that a date is not fixed: they mark a claim of the sentence, or make one about the event under discussion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.claims.attribution import Report, quote_at
from extractors.claims.coreference import OPEN_STATUSES, Discourse, VisitInFocus
from extractors.claims.draft import Draft
from extractors.claims.lexicon import load_rows
from extractors.claims.parties import Party
from extractors.claims.syntax import Syntax, is_definite
from extractors.claims.timing import When
from records.analysis import Sentence
from records.annotations import Quote, TimeRef

_DATED_TYPES = frozenset({"visit", "meeting"})
_PAST_VERB = "noun-under-past-verb"


def mark_undated(
    syntax: Syntax,
    discourse: Discourse,
    sentence: Sentence,
    drafts: list[Draft],
    reports: Sequence[Report],
    quotes: Sequence[Quote],
) -> list[Draft]:
    """Return a new draft where the sentence only says that a date is open; otherwise mark the sentence's own drafts."""
    position = _find_open_date(syntax, sentence)
    if position is None:
        return []
    for draft in drafts:
        if draft.row.frame.kind != "noun" or draft.row.event.type not in _DATED_TYPES:
            continue
        # "no date has been set for the visit" denies the date; "said there was no date for the visit" tells nothing past
        if draft.status == "denied" or (draft.status_rule == _PAST_VERB and _leads_to(syntax, position, draft.index)):
            draft.status, draft.status_rule = "planned", "date-open"
    own = [
        d
        for d in drafts
        if d.row.event.type in _DATED_TYPES
        and d.status in {"planned", "rumoured", "scheduled", "postponed", "cancelled"}
    ]
    for draft in own:
        if draft.when.text is None or draft.status == "postponed":
            draft.when = When()  # a date taken over from the context does not stand against "no date"
    undated = [d for d in own if not d.when.is_dated]
    if own:
        for draft in undated:
            draft.when = replace(draft.when, date_status="unset")
            if draft.status == "scheduled":
                draft.status = "planned"
        return []
    if _is_about_something_else(syntax, sentence):
        return []
    still_open = [v for v in reversed(discourse.visits) if v.status in OPEN_STATUSES]
    legs = syntax.grammar.words.get("leg_nouns", ())
    focus = next(
        (v for v in still_open if v.token < 0 or syntax.lemmas[v.token] not in legs), next(iter(still_open), None)
    )
    invited = _visit_by_invitation(syntax, discourse, sentence, -1 if focus is None else focus.sentence)
    if invited is not None:
        speaker = _speaker(syntax, discourse, sentence, reports, quotes, position)
        return [_make_draft(syntax, invited, position, speaker)]
    if focus is None:
        return []
    together = [
        v
        for v in discourse.visits
        if v.sentence == focus.sentence and v.status in OPEN_STATUSES and v.actors == focus.actors
    ]
    hosts = {v.recipients: v for v in together}
    speaker = _speaker(syntax, discourse, sentence, reports, quotes, position)
    return [
        _make_draft(syntax, visit, position, speaker, is_put_off=_is_put_off(discourse, visit))
        for visit in hosts.values()
    ]


def _is_about_something_else(syntax: Syntax, sentence: Sentence) -> bool:
    """Tell whether a sentence with a clause of content names no visit: its open date is that clause's."""
    tokens = range(sentence.token_start, sentence.token_end)
    has_content = any(syntax.lower[p] in syntax.grammar.words["that"] for p in tokens)
    named = any(syntax.lemmas[p] in syntax.grammar.words["visit_nouns"] for p in tokens)
    return bool(syntax.grammar.cases) and has_content and not named


def _visit_by_invitation(syntax: Syntax, discourse: Discourse, sentence: Sentence, after: int) -> VisitInFocus | None:
    """Return the visit to which an invitation told since the last open visit leads, where the sentence speaks of "that visit"."""
    if not discourse.invitations:
        return None
    where, guests, host = discourse.invitations[-1]
    nouns = [
        p
        for p in range(sentence.token_start, sentence.token_end)
        if syntax.lemmas[p] in syntax.grammar.words["visit_nouns"]
    ]
    if host is None or where <= after or not any(is_definite(syntax, p) for p in nouns):
        return None
    return VisitInFocus(
        guests,
        (host,),
        None,
        None,
        host.entity_id,
        None,
        None,
        None,
        "none",
        "planned",
        sentence.index,
        sentence.paragraph,
    )


def _is_put_off(discourse: Discourse, focus: VisitInFocus) -> bool:
    """Tell whether the text has told that the visit is put off, and since then no new date."""
    same = [v for v in discourse.visits if v.actors == focus.actors and v.recipients == focus.recipients]
    fallen = next((i for i, v in reversed(list(enumerate(same))) if v.status == "postponed"), None)
    return fallen is not None and all(v.date_status in {"none", "unset"} for v in same[fallen + 1 :])


def _make_draft(
    syntax: Syntax, focus: VisitInFocus, position: int, speaker: Party | None, *, is_put_off: bool = False
) -> Draft:
    row = next(
        r
        for found in load_rows(syntax.grammar.lang).values()
        for r in found
        if r.event.type == "visit" and r.frame.kind == "noun"
    )
    draft = Draft(row, position, list(focus.actors), list(focus.recipients), None, When(date_status="unset"))
    draft.country_id = focus.country_id
    draft.status = "postponed" if is_put_off else "planned"
    draft.status_rule, draft.construction = "date-open", "undated"
    draft.source = speaker
    draft.factors = {"date_status": "unset", "context": focus.status}
    return draft


def _find_open_date(syntax: Syntax, sentence: Sentence) -> int | None:
    """Return the token at which the sentence says that a date is open."""
    text = syntax.analysis.text[sentence.char_start : sentence.char_end].casefold().replace("’", "'")
    for phrase in syntax.grammar.words["no_date"]:
        at = text.find(phrase)
        if at >= 0:
            return _token_at(syntax, sentence, sentence.char_start + at)
    for ref in syntax.times:
        if ref.date_status == "unset" and sentence.char_start <= ref.char_start < sentence.char_end:
            return _token_at(syntax, sentence, _start(ref))
    return None


def _leads_to(syntax: Syntax, position: int, noun: int) -> bool:
    """Tell whether an open date is that of a noun behind it ("no date yet for the visit"): no full verb between."""
    return position < noun and all(syntax.tokens[p].upos != "VERB" for p in range(position, noun))


def _start(ref: TimeRef) -> int:
    return ref.char_start


def _token_at(syntax: Syntax, sentence: Sentence, char: int) -> int:
    return next(
        (i for i in range(sentence.token_start, sentence.token_end) if syntax.tokens[i].char_end > char),
        sentence.token_start,
    )


def _speaker(
    syntax: Syntax,
    discourse: Discourse,
    sentence: Sentence,
    reports: Sequence[Report],
    quotes: Sequence[Quote],
    position: int,
) -> Party | None:
    quote = quote_at(quotes, syntax.tokens[position].char_start)
    if quote is not None and quote.speaker is not None:
        known = next((n.party for n in discourse.people if n.party.name == quote.speaker), None)
        return known or Party(quote.speaker, quote.speaker_id, "person", None)
    covering = [r for r in reports if r.token_start <= position < r.token_end and r.source is not None]
    return covering[0].source if covering else None
