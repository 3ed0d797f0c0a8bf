"""Delays that are past where the sentence tells the new plan: "the visit, put off in July, will take place in May"."""

from __future__ import annotations

from dataclasses import replace

from extractors.claims.operators import Chain, Operator

#: what the main clause may say of an event that had been put off or called off
_BROUGHT_ABOUT = frozenset({"light", "possible", "schedule", "expect", "intend", "prepare", "begin", "end"})
#: kind of an operator that no longer decides the status; times below it are its own
OVERTAKEN = "overtaken"


def mark_overtaken(chain: Chain) -> None:
    """Take its force from a participle of putting off or calling off where the event is subject of a newer plan."""
    if not any(_brings_about(operator) for operator in chain.operators):
        return
    chain.operators[:] = [
        replace(op, kind=OVERTAKEN)
        if op.tense == "below" and op.kind in {"postpone", "cancel"} and not op.is_negated
        else op
        for op in chain.operators
    ]


def _brings_about(operator: Operator) -> bool:
    is_main = operator.tense != "below" and operator.relation.startswith("nsubj")
    return is_main and operator.kind in _BROUGHT_ABOUT and not operator.is_negated
