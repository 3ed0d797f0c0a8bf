"""The lifecycle rule table: how claims change what is believed about an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from records.annotations import STATUSES
from records.errors import SeedError
from seeds.reading import load_seed, read_toml

PATH = Path(__file__).parent / "lifecycle" / "rules.toml"
HORIZONS_PATH = PATH.with_name("horizons.toml")

#: names that `all` and `none` may use; each is computed in stories/facts.py
FACTS = frozenset(
    [
        "undated",
        "unset",
        "vague",
        "window",
        "windowed",
        "approximate",
        "fixed",
        "open",
        "not_before",
        "lead",
        "lead_country",
        "unnamed",
        "unnamed_open",
        "party",
        "today",
        "backed",
        "against_lead",
        "lead_unset",
        "lead_rumoured",
        "remote",
        "stage",
        "past",
        "ahead",
        "echo",
        "stale",
        "first",
        "same",
        "same_start",
        "inside",
        "covers",
        "overlaps",
        "apart",
        "finer",
        "longer_unit",
        "fills",
        "early_end",
        "dated_at_all",
        "fresh_horizon",
        "dated_by_rumour",
        "dated_officially",
        "coarse",
        "vague_belief",
        "undated_belief",
        "runs_on",
        "not_begun",
        "under_way_here",
    ]
)
STATUS_ACTIONS = frozenset({"keep", "take", "firm", *STATUSES})
DATE_ACTIONS = frozenset({"keep", "take", "hearsay", "clear", "start", "fill"})


@dataclass(frozen=True, slots=True)
class LifecycleRule:
    """One row: where `claim`, `belief`, `all` and `none` fit, `status` and `dates` say what to do, and `why`."""

    id: str
    status: str
    dates: str
    why: str
    claim: tuple[str, ...] = ()
    belief: tuple[str, ...] = ()
    all: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()

    def fits(self, holds: Callable[[str], bool]) -> bool:
        """Whether all its facts hold and none of those that must not."""
        return all(map(holds, self.all)) and not any(map(holds, self.none))


@dataclass(frozen=True, slots=True)
class LifecycleTable:
    """All rules in order, with the version that every history row can be traced to."""

    version: str
    rules: tuple[LifecycleRule, ...]
    #: the rules listed so far, by claim's and belief's status
    by_status: dict[tuple[str, str], tuple[LifecycleRule, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def list_rules(self, claim_status: str, belief_status: str) -> tuple[LifecycleRule, ...]:
        """Return the rules for a claim of this status about an event of that one, in order."""
        key = (claim_status, belief_status)
        if key not in self.by_status:
            self.by_status[key] = tuple(
                rule
                for rule in self.rules
                if (not rule.claim or claim_status in rule.claim) and (not rule.belief or belief_status in rule.belief)
            )
        return self.by_status[key]


@cache
def load_lifecycle(path: Path = PATH) -> LifecycleTable:
    """Read and validate the rule table; SeedError names an unknown fact, status or action."""
    table = load_seed(path, LifecycleTable)
    seen: set[str] = set()
    for rule in table.rules:
        unknown = (rule.all | rule.none) - FACTS
        statuses = (set(rule.claim) | set(rule.belief)) - {"", *STATUSES}
        if unknown or statuses:
            raise SeedError(f"{path.name}: rule {rule.id}: unknown {sorted(unknown | statuses)}", path=str(path))
        if rule.status not in STATUS_ACTIONS or rule.dates not in DATE_ACTIONS:
            raise SeedError(f"{path.name}: rule {rule.id}: unknown action", path=str(path))
        if rule.id in seen:
            raise SeedError(f"{path.name}: rule {rule.id} appears twice", path=str(path))
        seen.add(rule.id)
    return table


@cache
def load_horizons(path: Path = HORIZONS_PATH) -> dict[str, tuple[str, ...]]:
    """Read unit -> beginnings of its words; SeedError where a value is not a list of words."""
    horizons = {}
    for unit, stems in read_toml(path).items():
        if not isinstance(stems, list) or not all(isinstance(stem, str) and stem for stem in stems):
            raise SeedError(f"{path.name}: {unit}: give a list of words", path=str(path))
        horizons[unit] = tuple(stem.casefold() for stem in stems)
    return horizons
