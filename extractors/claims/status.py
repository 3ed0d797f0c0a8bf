"""Derives a status from factors by the ordered table in `seeds/events/status_rules.toml`."""

from __future__ import annotations

from collections.abc import Mapping

from seeds.events import StatusRule, load_status_table

Factors = dict[str, str]


def derive_status(factors: Mapping[str, str]) -> tuple[str, str]:
    """Return (status, rule id) of the first rule whose conditions all hold; "drop" means no claim."""
    for rule in load_status_table().rules:
        if all(_holds(factors, name, wanted) for name, wanted in rule.when.items()):
            return _settle(rule, factors), rule.id
    return "occurred", "none"


def _settle(rule: StatusRule, factors: Mapping[str, str]) -> str:
    return factors.get("context", "occurred") if rule.status == "context" else rule.status


def _holds(factors: Mapping[str, str], name: str, wanted: str | tuple[str, ...] | bool) -> bool:
    value = factors.get(name, "")
    if isinstance(wanted, bool):
        return bool(value) == wanted
    choices = (wanted,) if isinstance(wanted, str) else wanted
    return any(part in choices for part in value.split(",")) if "," in value else value in choices
