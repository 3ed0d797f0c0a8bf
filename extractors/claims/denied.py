"""Whose words a denial answers: the accuser named with it, who accused just before, or who spoke just before."""

from __future__ import annotations

from extractors.claims.owners import owner_of
from extractors.claims.parties import Party
from extractors.claims.resolve import subject_parties
from extractors.claims.scope import Scope


def find_accuser(scope: Scope, _: str) -> list[Party]:
    """Return who made the accusation that is denied here, if this or the preceding sentence says so; else whom it names after "by"."""
    own = subject_parties(scope, scope.index)
    allegations = scope.syntax.grammar.themes["allegation"]
    for kid in scope.syntax.children(scope.index, "obj"):
        named = owner_of(scope, kid) if scope.syntax.lemmas[kid] in allegations else []
        if named:
            return [p for p in named if p not in own]
    sentence = scope.syntax.sentence_of[scope.index]
    found = [p for p in scope.discourse.accusers(sentence) if p not in own]
    return found or _last_voice(scope, own, sentence)


def _last_voice(scope: Scope, own: list[Party], sentence: int) -> list[Party]:
    """Return whose words are denied where the denial points back to them ("назвала эти слова ложью", "Москва это отрицает")."""
    syntax = scope.syntax
    pointing = syntax.grammar.words.get("demonstratives", ())
    near = {
        kid
        for k in syntax.children(scope.index, "obj", "nsubj:pass")
        for kid in [k, *syntax.children(k, "det", "amod")]
    }
    if not any(syntax.lower[kid] in pointing for kid in near):
        return []
    states = {p.country_id for p in own}
    for where, party in reversed(scope.discourse.statements):
        if 0 <= sentence - where <= 1 and party not in own and party.country_id not in states:
            return [party]
    return []
