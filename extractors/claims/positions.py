"""What word order alone tells where the parse tells nothing."""

from __future__ import annotations

from extractors.claims.parties import Party, acting_party
from extractors.claims.scope import Scope

_STOPS = frozenset({";", ":"})


def nearest_left(scope: Scope, index: int, *, persons_only: bool = False) -> list[Party]:
    """Return the last party named before a token in its sentence and not beyond a semicolon: the positional fallback for subjects."""
    syntax = scope.syntax
    position = index - 1
    start = syntax.sentence(index).token_start
    while position >= start and syntax.lower[position] not in _STOPS:
        mention = syntax.mention_of(position)
        if mention is not None and (mention.label == "PER" or not persons_only):
            party = acting_party(mention, position)
            if (
                party is not None
                and (party.kind in {"person", "office", "organization"} or party.kind == "country")
                and not (syntax.preposition_before(position) and party.kind != "person")
            ):
                return [party]
        position -= 1
    return []
