"""Derives a status from factors by the ordered table in `seeds/events/status_rules.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seeds.events import StatusRule, load_status_table

Factors = dict[str, str]


def derive_status(factors: Mapping[str, str]) -> tuple[str, str]:
    """Return (status, rule id) of the first rule whose conditions all hold; "drop" means no claim."""
    for rule, conditions in _compile_table():
        for name, choices, is_present in conditions:
            value = factors.get(name, "")
            if (value not in choices) if choices is not None else (bool(value) != is_present):
                break
        else:
            return _settle(rule, factors), rule.id
    return "occurred", "none"


@cache
def _compile_table() -> tuple[tuple[StatusRule, tuple[tuple[str, frozenset[str] | None, bool], ...]], ...]:
    """Return each rule with its conditions: factor, allowed values (None: only presence counts), wanted presence."""
    compiled = []
    for rule in load_status_table().rules:
        conditions: list[tuple[str, frozenset[str] | None, bool]] = []
        for name, wanted in rule.when.items():
            if isinstance(wanted, bool):
                conditions.append((name, None, wanted))
            else:
                conditions.append((name, frozenset({wanted} if isinstance(wanted, str) else wanted), True))
        compiled.append((rule, tuple(conditions)))
    return tuple(compiled)


def _settle(rule: StatusRule, factors: Mapping[str, str]) -> str:
    return factors.get("context", "occurred") if rule.status == "context" else rule.status
