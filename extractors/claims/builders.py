"""Turns a trigger with its arguments into drafts: which builder makes which event type."""

from __future__ import annotations

from collections.abc import Callable

from extractors.claims.acts import build_act, build_agreement, build_transfer
from extractors.claims.draft import Draft
from extractors.claims.invitations import build_invitation
from extractors.claims.measures import build_measure
from extractors.claims.meetings import build_meeting
from extractors.claims.scope import Scope
from extractors.claims.visits import build_visit


def build_drafts(scope: Scope) -> list[Draft]:
    """Return the drafts of one trigger, empty where its frame's needs are not met."""
    event = scope.trigger.row.event.type
    if event == "sanction" and scope.trigger.row.frame.theme:
        return build_measure(scope)
    builder = _BUILDERS.get(event, build_act)
    return builder(scope)


_BUILDERS: dict[str, Callable[[Scope], list[Draft]]] = {
    "visit": build_visit, "meeting": build_meeting, "call": build_meeting, "invitation": build_invitation,
    "agreement": build_agreement, "gift": build_transfer, "aid": build_transfer,
}  # fmt: skip
