"""Whose a group is: the state of its adjective or complement, or the person who leads it."""

from __future__ import annotations

from extractors.claims.parties import Party, acting_party
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax


def owner_of(scope: Scope, head: int) -> list[Party]:
    """Return the state that a group noun belongs to: by a demonym, a possessive or a complement ("l'armée russe")."""
    syntax = scope.syntax
    for kid in [*syntax.children(head, "amod", "nmod", "nmod:poss", "compound", "appos")]:
        mention = syntax.mention_of(kid)
        if mention is not None and mention.entity is not None and mention.label != "PER":
            party = acting_party(mention, kid)
            if party is not None:
                return [party]
    for position in (head + 1, head - 1, head - 2):
        if 0 <= position < len(syntax.tokens):
            mention = syntax.mention_of(position)
            if (
                mention is not None
                and mention.label != "PER"
                and mention.entity is not None
                and syntax.tokens[position].upos == "ADJ"
            ):
                party = acting_party(mention, position)
                return [party] if party else []
    return []


def leader_of(syntax: Syntax, head: int) -> int | None:
    """Return the token of who leads a delegation ("une délégation conduite par X", "a delegation led by X")."""
    words = syntax.grammar.words
    if syntax.lemmas[head] not in words.get("delegations", ()):
        return None
    for kid in syntax.children(head, "acl"):
        if syntax.lemmas[kid] in words["leading"]:
            names = (p for p in range(kid + 1, kid + 8) if (m := syntax.mention_of(p)) is not None and m.label == "PER")
            return next(syntax.children(kid, "obl"), None) or next(names, None)
    return None
