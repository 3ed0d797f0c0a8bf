"""Role phrases: "le ministère russe des Affaires étrangères", "the Kremlin spokesman", "российский лидер"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.entities.bare import resolve_bare
from extractors.entities.chart import Chart, Item
from extractors.entities.holders import resolve_role
from extractors.entities.plural import add_plural_role
from extractors.entities.words import is_written_so
from seeds.gazetteer import Form, Role

#: words that may stand between a country and its office, either way (folded)
_BETWEEN = frozenset(
    [
        "new", "acting", "longtime", "veteran", "outgoing", "interim", "current", "newly", "elected", "late", "incoming", "own", "top",
        "nouveau", "nouvelle", "actuel", "actuelle", "nouvel", "sortant", "нового", "новый", "новым", "новому", "нынешний",
    ]
)  # fmt: skip
#: the person held the office once: the phrase alone says nothing of today's holder
_FORMER = frozenset(
    [
        "former", "ex", "late", "exjefe", "expresidente", "ehemalige", "ehemaliger", "ehemaligen", "fruhere", "fruherer", "ancien", "ancienne", "feu", "then", "ousted", "deposed", "бывший", "бывшего", "бывшему", "бывшим", "экс",
        "future", "next", "futur", "prochain", "будущий", "deputy", "vice", "precedent", "previous", "successive",
    ]
)  # fmt: skip
_LINKS = {
    "en": (("of", "the"), ("of",), ("for", "the"), ("in",), ("at", "the"), ("in", "the")),
    "fr": (("de", "la"), ("de", "l"), ("du",), ("des",), ("de",), ("d",), ("a", "l"), ("en",), ("a",)),
    "ru": ((), ("в",), ("во",), ("при",)),
    "de": (("von",), ("der",), ("des",)),
    "es": (("de", "la"), ("de", "los"), ("del",), ("de",)),
}
#: languages whose adjective stands after its noun ("presidente ruso"); in the others it stands before
_ADJECTIVE_AFTER = frozenset({"fr", "es"})
_OFFICE_ONLY_LINKS = frozenset({"in", "at", "a", "en", "в", "во", "при"})


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """A role phrase at words `first` to `last`; `inner` is the country adjective inside it."""

    first: int
    last: int
    role: Role
    inner: Item | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A role phrase with its country or institution: the words they cover together."""

    first: int
    last: int
    of: Item


def add_roles(chart: Chart) -> None:
    """Find role phrases, bind each to a country or institution and put what they stand for on the chart.

    Institutions come first, because people speak for them ("porte-parole du ministère russe des Affaires étrangères").
    """
    matches = _find_matches(chart)
    for is_office in (True, False):
        for match in matches:
            if (match.role.target == "office") == is_office:
                _add_role(chart, match)


def _find_matches(chart: Chart) -> list[RoleMatch]:
    matches: list[RoleMatch] = []
    phrases = chart.gazetteer.forms(chart.analysis.lang).roles
    place = 0
    while place < len(chart.words):
        forms = phrases.get(chart.words[place].folded)
        match = _match_at(chart, place, forms) if forms else None
        if match is None:
            place += 1
            continue
        matches.append(match)
        place = match.last
    return matches


def _match_at(chart: Chart, first: int, forms: tuple[Form, ...]) -> RoleMatch | None:
    best: RoleMatch | None = None
    for form in forms:
        found = _match_with_gap(chart, first, form)
        if found is not None and (best is None or found[0] > best.last):
            best = RoleMatch(first, found[0], chart.gazetteer.roles[form.target], found[1])
    if best is None:
        return None
    blockers = [item for item in chart.overlapping(best.first, best.last) if item is not best.inner]
    is_blocked = any(
        item.form == "person" or item.first < best.first or item.last - item.first > best.last - best.first
        for item in blockers
    )
    return None if is_blocked else best


def _match_with_gap(chart: Chart, first: int, form: Form) -> tuple[int, Item | None] | None:
    """Return (end, inner adjective) where a role phrase stands, a country adjective allowed once after its first word."""
    place, inner = first, None
    for offset, (variants, guard) in enumerate(zip(form.words, form.guards, strict=True)):
        if offset and inner is None and (item := chart.item_starting_at(place)) and item.form == "adjective":
            inner, place = item, item.last
        if place >= len(chart.words):
            return None
        word = chart.words[place]
        if (offset and not word.is_joined) or word.folded not in variants or not is_written_so(word.text, guard):
            return None
        place += 1
    return place, inner


def _add_role(chart: Chart, match: RoleMatch) -> None:
    if match.role.target == "persons":
        add_plural_role(chart, match.role, match.first, match.last)
        return
    bound = _bind(chart, match)
    is_former = any(
        chart.folded(place) in _FORMER for place in (match.first - 1, (bound.first if bound else match.first) - 1)
    )
    if bound is None:
        named = chart.item_starting_at(match.last)
        if named is not None and named.form == "person" and chart.words[match.last].gap.strip() == "":
            chart.replace(match.first, named.last, replace(named, first=match.first))
        elif not is_former and match.role.is_bare:
            item = resolve_bare(chart, match.role, match.first, match.last)
            if item is not None:
                chart.replace(match.first, match.last, item)
        return
    first, last = min(match.first, bound.first), max(match.last, bound.last)
    item = resolve_role(chart, match.role, bound.of, first, last, is_former=is_former)
    if item is not None:
        chart.replace(item.first, item.last, item)


def _bind(chart: Chart, match: RoleMatch) -> Bound | None:
    """Find the country or institution of a role phrase: inside it, before it or after it."""
    if match.inner is not None:
        return Bound(match.first, match.last, match.inner)
    # "the ministry in Seoul" is the foreign one; "ministère chinois du Commerce" is not
    before = None if match.role.role_id == "ministry" else _before(chart, match)
    candidates = (before, _after(chart, match))
    return next((bound for bound in candidates if bound and _suits(chart, match.role, bound.of)), None)


def _suits(chart: Chart, role: Role, of: Item) -> bool:
    is_of_subjects = of.form == "people" and role.role_id == "monarch"
    if of.form == "person" or of.kind == "group" or (of.form == "people" and not is_of_subjects):
        return False
    if role.needs_organisation:
        return of.entity.kind in {"organization", "office"}
    if of.entity.kind in {"organization", "office"}:
        return role.target in {"person", "group"} or of.entity.entity_id.startswith("state/")
    return of.entity.kind == "country" or of.entity.entity_id in chart.gazetteer.capitals


def _before(chart: Chart, match: RoleMatch) -> Bound | None:
    """ "Turkey's president", "the Turkish president", "Kremlin spokesman", "российский лидер"."""
    lang, place = chart.analysis.lang, match.first
    if place == 0 or lang in _ADJECTIVE_AFTER or not chart.words[place].is_joined:
        return None
    if chart.folded(place - 1) in _BETWEEN and place >= 2 and chart.words[place - 1].is_joined:
        place -= 1
    if lang == "en" and chart.folded(place - 1) == "s" and chart.words[place - 1].gap in {"'", "’"}:
        place -= 1
    item = chart.item_ending_at(place)
    if item is None or (lang in {"ru", "de"} and item.form != "adjective"):
        return None
    return Bound(item.first, match.last, item)


def _after(chart: Chart, match: RoleMatch) -> Bound | None:
    """ "président turc", "président de la Turquie", "president of Turkey", "президент Турции"."""
    lang, place = chart.analysis.lang, match.last
    if place >= len(chart.words) or not chart.words[place].is_joined:
        return None
    if lang in _ADJECTIVE_AFTER:
        item = chart.item_starting_at(place)
        if item is None and chart.folded(place) in _BETWEEN:
            item = chart.item_starting_at(place + 1)
        if item is not None and item.form == "adjective" and match.role.role_id != "ministry":
            return Bound(match.first, item.last, item)
    for link in _LINKS.get(lang, ()):
        if any(chart.folded(place + offset) != word for offset, word in enumerate(link)):
            continue
        if link and link[0] in _OFFICE_ONLY_LINKS and match.role.target != "office":
            continue
        if match.role.role_id == "ministry" and not (link and link[0] in _OFFICE_ONLY_LINKS):
            continue
        item = chart.item_starting_at(place + len(link))
        is_joined = item is not None and all(chart.words[n].is_joined for n in range(place, item.first + 1))
        is_of_subjects = item is not None and item.form == "people" and match.role.role_id == "monarch"
        if item is not None and is_joined and (item.form == "name" or is_of_subjects):
            return Bound(match.first, item.last, item)
    return None
