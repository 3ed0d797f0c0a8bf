"""Who or what a role phrase with its country or institution stands for on the day of the article."""

from __future__ import annotations

import datetime as dt

from extractors.entities.chart import Chart, Item
from records.annotations import Entity
from records.ids import stable_id
from seeds.gazetteer import Role, State

#: determiners that make one of several out of a role ("a Kremlin spokesman", "un porte-parole"), folded
INDEFINITE = frozenset(
    [
        "a", "an", "un", "une", "one", "another", "some", "des", "any", "every", "no", "each", "chaque", "aucun", "aucune", "plusieurs",
        "один", "одна", "одного", "одному", "ни", "некий", "каждый", "любой", "несколько",
    ]
)  # fmt: skip
_NAMED, _COUNTERPART = 0.9, 0.8
#: which office of a state heads an institution named by a role of roles.toml
_HEADS_OF_ROLES = {
    "foreign_ministry": "fm",
    "defence_ministry": "dm",
    "interior_ministry": "interior",
    "finance_ministry": "finance",
}


def resolve_role(chart: Chart, role: Role, of: Item, first: int, last: int, *, is_former: bool) -> Item | None:
    """Return the item of a role phrase bound to a country or institution; None where it says nothing."""
    state = chart.gazetteer.states.get(state_id_of(chart, of.entity))
    is_body = of.entity.kind in {"office", "organization"} and not of.entity.entity_id.startswith("state/")
    if (role.only and (state is None or state.iso not in role.only)) or (state and state.iso in role.excepted):
        return None
    if role.target == "person":
        return _resolve_person(chart, role, of, state, (first, last), is_body=is_body, is_former=is_former)
    if role.target == "group" and is_body:
        return Item(first, last, "name", of.entity, _NAMED, "description")
    if state is None:
        return None
    if role.target == "state":
        return Item(first, last, "name", state.entity, _NAMED, "description")
    if role.target == "office":
        return Item(first, last, "name", office_of(chart, role, state.entity), _NAMED, "office_body")
    if role.target == "capital":
        return Item(first, last, "name", state.capital, _NAMED, "place_description") if state.capital else None
    if role.target == "counterpart":
        person = find_counterpart(chart, state, first)
        return Item(first, last, "role", person, _COUNTERPART, "description") if person else None
    prefix = _rank_before(chart, first, is_former=is_former)
    return _make_group(chart, prefix + role.name, role, state, first - (prefix == "senior "), last)


def _resolve_person(
    chart: Chart, role: Role, of: Item, state: State | None, span: tuple[int, int], *, is_body: bool, is_former: bool
) -> Item | None:
    """The holder; failing that the institution that speaks through someone unnamed, or "Serbian interior minister"."""
    first, last = span
    if is_former:
        return None
    if chart.folded(first - 1) not in INDEFINITE:
        person = find_holder(chart, role, of.entity)
        if person is not None:
            return Item(first, last, "role", person, _NAMED, "office")
    if is_body:
        return Item(first, last, "name", of.entity, _NAMED, "description")
    if state is None or of.entity.kind == "organization":
        return None
    return _make_group(chart, "{adj} " + role.role_id.replace("_", " "), role, state, first, last)


def find_counterpart(chart: Chart, state: State, first: int) -> Entity | None:
    """Return who holds in a state what the last person of another state named before holds at home."""
    own = state.entity.entity_id
    for item in reversed([item for item in chart.items if item.last <= first and item.form in {"person", "role"}]):
        terms = chart.gazetteer.terms_by_person.get(item.entity.entity_id, ())
        held = [term.office for term in terms if term.covers(chart.anchor_on) and term.of != own]
        if held and item.entity.country_id != own:
            is_leader = bool(set(held) & {"hos", "leader", "monarch", "hog"})
            offices = state.leader_offices if is_leader else (held[0],)
            return chart.gazetteer.find_holder(own, offices, chart.anchor_on)
    return None


def find_holder(chart: Chart, role: Role, of: Entity) -> Entity | None:
    """Return who holds a role of a state, capital or institution on the anchor day."""
    gazetteer, day = chart.gazetteer, chart.anchor_on + dt.timedelta(days=role.days_ahead)
    state_id = state_id_of(chart, of)
    state = gazetteer.states.get(state_id)
    if of.kind in {"office", "organization"} and not of.entity_id.startswith("state/"):
        return _find_holder_of_body(chart, role, of, state_id, day)
    if state is None:
        return None
    offices = tuple(
        own for office in role.offices for own in (state.leader_offices if office == "@leader" else (office,))
    )
    return gazetteer.find_holder(state_id, offices, day)


def _find_holder_of_body(chart: Chart, role: Role, of: Entity, state_id: str, day: dt.date) -> Entity | None:
    """Who heads an institution or speaks for it: by its own terms, else by the office of its state."""
    gazetteer = chart.gazetteer
    own = gazetteer.find_holder(of.entity_id, role.offices, day)
    if own is not None:
        return own
    role_id = of.entity_id.split("/")[1] if of.entity_id.startswith("office/") else ""
    office: str | None = None
    if "head" in role.offices:
        if of.entity_id in gazetteer.heads:
            office, state_id = gazetteer.heads[of.entity_id]
        else:
            office = _HEADS_OF_ROLES.get(role_id)
    elif "sp" in role.offices:
        office = gazetteer.spokespersons.get(of.name) or gazetteer.spokespersons.get(role_id)
    return gazetteer.find_holder(state_id, (office,), day) if office else None


def state_id_of(chart: Chart, entity: Entity) -> str:
    """Return the id of the state that an entity is, belongs to or acts for."""
    return entity.country_id or chart.gazetteer.capitals.get(entity.entity_id, entity.entity_id)


def office_of(chart: Chart, role: Role, state_entity: Entity) -> Entity:
    """Return the institution of a state that a role names: one of the gazetteer where it has its own name."""
    state = chart.gazetteer.states[state_entity.entity_id]
    name = role.overrides.get(state.iso) or role.name.replace("{adj}", state.adjective)
    return chart.gazetteer.entity_by_name.get(name) or Entity(
        f"office/{role.role_id}/{state.iso}", name, "office", None, state_entity.entity_id
    )


def _rank_before(chart: Chart, first: int, *, is_former: bool) -> str:
    """Return "senior " or "former " where the word before an unnamed official says so."""
    if is_former:
        return "former "
    return "senior " if chart.folded(first - 1) in {"senior", "top", "ranking"} else ""


def _make_group(chart: Chart, template: str, role: Role, state: State, first: int, last: int) -> Item:
    name = role.overrides.get(state.iso) or template.replace("{adj}", state.adjective)
    entity = chart.gazetteer.entity_by_name.get(name) or Entity(
        stable_id("group", name), name, "other", None, state.entity.entity_id
    )
    return Item(first, last, "name", entity, _NAMED, "group")
