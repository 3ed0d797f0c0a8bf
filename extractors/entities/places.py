"""Places and organisations that the model sees and the gazetteer does not have by heart."""

from __future__ import annotations

from extractors.entities.chart import Chart, Item
from extractors.entities.names import is_function_word
from records.annotations import Entity
from records.ids import stable_id
from seeds.gazetteer import fold_name, transliterate

#: the second Korea by its points of the compass, where the text names it otherwise too
_HALVES = {
    "en": {"north": "state/KP", "south": "state/KR"},
    "fr": {"nord": "state/KP", "sud": "state/KR"},
    "ru": {"север": "state/KP", "юг": "state/KR"},
}
_BEFORE_HALF = frozenset({"the", "le", "du", "au"})
#: capitalised common nouns that models take for places (folded)
_COMMON = frozenset(
    [
        "etat",
        "etats",
        "region",
        "cap",
        "republique",
        "constitution",
        "sud",
        "nord",
        "est",
        "ouest",
        "state",
        "saison",
        "terre",
        "internet",
    ]
)
_GENERIC = frozenset({"the", "le", "la", "les", "l", "de", "du", "des", "d"})


def add_model_places(chart: Chart) -> None:
    """Put the model's remaining places and organisations on the chart; cities get their long-list entry."""
    for span in chart.analysis.entities:
        first, last = chart.span_words(span)
        while first < last and chart.folded(first) in _GENERIC and first + 1 < last:
            first += 1
        last = next((n for n in range(first + 1, last) if not chart.words[n].is_joined), last)
        if first == last or chart.overlapping(first, last) or span.label not in {"LOC", "ORG"}:
            continue
        if not chart.is_upper(first) or (last - first == 1 and _is_common_word(chart, first)):
            continue
        text = chart.analysis.text[chart.words[first].char_start : chart.words[last - 1].char_end]
        entity = (
            _find_place(chart, text, span.normal)
            if span.label == "LOC"
            else _make(chart, "organization", text, span.normal)
        )
        chart.replace(first, last, Item(first, last, "ner", entity, 0.7))


def _is_common_word(chart: Chart, word: int) -> bool:
    """A single word that the parse takes for a common noun or verb is no name ("visite d'État", "Traduisons")."""
    token = chart.tokens_by_start.get(chart.words[word].char_start)
    is_name = token is None or token.upos in {"PROPN", "X"}
    return not is_name and (is_function_word(chart, word) or chart.folded(word) in _COMMON)


def _find_place(chart: Chart, text: str, normal: str) -> Entity:
    for name in (text, normal):
        city = chart.gazetteer.find_city(" ".join(fold_name(name)))
        if city is not None:
            return Entity(city.entity_id, city.name, "place", None, city.country_id)
    return _make(chart, "place", text, normal)


def _make(chart: Chart, kind: str, text: str, normal: str) -> Entity:
    name = " ".join((normal if chart.analysis.lang == "ru" else text).split())
    latin = transliterate(name)
    return Entity(stable_id(kind, name), name, kind, None, None, (latin,) if latin != name else ())


def add_halves(chart: Chart) -> None:
    """Read "the North", "le Sud" as the two Koreas where the article speaks of them."""
    halves = _HALVES.get(chart.analysis.lang, {})
    named = {item.entity.entity_id for item in chart.items}
    if not named & {"state/KP", "state/KR"}:
        return
    for place, word in enumerate(chart.words):
        state = halves.get(word.folded)
        if state is None or not word.text[0].isupper() or chart.overlapping(place, place + 1):
            continue
        is_alone = (
            place + 1 >= len(chart.words) or not chart.is_upper(place + 1) or not chart.words[place + 1].is_joined
        )
        if chart.folded(place - 1) in _BEFORE_HALF and is_alone and word.is_joined:
            chart.replace(place, place + 1, Item(place, place + 1, "name", chart.gazetteer.entities[state], 0.8))
