"""A claim in the making: parties, place, time and factors before identifiers and offsets are added."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.claims.lexicon import Row
from extractors.claims.parties import Party
from extractors.claims.status import Factors
from extractors.claims.timing import NO_TIME, When
from records.annotations import Entity


@dataclass(slots=True)
class Draft:
    """One event as one trigger tells it."""

    row: Row
    index: int
    actors: list[Party] = field(default_factory=list)
    recipients: list[Party] = field(default_factory=list)
    place: Entity | None = None
    when: When = NO_TIME
    status: str = ""
    status_rule: str = ""
    factors: Factors = field(default_factory=dict)
    source: Party | None = None
    source_kind: str = "article"
    country_id: str | None = None
    construction: str = ""
