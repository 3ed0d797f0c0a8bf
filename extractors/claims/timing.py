"""Which time expression of a sentence dates an event, and the interval it gives."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from extractors.claims.attachment import venues_of
from extractors.claims.operators import operator_kinds
from extractors.claims.overtaken import OVERTAKEN
from extractors.claims.scope import Scope, is_told_of, looks_ahead
from extractors.claims.syntax import Syntax, head_of, tokens_of
from extractors.claims.tense import read_tense
from records.annotations import TimeRef

#: a time further away than this is another event's
MAX_COST = 6.5


@dataclass(frozen=True, slots=True)
class When:
    """The time of a claim; all None and "none" where the text gives none."""

    t_start: dt.date | None = None
    t_end: dt.date | None = None
    date_status: str = "none"
    granularity: str | None = None
    text: str | None = None
    edge: str = ""

    @property
    def is_dated(self) -> bool:
        """Tell whether an end is known."""
        return self.t_start is not None or self.t_end is not None


NO_TIME = When()


def when_of(ref: TimeRef) -> When:
    """Return a time expression as the time of a claim."""
    return When(ref.t_start, ref.t_end, ref.date_status, ref.granularity, ref.text, ref.edge)


def clip_running(when: When, anchor_on: dt.date) -> When:
    """Start "as early as this week" today: the part of a running unit that is over is not meant."""
    start, units = when.t_start, {"week", "month", "year"}
    if when.edge != "from" or start is None or when.t_end is not None or when.granularity not in units:
        return when
    is_running = start <= anchor_on < end_of_unit(start, when.granularity or "")
    return replace(when, t_start=anchor_on) if is_running else when


def find_time(
    scope: Scope,
    reporting: frozenset[int],
    *,
    allow_since: bool = False,
    near: int | None = None,
    skip: TimeRef | None = None,
) -> TimeRef | None:
    """Return the time expression that belongs to the trigger, or None.

    `reporting`: positions of verbs of saying in the sentence; a time that stands beside one of them dates the statement.
    """
    syntax = scope.syntax
    sentence = syntax.sentence(scope.index)
    best: tuple[float, TimeRef] | None = None
    for ref in syntax.times:
        if not sentence.char_start <= ref.char_start < sentence.char_end or ref.date_status == "unset" or ref is skip:
            continue
        if ref.edge == "since" and not allow_since:
            continue
        positions = tokens_of(syntax, ref)
        if (
            not positions
            or positions[0] < syntax.dateline_end
            or scope.index in positions
            or _dates_statement(syntax, positions, reporting - {scope.index}, scope)
            or _dates_beginning(syntax, positions, scope.index)
        ):
            continue
        cost = time_cost(scope, positions)
        if cost is not None and near is not None:
            cost += 0.06 * abs(positions[0] - near)
        if cost is not None and cost <= MAX_COST and (best is None or cost < best[0]):
            best = (cost, ref)
    return best[1] if best else None


def _dates_beginning(syntax: Syntax, positions: list[int], index: int) -> bool:
    """Tell whether a date only says since when ("his first trip to X since taking office in January")."""
    verb = syntax.governing_verb(positions[0])
    if verb is None or verb == index or syntax.tokens[verb].feats.get("VerbForm") == "Fin":
        return False
    since = syntax.grammar.words.get("since", ())
    return any(syntax.lower[kid] in since for kid in syntax.children(verb, "mark", "case") if kid < verb)


def _dates_statement(syntax: Syntax, positions: list[int], reporting: frozenset[int], scope: Scope) -> bool:
    """Tell whether a time stands next to a verb of saying: "a annoncé mardi", "said on Monday", "a annoncé le Kremlin lundi"."""
    first, last = positions[0], positions[-1]
    if any(syntax.children(head_of(syntax, positions), "cop")):
        return False  # "said that X would be on Friday in Y": the day is the predicate
    if _opens_content(syntax, positions, reporting):
        return True
    if is_told_of(scope) and syntax.tokens[head_of(syntax, positions)].head in reporting:
        return True
    for verb in reporting:
        # "a annoncé vendredi le report de la visite"
        is_between = verb < first < scope.index and scope.chain.has("cancel", "postpone") is not None
        if not is_between and (verb in scope.chain.verbs[:1] or verb == scope.chain.anchor):
            continue
        distance = first - verb
        if 0 < distance <= 8:
            between = range(verb + 1, first)
            if all(_is_transparent(syntax, p) for p in between) and not any(p == scope.index for p in between):
                return True
        if 0 < verb - last <= 2 and all(syntax.tokens[p].upos in {"AUX", "PRON", "ADV"} for p in range(last + 1, verb)):
            return True
    head = syntax.tokens[head_of(syntax, positions)].head
    if head in reporting and head != scope.chain.anchor:
        if syntax.grammar.cases and any(syntax.lower[p] == "," for p in range(last + 1, head)):
            return False
        return first > head or not _is_fronted(syntax, first) or _is_in_content(syntax, head, scope.index)
    return False


def _opens_content(syntax: Syntax, positions: list[int], reporting: frozenset[int]) -> bool:
    """Tell whether a time stands between a verb of saying and its "that" ("a assuré vendredi que", "said on Friday that")."""
    after = positions[-1] + 1
    if after >= len(syntax.tokens) or syntax.lower[after] not in syntax.grammar.words["that"]:
        return False
    return any(0 < positions[0] - verb <= 8 and not _has_verb(syntax, verb + 1, positions[0]) for verb in reporting)


def _has_verb(syntax: Syntax, start: int, end: int) -> bool:
    return any(syntax.is_verb(position) for position in range(start, end))


def _is_in_content(syntax: Syntax, verb: int, index: int) -> bool:
    """Tell whether a token stands behind the "that" of a verb of saying: a time before the verb then dates the statement."""
    words = syntax.grammar.words["that"]
    opener = next((p for p in range(verb + 1, min(verb + 4, len(syntax.tokens))) if syntax.lower[p] in words), None)
    return opener is not None and opener < index


def _is_transparent(syntax: Syntax, position: int) -> bool:
    """Tell whether a token may stand between a verb of saying and its time: the speaker's name and titles."""
    token = syntax.tokens[position]
    if syntax.lower[position] in {",", ":", "«", '"', "“", ";", *syntax.grammar.words["that"]} or syntax.is_verb(
        position
    ):
        return False
    return token.upos in {"DET", "NOUN", "PROPN", "ADJ", "ADP", "PART", "ADV", "PRON"}


def _is_fronted(syntax: Syntax, first: int) -> bool:
    return first - syntax.sentence(first).token_start <= 2


def time_cost(scope: Scope, positions: list[int]) -> float | None:
    """Return how loosely a time expression hangs on the trigger; None where another event stands between."""
    syntax, index = scope.syntax, scope.index
    if is_new_date(scope, positions[0]):
        return -3.0
    if _is_before_relative(scope, positions[0]) or _is_in_other_relative(scope, positions):
        return None
    if _counts_in_series(syntax, positions[0] - 1, index):
        return None
    if _is_behind_participle(scope, positions[0]):
        return None
    anchors = {index, *(v for v in (scope.chain.anchor, scope.trigger.complement) if v is not None)}
    below = {op.index for op in scope.chain.operators if op.tense == "below"}
    overtaken = {op.index for op in scope.chain.operators if op.kind == OVERTAKEN}
    head = head_of(syntax, positions)
    crossed = 0.0
    chain = set(scope.chain.verbs) | {op.index for op in scope.chain.operators}
    rivals = set(scope.rivals) - anchors
    first = positions[0]
    venues = venues_of(syntax, anchors) | _purposes_of(scope) if scope.trigger.row.event.type == "visit" else set()
    for steps, above in enumerate(syntax.ancestors(head)):
        if above in overtaken or (above not in chain and _puts_off_aside(syntax, above)):
            return None
        if above in venues:
            return 2.5 + 0.25 * steps
        if above in anchors or above in below:
            return steps * 0.5 + 3.0 * crossed + 0.03 * abs(first - index) + _wall_cost(scope, first, rivals)
        if above in chain:
            return 1.0 + 0.5 * steps + 3.0 * crossed + 0.03 * abs(first - index) + _wall_cost(scope, first, rivals)
        if above in rivals:
            crossed += 1.0
        elif syntax.is_verb(above):
            crossed += 0.6
    walls = _wall_cost(scope, first, rivals)
    if syntax.clause_head(head) == syntax.clause_head(index):
        return 2.0 + 0.05 * abs(first - index) + walls
    if _is_fronted(syntax, first):
        return 3.0 + 0.03 * abs(first - index) + (0.5 * walls)
    return 3.5 + 0.08 * abs(first - index) + walls


def _purposes_of(scope: Scope) -> set[int]:
    """Return the visit nouns for whose sake somebody travels ("is due to land in X for a visit scheduled for May 3"): one event."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    if not syntax.is_verb(scope.index):
        return set()
    heads = {scope.index, *(op.index for op in scope.chain.operators)}
    return {
        kid
        for head in heads
        for kid in syntax.children(head, "obl", "nmod")
        if syntax.lemmas[kid] in words["visit_nouns"] and syntax.preposition(kid) in words.get("purpose", ())
    }


def _counts_in_series(syntax: Syntax, noun: int, index: int) -> bool:
    """Tell whether a time right behind a noun says in which span it is the second or third ("the second such gift this year")."""
    words = syntax.grammar.words.get("ordinals", ())
    if noun < 1 or noun == index or syntax.tokens[noun].upos != "NOUN":
        return False
    return any(syntax.lower[position] in words for position in range(max(0, noun - 3), noun))


def _is_in_other_relative(scope: Scope, positions: list[int]) -> bool:
    """Tell whether a time stands in a relative clause of a phrase that is not the trigger's ("after Cairo, where he spent Thursday, …")."""
    syntax, index = scope.syntax, scope.index
    if not syntax.is_verb(index) or syntax.grammar.cases:
        return False
    for above in syntax.ancestors(head_of(syntax, positions)):
        if above == index:
            return False
        if syntax.tokens[above].dep == "acl:relcl":
            return index not in syntax.subtree(above) and syntax.is_verb(above)
    return False


def _puts_off_aside(syntax: Syntax, verb: int) -> bool:
    """Tell whether a verb is a participle of putting off beside another event's noun: the time below it is its own."""
    if syntax.tokens[verb].dep != "acl" or syntax.tokens[verb].feats.get("VerbForm") != "Part":
        return False
    return operator_kinds(syntax, verb)[:1] in (["postpone"], ["cancel"])


def _is_behind_participle(scope: Scope, first: int) -> bool:
    """Tell whether the trigger is a participle that opens the sentence and the time stands in the clause behind its comma."""
    syntax, index = scope.syntax, scope.index
    is_participle = syntax.tokens[index].feats.get("VerbForm") == "Part" and syntax.first(index, "aux") is None
    if not is_participle or index - syntax.sentence(index).token_start > 3:
        return False
    between = syntax.lower[index:first]
    if "," not in between:
        return False
    opener = between[between.index(",") + 1 :][:1]
    return between.count(",") > 1 or not set(opener) & _relatives(syntax)


def _is_before_relative(scope: Scope, first: int) -> bool:
    """Tell whether the trigger stands in a relative clause and the time before it, in the clause that the relative interrupts."""
    syntax = scope.syntax
    clause = next(
        (v for v in [scope.index, *syntax.ancestors(scope.index)] if syntax.tokens[v].dep == "acl:relcl"), None
    )
    if clause is None or not syntax.is_verb(scope.index) or syntax.grammar.cases:
        return False
    return first < min(syntax.subtree(clause)) and syntax.governing_verb(syntax.tokens[clause].head) is not None


def is_new_date(scope: Scope, first: int) -> bool:
    """Tell whether a time is the one to which the event is moved ("was put back to May", "avancée au 3 mai")."""
    moved = scope.chain.has("postpone", "advance")
    if moved is None or moved.tense == "below" or not moved.index < first <= moved.index + 8:
        return False
    near = {scope.syntax.normal_preposition(p) for p in range(max(first - 2, moved.index + 1), first + 1)}
    return bool(near & set(scope.syntax.grammar.words.get("moved_to", ())))


def _wall_cost(scope: Scope, first: int, rivals: set[int]) -> float:
    """Return what other events, semicolons and relative clauses between time and trigger add."""
    syntax, index = scope.syntax, scope.index
    cost = 0.0
    for position in range(min(first, index) + 1, max(first, index)):
        if position in rivals:
            cost += 1.2
        elif syntax.lower[position] in {";", ":"}:
            cost += 3.0
        elif syntax.lower[position] in _relatives(syntax) and syntax.tokens[position].upos == "PRON":
            cost += 1.0
    return cost


def _relatives(syntax: Syntax) -> set[str]:
    words = syntax.grammar.words
    return {*words["pronouns_relative"], *words["relative_places"]}


def end_of_unit(start: dt.date, granularity: str) -> dt.date:
    """Return the end of the calendar unit that starts on a day: "since July 2000" is about that July."""
    if granularity == "month":
        return (start.replace(day=28) + dt.timedelta(days=5)).replace(day=1)
    if granularity == "year":
        return start.replace(year=start.year + 1)
    if granularity == "week":
        return start + dt.timedelta(days=7)
    return start + dt.timedelta(days=1)


def unit_since(ref: TimeRef) -> When:
    """Return the unit named after "since": the last time that the event happened."""
    if ref.t_start is None:
        return NO_TIME
    start = ref.t_start
    granularity = ref.granularity
    if granularity in {"", "open"}:
        granularity = "year" if (start.month, start.day) == (1, 1) else "month" if start.day == 1 else "day"
    return When(start, end_of_unit(start, granularity), "fixed", granularity, ref.text)


def realign(when: When, scope: Scope, anchor_on: dt.date) -> When:
    """Move a bare weekday or month to the other side of the day of publication where the event's own tense asks for it.

    A tagger of times sees the nearest verb; the event may stand under another ("is due to meet X on Thursday").
    """
    if _is_announced(scope) and (ahead_on := _next_year(when.t_start)) is not None and when.t_start is not None:
        is_nearer = when.t_start < anchor_on and ahead_on - anchor_on < anchor_on - when.t_start
        if when.granularity == "day" and is_nearer and not _YEAR.search(when.text or ""):
            return _shift(when, 0)  # "подтвердил визит X 12 апреля": the verb's past is not the visit's
    if (
        when.text is None
        or when.t_start is None
        or any(char.isdigit() for char in when.text)
        or when.granularity not in _PERIODS
    ):
        return when
    end = when.t_end or when.t_start + dt.timedelta(days=1)
    is_told = scope.trigger.row.frame.kind == "verb" and read_tense(scope.syntax, scope.index) in {"past", "perfect"}
    if is_told and when.granularity == "day" and _is_small_hours(scope):
        tomorrow = anchor_on + dt.timedelta(days=1)
        if when.t_start == tomorrow:
            return when
        if when.t_start + dt.timedelta(days=7) == tomorrow:
            return _shift(when, 7)  # it is tomorrow already where this happens
    ahead = looks_ahead(scope) and scope.chain.has("cancel") is None and not _fell_through(scope)
    if end <= anchor_on and ahead and not when.text.casefold().startswith(("last", "yesterday", "hier")):
        return _shift(when, _PERIODS[when.granularity])
    told = scope.trigger.row.frame.kind == "verb" and read_tense(scope.syntax, scope.index) in {"past", "perfect"}
    is_own = all(op.kind == "light" for op in scope.chain.operators)
    if told and is_own and when.t_start > anchor_on and when.granularity == "day" and when.t_end is not None:
        return _shift(when, -7)
    return when


_YEAR = re.compile(r"\d{4}")


def _is_announced(scope: Scope) -> bool:
    """Tell whether a noun only stands below a verb that confirms the event."""
    return scope.trigger.row.frame.kind == "noun" and scope.chain.has("confirm") is not None


def _fell_through(scope: Scope) -> bool:
    """Tell whether a plan is told as something that did not come about ("визит, который планировался на февраль, не состоялся")."""
    anchor = scope.chain.anchor
    return bool(scope.syntax.grammar.cases) and anchor is not None and read_tense(scope.syntax, anchor) == "past"


def _is_small_hours(scope: Scope) -> bool:
    """Tell whether the sentence speaks of the night before dawn, when another zone's day may be ahead of the reader's."""
    sentence = scope.syntax.sentence(scope.index)
    text = scope.syntax.analysis.text[sentence.char_start : sentence.char_end].casefold().replace("’", "'")
    return any(phrase in text for phrase in scope.syntax.grammar.words.get("small_hours", ()))


#: days after which a bare unit of this kind comes round again
_PERIODS = {"day": 7, "month": 0, "season": 0}


def _shift(when: When, days: int) -> When:
    if days:
        move = dt.timedelta(days=days)
        return replace(when, t_start=when.t_start and when.t_start + move, t_end=when.t_end and when.t_end + move)
    return replace(when, t_start=_next_year(when.t_start), t_end=_next_year(when.t_end))


def _next_year(day: dt.date | None) -> dt.date | None:
    return day.replace(year=day.year + 1) if day is not None and (day.month, day.day) != (2, 29) else day
