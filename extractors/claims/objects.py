"""Objects of a trigger verb: clitics, relatives, what the parser says, what stands right after the verb."""

from __future__ import annotations

from extractors.claims.attachment import is_phrase_head
from extractors.claims.clauses import relative_antecedent
from extractors.claims.parties import Party
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import SUBJECTS, Syntax
from extractors.claims.voice import is_passive


def object_of(scope: Scope, argument: str) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    if argument:
        return []
    found = _clitic(scope) or _relative_object(scope)
    if found:
        return found
    for kid in (
        syntax.children(index, "obj", "nsubj:pass")
        if not is_passive(scope)
        else syntax.children(index, "nsubj:pass", "nsubj")
    ):
        found.extend(p for p in resolve_parties(scope, kid, is_object=not is_passive(scope)) if p not in found)
    if found:
        return found
    if is_passive(scope):
        token = syntax.tokens[index]
        if token.dep in {"acl", "acl:relcl", "amod"}:
            return resolve_parties(scope, token.head)
        return subject_parties(scope, index)
    return _object_by_position(scope)


_STOPS = frozenset({";", ":"})

_CLITICS = frozenset({"l'", "le", "la", "les"})


def _clitic(scope: Scope) -> list[Party]:
    """Return whom a clitic before the verb group stands for ("l'a invité", "le recevra"), whatever the parser made of it."""
    syntax, index = scope.syntax, scope.index
    if syntax.grammar.lang != "fr" or not syntax.is_verb(index):
        return []
    position = index - 1
    start = syntax.sentence(index).token_start
    while position >= start:
        token = syntax.tokens[position]
        low = syntax.lower[position]
        if low in _CLITICS and position + 1 <= index and token.upos in {"PRON", "DET"}:
            follower = syntax.tokens[position + 1]
            if follower.upos in {"AUX", "VERB"} or syntax.lower[position + 1] == "y":
                return _pronoun_object(scope, position)
            return []
        if token.upos not in {"AUX", "ADV", "PRON"} and low not in {"par", "ailleurs", "y"}:
            return []
        position -= 1
    return []


def _pronoun_object(scope: Scope, position: int) -> list[Party]:
    """Return whom an object pronoun means: somebody else than the subject."""
    subject = subject_parties(scope, scope.index)
    party = scope.discourse.resolve_pronoun(position, is_female=None, is_object=True, besides=tuple(subject))
    return [party] if party else []


def _relative_object(scope: Scope) -> list[Party]:
    """Return the antecedent of an object relative ("X, que Y avait reçu"): the name right before "que"."""
    syntax, index = scope.syntax, scope.index
    start = syntax.sentence(index).token_start
    for position in range(index - 1, max(start, index - 12), -1):
        low = syntax.lower[position]
        if low in {"que", "qu'", "whom"}:
            left = position - 1
            if left >= start and syntax.lower[left] == ",":
                left -= 1
            mention = syntax.mention_of(left) if left >= start else None
            if mention is None or mention.label != "PER":
                return []
            return resolve_parties(scope, left)
        if syntax.is_verb(position) and position != index:
            return []
    return []


def _object_by_position(scope: Scope) -> list[Party]:
    """Return the relative pronoun's antecedent, a clitic before the verb, or the name right after the verb."""
    syntax, index = scope.syntax, scope.index
    for kid in syntax.children(index):
        if syntax.lower[kid] in {"que", "qu'", "whom", "that"} and syntax.tokens[kid].upos == "PRON" and kid < index:
            antecedent = relative_antecedent(syntax, kid)
            if antecedent is not None:
                return resolve_parties(scope, antecedent)
    if syntax.tokens[index].dep == "acl:relcl" and not any(True for _ in syntax.children(index, "obj")):
        pronouns = [k for k in syntax.children(index) if syntax.lower[k] in syntax.grammar.words["pronouns_relative"]]
        if pronouns and syntax.tokens[pronouns[0]].dep not in SUBJECTS:
            return resolve_parties(scope, syntax.tokens[index].head)
    if syntax.grammar.cases:
        return _object_by_case(scope)
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + 7, end)):
        token = syntax.tokens[position]
        mention = syntax.mention_of(position)
        if token.upos == "ADP" and _is_place_phrase(syntax, position):
            continue
        if token.upos in {"ADP", "SCONJ", "VERB"} or syntax.lower[position] in _STOPS | {","}:
            break
        if mention is not None and mention.label in {"LOC", "GPE"} and syntax.preposition_before(position):
            continue
        if mention is not None or token.upos == "NOUN":
            if syntax.time_at.get(position) is not None:
                continue
            found = resolve_parties(scope, position, is_object=True)
            if found:
                return found
    return []


def _is_place_phrase(syntax: Syntax, position: int) -> bool:
    """Tell whether a preposition opens a phrase of place between a verb and its object ("recevait à Ankara X")."""
    mention = syntax.mention_of(position + 1) if position + 1 < len(syntax.tokens) else None
    return mention is not None and mention.label in {"LOC", "GPE"}


def _object_by_case(scope: Scope) -> list[Party]:
    """Return the person in the accusative after a verb, beyond places in between ("принял в Кремле президента Ирана")."""
    syntax, index = scope.syntax, scope.index
    behind = range(index + 1, min(index + 9, syntax.sentence(index).token_end))
    before = range(index - 1, max(index - 7, syntax.sentence(index).token_start - 1), -1)
    for position in [*_until_wall(syntax, behind), *_until_wall(syntax, before)]:
        token = syntax.tokens[position]
        mention = syntax.mention_of(position)
        if mention is None or mention.label != "PER" or not is_phrase_head(syntax, position):
            continue
        head = next(
            (p for p in range(position, position + 9) if syntax.mention_of(syntax.tokens[p].head) is not mention),
            position,
        )
        above = syntax.mention_of(syntax.tokens[head].head)
        if (
            token.feats.get("Case") in {"Acc", "Gen"}
            and syntax.preposition(position) in {"", "+gen"}
            and (syntax.tokens[head].head == index or (above is not None and above.label != "PER"))
        ):
            return resolve_parties(scope, position, is_object=True)
    return []


def _until_wall(syntax: Syntax, positions: range) -> list[int]:
    found = []
    for position in positions:
        if syntax.tokens[position].upos in {"SCONJ", "VERB", "PUNCT"}:
            break
        found.append(position)
    return found
