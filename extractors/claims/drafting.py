"""Small things that all builders of drafts share."""

from __future__ import annotations

from extractors.claims.draft import Draft
from extractors.claims.parties import Party
from extractors.claims.scope import Scope


def new_draft(scope: Scope) -> Draft:
    return Draft(scope.trigger.row, scope.index, construction=scope.trigger.row.frame.kind)


def unique_parties(parties: list[Party]) -> list[Party]:
    found: list[Party] = []
    for party in parties:
        if all(party.name != other.name for other in found):
            found.append(party)
    return found


MAKING = frozenset(
    {"faire", "effectuer", "accomplir", "entreprendre", "make", "pay", "undertake", "take", "conduct", "complete"}
)
