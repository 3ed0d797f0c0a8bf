"""Claims of one article version: sentence by sentence, trigger by trigger, in text order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from extractors.claims.asides import read_asides
from extractors.claims.attribution import Report, choose_report, find_reports, quote_at
from extractors.claims.builders import build_drafts
from extractors.claims.coreference import open_discourse
from extractors.claims.counted import count_from_clause
from extractors.claims.dedupe import drop_repeats
from extractors.claims.draft import Draft
from extractors.claims.finish import finish_draft
from extractors.claims.lexicon import load_rows
from extractors.claims.memory import remember
from extractors.claims.occasions import split_company, split_occasions
from extractors.claims.operators import climb
from extractors.claims.overtaken import mark_overtaken
from extractors.claims.parties import Party
from extractors.claims.reader import Reader
from extractors.claims.record import make_claim
from extractors.claims.scope import Scope
from extractors.claims.settle import settle_fallen
from extractors.claims.sources import kind_of_source
from extractors.claims.syntax import Syntax, build_syntax, tokens_of
from extractors.claims.taken_up import find_taken_up
from extractors.claims.tense import read_tense
from extractors.claims.timing import NO_TIME, When, clip_running, find_time, is_new_date, unit_since, when_of
from extractors.claims.told_days import from_day_of_statement, is_given_up, same_day_as_visit
from extractors.claims.triggers import Trigger, find_triggers
from extractors.claims.undated import mark_undated
from records.analysis import Analysis, Sentence
from records.annotations import Claim, Mention, Quote, TimeRef
from records.articles import ArticleVersion
from seeds.events import load_grammar


def find_claims(
    version: ArticleVersion,
    analysis: Analysis,
    title_analysis: Analysis | None,
    mentions: Sequence[Mention],
    title_mentions: Sequence[Mention],
    time_refs: Sequence[TimeRef],
    title_time_refs: Sequence[TimeRef],
    quotes: Sequence[Quote],
    anchor_on: dt.date | None = None,
) -> tuple[Claim, ...]:
    """Return the claims of an article version in text order; title claims last and only where the body does not repeat them.

    `anchor_on`: the day from which the text counts, where its dateline gives another than the day of publication.
    """
    today = version.anchor_on if anchor_on is None else anchor_on
    grammar = load_grammar(analysis.lang)
    if grammar is None or not analysis.is_parsed:
        return ()
    body = _open(version, today, build_syntax(analysis, grammar, mentions, time_refs), quotes)
    title_claims: list[Claim] = []
    if title_analysis is not None and title_analysis.tokens:
        title = _open(version, today, build_syntax(title_analysis, grammar, title_mentions, title_time_refs), ())
        title.in_title = True
        title_claims = drop_repeats(_read(title))
        body.discourse.title_pair = tuple(dict.fromkeys(named.party for named in title.discourse.people))
        body.discourse.visits = [replace(v, sentence=-1, paragraph=-1) for v in title.discourse.visits]
    claims = drop_repeats(_read(body))
    return (*claims, *(claim for claim in title_claims if not _is_told(claim, claims)))


def _open(version: ArticleVersion, anchor_on: dt.date, syntax: Syntax, quotes: Sequence[Quote]) -> Reader:
    discourse = open_discourse(syntax)
    discourse.anchor_on = anchor_on
    return Reader(version, anchor_on, syntax, discourse, tuple(quotes))


def _is_told(claim: Claim, body: list[Claim]) -> bool:
    """Tell whether the body has an event of this type with any of the same parties."""
    parties = {*claim.actors, *claim.recipients}
    return any(other.type == claim.type and parties & {*other.actors, *other.recipients} for other in body)


def _read(reader: Reader) -> list[Claim]:
    rows = load_rows(reader.syntax.grammar.lang)
    for sentence in reader.syntax.analysis.sentences:
        triggers = find_triggers(reader.syntax, rows, sentence)
        triggers += find_taken_up(reader.syntax, rows, sentence, reader.discourse)
        reports = find_reports(reader.syntax, reader.discourse, sentence)
        reader.discourse.statements += [(sentence.index, r.source) for r in reports if r.source is not None]
        drafts = read_asides(reader.syntax, sentence, reader.anchor_on)
        remember(reader, sentence, drafts)
        for trigger in triggers:
            found = _read_trigger(reader, sentence, trigger, triggers, reports, drafts)
            remember(reader, sentence, found)
            drafts += found
        undated = mark_undated(reader.syntax, reader.discourse, sentence, drafts, reports, reader.quotes)
        remember(reader, sentence, undated)
        drafts += undated
        for draft in undated:
            draft.source_kind = kind_of_source(draft, None, reader.syntax)
        reader.drafts += [(draft, sentence) for draft in settle_fallen(drafts)]
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
    mark_overtaken(chain)
    quote = quote_at(reader.quotes, syntax.tokens[trigger.index].char_start)
    rivals = tuple({t.index for t in triggers} - {trigger.index, *([trigger.complement] if trigger.complement else [])})
    speaker = _speaker(reader, quote)
    is_told_off = trigger.row.event.type == "denial" and trigger.row.frame.kind == "phrase"
    if (
        (quote is not None or is_told_off)
        and speaker is None
        and (heard := choose_report(reports, trigger.index, chain)) is not None
    ):
        speaker = heard.source
    scope = Scope(syntax, reader.discourse, trigger, chain, speaker, rivals)
    drafts = build_drafts(scope)
    if not drafts:
        return []
    report = choose_report(_above(syntax, trigger.index, reports), trigger.index, chain)
    reporting = frozenset(r.verb for r in reports)
    finished = []
    for draft in drafts:
        if any(
            d.index == draft.index and d.row.event == draft.row.event and d.recipients == draft.recipients
            for d in earlier
        ):
            continue  # the same word in two frames ("come" = go, arrive): the first one that fits tells it
        when = _read_time(scope, reporting, reader.anchor_on, _place_token(syntax, sentence, draft))
        finish_draft(reader, scope, draft, when, report, quote, sentence, earlier)
        if draft.status != "drop":
            parts = split_company(syntax, sentence, draft)
            finished += parts if len(parts) > 1 else split_occasions(syntax, sentence, draft)
    return finished


def _above(syntax: Syntax, index: int, reports: list[Report]) -> list[Report]:
    """Return the acts of saying that do not stand in a relative clause below a noun ("the trip of which X wrote")."""
    below = {kid for clause in syntax.children(index, "acl:relcl") for kid in syntax.subtree(clause)}
    return [report for report in reports if report.verb not in below]


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
    if (counted := count_from_clause(scope, anchor_on)) is not None:
        return counted
    ref = find_time(scope, reporting, near=near)
    if ref is not None and is_given_up(scope, ref):
        ref = find_time(scope, reporting, near=near, skip=ref) or ref
    if ref is not None and _dates_announcement(scope, ref, anchor_on):
        ref = find_time(scope, reporting, near=near, skip=ref)
    lasting = scope.trigger.row.frame.phase in {"be", "stay"} and not _negated(scope)
    if (
        lasting
        and (since := find_time(scope, reporting, allow_since=True)) is not None
        and since.edge == "since"
        and not _is_in_relative(scope, since)
    ):
        return when_of(since)
    if ref is not None:
        when = clip_running(when_of(same_day_as_visit(scope, ref) or ref), anchor_on)
        return from_day_of_statement(scope, when, reporting, anchor_on)
    since = find_time(scope, reporting, allow_since=True)
    if (
        since is not None
        and since.edge == "since"
        and scope.trigger.row.event.type in {"visit", "meeting"}
        and _negated(scope)
    ):
        return replace(unit_since(since), edge="since-unit")
    return NO_TIME


def _is_in_relative(scope: Scope, ref: TimeRef) -> bool:
    """Tell whether a relative clause opens between the trigger and a time ("stayed in X, where he had not been since July")."""
    syntax = scope.syntax
    words = {*syntax.grammar.words["relative_places"], *syntax.grammar.words["pronouns_relative"]} - {"que", "that"}
    first = next(
        (p for p in range(scope.index, len(syntax.tokens)) if syntax.tokens[p].char_start >= ref.char_start), 0
    )
    return any(syntax.lower[p] in words for p in range(scope.index + 1, first))


def _dates_announcement(scope: Scope, ref: TimeRef, anchor_on: dt.date) -> bool:
    """Tell whether a day just past dates the putting off or calling off rather than the visit ("a été reportée vendredi")."""
    operator = scope.chain.has("postpone", "cancel")
    if operator is None or ref.granularity not in {"day", "month"} or ref.t_start is None or ref.t_end is None:
        return False
    if ref.granularity == "month":
        return _is_month_of_decision(scope, ref, operator.index, anchor_on)
    if operator.tense == "below":
        return False
    follows = scope.syntax.tokens[operator.index].char_start < ref.char_start
    if not follows and not ref.text[:1].isupper():
        return False
    first = tokens_of(scope.syntax, ref)[0]
    is_beside = first - operator.index <= 5 and not any(map(scope.syntax.is_verb, range(operator.index + 1, first)))
    if follows and is_beside and operator.tense in {"past", "perfect"} and not any(char.isdigit() for char in ref.text):
        return not is_new_date(scope, first)
    return anchor_on - dt.timedelta(days=7) <= ref.t_start and ref.t_end <= anchor_on + dt.timedelta(days=1)


def _is_month_of_decision(scope: Scope, ref: TimeRef, operator: int, anchor_on: dt.date) -> bool:
    """Tell whether a bare month beside the verb, nearer behind than ahead, is when the event was put off ("reportée en février")."""
    first = tokens_of(scope.syntax, ref)[0]
    is_beside = 0 < first - operator <= 3 and not any(map(scope.syntax.is_verb, range(operator + 1, first)))
    is_finite = read_tense(scope.syntax, operator) not in {"future", "conditional", "infinitive"}
    if not is_beside or not is_finite or ref.t_start is None or any(char.isdigit() for char in ref.text):
        return False
    months_back = (anchor_on.year - ref.t_start.year) * 12 + anchor_on.month - ref.t_start.month
    return 0 <= months_back % 12 < 6 and not is_new_date(scope, first)


def _negated(scope: Scope) -> bool:
    from extractors.claims.operators import is_negated

    return any(is_negated(scope.syntax, verb) for verb in scope.chain.verbs[:2])
