"""Small things that all builders of drafts share."""

from __future__ import annotations

from extractors.claims.draft import Draft
from extractors.claims.parties import Party
from extractors.claims.scope import Scope
from extractors.claims.tense import read_tense


def new_draft(scope: Scope) -> Draft:
    return Draft(scope.trigger.row, scope.index, construction=scope.trigger.row.frame.kind)


def unique_parties(parties: list[Party]) -> list[Party]:
    found: list[Party] = []
    for party in parties:
        if all(party.name != other.name for other in found):
            found.append(party)
    return found


def looks_ahead(scope: Scope) -> bool:
    """Tell whether the sentence speaks of something to come."""
    if scope.chain.has("hope", "prepare", "intend", "schedule", "expect", "postpone", "cancel", "accept"):
        return True
    return any(
        read_tense(scope.syntax, verb) in {"future", "conditional", "possible", "duty"}
        for verb in scope.chain.verbs[:2]
    )


MAKING = frozenset(
    {"faire", "effectuer", "accomplir", "entreprendre", "make", "pay", "undertake", "take", "conduct", "complete"}
)
