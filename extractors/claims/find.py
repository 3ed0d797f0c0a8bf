"""Claims of one article version: sentence by sentence, trigger by trigger, in text order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.claims.attribution import Report, choose_report, find_reports, quote_at
from extractors.claims.builders import build_drafts
from extractors.claims.coreference import Discourse, VisitInFocus, open_discourse
from extractors.claims.dedupe import drop_repeats
from extractors.claims.draft import Draft
from extractors.claims.factors import read_factors
from extractors.claims.geography import country_party
from extractors.claims.lexicon import load_rows
from extractors.claims.operators import Chain, climb
from extractors.claims.parties import Party
from extractors.claims.record import make_claim
from extractors.claims.resolve import subject_parties
from extractors.claims.scope import Scope
from extractors.claims.sources import kind_of_source, source_of
from extractors.claims.status import derive_status
from extractors.claims.syntax import Syntax, build_syntax
from extractors.claims.timing import NO_TIME, When, find_time, unit_since, when_of
from extractors.claims.triggers import Trigger, find_triggers
from extractors.claims.undated import mark_undated
from records.analysis import Analysis, Sentence
from records.annotations import Claim, Entity, Mention, Quote, TimeRef
from records.articles import ArticleVersion
from seeds.events import load_grammar


@dataclass(slots=True)
class Reader:
    """Everything that reading one text needs."""

    version: ArticleVersion
    syntax: Syntax
    discourse: Discourse
    quotes: tuple[Quote, ...]
    in_title: bool = False
    drafts: list[tuple[Draft, Sentence]] = field(default_factory=list)


def find_claims(
    version: ArticleVersion,
    analysis: Analysis,
    title_analysis: Analysis | None,
    mentions: Sequence[Mention],
    title_mentions: Sequence[Mention],
    time_refs: Sequence[TimeRef],
    title_time_refs: Sequence[TimeRef],
    quotes: Sequence[Quote],
) -> tuple[Claim, ...]:
    """Return the claims of an article version in text order; title claims last and only where the body does not repeat them."""
    grammar = load_grammar(analysis.lang)
    if grammar is None or not analysis.is_parsed:
        return ()
    body = _open(version, build_syntax(analysis, grammar, mentions, time_refs), quotes)
    title_claims: list[Claim] = []
    if title_analysis is not None and title_analysis.tokens:
        title = _open(version, build_syntax(title_analysis, grammar, title_mentions, title_time_refs), ())
        title.in_title = True
        title_claims = drop_repeats(_read(title))
        body.discourse.visits = [replace(v, sentence=-1, paragraph=-1) for v in title.discourse.visits]
    claims = drop_repeats(_read(body))
    return (*claims, *(claim for claim in title_claims if not _is_told(claim, claims)))


def _open(version: ArticleVersion, syntax: Syntax, quotes: Sequence[Quote]) -> Reader:
    return Reader(version, syntax, open_discourse(syntax), tuple(quotes))


def _is_told(claim: Claim, body: list[Claim]) -> bool:
    """Tell whether the body has an event of this type with any of the same parties."""
    parties = {*claim.actors, *claim.recipients}
    return any(other.type == claim.type and parties & {*other.actors, *other.recipients} for other in body)


def _read(reader: Reader) -> list[Claim]:
    rows = load_rows(reader.syntax.grammar.lang)
    for sentence in reader.syntax.analysis.sentences:
        triggers = find_triggers(reader.syntax, rows, sentence)
        reports = find_reports(reader.syntax, reader.discourse, sentence)
        drafts: list[Draft] = []
        for trigger in triggers:
            drafts += _read_trigger(reader, sentence, trigger, triggers, reports, drafts)
        drafts += mark_undated(reader.syntax, reader.discourse, sentence, drafts, reports, reader.quotes)
        _remember(reader, sentence, drafts)
        reader.drafts += [(draft, sentence) for draft in drafts]
    return [
        make_claim(reader.version, reader.syntax, sentence, draft, in_title=reader.in_title)
        for draft, sentence in reader.drafts
    ]


def _read_trigger(
    reader: Reader,
    sentence: Sentence,
    trigger: Trigger,
    triggers: list[Trigger],
    reports: list[Report],
    earlier: list[Draft],
) -> list[Draft]:
    syntax = reader.syntax
    chain = climb(syntax, trigger.index)
    quote = quote_at(reader.quotes, syntax.tokens[trigger.index].char_start)
    rivals = tuple({t.index for t in triggers} - {trigger.index, *([trigger.complement] if trigger.complement else [])})
    scope = Scope(syntax, reader.discourse, trigger, chain, _speaker(reader, quote), rivals)
    drafts = build_drafts(scope)
    if not drafts:
        return []
    report = choose_report(reports, trigger.index, chain)
    reporting = frozenset(r.verb for r in reports)
    finished = []
    for draft in drafts:
        when = _read_time(scope, reporting, reader.version.anchor_on, _place_token(syntax, sentence, draft))
        _finish(reader, scope, draft, when, report, quote, sentence, earlier)
        if draft.status != "drop":
            finished.append(draft)
    return finished


def _speaker(reader: Reader, quote: Quote | None) -> Party | None:
    if quote is None or quote.speaker is None:
        return None
    known = next((n.party for n in reader.discourse.people if n.party.name == quote.speaker), None)
    return known or Party(quote.speaker, quote.speaker_id, "person", None)


def _place_token(syntax: Syntax, sentence: Sentence, draft: Draft) -> int | None:
    """Return where in the sentence a visit's place is named: of several dates the one beside it is meant."""
    if draft.place is None or draft.row.event.type != "visit":
        return None
    for position in range(sentence.token_start, sentence.token_end):
        mention = syntax.mention_of(position)
        if mention is not None and mention.entity is not None and mention.entity.name == draft.place.name:
            return position
    return None


def _read_time(scope: Scope, reporting: frozenset[int], anchor_on: dt.date, near: int | None = None) -> When:
    ref = find_time(scope, reporting, near=near)
    if ref is not None and _dates_announcement(scope, ref, anchor_on):
        ref = find_time(scope, reporting, near=near, skip=ref)
    if ref is not None:
        return when_of(ref)
    since = find_time(scope, reporting, allow_since=True)
    if since is not None and scope.trigger.row.event.type in {"visit", "meeting"} and _negated(scope):
        return replace(unit_since(since), edge="since-unit")
    return NO_TIME


def _dates_announcement(scope: Scope, ref: TimeRef, anchor_on: dt.date) -> bool:
    """Tell whether a day just past dates the putting off or calling off rather than the visit ("a été reportée vendredi")."""
    operator = scope.chain.has("postpone", "cancel")
    if (
        operator is None
        or operator.tense == "below"
        or ref.granularity != "day"
        or ref.t_start is None
        or ref.t_end is None
    ):
        return False
    if ref.char_start < scope.syntax.tokens[operator.index].char_start and not ref.text[:1].isupper():
        return False
    return anchor_on - dt.timedelta(days=7) <= ref.t_start and ref.t_end <= anchor_on + dt.timedelta(days=1)


def _negated(scope: Scope) -> bool:
    from extractors.claims.operators import is_negated

    return any(is_negated(scope.syntax, verb) for verb in scope.chain.verbs[:2])


def _finish(
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
    anchor = reader.version.anchor_on
    draft.when = when
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
    factors = read_factors(scope, draft.when, report, anchor)
    factors["source_kind"] = draft.source_kind
    if focus is not None:
        factors["context"] = focus.status
    if draft.row.event.type == "invitation" and _is_standing(scope):
        factors["standing"] = "yes"
    draft.factors = factors
    draft.status, draft.status_rule = derive_status(factors)
    _take_over(draft, earlier, factors)
    _bound_by_phase(draft)
    _span_by_duration(scope.syntax, sentence, draft)


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


def _span_by_duration(syntax: Syntax, sentence: Sentence, draft: Draft) -> None:
    """Close an open interval where the sentence gives the length of the stay ("a two-day visit", "une visite de trois jours")."""
    when, phase = draft.when, draft.row.frame.phase
    if (
        draft.row.event.type != "visit"
        or phase not in {"arrive", "leave", "set-out"}
        or when.granularity not in {"day", None}
    ):
        return
    numbers = syntax.grammar.words["numbers"]
    for position in range(sentence.token_start, sentence.token_end):
        if syntax.lemmas[position] not in syntax.grammar.words["day_nouns"]:
            continue
        counts = [syntax.lower[p] for p in range(max(sentence.token_start, position - 2), position)]
        days = next(
            (numbers.index(w) + 1 if w in numbers else int(w) for w in counts if w in numbers or w.isdecimal()), None
        )
        if days is None or not 1 < days <= 15:
            continue
        if when.t_start is not None and when.t_end is None:
            draft.when = replace(when, t_end=when.t_start + dt.timedelta(days=days))
        elif when.t_end is not None and when.t_start is None:
            draft.when = replace(when, t_start=when.t_end - dt.timedelta(days=days))
        return


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


_STANDING = frozenset({"valable", "valide", "validité", "vigueur", "cours", "tenir", "valid", "force", "standing", "open", "stand", "hold", "toujours", "permanent"})  # fmt: skip


def _is_standing(scope: Scope) -> bool:
    sentence = scope.syntax.sentence(scope.index)
    near = range(max(sentence.token_start, scope.index - 6), min(sentence.token_end, scope.index + 8))
    return any(scope.syntax.lemmas[p] in _STANDING for p in near)


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
    one_day = when.t_end is not None and when.t_end - when.t_start == dt.timedelta(days=1)
    if phase in {"arrive", "set-out"} and one_day:
        draft.when = replace(when, t_end=None)
    elif phase == "leave" and one_day:
        draft.when = replace(when, t_start=None)


def _remember(reader: Reader, sentence: Sentence, drafts: list[Draft]) -> None:
    for draft in drafts:
        if draft.row.event.type == "invitation":
            states = [
                s for p in draft.actors if (s := country_party(Entity("", "", "person", country_id=p.country_id)))
            ]
            host = draft.actors[0] if draft.actors and draft.actors[0].kind == "country" else next(iter(states), None)
            reader.discourse.invitations.append((sentence.index, tuple(draft.recipients), host))
        if draft.row.event.type == "gift":
            reader.discourse.givers.append(tuple(draft.actors))
        people = tuple(p for p in (*draft.actors, *draft.recipients) if p.is_person)
        if len(people) == 2 and draft.row.event.type in {"meeting", "invitation", "call", "gift", "agreement"}:
            reader.discourse.pairs.append((sentence.index, people))
        if (
            draft.row.event.type == "criticism"
            or "believed" in draft.factors
            or draft.factors.get("operator") == "accuse"
        ):
            accusers = draft.actors if draft.row.event.type == "criticism" else [draft.source] if draft.source else []
            reader.discourse.accusations.append((sentence.index, tuple(accusers)))
        if draft.row.event.type != "visit":
            continue
        when = draft.when
        reader.discourse.visits.append(
            VisitInFocus(
                tuple(draft.actors),
                tuple(draft.recipients),
                draft.place.name if draft.place else None,
                draft.place.entity_id if draft.place else None,
                draft.country_id,
                when.t_start,
                when.t_end,
                when.granularity,
                when.date_status,
                draft.status,
                sentence.index,
                sentence.paragraph,
                draft.index,
            )  # fmt: skip
        )


__all__ = ["Chain", "find_claims", "subject_parties"]
