"""Names that are no persons although they read like one: squares and prizes called after somebody, weekdays, misread towns."""

from __future__ import annotations

from extractors.entities.chart import Chart, Item
from records.annotations import Entity
from records.ids import stable_id
from seeds.times import load_time_table

#: what is called after people, before the name or after it (folded)
_BEFORE = {
    "fr": frozenset(
        [
            "place",
            "rue",
            "avenue",
            "boulevard",
            "quai",
            "aeroport",
            "stade",
            "universite",
            "prix",
            "pont",
            "musee",
            "hopital",
            "lycee",
            "gare",
            "theatre",
            "fondation",
        ]
    ),
    "ru": frozenset(
        ["площадь", "улица", "проспект", "аэропорт", "имени", "бульвар", "набережная", "стадион", "театр", "музей"]
    ),
}
_AFTER = {
    "en": frozenset(
        [
            "square",
            "street",
            "avenue",
            "boulevard",
            "airport",
            "stadium",
            "university",
            "institute",
            "center",
            "centre",
            "prize",
            "bridge",
            "museum",
            "library",
        ]
    ),
}
_LOCATIVE = {"en": frozenset({"in", "of"}), "fr": frozenset({"a", "de"}), "ru": frozenset({"в"})}
#: a Russian noun keeps this many letters in all its cases ("площад", "улиц")
_STEM_LOSS = 2


def drop_namesakes(chart: Chart) -> None:
    """Turn a person whose name is that of a square, street, airport … into that place."""
    for item in list(chart.items):
        if item.form == "person" and (span := _named_thing(chart, item)) is not None:
            text = chart.analysis.text[chart.words[span[0]].char_start : chart.words[span[1] - 1].char_end]
            entity = Entity(stable_id("facility", text), text, "facility", None, None)
            chart.replace(*span, Item(*span, "ner", entity, 0.7))


def _named_thing(chart: Chart, item: Item) -> tuple[int, int] | None:
    """Return the words of the thing called after a person: the noun and the name."""
    lang, words = chart.analysis.lang, chart.words
    if item.last < len(words) and chart.folded(item.last) in _AFTER.get(lang, ()):
        is_name = words[item.last].text[0].isupper() and words[item.last].is_joined
        return (item.first, item.last + 1) if is_name else None
    before = chart.folded(item.first - 1)
    nouns = _BEFORE.get(lang, frozenset())
    if not before or not words[item.first].is_joined or item.last - item.first < 2:
        return None
    if before in nouns or (lang == "ru" and any(_is_case_of(before, noun) for noun in nouns)):
        return item.first - 1, item.last
    return None


def _is_case_of(word: str, noun: str) -> bool:
    stem = noun[: max(4, len(noun) - _STEM_LOSS)]
    return word.startswith(stem) and len(word) <= len(noun) + _STEM_LOSS


def is_calendar_word(chart: Chart, word: int) -> bool:
    """Tell whether a word is a weekday or a month ("Lundi" at the start of a sentence)."""
    table = load_time_table(chart.analysis.lang)
    text = chart.words[word].text.casefold()
    return text in table.weekdays or (text in table.months and len(text) > 4)


def stands_in_place(chart: Chart, word: int) -> bool:
    """Tell whether a word stands right behind a preposition of place ("in", "à", "в")."""
    is_behind = chart.folded(word - 1) in _LOCATIVE.get(chart.analysis.lang, ())
    return is_behind and chart.words[word].is_joined


def read_town(chart: Chart, first: int) -> Entity | None:
    """Return the town that one word behind a preposition of place names where a model takes it for a person."""
    if not stands_in_place(chart, first):
        return None
    city = chart.gazetteer.find_city(chart.folded(first))
    return Entity(city.entity_id, city.name, "place", None, city.country_id) if city is not None else None
