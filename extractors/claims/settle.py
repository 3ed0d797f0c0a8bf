"""Plans that fall in the sentence that tells them: "was to go to X, but the trip was called off" is one claim, not two."""

from __future__ import annotations

from extractors.claims.draft import Draft

_FALLEN = frozenset({"cancelled", "postponed"})


def settle_fallen(drafts: list[Draft]) -> list[Draft]:
    """Return a sentence's drafts with each past plan given the fate of the later draft that takes it up."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.status_rule == "not-told" and draft.status == "denied":
            continue  # who says nothing of an event does not deny it
        plan = next((earlier for earlier in kept if _takes_up(draft, earlier)), None)
        if plan is None:
            kept.append(draft)
            continue
        plan.status, plan.status_rule = draft.status, "fell-through"
        if draft.when.is_dated and draft.status == "postponed" and draft.when.text is not None:
            plan.when = draft.when
        plan.source, plan.source_kind = draft.source or plan.source, draft.source_kind
    return kept


def _takes_up(draft: Draft, plan: Draft) -> bool:
    return (
        draft.status in _FALLEN
        and draft.row.event.type == plan.row.event.type == "visit"
        and plan.factors.get("operator") in {"schedule", "intend"}
        and ("operator_past" in plan.factors or plan.factors.get("tense") == "past")
        and draft.actors == plan.actors
        and (not draft.recipients or draft.recipients == plan.recipients)
    )
