"""Where an event takes place: the place mentions in a frame's slots."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.claims.attachment import nominals_with, prepositions_of
from extractors.claims.lists import conjuncts
from extractors.claims.parties import is_placelike, no_host, place_of
from extractors.claims.scope import Scope
from extractors.claims.syntax import is_definite
from records.annotations import Entity, Mention


def find_places(scope: Scope, slots: Iterable[str]) -> list[Mention]:
    """Return the place mentions in the first filled slot, coordinated ones included."""
    syntax, index = scope.syntax, scope.index
    for slot in slots:
        name, _, argument = slot.partition(":")
        positions: list[int] = []
        if name == "prep":
            positions = nominals_with(scope, set(argument.split("|")))
        elif name in {"obj", "obj-place"}:
            bare = [kid for kid in syntax.children(index, "obl") if not syntax.preposition(kid)]
            positions = [*syntax.children(index, "obj"), *bare]
            positions += list(range(index + 1, min(index + 7, syntax.sentence(index).token_end)))
        elif name == "of":
            positions = nominals_with(scope, prepositions_of(scope, "of"))
        elif name == "adj":
            positions = list(syntax.children(index, "amod"))
        elif name == "after-in":
            positions = nominals_with(scope, prepositions_of(scope, "inside"))
        elif name == "before":
            positions = list(syntax.children(index, "compound", "nmod:poss"))
        found = _places_at(scope, positions)
        if found:
            return found
    return []


def _places_at(scope: Scope, positions: list[int]) -> list[Mention]:
    for position in positions:
        mention = scope.syntax.mention_of(position)
        if mention is None and scope.syntax.lemmas[position] in scope.syntax.grammar.words["place_nouns"]:
            mention = _named_by(scope, position)
        if mention is None and scope.syntax.lemmas[position] in scope.syntax.grammar.words["venue_nouns"]:
            mention = _held_at(scope, position)
        if (
            mention is None
            or not is_placelike(mention)
            or (mention.entity is not None and mention.entity.name in no_host())
        ):
            continue
        found = [mention]
        for other in conjuncts(scope.syntax, position):
            more = scope.syntax.mention_of(other)
            if more is not None and more not in found and is_placelike(more):
                found.append(more)
        return found
    return []


def _held_at(scope: Scope, position: int) -> Mention | None:
    """Return the place that an event is named by or held in ("le sommet de Bagdad", "au chevet des blessés de Valence")."""
    syntax = scope.syntax
    below = sorted(p for p in syntax.subtree(position) if position < p <= position + 7)
    for place in below:
        if syntax.is_verb(place) or syntax.lower[place] == ",":
            return None
        mention = syntax.mention_of(place)
        is_where = mention is not None and mention.label in {"GPE", "LOC"} and syntax.tokens[place].upos != "ADJ"
        if mention is not None and is_where and is_placelike(mention):
            return mention
    return None


def _named_by(scope: Scope, position: int) -> Mention | None:
    """Return the place that a common noun of place is named by ("la région de X", "the city of X"), or that it takes up ("the region")."""
    syntax = scope.syntax
    for below in [*syntax.children(position, "nmod", "appos", "compound", "flat")]:
        mention = syntax.mention_of(below)
        if mention is not None and is_placelike(mention):
            return mention
    if not is_definite(syntax, position):
        return None
    sentence = syntax.sentence_of[position]
    for current in range(position - 1, -1, -1):
        if sentence - syntax.sentence_of[current] > 3:
            return None
        mention = syntax.mention_of(current)
        if mention is not None and is_placelike(mention) and syntax.tokens[current].upos != "ADJ":
            return mention
    return None


def entity_of(mention: Mention) -> Entity:
    """Return the entity of a place mention (made from its text where the gazetteer has none)."""
    found = place_of(mention)
    return found if found is not None and found.name else Entity("", mention.text, "place")
