"""Parties of claims: what a mention stands for where it acts, is acted upon, or is a place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from records.annotations import Entity, Mention

_PLACE_KINDS = frozenset({"country", "place", "facility"})


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something that acts: canonical name, id, kind and country."""

    name: str
    entity_id: str | None
    #: person, organization, country, place, facility, office, other
    kind: str
    country_id: str | None
    #: token position where it was found; -1 where it was inferred
    token: int = field(default=-1, compare=False)

    @property
    def is_person(self) -> bool:
        """Tell whether this is a person."""
        return self.kind == "person"


def party_of_entity(entity: Entity, token: int = -1) -> Party:
    """Return an entity as a party."""
    country = entity.entity_id if entity.kind == "country" else entity.country_id
    return Party(entity.name, entity.entity_id, entity.kind, country, token)


def acting_party(mention: Mention, token: int = -1) -> Party | None:
    """Return who acts where this mention is a subject or object: the state for its capital, the office for its building."""
    entity = mention.acting or mention.entity
    if entity is None:
        kind = {"PER": "person", "ORG": "organization", "OFFICE": "office", "GPE": "country", "LOC": "place"}.get(
            mention.label
        )
        return Party(mention.text, None, kind, None, token) if kind else None
    return party_of_entity(entity, token)


def is_woman(party: Party) -> bool | None:
    """Tell whether a person of the gazetteer is a woman; None for people it lacks."""
    from seeds.gazetteer import load_gazetteer

    gazetteer = load_gazetteer()
    return party.entity_id in gazetteer.females if party.entity_id in gazetteer.entities else None


def state_of(party: Party) -> Party | None:
    """Return the state that a person, office or envoy belongs to."""
    from seeds.gazetteer import load_gazetteer

    state = load_gazetteer().entities.get(party.country_id) if party.country_id else None
    return party_of_entity(state) if state is not None else None


def place_of(mention: Mention) -> Entity | None:
    """Return the place that a mention names, if it names one."""
    entity = mention.entity
    if entity is not None and entity.kind in _PLACE_KINDS:
        return entity
    if entity is not None and entity.kind == "office" and entity.name in buildings():
        return entity
    if entity is None and mention.label in {"LOC", "GPE"}:
        return Entity("", mention.text, "place")
    return None


@cache
def no_host() -> frozenset[str]:
    """Return the names of regions that belong to no country: a journey there has no host."""
    return frozenset(tomllib.loads((files("seeds.events") / "sources.toml").read_text("utf-8"))["no_host"])


@cache
def buildings() -> frozenset[str]:
    """Return the offices that are also a building where one meets."""
    return frozenset(tomllib.loads((files("seeds.events") / "sources.toml").read_text("utf-8"))["buildings"])


def is_placelike(mention: Mention) -> bool:
    """Tell whether a mention can be where something happens (a palace that stands for an office included)."""
    return place_of(mention) is not None


def specificity(entity: Entity) -> int:
    """Return how narrow a place is: country 0, town or region 1, building 2."""
    return {"country": 0, "place": 1, "facility": 2, "office": 2}.get(entity.kind, 1)
