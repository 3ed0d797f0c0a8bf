"""Parties below the noun of an event or of a verb's object: datives, those who take part."""

from __future__ import annotations

from extractors.claims.parties import Party
from extractors.claims.resolve import resolve_parties
from extractors.claims.scope import Scope


def dative_of_noun(scope: Scope) -> list[Party]:
    """Return the dative under the noun of an event or under a verb's object ("военная помощь Киеву", "приглашение премьеру")."""
    syntax, index = scope.syntax, scope.index
    nouns = [index] if not syntax.is_verb(index) else list(syntax.children(index, "obj", "nsubj:pass"))
    for noun in [*nouns, *(kid for n in nouns for kid in syntax.children(n, "nmod"))]:
        for kid in syntax.children(noun, "nmod", "iobj", "obl"):
            if syntax.tokens[kid].feats.get("Case") == "Dat" and syntax.preposition(kid) in {"", "+dat"}:
                found = resolve_parties(scope, kid, is_object=True)
                if found:
                    return found
    return []


def accused_of(scope: Scope, _: str) -> list[Party]:
    """Return who is accused of the act that a noun names ("обвинил Тегеран в поставках оружия")."""
    accuser = scope.chain.has("accuse")
    if accuser is None or not scope.syntax.is_verb(accuser.index):
        return []
    for kid in scope.syntax.children(accuser.index, "obj", "nsubj:pass"):
        found = resolve_parties(scope, kid, is_object=True)
        if found:
            return found
    return []


def with_participation(scope: Scope, _: str) -> list[Party]:
    """Return who takes part in a meeting ("саммит с участием A, B и C")."""
    syntax = scope.syntax
    nouns = syntax.grammar.words.get("participation", ())
    for kid in syntax.children(scope.index, "nmod", "obl"):
        if syntax.lemmas[kid] in nouns:
            return [p for below in syntax.children(kid, "nmod") for p in resolve_parties(scope, below)]
    return []
