"""Who is no party although he stands where one would: planes that carry somebody, missiles that set out, who measures a visit."""

from __future__ import annotations

from extractors.claims.parties import Party
from extractors.claims.resolve import resolve_parties
from extractors.claims.scope import Scope

_MOVING = frozenset({"go", "set-out", "arrive", "return", "came-from"})


def passengers_of(scope: Scope) -> list[Party]:
    """Return who travels where the text says that his plane or train does."""
    syntax, index = scope.syntax, scope.index
    for kid in syntax.children(index, "nsubj"):
        if syntax.lemmas[kid] not in syntax.grammar.words["vehicles"]:
            continue
        owners = (p for below in syntax.children(kid, "nmod:poss") for p in resolve_parties(scope, below))
        if (owner := next((p for p in owners if p.is_person), None)) is not None:
            return [owner]  # "X's plane landed in Y"
        sentence = syntax.sentence(index)
        ahead = [n.party for n in scope.discourse.people if kid < n.start < sentence.token_end and not n.is_speaker]
        if ahead:
            return ahead[:1]
    return []


def is_moved_thing(scope: Scope) -> bool:
    """Tell whether the subject of a French verb of going stands behind it and is a thing ("d'où partent les missiles")."""
    syntax, index = scope.syntax, scope.index
    if scope.trigger.complement is not None or syntax.grammar.lang != "fr" or syntax.subjects(index):
        return False
    people = {*syntax.grammar.words["role_nouns"], *syntax.grammar.words["guest_nouns"]}
    return scope.trigger.row.frame.id in _MOVING and any(
        kid > index and _is_plain_noun(scope, kid) and syntax.lemmas[kid] not in people
        for kid in syntax.children(index, "obj")
    )


def _is_plain_noun(scope: Scope, index: int) -> bool:
    syntax = scope.syntax
    mention = syntax.mention_of(index)
    is_free = (mention is None or mention.label != "PER") and syntax.time_at.get(index) is None
    return is_free and syntax.tokens[index].upos == "NOUN"


def has_thing_as_object(scope: Scope) -> bool:
    """Tell whether a verb's object is a lifeless thing, where the language shows it ("машину приняли …")."""
    syntax = scope.syntax
    objects = list(syntax.children(scope.index, "obj"))
    words = syntax.grammar.words
    groups = {*words["group_nouns"], *words["delegations"], *words["guest_nouns"], *words["role_nouns"]}
    lifeless = [
        k
        for k in objects
        if syntax.tokens[k].feats.get("Animacy") == "Inan"
        and syntax.mention_of(k) is None
        and syntax.lemmas[k] not in groups
    ]
    return bool(objects) and len(lifeless) == len(objects)


def measures_visit(scope: Scope, party: Party) -> bool:
    """Tell whether somebody only measures the visit ("the visit, the first by a French president since 2000")."""
    syntax = scope.syntax
    if party.is_person or party.token < 0:
        return False
    above = [syntax.lemmas[p] for p in list(syntax.ancestors(party.token))[:2]]
    return any(lemma in syntax.grammar.words["first_time"] for lemma in above)
