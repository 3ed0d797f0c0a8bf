"""Role phrases without a country: "le président", "the foreign ministry", "МИД" take theirs from what was said before."""

from __future__ import annotations

from extractors.entities.chart import Chart, Item
from extractors.entities.holders import INDEFINITE, find_holder, office_of, state_id_of
from records.annotations import Entity
from seeds.gazetteer import Role

#: determiners that point at an institution named before (folded)
_DEFINITE = frozenset({"the", "le", "du", "au", "ce", "this", "its", "his", "their", "her", "son", "leur"})
_BARE = 0.7
#: last word of "le chef de l'État" (folded)
_OF_STATE = "etat"
#: sentences back to the subject that a bare role takes up
_REACH_SENTENCES = 2


def resolve_bare(chart: Chart, role: Role, first: int, last: int) -> Item | None:
    """Return the item of a role phrase with no country: whoever was named with that office before, else the usual one."""
    if chart.folded(first - 1) in INDEFINITE or _has_complement(chart, last):
        return None
    if role.role_id == "ministry" and chart.folded(first - 1) not in _DEFINITE:
        return None
    if role.target == "office":
        entity = _office_by_context(chart, role, first)
        return Item(first, last, "name", entity, _BARE, "office_body") if entity else None
    holder = _holder_before(chart, role, first, is_home=chart.folded(last - 1) == _OF_STATE)
    if holder is not None:
        return Item(first, last, "role", holder, _BARE, "description")
    default = role.default_of.get(chart.analysis.lang)
    if default is not None:
        person = find_holder(chart, role, chart.gazetteer.entities[f"state/{default}"])
        return Item(first, last, "role", person, _BARE, "description") if person else None
    return None


def _holder_before(chart: Chart, role: Role, first: int, *, is_home: bool) -> Entity | None:
    """Return who holds a role and was named last before; the subject of one of the last two sentences goes before others.

    `is_home`: the phrase is said of the article's own head of state first.
    """
    known = [
        item
        for item in chart.items
        if item.last <= first and item.form in {"person", "role"} and _holds(chart, item.entity, role)
    ]
    if not known:
        return None
    home = _home_of(chart, first) if is_home else None
    own = [item for item in known if home is not None and item.entity.country_id == home]
    if own:
        return own[-1].entity
    sentence = _sentence_of(chart, first)
    near = [item for item in known if sentence - _sentence_of(chart, item.first) <= _REACH_SENTENCES]
    return next((item for item in reversed(near) if _is_subject(chart, item)), known[-1]).entity


def _home_of(chart: Chart, first: int) -> str | None:
    """Return the state that an article is written from: that of its dateline, else of the first office named ("l'Élysée")."""
    before = [item for item in chart.items if item.last <= first]
    offices = (item.entity.country_id for item in before if item.entity.kind == "office")
    return _dateline_of(chart, before) or next(offices, None)


def _dateline_of(chart: Chart, before: list[Item]) -> str | None:
    is_first = bool(before) and before[0].first == 0
    return chart.gazetteer.capitals.get(before[0].entity.entity_id) if is_first else None


def _sentence_of(chart: Chart, word: int) -> int:
    at = chart.words[word].char_start
    found = (s.index for s in chart.analysis.sentences if s.char_start <= at < s.char_end)
    return next(found, 0)


def _is_subject(chart: Chart, item: Item) -> bool:
    tokens = (chart.tokens_by_start.get(chart.words[word].char_start) for word in range(item.first, item.last))
    return any(token is not None and token.dep.startswith("nsubj") for token in tokens)


def _has_complement(chart: Chart, last: int) -> bool:
    """ "the president of the company" is not the president named before."""
    if last >= len(chart.words) or not chart.words[last].is_joined:
        return False
    if chart.folded(last) in {"of", "de", "du", "des", "d"}:
        return True
    return chart.analysis.lang in {"en", "fr"} and chart.is_upper(last) and chart.item_starting_at(last) is None


def _holds(chart: Chart, person: Entity, role: Role) -> bool:
    """Tell whether a person holds an office that the role names; the Pope is nobody's "president"."""
    terms = chart.gazetteer.terms_by_person.get(person.entity_id, ())
    offices = set(role.offices) - {"head"}
    if "@leader" in offices:
        offices |= {"hos", "hog", "leader", "monarch", "crown"}
    states = {f"state/{iso}" for iso in role.only}
    barred = {f"state/{iso}" for iso in role.excepted} | {"state/VA"}
    return any(
        term.covers(chart.anchor_on)
        and term.office in offices
        and (term.of in states if states else term.of not in barred)
        for term in terms
    )


def _office_by_context(chart: Chart, role: Role, first: int) -> Entity | None:
    """The same office named before, else that of the dateline, of the language's own country, of the last state named."""
    before = [item for item in chart.items if item.last <= first]
    for item in reversed(before):
        is_office = item.kind == "office_body" and item.entity.country_id is not None
        if is_office and (role.role_id == "ministry" or _is_same_office(chart, role, item.entity)):
            return item.entity
    if role.role_id == "ministry":
        return None
    states = chart.gazetteer.states
    dateline = _dateline_of(chart, before)
    default = role.default_of.get(chart.analysis.lang)
    if dateline is not None or default is not None:
        return office_of(chart, role, states[dateline or f"state/{default}"].entity)
    for item in reversed(before):
        state = states.get(state_id_of(chart, item.entity))
        if state is not None and item.form in {"name", "adjective"} and item.entity.kind in {"country", "place"}:
            return office_of(chart, role, state.entity)
    return None


def _is_same_office(chart: Chart, role: Role, entity: Entity) -> bool:
    state = chart.gazetteer.states.get(entity.country_id or "")
    return state is not None and office_of(chart, role, state.entity).entity_id == entity.entity_id
