"""Parties that only the things of an act name: whose weapons arrive, whose firms are listed, whose pilots are trained."""

from __future__ import annotations

from extractors.claims.attachment import nominals_with
from extractors.claims.geography import country_party
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party, acting_party
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import SUBJECTS
from extractors.claims.voice import is_passive

_PLACES = frozenset({"place", "facility"})


def tied_parties(scope: Scope, head: int) -> list[Party]:
    """Return the parties that a nominal is, belongs to or names inside its phrase ("firms linked to Russia's war effort")."""
    found = [p for p in resolve_parties(scope, head, is_object=True) if p.kind not in _PLACES]
    if found or (found := owner_of(scope, head)):
        return found
    syntax = scope.syntax
    for kid in syntax.children(head, "nmod:poss", "nmod"):
        if (mention := syntax.mention_of(kid)) is not None and mention.label == "PER":
            return resolve_parties(scope, kid, is_object=True)
    for position in sorted(syntax.subtree(head)):
        mention = syntax.mention_of(position)
        if mention is None or mention.label == "PER" or syntax.time_at.get(position) is not None:
            continue
        party = acting_party(mention, position)
        if party is not None and party.kind not in _PLACES:
            return [party]
        if party is not None and (state := country_party(entity_of(mention))) is not None:
            return [state]
    return []


def tied_to(scope: Scope, argument: str) -> list[Party]:
    """Return the parties tied to the best phrase under one of these prepositions."""
    for position in nominals_with(scope, set(argument.split("|"))):
        if scope.syntax.time_at.get(position) is None and (found := tied_parties(scope, position)):
            return found
    return []


def tied_to_object(scope: Scope, _: str) -> list[Party]:
    """Return the parties tied to the verb's object, or to its subject in the passive."""
    relations = {*SUBJECTS, "nsubj:pass"} if is_passive(scope) else {"obj"}
    heads = list(scope.syntax.children(scope.index, *relations))
    if is_passive(scope) and scope.syntax.tokens[scope.index].dep == "acl":
        heads.append(scope.syntax.tokens[scope.index].head)
    if not heads and not is_passive(scope):
        behind = range(scope.index + 1, min(scope.index + 6, scope.syntax.sentence(scope.index).token_end))
        nouns = [p for p in behind if scope.syntax.tokens[p].upos == "NOUN" and scope.syntax.time_at.get(p) is None]
        heads = [p for p in nouns if not scope.syntax.preposition(p)][:1]
    return [p for kid in heads for p in tied_parties(scope, kid)]


def tied_to_theme(scope: Scope, _: str) -> list[Party]:
    """Return the parties named in the phrase of the theme noun ("an import ban on Russian coal")."""
    theme = scope.trigger.complement
    if theme is None:
        return []
    syntax = scope.syntax
    heads = [k for k in syntax.children(theme, "nmod", "obl", "acl") if not _is_of(scope, k)]
    return next((found for kid in heads if (found := tied_parties(scope, kid))), [])


def _is_of(scope: Scope, kid: int) -> bool:
    return scope.syntax.preposition(kid) in {*scope.syntax.grammar.words["of"], *scope.syntax.grammar.words["by"]}


def owner_of_theme(scope: Scope, _: str) -> list[Party]:
    """Return whose the theme is: "the EU's package", "sanctions européennes", "its own sanctions", "Turkish drones"."""
    theme = scope.trigger.complement
    if theme is None:
        return []
    syntax = scope.syntax
    head = syntax.tokens[theme].head
    above = [head] if syntax.tokens[head].upos == "NOUN" else []
    below = [k for k in syntax.children(theme, "nmod") if _is_of(scope, k) and syntax.mention_of(k) is None]
    for noun in [theme, *above, *below]:
        for kid in syntax.children(noun, "amod", "compound", "nmod:poss", "nmod", "conj"):
            mention = syntax.mention_of(kid)
            if mention is None or mention.label == "PER":
                continue
            if syntax.tokens[kid].dep == "nmod" and not _is_of(scope, kid):
                continue
            party = acting_party(mention, kid)
            if party is not None and party.kind not in _PLACES:
                return [party]
    near = [p for p in (theme - 1, theme + 1) if 0 <= p < len(syntax.tokens) and syntax.tokens[p].upos == "ADJ"]
    for position in near:
        mention = syntax.mention_of(position)
        party = acting_party(mention, position) if mention is not None else None
        if party is not None:
            return [party]
    return []


def states_of_places(scope: Scope, argument: str) -> list[Party]:
    """Return the states of the places under one of these prepositions, or the verb's object where none is given."""
    slots = (f"prep:{argument}",) if argument else ("obj",)
    states = [country_party(entity_of(mention)) for mention in find_places(scope, slots)]
    return list(dict.fromkeys(state for state in states if state is not None))


def subject_of_passive(scope: Scope, _: str) -> list[Party]:
    """Return who is given something: the subject of a passive ("X was given a vase"), of "se voir" with an infinitive."""
    return subject_parties(scope, scope.index) if is_passive(scope) else []
