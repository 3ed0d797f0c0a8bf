"""What the gazetteer holds: states, persons with their offices by date, forms in many languages, role phrases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from records.annotations import Entity


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office, from `since` up to and without `until` (None = still)."""

    person_id: str
    office: str
    #: id of the state or organisation that the office belongs to
    of: str
    since: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Tell whether the person holds the office on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class State:
    """One state or territory and the words derived from its name."""

    entity: Entity
    iso: str
    #: English adjective as used in names of offices ("South Korean", "U.S.")
    adjective: str
    #: offices that "the X leader" may mean, in order
    leader_offices: tuple[str, ...]
    capital: Entity | None


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of something, as words.

    `words` holds for each word its folded variants (cases); `guards` how the word must be written:
    "" any, "u" first letter upper case, or the exact spelling of an abbreviation.
    `kind` is name, adjective, people, surname, given or role; `target` an entity id or a role id.
    """

    words: tuple[frozenset[str], ...]
    guards: tuple[str, ...]
    kind: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a role phrase stands for.

    `target` is "person" (holder of one of `offices`), "office" (an institution named by `name`), "state" (the state
    itself acts: government, army), "group" (unnamed people, named by `name`), "counterpart" (who holds there what the person
    named before holds here), "persons" (plural: one holder for each of two or more states) or "capital"; `{adj}` in `name` is the state's adjective.
    """

    role_id: str
    target: str
    offices: tuple[str, ...] = ()
    name: str = ""
    #: names that do not follow the template, by ISO code of the state
    overrides: Mapping[str, str] = field(default_factory=dict)
    #: True where the bare phrase without a country still says who is meant ("the president" after a name)
    is_bare: bool = False
    #: state (ISO code) meant by language where no country is named ("МИД" in a Russian text)
    default_of: Mapping[str, str] = field(default_factory=dict)
    #: states (ISO codes) that have this office; empty = all
    only: tuple[str, ...] = ()
    #: states (ISO codes) that do not have it ("prime minister" of Germany)
    excepted: tuple[str, ...] = ()
    #: days after the article by which the person will be in office ("president-elect")
    days_ahead: int = 0
    #: True for words that mean an office only with an organisation ("chief")
    needs_organisation: bool = False


@dataclass(frozen=True, slots=True)
class City:
    """One city of the long list: used only where a name is already known to be a place."""

    entity_id: str
    name: str
    country_id: str
    population: int


@dataclass(frozen=True, slots=True)
class FormIndex:
    """All forms of one language by the first word's folded variants, longest first; role phrases apart."""

    names: Mapping[str, tuple[Form, ...]]
    roles: Mapping[str, tuple[Form, ...]]


@dataclass(frozen=True)
class Gazetteer:
    """The whole gazetteer; forms of a language are indexed when the language is first asked for."""

    entities: Mapping[str, Entity]
    states: Mapping[str, State]
    terms: tuple[Term, ...]
    roles: Mapping[str, Role]
    #: (office, state id) of who heads an institution, by its id ("head of the Pentagon")
    heads: Mapping[str, tuple[str, str]]
    #: office of the spokesperson by role id or name of the institution
    spokespersons: Mapping[str, str]
    #: full names of persons (Latin and Cyrillic) by sound key, for spellings that no list foresees
    persons_by_sound: Mapping[str, str]
    females: frozenset[str]
    #: state ids by the id of a city that is no capital and yet stands for its state ("Tel Aviv said")
    seats: Mapping[str, str]
    #: folded surnames that alone need evidence
    ambiguous: frozenset[str]
    build_index: Callable[[str], FormIndex]
    #: the largest city of a name (words folded, joined by blanks), or None
    find_city: Callable[[str], City | None]
    _indexes: dict[str, FormIndex] = field(default_factory=dict)

    def forms(self, lang: str) -> FormIndex:
        """Return the forms of a language (ISO 639-1), built at the first call."""
        if lang not in self._indexes:
            self._indexes[lang] = self.build_index(lang)
        return self._indexes[lang]

    @cached_property
    def entity_by_name(self) -> dict[str, Entity]:
        """Entities by canonical English name."""
        return {entity.name: entity for entity in self.entities.values()}

    @cached_property
    def capitals(self) -> dict[str, str]:
        """State ids by the id of their capital, or of another city that speaks for them (Tel Aviv, The Hague)."""
        own = {state.capital.entity_id: state.entity.entity_id for state in self.states.values() if state.capital}
        return {**self.seats, **own}

    @cached_property
    def _terms_by_office(self) -> dict[tuple[str, str], list[Term]]:
        grouped: dict[tuple[str, str], list[Term]] = {}
        for term in self.terms:
            grouped.setdefault((term.of, term.office), []).append(term)
        return grouped

    @cached_property
    def terms_by_person(self) -> dict[str, list[Term]]:
        """Terms by person id."""
        grouped: dict[str, list[Term]] = {}
        for term in self.terms:
            grouped.setdefault(term.person_id, []).append(term)
        return grouped

    def find_holder(self, of: str, offices: tuple[str, ...], day: dt.date) -> Entity | None:
        """Return who holds the first of the given offices that has a holder on that day.

        On a day in a gap between two terms the last holder before it counts.
        """
        for office in offices:
            terms = self._terms_by_office.get((of, office), [])
            holding = [term for term in terms if term.covers(day)]
            past = [term for term in terms if term.until is not None and term.since <= day]
            chosen = max(holding or past, key=lambda term: term.since, default=None)
            if chosen is not None and (holding or (chosen.until and (day - chosen.until).days < 90)):
                return self.entities[chosen.person_id]
        return None
