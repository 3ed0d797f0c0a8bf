"""Plans that fall in the sentence that tells them: "was to go to X, but the trip was called off" is one claim, not two."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

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
            _close_stay(kept, draft)
            kept.append(draft)
            continue
        plan.status, plan.status_rule = draft.status, "fell-through"
        if draft.when.is_dated and draft.status == "postponed" and draft.when.text is not None:
            plan.when = draft.when
        if draft.source is not None:
            plan.source, plan.source_kind = draft.source, draft.source_kind
    return kept


def _close_stay(earlier: list[Draft], draft: Draft) -> None:
    """End a stay that the sentence opens on the day on which it tells of the way home or on ("arrived on Monday and left on Tuesday")."""
    stay = next((d for d in reversed(earlier) if d.row.event.type == "visit" and d.actors == draft.actors), None)
    if stay is None or draft.row.event.type != "visit" or stay.when.t_start is None or stay.when.t_end is not None:
        return
    is_home = draft.row.frame.phase == "leave"
    if not is_home and draft.recipients == stay.recipients:
        return
    start, end = draft.when.t_start, draft.when.t_end
    day = end if is_home else start + dt.timedelta(days=1) if start is not None else None
    if stay.row.frame.phase not in {"arrive", "gain", "set-out"} or day is None or not stay.when.t_start < day:
        return
    if draft.when.granularity not in {"day", None} or stay.when.granularity not in {"day", None}:
        return
    stay.when = replace(stay.when, t_end=day)
    if is_home and start is None:
        draft.when = replace(draft.when, t_start=stay.when.t_start)
    if stay.status == "ongoing" and draft.status in {"ongoing", "occurred"}:
        stay.status, stay.status_rule = "occurred", "gone-on"


def _takes_up(draft: Draft, plan: Draft) -> bool:
    return (
        draft.status in _FALLEN
        and draft.row.event.type == plan.row.event.type
        and draft.row.event.type in {"visit", "meeting"}
        and plan.factors.get("operator") in {"schedule", "intend"}
        and ("operator_past" in plan.factors or plan.factors.get("tense") == "past")
        and draft.actors == plan.actors
        and (not draft.recipients or draft.recipients == plan.recipients)
    )
