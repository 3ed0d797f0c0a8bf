"""Plural roles of several states: "les présidents russe et chinois", "the Russian and Chinese foreign ministers"."""

from __future__ import annotations

from extractors.entities.chart import Chart, Item
from extractors.entities.holders import find_holder
from seeds.gazetteer import Role

_AND = frozenset({"et", "and", "и"})
_LINKS = frozenset({"of", "the", "de", "du", "des", "d", "la", "l"})
_PLURAL = 0.85


def add_plural_role(chart: Chart, role: Role, first: int, last: int) -> None:
    """Put one person per state on the chart; the role word belongs to the state next to it."""
    after = _states_after(chart, last)
    before = [] if chart.analysis.lang == "fr" else _states_before(chart, first)
    states = after if len(after) > 1 else before
    if len(states) < 2:
        return
    for state in states:
        person = find_holder(chart, role, state.entity)
        if person is None:
            continue
        is_next = state is (states[0] if states is after else states[-1])
        begin = min(first, state.first) if is_next else state.first
        end = max(last, state.last) if is_next else state.last
        chart.replace(begin, end, Item(begin, end, "plural", person, _PLURAL, "office"))


def _states_after(chart: Chart, place: int) -> list[Item]:
    """ "russe et chinois", "of Russia and China", "России и Китая"."""
    found: list[Item] = []
    while place < len(chart.words):
        item = chart.item_starting_at(place)
        if item is not None and _is_state(item):
            found.append(item)
            place = item.last
        elif chart.folded(place) in _LINKS | _AND and "\n" not in chart.words[place].gap:
            place += 1
        else:
            break
        if place < len(chart.words) and chart.words[place].gap.strip() not in {"", ",", "'", "’"}:
            break
    return found


def _states_before(chart: Chart, place: int) -> list[Item]:
    """ "the Russian, Turkish and Iranian presidents"."""
    found: list[Item] = []
    while place > 0 and chart.words[min(place, len(chart.words) - 1)].gap.strip() in {"", ","}:
        item = chart.item_ending_at(place)
        if item is not None and _is_state(item) and item.form == "adjective":
            found.insert(0, item)
            place = item.first
        elif chart.folded(place - 1) in _AND:
            place -= 1
        else:
            break
    return found


def _is_state(item: Item) -> bool:
    return item.form in {"adjective", "name"} and item.entity.entity_id.startswith("state/") and item.kind == "name"
