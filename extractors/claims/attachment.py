"""Which prepositional phrases belong to a trigger: by relation, with a price for distance and for what stands between."""

from __future__ import annotations

from extractors.claims.parties import Party
from extractors.claims.resolve import resolve_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax

_STOPS = frozenset({";", ":"})


def nominals_with(scope: Scope, prepositions: set[str]) -> list[int]:
    """Return the nominals with one of these prepositions that belong to the trigger, best attached first."""
    syntax, index = scope.syntax, scope.index
    sentence = syntax.sentence(index)
    anchors = {index, *([scope.chain.anchor] if scope.chain.anchor is not None else [])}
    if scope.trigger.complement is not None:
        anchors.add(scope.trigger.complement)
    if not syntax.is_verb(index):
        anchors |= set(syntax.children(index, "acl:relcl"))  # "the visit that X was to make to Y"
        anchors |= {op.index for op in scope.chain.operators if op.tense == "below"}
        plans = (op for op in scope.chain.operators if op.kind in {"intend", "prepare", "possible"})
        anchors |= {op.index for op in plans if op.relation == "nmod"}  # "le projet de visite de X à Y"
    if syntax.grammar.cases:
        anchors |= {op.index for op in scope.chain.operators if op.relation == "xcomp" and op.tense != "below"}
    venues = venues_of(syntax, anchors)
    scored: list[tuple[float, int]] = []
    for position in range(sentence.token_start, sentence.token_end):
        token = syntax.tokens[position]
        is_nominal = token.upos in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"} or syntax.mention_of(position) is not None
        if not is_nominal or position in anchors:
            continue
        if not is_phrase_head(syntax, position) or syntax.preposition(position) not in prepositions:
            continue
        cost = attachment_cost(scope, position, anchors, venues)
        if cost is not None and cost <= 5.5:
            scored.append((cost, position))
    scored.sort()
    return [position for _, position in scored]


def venues_of(syntax: Syntax, anchors: set[int]) -> set[int]:
    """Return the nouns of events to which these verbs lead ("на саммит", "на встрече"): their place and date are the trip's."""
    nouns = set(syntax.grammar.words["venue_nouns"])
    kids = [kid for anchor in anchors for kid in syntax.children(anchor, "obl", "obj") if syntax.is_verb(anchor)]
    return {kid for kid in kids if syntax.lemmas[kid] in nouns}


def is_phrase_head(syntax: Syntax, position: int) -> bool:
    mention = syntax.mention_of(position)
    if mention is None:
        return True
    return position == 0 or syntax.mention_of(position - 1) is not mention


def attachment_cost(scope: Scope, position: int, anchors: set[int], venues: set[int]) -> float | None:
    """Return how loosely a token hangs on the trigger: 0 = direct; None = not at all."""
    syntax, index = scope.syntax, scope.index
    token = position
    mention = syntax.mention_of(position)
    if mention is not None:
        span = [p for p in range(position, min(position + 12, len(syntax.tokens))) if syntax.mention_of(p) is mention]
        token = next((p for p in span if syntax.tokens[p].head not in span), position)
    crossed = 0
    between = range(min(position, index) + 1, max(position, index))
    is_cut_off = any(syntax.lower[p] in _STOPS for p in between)
    for steps, above in enumerate(syntax.ancestors(token)):
        if above in venues:
            return 1.0 + 0.5 * steps
        if above in anchors:
            foreign = above != index and _is_of_other_noun(scope, token, above)
            return (
                steps
                + 3.0 * (crossed + 2 * foreign + _relatives_between(scope, position))
                + 0.02 * abs(position - index)
            )
        if above in scope.chain.verbs[:3] and crossed == 0 and not is_cut_off:
            return steps + 1.0 + 0.02 * abs(position - index)  # hangs on the verb above ("in X, he was to meet Y")
        if syntax.is_verb(above):
            crossed += 1
        if above in scope.rivals:
            crossed += 1
    if is_cut_off:
        return None
    walls = sum(1 for p in between if p in scope.rivals or (syntax.is_verb(p) and p not in anchors))
    if position < index and walls == 0:
        return 2.5 + 0.05 * (index - position)
    if position > index and walls == 0:
        return 1.5 + 0.05 * (position - index)
    if syntax.clause_head(token) == syntax.clause_head(index) and walls <= 1:
        return 4.0 + 0.05 * abs(position - index)
    return None


def _is_of_other_noun(scope: Scope, token: int, verb: int) -> bool:
    """Tell whether a phrase belongs to another noun under the verb of an event noun ("the visit was put off over riots in X")."""
    syntax = scope.syntax
    is_next = all(syntax.tokens[p].upos in {"ADP", "DET", "ADJ", "PRON"} for p in range(scope.index + 1, token))
    if syntax.is_verb(scope.index) or (scope.index < token and is_next):
        return False
    for above in syntax.ancestors(token):
        if above in (verb, scope.index):
            return False
        is_plain = syntax.tokens[above].upos == "NOUN" and syntax.mention_of(above) is None
        if is_plain and syntax.lemmas[above] not in syntax.grammar.words["place_nouns"]:
            return True
    return False


def _relatives_between(scope: Scope, position: int) -> int:
    """Return 1 where a relative clause opens between the trigger and a later phrase: the phrase is part of it."""
    syntax = scope.syntax
    opened = any(
        syntax.lower[p] in syntax.grammar.words["pronouns_relative"] and syntax.tokens[p].dep.startswith("nsubj")
        for p in range(scope.index + 1, position)
    )
    return 2 if opened and syntax.is_verb(scope.index) else 0


def prepositions_of(scope: Scope, role: str) -> set[str]:
    """Return the prepositions (or bare cases) that mark a role: "of", "by", "from", "between", "at"."""
    return set(scope.syntax.grammar.words[role])


def parties_with(scope: Scope, prepositions: set[str]) -> list[list[Party]]:
    """Return the party groups under one of these prepositions, in text order: "with A and then with B" gives two."""
    groups: list[list[Party]] = []
    for position in sorted(nominals_with(scope, prepositions)):
        found = resolve_parties(scope, position, is_object=True)
        if found and all(set(found) - set(group) for group in groups):
            groups.append(found)
    return groups


def first_with(scope: Scope, prepositions: set[str], *, skip_places: bool = False) -> list[Party]:
    """Return the parties of the best attached phrase; `skip_places`: towns and states after a preposition of place are no parties."""
    for position in nominals_with(scope, prepositions):
        mention = scope.syntax.mention_of(position)
        is_place = mention is not None and mention.label in {"LOC", "GPE"}
        is_spoken_there = is_place and position < scope.index and scope.trigger.row.event.speech_act
        if is_spoken_there and scope.syntax.preposition(position) in scope.syntax.grammar.words["at"]:
            continue
        if skip_places and is_place and scope.syntax.preposition(position) in scope.syntax.grammar.words["at"]:
            continue
        found = resolve_parties(scope, position, is_object=True)
        if found:
            return found
    return []
