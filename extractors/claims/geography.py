"""Host countries and places that the text leaves unsaid: "there", "y", "where", the place under discussion."""

from __future__ import annotations

from extractors.claims.clauses import relative_antecedent
from extractors.claims.parties import Party, is_placelike, party_of_entity
from extractors.claims.places import entity_of
from extractors.claims.scope import Scope
from records.annotations import Entity


def country_entity(country_id: str | None) -> Entity | None:
    """Return a state by id."""
    from seeds.gazetteer import load_gazetteer

    return load_gazetteer().entities.get(country_id) if country_id else None


def state_adjective(country_id: str | None) -> str | None:
    """Return the English adjective of a state ("Turkish"), for describing its unnamed people."""
    from seeds.gazetteer import load_gazetteer

    state = load_gazetteer().states.get(country_id) if country_id else None
    return state.adjective if state is not None else None


def country_party(place: Entity) -> Party | None:
    """Return the state in which a place lies, as a party."""
    if place.kind == "country":
        return party_of_entity(place)
    country = country_entity(place.country_id)
    return party_of_entity(country) if country is not None else None


def state_of_group(party: Party) -> Party | None:
    """Return the state of an unnamed group or envoy ("the Swedish ambassador", "Indian diplomats"); None for anybody else."""
    country = country_entity(party.country_id) if party.kind == "other" else None
    return party_of_entity(country) if country is not None else None


def is_home(place: Entity, actors: list[Party]) -> bool:
    """Tell whether a place lies in the travellers' own country."""
    country = place.entity_id if place.kind == "country" else place.country_id
    return country is not None and any(p.country_id == country for p in actors)


def is_capital(place: Entity) -> bool:
    """Tell whether a place is the capital of a state."""
    from seeds.gazetteer import load_gazetteer

    return place.entity_id in load_gazetteer().capitals


def there_place(scope: Scope, *, adverb_only: bool = False) -> Entity | None:
    """Return the place that "y", "there", "là-bas" or a relative "où"/"where" in the trigger's clause stands for."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    anchors = {scope.index, scope.chain.anchor if scope.chain.anchor is not None else scope.index}
    for anchor in anchors:
        for kid in syntax.children(anchor):
            low = syntax.lower[kid]
            if low in words["relative_places"] and kid < anchor:
                return _place_before(scope, kid)
            if low in words["pronouns_there"] or low in words["adverbs_there"]:
                return _place_before(scope, kid)
        start = syntax.sentence(anchor).token_start
        for position in range(max(start, anchor - 4), anchor):
            if syntax.lower[position] in words["pronouns_there"]:
                return _place_before(scope, position)
    if adverb_only:
        return None
    for above in list(syntax.ancestors(scope.index))[:3]:
        if syntax.tokens[above].dep == "acl:relcl":
            for kid in syntax.children(above):
                if syntax.lower[kid] in words["relative_places"]:
                    return _place_before(scope, kid)
    return None


def where_place(scope: Scope) -> Entity | None:
    """Return the place that the trigger's own "where" stands for: no place named before the pronoun is the trigger's."""
    syntax, words = scope.syntax, scope.syntax.grammar.words["relative_places"]
    if not syntax.is_verb(scope.index):
        return None
    own = next((k for k in syntax.children(scope.index) if syntax.lower[k] in words and k < scope.index), None)
    return _place_before(scope, own) if own is not None else None


def _place_before(scope: Scope, position: int) -> Entity | None:
    """Return the last place named before a token: in its sentence, else in the two before."""
    syntax = scope.syntax
    sentence = syntax.sentence_of[position]
    if syntax.lower[position] in syntax.grammar.words["relative_places"]:
        antecedent = relative_antecedent(syntax, position)
        mention = syntax.mention_of(antecedent) if antecedent is not None else None
        if mention is not None and is_placelike(mention):
            return entity_of(mention)
    for current in range(position - 1, -1, -1):
        if sentence - syntax.sentence_of[current] > 2:
            break
        mention = syntax.mention_of(current)
        if (
            mention is not None
            and is_placelike(mention)
            and syntax.tokens[current].upos != "ADJ"
            and _stands_as_place(scope, current)
        ):
            return entity_of(mention)
    return None


def _stands_as_place(scope: Scope, position: int) -> bool:
    syntax = scope.syntax
    token = syntax.tokens[position]
    return bool(syntax.preposition(position)) or token.dep in {"obj", "obl", "nmod"}


def focus_place(scope: Scope, actors: list[Party]) -> Entity | None:
    """Return the host country under discussion for travellers who "came": the last visit's, if it is not their own."""
    for visit in reversed(scope.discourse.visits):
        country = country_entity(visit.country_id)
        if country is not None and not is_home(country, actors):
            return country
    return None
