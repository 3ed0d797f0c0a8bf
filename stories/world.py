"""What linking needs to know of the world: which kind of party a name is, and to which country it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from records.annotations import Entity
from seeds.gazetteer import fold_name as fold_words
from seeds.gazetteer import load_gazetteer


@cache
def fold_name(name: str) -> str:
    """Return a name without case, accents and punctuation, for comparison.

    >>> fold_name("Kim Jong-un"), fold_name("Erdoğan")
    ('kim jong un', 'erdogan')
    """
    return " ".join(fold_words(name))


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an event: `key` compares, `name` is shown, `country` is the key of its state or ""."""

    key: str
    name: str
    kind: str
    country: str

    @property
    def is_person(self) -> bool:
        """Whether it is known to be a person."""
        return self.kind == "person"

    @property
    def anchor(self) -> str:
        """The key of its state where it has one, else its own key: what blocks are made of."""
        return self.country or self.key


class World:
    """Looks parties up by id or by name; an unknown name is a party of kind "" without a country.

    >>> World(()).find_party("Ada Lovelace", "").kind
    ''
    """

    def __init__(
        self, entities: Iterable[Entity], find_city_country: Callable[[str], str | None] | None = None
    ) -> None:
        known = tuple(entities)
        self._by_id = {entity.entity_id: entity for entity in reversed(known)}
        self._by_name = {fold_name(entity.name): entity for entity in reversed(known)}
        #: folded name of a city -> id of its country, asked only where the entities do not know a place
        self._find_city_country = find_city_country

    def find_entity(self, name: str, entity_id: str = "") -> Entity | None:
        """Return the entity with this id, else the one with this canonical name, else None."""
        return self._by_id.get(entity_id) or self._by_name.get(fold_name(name))

    def find_party(self, name: str, entity_id: str = "") -> Party:
        """Return the party that a claim names."""
        entity = self.find_entity(name, entity_id)
        if entity is None:
            return Party(fold_name(name), name, "", "")
        key = fold_name(entity.name)
        if entity.kind == "country":
            return Party(key, entity.name, "country", key)
        return Party(key, entity.name, entity.kind, self.find_country(entity.country_id))

    def find_country(self, country_id: str | None) -> str:
        """Return the key of a country given by id, or its id itself where it is not in the gazetteer."""
        if not country_id:
            return ""
        entity = self._by_id.get(country_id)
        return fold_name(entity.name) if entity else country_id

    def country_name(self, country_key: str) -> str | None:
        """Return the canonical name of a country key."""
        entity = self._by_name.get(country_key)
        return entity.name if entity is not None and entity.kind == "country" else None

    def find_place_country(self, place: str | None, place_id: str | None, country_id: str | None) -> str:
        """Return the key of the country that a place lies in, or ""."""
        if country_id:
            return self.find_country(country_id)
        if not place:
            return ""
        entity = self.find_entity(place, place_id or "")
        if entity is None:
            found = self._find_city_country(fold_name(place)) if self._find_city_country else None
            return self.find_country(found)
        return fold_name(entity.name) if entity.kind == "country" else self.find_country(entity.country_id)


EMPTY_WORLD = World(())


@cache
def load_world() -> World:
    """Return the world of the bundled gazetteer."""
    gazetteer = load_gazetteer()

    def find_city_country(folded: str) -> str | None:
        city = gazetteer.find_city(folded)
        return city.country_id if city else None

    return World(gazetteer.entities.values(), find_city_country)
