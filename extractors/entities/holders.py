"""Who or what a role phrase stands for on the day of the article."""

from __future__ import annotations

import datetime as dt

from extractors.entities.chart import Chart, Item
from records.annotations import Entity
from records.ids import stable_id
from seeds.gazetteer import Role

#: determiners that make one of several out of a role ("a Kremlin spokesman", "un porte-parole"), folded
_INDEFINITE = frozenset(
    {"a", "an", "un", "une", "one", "another", "some", "des", "any", "every", "chaque", "aucun", "несколько"}
)
#: determiners that point at someone known
_DEFINITE = frozenset({"the", "le", "la", "l", "du", "au", "ce", "cet", "cette", "this", "its", "his", "their", "her"})
_NAMED, _BARE = 0.9, 0.7


def resolve_role(chart: Chart, role: Role, of: Item, first: int, last: int, *, is_former: bool) -> Item | None:
    """Return the item of a role phrase bound to a country or institution; None where it says nothing."""
    state = chart.gazetteer.states.get(_state_id(chart, of.entity))
    if role.only and (state is None or state.iso not in role.only):
        return None
    if role.target == "state":
        return None if state is None else Item(first, last, "name", state.entity, _NAMED, "description")
    if role.target == "office":
        return _make_office(chart, role, of, first, last)
    if role.target == "group":
        prefix = _rank_before(chart, first, is_former=is_former)
        first -= bool(prefix) and not is_former
        return None if state is None else _make_group(prefix + role.name, role, state.adjective, state.iso, of, first, last)
    if is_former:
        return None
    if chart.folded(first - 1) not in _INDEFINITE:
        person = find_holder(chart, role, of.entity)
        if person is not None:
            return Item(first, last, "role", person, _NAMED, "office")
    if of.entity.kind in {"office", "organization"} and of.entity.entity_id != "state/EU":
        return Item(first, last, "name", of.entity, _NAMED, "description")
    return (
        None
        if state is None
        else _make_group("{adj} " + role.role_id.replace("_", " "), role, state.adjective, state.iso, of, first, last)
    )


def find_holder(chart: Chart, role: Role, of: Entity) -> Entity | None:
    """Return who holds a role of a state, capital or institution on the anchor day."""
    gazetteer, day = chart.gazetteer, chart.anchor_on
    state_id = _state_id(chart, of)
    state = gazetteer.states.get(state_id)
    if of.entity_id in gazetteer.heads and "head" in role.offices:
        office, of_state = gazetteer.heads[of.entity_id]
        return gazetteer.find_holder(of_state, (office,), day)
    if of.kind in {"office", "organization"} and of.entity_id != "state/EU":
        own = gazetteer.find_holder(of.entity_id, role.offices, day)
        if own is not None or state is None:
            return own
        key = of.name if of.name in gazetteer.spokespersons else _role_of_office(of.entity_id)
        if "sp" in role.offices:
            spoken_for = gazetteer.spokespersons.get(key)
            return gazetteer.find_holder(state_id, (spoken_for,), day) if spoken_for else None
        if "head" in role.offices and key in {"foreign_ministry", "defence_ministry"}:
            return gazetteer.find_holder(state_id, ("fm" if key == "foreign_ministry" else "dm",), day)
        return None
    if state is None:
        return None
    offices = tuple(
        own for office in role.offices for own in (state.leader_offices if office == "@leader" else (office,))
    )
    return gazetteer.find_holder(state_id, offices, day)


def _role_of_office(entity_id: str) -> str:
    return entity_id.split("/")[1] if entity_id.startswith("office/") else ""


def _state_id(chart: Chart, entity: Entity) -> str:
    return entity.country_id or chart.gazetteer.capitals.get(entity.entity_id, entity.entity_id)


def _make_office(chart: Chart, role: Role, of: Item, first: int, last: int) -> Item | None:
    state = chart.gazetteer.states.get(_state_id(chart, of.entity))
    if state is None:
        return None
    return Item(first, last, "name", office_of(chart, role, state.entity), _NAMED, "office_body")


def office_of(chart: Chart, role: Role, state_entity: Entity) -> Entity:
    """Return the institution of a state that a role names: one of the gazetteer where it has its own name."""
    state = chart.gazetteer.states[state_entity.entity_id]
    override = role.overrides.get(state.iso)
    if override is not None:
        known = chart.gazetteer.entity_by_name.get(override)
        if known is not None:
            return known
    name = override or role.name.replace("{adj}", state.adjective)
    return chart.gazetteer.entity_by_name.get(name) or Entity(
        f"office/{role.role_id}/{state.iso}", name, "office", None, state_entity.entity_id
    )


def _rank_before(chart: Chart, first: int, *, is_former: bool) -> str:
    """Return "senior " or "former " where the word before an unnamed official says so."""
    if is_former:
        return "former "
    return "senior " if chart.folded(first - 1) in {"senior", "top", "ranking"} else ""


def _make_group(template: str, role: Role, adjective: str, iso: str, of: Item, first: int, last: int) -> Item:
    name = role.overrides.get(iso, template.replace("{adj}", adjective))
    entity = Entity(stable_id("group", name), name, "other", None, of.entity.country_id)
    return Item(first, last, "name", entity, _NAMED, "group")


def resolve_bare(chart: Chart, role: Role, first: int, last: int) -> Item | None:
    """Return the item of a role phrase with no country: whoever was named with that office before, else the usual one."""
    if chart.folded(first - 1) in _INDEFINITE or _has_complement(chart, last):
        return None
    if role.target == "office":
        entity = _office_by_context(chart, role, first)
        return Item(first, last, "name", entity, _BARE, "office_body") if entity else None
    for item in reversed([item for item in chart.items if item.last <= first]):
        if item.form in {"person", "role"} and _holds(chart, item.entity, role, chart.anchor_on):
            return Item(first, last, "role", item.entity, _BARE, "description")
    default = role.default_of.get(chart.analysis.lang)
    if default is not None:
        person = find_holder(chart, role, chart.gazetteer.entities[f"state/{default}"])
        return Item(first, last, "role", person, _BARE, "description") if person else None
    return None


def _has_complement(chart: Chart, last: int) -> bool:
    """ "the president of the company" is not the president named before."""
    if last >= len(chart.words) or not chart.words[last].is_joined:
        return False
    if chart.folded(last) in {"of", "de", "du", "des", "d"}:
        return True
    return chart.analysis.lang in {"en", "fr"} and chart.is_upper(last) and chart.item_starting_at(last) is None


def _holds(chart: Chart, person: Entity, role: Role, day: dt.date) -> bool:
    terms = chart.gazetteer.terms_by_person.get(person.entity_id, ())
    offices = set(role.offices) - {"head"}
    if "@leader" in offices:
        offices |= {"hos", "hog", "leader", "monarch", "crown"}
    states = {f"state/{iso}" for iso in role.only}
    return any(term.covers(day) and term.office in offices and (not states or term.of in states) for term in terms)


def _office_by_context(chart: Chart, role: Role, first: int) -> Entity | None:
    """ "the foreign ministry": of the country whose same office was named before, else of the language's own, else the last state."""
    before = [item for item in chart.items if item.last <= first]
    for item in reversed(before):
        if item.kind == "office_body" and item.entity.country_id and _same_office(chart, role, item.entity):
            return item.entity
    default = role.default_of.get(chart.analysis.lang)
    states = chart.gazetteer.states
    if default is not None:
        return office_of(chart, role, states[f"state/{default}"].entity)
    for item in reversed(before):
        state = states.get(_state_id(chart, item.entity))
        if state is not None and item.form in {"name", "adjective"} and item.entity.kind in {"country", "place"}:
            return office_of(chart, role, state.entity)
    return None


def _same_office(chart: Chart, role: Role, entity: Entity) -> bool:
    state = chart.gazetteer.states.get(entity.country_id or "")
    return state is not None and office_of(chart, role, state.entity).entity_id == entity.entity_id
