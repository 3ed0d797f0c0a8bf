"""All mentions of one text: names, offices, descriptions and metonyms, in one pass over fixed steps."""

from __future__ import annotations

import datetime as dt

from extractors.entities.called_after import drop_namesakes
from extractors.entities.chart import Chart, Item
from extractors.entities.holders import INDEFINITE
from extractors.entities.names import HONORIFICS, seed_chart, weigh_model_spans
from extractors.entities.people import add_people
from extractors.entities.places import add_halves, add_model_places
from extractors.entities.roles import add_roles
from extractors.entities.words import split_words
from records.analysis import Analysis
from records.annotations import Entity, Mention
from seeds.gazetteer import Gazetteer, fold_name

_LABELS = {
    "person": "PER",
    "country": "GPE",
    "place": "LOC",
    "facility": "LOC",
    "organization": "ORG",
    "office": "OFFICE",
}
_KINDS = {"office_body": "name", "group": "description", "place_description": "description"}
#: words between an ambassador and the post (folded)
_POST_LINKS = frozenset(
    [
        "to",
        "in",
        "at",
        "the",
        "en",
        "a",
        "au",
        "aux",
        "aupres",
        "de",
        "des",
        "l",
        "la",
        "du",
        "d",
        "в",
        "во",
        "на",
        "при",
    ]
)
#: relations in which a capital stands for its state
_ACTING_RELATIONS = frozenset({"nsubj", "nsubj:pass", "obl:agent", "csubj"})


def find_mentions(analysis: Analysis, anchor_on: dt.date, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return the mentions of a text in order, none overlapping another; offices are those of `anchor_on`.

    A role and the name beside it make one mention ("le président russe Vladimir Poutine"); `kind` is name, office,
    description, metonym or adjective (a state's adjective that belongs to no role: "a Russian strike").
    """
    chart = read_names(analysis, anchor_on, gazetteer)
    add_roles(chart)
    _join_roles_and_names(chart)
    return tuple(_make_mention(chart, item) for item in chart.items)


def find_names(analysis: Analysis, anchor_on: dt.date, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Return bare names only, before roles are read: what a named-entity benchmark counts."""
    chart = read_names(analysis, anchor_on, gazetteer)
    kept = (item for item in chart.items if item.form not in {"adjective", "people"})
    return tuple(_make_mention(chart, item) for item in kept)


def read_names(analysis: Analysis, anchor_on: dt.date, gazetteer: Gazetteer) -> Chart:
    """Return a chart with all names of a text."""
    chart = Chart(analysis, anchor_on, gazetteer, split_words(analysis.text))
    surnames = seed_chart(chart)
    weigh_model_spans(chart)
    add_people(chart, surnames)
    drop_namesakes(chart)
    add_halves(chart)
    add_model_places(chart)
    chart.items.sort(key=lambda item: item.first)
    return chart


def _join_roles_and_names(chart: Chart) -> None:
    """Join a role phrase with the name that follows it: "French President Emmanuel Macron", "le président turc, M. Erdogan"."""
    for item in list(chart.items):
        if item.form == "name" and item.kind == "name" and item.entity.kind == "country":
            _join_owner_and_name(chart, item)
            continue
        if item.form not in {"role", "people"} and item.kind not in {"group", "description"}:
            continue
        name = _name_after(chart, item)
        if name is not None:
            entity = item.entity if _is_given_name_of(chart, name, item.entity) else name.entity
            joined = Item(item.first, name.last, "person", entity, max(item.score, name.score))
            chart.replace(item.first, name.last, joined)


def _is_given_name_of(chart: Chart, name: Item, holder: Entity) -> bool:
    """ "le roi d'Espagne Felipe": one word that the holder of the office bears too is the holder."""
    own = {word for known in (holder.name, *holder.aliases) for word in fold_name(known)}
    return holder.kind == "person" and name.last - name.first == 1 and chart.folded(name.first) in own


def _join_owner_and_name(chart: Chart, item: Item) -> None:
    """Join "Turkey's Erdogan", "Argentina's Javier Milei": the country only says where the person is from."""
    place = item.last
    if place + 1 >= len(chart.words) or chart.folded(place) != "s" or chart.words[place].gap not in {"'", "’"}:
        return
    name = chart.item_starting_at(place + 1)
    if name is not None and name.form == "person" and chart.words[place + 1].is_joined:
        chart.replace(item.first, name.last, Item(item.first, name.last, "person", name.entity, name.score))


def _name_after(chart: Chart, role: Item) -> Item | None:
    """Return the person named right after a role, its post skipped ("ambassador to North Korea, Jane Doe")."""
    place = role.last
    is_unnamed_group = role.kind == "group" and role.entity.name.endswith(("s", "media"))
    if is_unnamed_group or place >= len(chart.words):
        return None
    if role.kind == "group":
        place = _skip_post(chart, place)
    if place >= len(chart.words):
        return None
    gap = chart.words[place].gap
    if chart.folded(place) in HONORIFICS:
        place += 1
    name = chart.item_starting_at(place)
    if name is None or name.form != "person" or "\n" in gap:
        return None
    if gap.strip() == "," and role.form != "people":
        return None if _opens_clause(chart, role, name) else name
    return name if gap.strip() in {"", "("} else None


def _opens_clause(chart: Chart, role: Item, name: Item) -> bool:
    """ "Selon un ministre danois, Jane Doe ira": an unnamed source and, with no comma behind the name, somebody else."""
    is_unnamed = any(chart.folded(word) in INDEFINITE for word in (role.first - 1, role.first - 2))
    return is_unnamed and name.last < len(chart.words) and chart.words[name.last].gap.strip() == ""


def _skip_post(chart: Chart, place: int) -> int:
    """Return the word after "to North Korea", "à Ankara", "в КНДР", or the same word where no post follows."""
    start = place
    while place < len(chart.words) and chart.words[place].is_joined and chart.folded(place) in _POST_LINKS:
        place += 1
    item = chart.item_starting_at(place)
    if place == start or item is None or item.form != "name" or not chart.words[place].is_joined:
        return start
    return item.last


def _make_mention(chart: Chart, item: Item) -> Mention:
    entity = item.entity
    label = _LABELS.get(entity.kind, "MISC")
    kind = _KINDS.get(item.kind, item.kind)
    acting: Entity | None = None
    if item.form == "adjective":
        label, kind = "MISC", "adjective"
    elif item.form == "people":
        kind = "description"
    elif item.kind == "place_description":
        label, acting = "GPE", _state_of_capital(chart, entity)
    elif entity.entity_id in chart.gazetteer.capitals:
        label, acting = "GPE", _state_of_capital(chart, entity)
        kind = "metonym" if _acts(chart, item) else "name"
    return chart.make_mention(item, label, kind, acting)


def _state_of_capital(chart: Chart, capital: Entity) -> Entity:
    """Return the state that acts through a capital; Brussels is the Union's unless the text speaks of Belgium."""
    state_id = chart.gazetteer.capitals[capital.entity_id]
    if state_id == "state/BE" and all(item.entity.entity_id != state_id for item in chart.items):
        state_id = "state/EU"
    return chart.gazetteer.entities[state_id]


def _acts(chart: Chart, item: Item) -> bool:
    tokens = (chart.tokens_by_start.get(word.char_start) for word in chart.words[item.first : item.last])
    return any(token is not None and token.dep in _ACTING_RELATIONS for token in tokens)
