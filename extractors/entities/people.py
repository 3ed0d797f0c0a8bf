"""Persons: surnames alone, names that the gazetteer lacks, and which of them are one and the same in an article."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.entities.called_after import is_calendar_word, read_town, stands_in_place
from extractors.entities.chart import Chart, Item
from extractors.entities.names import fits_gender, honorific_before, is_function_word, person_spans, prominence
from extractors.entities.words import Hit
from records.annotations import Entity
from records.ids import stable_id
from seeds.gazetteer import fold_name, sound_key, transliterate

_FULL, _SHORT, _UNKNOWN, _BY_SOUND = 1.0, 0.9, 0.8, 0.85
#: `prominence` of who leads a state; inhabitants of a city that a bare surname may mean as well
_LEADS, _BIG_CITY = 9, 100_000
#: letters of a surname that is hardly an everyday word by chance
_LONG_NAME = 5


@dataclass(slots=True)
class Cast:
    """The people named in full in one article: (word position, entity, folded words of the name)."""

    known: list[tuple[int, Entity, tuple[str, ...]]] = field(default_factory=list)

    def add(self, position: int, entity: Entity, words: tuple[str, ...]) -> None:
        """Remember a full name."""
        self.known.append((position, entity, words))

    def named_by(self, word: str) -> list[tuple[int, Entity]]:
        """Return who has this word in the name, in text order."""
        return [(position, entity) for position, entity, words in self.known if _has_word(words, word)]


def _has_word(words: tuple[str, ...], word: str) -> bool:
    """Equal words, or a Russian case of one: a long common beginning and a short rest."""
    for own in words:
        if own == word:
            return True
        shorter = min(len(own), len(word))
        if (
            shorter >= 5
            and word[0] >= "а"
            and own[: shorter - 1] == word[: shorter - 1]
            and abs(len(own) - len(word)) <= 2
        ):
            return True
    return False


def add_people(chart: Chart, surnames: list[Hit]) -> None:
    """Put all persons on the chart: model spans first (they may hold longer names), then surnames of the gazetteer."""
    cast = Cast()
    for item in chart.items:
        if item.form == "person":
            cast.add(item.first, item.entity, fold_name(item.entity.name) + _written(chart, item.first, item.last))
    spans = person_spans(chart)
    for first, last, span in spans:
        if last - first >= 2 and not _is_taken(chart, first, last):
            entity, score = _link_full_name(chart, first, last, span.normal)
            cast.add(first, entity, fold_name(entity.name) + _written(chart, first, last))
            chart.replace(first, last, Item(first, last, "person", entity, score))
    cast.known.sort(key=lambda entry: entry[0])
    marked = {word for first, last, _ in spans for word in range(first, last)}
    for hit in surnames:
        _add_surname(chart, hit, cast, is_marked=hit.first in marked)
    for first, last, span in spans:
        if last - first == 1 and not chart.overlapping(first, last):
            _add_single(chart, first, span.normal, cast)


def _written(chart: Chart, first: int, last: int) -> tuple[str, ...]:
    return tuple(word.folded for word in chart.words[first:last])


def _is_taken(chart: Chart, first: int, last: int) -> bool:
    """A span that a known person or several items fill is no new name."""
    items = chart.overlapping(first, last)
    if any(item.form == "person" for item in items):
        return True
    covered = sum(min(item.last, last) - max(item.first, first) for item in items)
    return covered >= last - first or any(
        item.form == "name" and item.entity.kind in {"office", "organization"} for item in items
    )


def _link_full_name(chart: Chart, first: int, last: int, normal: str) -> tuple[Entity, float]:
    """Return the person of the gazetteer who sounds like the name, else a new one named as written."""
    words = chart.words[first:last]
    text = chart.analysis.text[words[0].char_start : words[-1].char_end]
    for name in (text, normal):
        person_id = chart.gazetteer.persons_by_sound.get(sound_key(name))
        if person_id is not None:
            return chart.gazetteer.entities[person_id], _BY_SOUND
    is_russian = chart.analysis.lang == "ru" and len(fold_name(normal)) == last - first
    return _new_person(normal if is_russian else text), _UNKNOWN


def _new_person(name: str) -> Entity:
    plain = " ".join(name.split()).replace("’", "'")
    latin = transliterate(plain)
    aliases = (latin,) if latin != plain else ()
    return Entity(stable_id("person", sound_key(plain)), plain, "person", None, None, aliases)


def _add_surname(chart: Chart, hit: Hit, cast: Cast, *, is_marked: bool) -> None:
    """Resolve a surname: who was named in full with it, else who is most prominent on the day."""
    if any(item.form == "person" for item in chart.overlapping(hit.first, hit.last)):
        return
    is_single = hit.last - hit.first == 1
    is_ambiguous = chart.folded(hit.first) in chart.gazetteer.ambiguous or len(chart.folded(hit.first)) < 4
    if is_single and is_ambiguous and is_function_word(chart, hit.first):
        return
    honorific = honorific_before(chart, hit.first)
    people = [chart.gazetteer.entities[target] for target in hit.targets]
    named = [entity for _, entity in cast.named_by(chart.folded(hit.last - 1)) if fits_gender(chart, entity, honorific)]
    named_known = [entity for entity in named if entity in people]
    chosen: Entity | None
    if named_known:
        chosen = _latest_or_prominent(chart, hit, cast, named_known)
    elif named and not _is_overshadowed(chart, named[-1], people):
        chosen = named[-1]
    else:
        is_proven = bool(honorific) or is_marked or _is_misread_leader(chart, hit, people)
        is_proven = is_proven or (is_single and _is_acting_leader(chart, hit, people))
        if not is_proven and (is_single and chart.folded(hit.first) in chart.gazetteer.ambiguous):
            return
        people = [person for person in people if fits_gender(chart, person, honorific)]
        chosen = max(people, key=lambda person: prominence(chart, person), default=None)
        if chosen is None or (prominence(chart, chosen)[:2] == (0, 0) and not is_proven):
            return
    chart.replace(hit.first, hit.last, Item(hit.first, hit.last, "person", chosen, _SHORT))


def _is_misread_leader(chart: Chart, hit: Hit, people: list[Entity]) -> bool:
    """A model takes a short surname for a place or a company: it is the leader in office where it neither stands after "in" nor is a big city."""
    spans = (chart.span_words(span) for span in chart.analysis.entities)
    if (hit.first, hit.last) not in spans or stands_in_place(chart, hit.first):
        return False
    city = chart.gazetteer.find_city(chart.folded(hit.first))
    is_big_city = city is not None and city.population >= _BIG_CITY
    return not is_big_city and any(prominence(chart, person)[0] >= _LEADS for person in people)


def _is_acting_leader(chart: Chart, hit: Hit, people: list[Entity]) -> bool:
    """Tell whether a name that is also a word ("Trump") is subject or object of a verb while who bears it leads a state."""
    token = chart.analysis.tokens[hit.first]
    is_argument = token.dep.startswith(("nsubj", "obj", "iobj")) and chart.analysis.tokens[token.head].upos == "VERB"
    if not is_argument or not token.text[0].isupper() or len(token.text) < _LONG_NAME:
        return False
    return any(prominence(chart, person)[0] >= _LEADS for person in people)


def _is_overshadowed(chart: Chart, named: Entity, people: list[Entity]) -> bool:
    """A minor namesake named in full gives way to a head of state whose country the article speaks of ("Mr Kim")."""
    present = {item.entity.entity_id for item in chart.items} | {item.entity.country_id for item in chart.items}
    tops = [person for person in people if prominence(chart, person)[0] >= 13 and person.country_id in present]
    return bool(tops) and named.entity_id not in chart.gazetteer.entities


def _latest_or_prominent(chart: Chart, hit: Hit, cast: Cast, people: list[Entity]) -> Entity:
    """Of several bearers named in full: the one in office if there is just one, else the last named before."""
    distinct = list(dict.fromkeys(people))
    if len(distinct) == 1:
        return distinct[0]
    top = sorted(distinct, key=lambda person: prominence(chart, person), reverse=True)
    if prominence(chart, top[0])[0] >= 8 and prominence(chart, top[1])[0] < prominence(chart, top[0])[0]:
        return top[0]
    before = [
        entity
        for position, entity in cast.named_by(chart.folded(hit.last - 1))
        if position < hit.first and entity in distinct
    ]
    return before[-1] if before else top[0]


def _add_single(chart: Chart, first: int, normal: str, cast: Cast) -> None:
    """Put a one-word person on the chart: someone named in full elsewhere, else a new person by that word."""
    named = cast.named_by(chart.folded(first))
    before = [entity for position, entity in named if position < first] or [entity for _, entity in named]
    entity = before[-1] if before else None
    word = chart.words[first]
    if entity is None:
        if is_function_word(chart, first) or is_calendar_word(chart, first):
            return
        if (town := read_town(chart, first)) is not None:
            chart.replace(first, first + 1, Item(first, first + 1, "ner", town, 0.7))
            return
        if len(word.text) < 3 or word.text.isupper():
            return
        entity = _new_person(normal if chart.analysis.lang == "ru" and " " not in normal else word.text)
    chart.replace(first, first + 1, Item(first, first + 1, "person", entity, _UNKNOWN - 0.1))
