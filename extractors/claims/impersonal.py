"""Plural verbs without a subject: "they" of an office, capital or organisation ("в Кремле сообщили" = the Kremlin said)."""

from __future__ import annotations

from extractors.claims.parties import Party, acting_party
from extractors.claims.syntax import Syntax


def acting_place(syntax: Syntax, verb: int) -> int | None:
    """Return the token of the office or capital whose people an impersonal verb means, or None."""
    token = syntax.tokens[verb]
    if syntax.grammar.lang == "fr":
        return _capital_of_on(syntax, verb)
    is_plural = token.feats.get("Number") == "Plur" and token.feats.get("Person", "3") == "3"
    if not syntax.grammar.cases or not is_plural or token.feats.get("VerbForm") != "Fin":
        return None
    if any(True for _ in syntax.children(verb, "nsubj")):
        return None
    return next((kid for kid in syntax.children(verb, "obl") if _is_acting(syntax, kid)), None)


def _capital_of_on(syntax: Syntax, verb: int) -> int | None:
    """Return the capital or office at which French "on" speaks ("À Varsovie, on nie …", "au Kremlin, on s'indigne …")."""
    if not any(syntax.lower[kid] == "on" for kid in syntax.children(verb, "nsubj")):
        return None
    for kid in syntax.children(verb, "obl"):
        mention = syntax.mention_of(kid)
        if mention is not None and kid < verb and syntax.preposition(kid) in {"à", "au"}:
            return kid if mention.label in {"OFFICE", "GPE", "ORG"} else None
    return None


def _is_acting(syntax: Syntax, index: int) -> bool:
    mention = syntax.mention_of(index)
    if mention is None or mention.label not in {"OFFICE", "GPE", "ORG"}:
        return False
    if syntax.tokens[index].feats.get("Case") != "Loc" or syntax.preposition(index) not in syntax.grammar.words["at"]:
        return False
    return mention.entity is None or mention.entity.kind != "country" or mention.label == "ORG"


def those_at(syntax: Syntax, verb: int) -> list[Party]:
    """Return the party behind an impersonal verb, empty where none is named."""
    place = acting_place(syntax, verb)
    mention = syntax.mention_of(place) if place is not None else None
    party = acting_party(mention, place or 0) if mention is not None else None
    return [party] if party is not None else []
