"""Names of the gazetteer in a text, weighed against what the model found."""

from __future__ import annotations

from extractors.entities.chart import Chart, Item
from extractors.entities.words import Hit, find_hits
from records.analysis import EntitySpan
from records.annotations import Entity

#: words before a name that prove it is a person's (folded)
HONORIFICS = frozenset(
    [
        "m", "mm", "mme", "mmes", "mlle", "mr", "mrs", "ms", "miss", "sir", "dr", "monsieur", "madame", "president", "presidente",
        "chancellor", "chancelier", "chanceliere", "premier", "senator", "senateur", "general", "господин", "госпожа", "г", "товарищ",
        "президент", "канцлер", "премьер", "министр", "генерал", "сенатор", "minister", "secretary", "ministre", "cardinal", "prince",
        "roi", "king", "queen", "reine", "sheikh", "cheikh", "шейх", "король", "ayatollah", "аятолла", "vice", "camp", "clan", "couple",
    ]
)  # fmt: skip
_HER = frozenset(
    {"mme", "mmes", "mlle", "mrs", "ms", "miss", "madame", "госпожа", "queen", "reine", "chanceliere", "presidente"}
)
_HIM = frozenset({"m", "mr", "monsieur", "господин", "sir", "king", "roi"})
_FUNCTION_CLASSES = frozenset({"PRON", "ADP", "AUX", "VERB", "DET", "ADV", "SCONJ", "CCONJ", "PART", "NUM", "INTJ"})
#: weight of an office when a surname alone must choose among people
_OFFICE_WEIGHT = {
    "hos": 10,
    "leader": 10,
    "hog": 9,
    "monarch": 6,
    "crown": 8,
    "fm": 5,
    "head": 5,
    "vp": 4,
    "dm": 4,
    "sp": 3,
}
_BIG_STATES = frozenset(
    f"state/{iso}" for iso in ("US", "RU", "CN", "FR", "DE", "GB", "UA", "IL", "IR", "TR", "KP", "JP", "IN")
)


def seed_chart(chart: Chart) -> list[Hit]:
    """Put states, places, organisations and full names of people on the chart; return the surnames still to be weighed."""
    surnames: list[Hit] = []
    hits = find_hits(chart.words, chart.gazetteer.forms(chart.analysis.lang))
    adjectives = {hit.first for hit in hits if hit.kind == "adjective"}
    taken = -1
    for hit in hits:
        if hit.first < taken or (hit.kind == "people" and hit.first in adjectives and not _is_people(chart, hit)):
            continue
        if hit.kind == "surname":
            surnames.append(hit)
            continue
        form = _form_of(chart, hit)
        if form is None:
            continue
        taken = hit.last
        entity = _choose_entity(chart, hit)
        chart.items.append(Item(hit.first, hit.last, form, entity))
    return [hit for hit in surnames if not chart.overlapping(hit.first, hit.last)]


def is_function_word(chart: Chart, word: int) -> bool:
    """Tell whether the parse takes a word for a pronoun, preposition, verb … ("He", "To", "May"): no name then."""
    token = chart.tokens_by_start.get(chart.words[word].char_start)
    return token is not None and token.upos in _FUNCTION_CLASSES


def _is_people(chart: Chart, hit: Hit) -> bool:
    """ "the French" are people where no noun follows that the word describes."""
    token = chart.tokens_by_start.get(chart.words[hit.first].char_start)
    is_described = token is not None and token.dep in {"amod", "compound", "nmod", "flat"}
    return chart.folded(hit.first - 1) in {"the", "many", "most"} and not is_described


def _form_of(chart: Chart, hit: Hit) -> str | None:
    if hit.kind == "adjective":
        # French writes the people with a capital, the adjective without
        is_noun = chart.analysis.lang == "fr" and chart.is_upper(hit.first) and hit.first > 0
        return "people" if is_noun and chart.words[hit.first].is_joined else "adjective"
    if hit.kind == "name" and hit.targets[0].startswith("person/"):
        return "person"
    return hit.kind


def _choose_entity(chart: Chart, hit: Hit) -> Entity:
    """Of homonyms (Congo, Guinea) take the one that the text names otherwise too, else the first of the table."""
    entities = [chart.gazetteer.entities[target] for target in hit.targets]
    people = [entity for entity in entities if entity.kind == "person"]
    if len(people) > 1:
        return max(people, key=lambda entity: prominence(chart, entity))
    return entities[0]


def weigh_model_spans(chart: Chart) -> None:
    """Drop states, cities and surnames that are only a part of a longer name which the model sees ("Paris Saint-Germain")."""
    for span in chart.analysis.entities:
        first, last = chart.span_words(span)
        inside = [item for item in chart.overlapping(first, last) if item.form in {"name", "people"}]
        is_of_person = any(item.form == "person" for item in chart.overlapping(first, last))
        if last - first < 2 or not inside or is_of_person:  # "à Ankara Jane Doe" is a place and a person
            continue
        covered = {word for item in inside for word in range(item.first, item.last)}
        outside = [word for word in range(first, last) if word not in covered]
        names = [word for word in outside if _may_name(chart, word)]
        if not names or not _is_one_name(chart, first, last):
            continue
        is_place = all(item.entity.kind in {"country", "place", "facility"} for item in inside)
        reaches_out = any(item.first < first or item.last > last for item in inside)
        if is_place and not reaches_out and span.label in {"PER", "ORG", "LOC"} and len(inside) == 1:
            chart.replace(first, last, None)


def _may_name(chart: Chart, word: int) -> bool:
    """Tell whether a capitalised word can be part of a name: neither a title nor an article that opens the sentence ("La France")."""
    token = chart.tokens_by_start.get(chart.words[word].char_start)
    is_article = token is not None and token.upos == "DET"
    return chart.is_upper(word) and chart.folded(word) not in HONORIFICS and not is_article


def _is_one_name(chart: Chart, first: int, last: int) -> bool:
    return all(chart.words[word].is_joined for word in range(first + 1, last))


def prominence(chart: Chart, person: Entity) -> tuple[int, int, str]:
    """Return how likely a bare surname means this person on the day: present office, then past ones."""
    present = past = 0
    for term in chart.gazetteer.terms_by_person.get(person.entity_id, ()):
        weight = _OFFICE_WEIGHT.get(term.office, 2) + (4 if term.of in _BIG_STATES else 0)
        if term.covers(chart.anchor_on):
            present = max(present, weight)
        elif term.since <= chart.anchor_on:
            past = max(past, weight - (1 if term.until and (chart.anchor_on - term.until).days > 4000 else 0))
        else:
            past = max(past, 1)
    return present, past, person.entity_id


def honorific_before(chart: Chart, word: int) -> str:
    """Return the folded honorific right before a word, or an empty string."""
    before = chart.folded(word - 1)
    if word > 0 and before in HONORIFICS and chart.words[word].is_joined:
        return before
    return ""


def fits_gender(chart: Chart, person: Entity, honorific: str) -> bool:
    """Tell whether "Mme", "Mr" … may stand before this person; unknown people fit both."""
    if person.entity_id not in chart.gazetteer.entities:
        return True
    is_female = person.entity_id in chart.gazetteer.females
    return not ((honorific in _HER and not is_female) or (honorific in _HIM and is_female))


def person_spans(chart: Chart) -> list[tuple[int, int, EntitySpan]]:
    """Return the model's person spans as word ranges, honorifics and role words at their start cut off."""
    spans: list[tuple[int, int, EntitySpan]] = []
    for span in chart.analysis.entities:
        first, last = chart.span_words(span)
        while first < last and (chart.folded(first) in HONORIFICS or not chart.is_upper(first)):
            first += 1
        while last > first and not _may_end_name(chart, last - 1):
            last -= 1
        if span.label == "PER" and first < last:
            spans.append((first, last, span))
    return spans


def _may_end_name(chart: Chart, word: int) -> bool:
    """A name ends in a capitalised word or in the second half of a hyphenated one; never in the possessive "'s"."""
    gap = chart.words[word].gap
    return chart.folded(word) != "s" and (chart.is_upper(word) or "-" in gap or "'" in gap or "’" in gap)
