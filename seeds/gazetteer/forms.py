"""Written forms of one language, indexed by their first word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seeds.gazetteer.folding import WORD, fold_word
from seeds.gazetteer.inflection import (
    adjective_forms,
    adjective_forms_fr,
    adjective_forms_ru,
    person_columns_ru,
    phrase_columns_ru,
)
from seeds.gazetteer.model import Form, FormIndex
from seeds.gazetteer.tables import Tables

#: countries whose names put the family name first
_FAMILY_FIRST = frozenset({"CN", "KP", "KR", "TW", "HK", "KH"})
#: countries where people are called by the first of their names
_BY_GIVEN_NAME = frozenset({"ET", "ER", "ID", "MY", "TH", "LA", "BD"})
_PARTICLES = frozenset(
    [
        "von", "van", "de", "der", "den", "di", "da", "del", "della", "le", "la", "al", "el", "ben", "bin", "ibn", "du", "dos",
        "ter", "ten", "ould", "фон", "ван", "де", "ди", "да", "ле", "аль", "ас", "аш", "эль", "бен", "бин", "ибн", "ульд",
    ]
)  # fmt: skip
_ARTICLES = frozenset({"al", "el", "аль", "ас", "аш", "эль"})
_TITLES = frozenset(
    [
        "king", "queen", "pope", "patriarch", "prince", "dalai", "emperor", "sultan", "sheikh", "pape", "patriarche", "roi", "reine",
        "папа", "патриарх", "принц", "король", "королева", "далай",
    ]
)  # fmt: skip
#: royal titles of names in people.tsv by language
_ROYAL = {"King": {"fr": "roi", "ru": "король"}, "Queen": {"fr": "reine", "ru": "королева"}}
_Grouped = dict[str, dict[tuple[tuple[frozenset[str], ...], tuple[str, ...], str, str], Form]]
_RANK = {"name": 0, "role": 1, "surname": 2, "people": 3, "adjective": 4}


def is_cyrillic(text: str) -> bool:
    """Tell whether a text has Cyrillic letters."""
    return any("\u0400" <= char < "\u0500" for char in text)


def make_form(text: str, kind: str, target: str, columns: Iterable[tuple[str, ...]] = ()) -> Form | None:
    """Return a form from its basic spelling and, where words change, the variants of each word.

    A column whose variants have several parts (hyphenated words) is spread over as many words.
    None where nothing of the text is a word.
    """
    plain = [match.group() for match in WORD.finditer(text)]
    if not plain:
        return None
    variants: list[set[str]] = [{fold_word(word)} for word in plain]
    place = 0
    for column in columns:
        width = len(WORD.findall(column[0]))
        for variant in column:
            parts = WORD.findall(variant)
            if len(parts) == width:
                for offset, part in enumerate(parts):
                    variants[place + offset].add(fold_word(part))
        place += width
    guards = tuple(_guard(word, kind) for word in plain)
    return Form(tuple(frozenset(words) for words in variants), guards, kind, target, text)


def _guard(word: str, kind: str) -> str:
    if word.isupper() and word.isalnum() and (len(word) > 1 or kind != "role"):
        return word
    return "u" if word[0].isupper() and kind != "role" else ""


def build_forms(tables: Tables, lang: str) -> FormIndex:
    """Return the index of all forms that texts of a language may hold."""
    names: _Grouped = {}
    roles: _Grouped = {}
    for form in _all_forms(tables, lang):
        grouped = roles if form.kind == "role" else names
        for first in form.words[0]:
            grouped.setdefault(first, {}).setdefault((form.words, form.guards, form.kind, form.target), form)
    return FormIndex(_sort_groups(names), _sort_groups(roles))


def _sort_groups(grouped: _Grouped) -> dict[str, tuple[Form, ...]]:
    return {
        first: tuple(sorted(forms.values(), key=lambda f: (-len(f.words), _RANK[f.kind], f.target, f.text)))
        for first, forms in grouped.items()
    }


def _all_forms(tables: Tables, lang: str) -> Iterator[Form]:
    for group in (_state_forms, _thing_forms, _person_forms, _role_forms):
        for text, kind, target, columns in group(tables, lang):
            form = make_form(text, kind, target, columns)
            if form is not None:
                yield form


_Raw = Iterator[tuple[str, str, str, Iterable[tuple[str, ...]]]]


def _columns(text: str, lang: str) -> Iterable[tuple[str, ...]]:
    return phrase_columns_ru(text) if lang == "ru" else ()


def _state_forms(tables: Tables, lang: str) -> _Raw:
    for row in tables.states:
        target = f"state/{row['iso']}"
        built = tables.territories.get(row["iso"], {})
        names = [built.get("names", {}).get(lang, ""), *tables.extra_names(row, lang)]
        if lang == "en":
            names.append(row["name"])
        for name in filter(None, names):
            yield name, "name", target, _columns(name, lang)
        capital = tables.capital_id(row)
        if capital and row["iso"] != "EU":
            own = {"fr": row["capital_fr"], "ru": row["capital_ru"], "en": row["capital"]}.get(lang, "")
            for name in filter(None, (*own.split("/"), built.get("capital", {}).get(lang, ""))):
                yield name, "name", capital, _columns(name, lang)
        yield from _adjectives(row, lang, target)
        for word in filter(None, tables.demonyms.get(lang, {}).get(row["iso"], "").split("/")):
            for form in adjective_forms(word, lang):
                yield form, "adjective", target, ()


def _adjectives(row: dict[str, str], lang: str, target: str) -> _Raw:
    if lang == "ru":
        for word in filter(None, row["ru_adj"].split("/")):
            yield word, "adjective", target, (adjective_forms_ru(word),)
    elif lang == "fr":
        for word in filter(None, row["fr_adj"].split("/")):
            for form in adjective_forms_fr(word):
                yield form, "adjective", target, ()
    elif lang == "en":
        for word in filter(None, row["adj"].split("/")):
            yield word, "adjective", target, ()
        for word in filter(None, row["people"].split("/")):
            yield word, "people", target, ()


def _thing_forms(tables: Tables, lang: str) -> _Raw:
    """Organisations, offices and places: own names of the language, or the English ones."""
    for row, target in (*tables.organisation_rows(), *tables.place_rows()):
        own = row.get(lang, "") if lang in {"fr", "ru"} else row.get("en", "")
        for name in filter(None, (row["name"], *own.split("/"))):
            name = name.removeprefix("the ")
            yield name, "name", target, _columns(name, lang) if is_cyrillic(name) else ()


def _person_forms(tables: Tables, lang: str) -> _Raw:
    for row, target in tables.person_rows():
        is_feminine = row["sex"] == "f"
        if lang in {"ru", "uk", "be", "kk", "bg", "sr", "mk", "ky"}:
            names = [row["ru"], *(alias for alias in row["aliases"].split("/") if is_cyrillic(alias))]
        else:
            own = [row["fr"]] if lang == "fr" else []
            names = [*own, row["name"], *(alias for alias in row["aliases"].split("/") if not is_cyrillic(alias))]
        for name in filter(None, [*names, *royal_names(row, lang)]):
            columns = person_columns_ru(name, is_feminine=is_feminine) if lang == "ru" else ()
            single = " " not in name
            yield name, "surname" if single else "name", target, columns
            for short in () if single else short_names(name, row["country"]):
                short_columns = person_columns_ru(short, is_feminine=is_feminine) if lang == "ru" else ()
                yield short, "surname", target, short_columns


def royal_names(row: dict[str, str], lang: str) -> list[str]:
    """Return the names of a monarch behind the title, with the number and without.

    >>> royal_names({"name": "King Felipe VI", "fr": "Felipe VI", "ru": "Филипп VI"}, "fr")
    ['roi Felipe VI', 'roi Felipe']
    """
    title = row["name"].split(" ", 1)[0]
    own = {"en": row["name"].removeprefix(f"{title} "), "fr": row["fr"], "ru": row["ru"]}.get(lang, "")
    given, _, number = own.rpartition(" ")
    if title not in _ROYAL or not given or not set(number) <= set("IVX"):
        return []
    return [f"{_ROYAL[title].get(lang, title)} {name}" for name in (own, given)]


def short_names(name: str, country: str) -> list[str]:
    """Return what remains of a full name at later mentions.

    >>> short_names("Ursula von der Leyen", "DE"), short_names("Kim Jong-un", "KP"), short_names("Bashar al-Assad", "SY")
    (['von der Leyen'], ['Kim'], ['al-Assad', 'Assad'])
    """
    words = name.split(" ")
    if words[0].lower().split("-")[0] in _TITLES or words[-1].strip(".").upper() in {
        "II",
        "III",
        "VI",
        "X",
        "XVI",
        "XIV",
    }:
        return []
    if country in _FAMILY_FIRST and not words[0].endswith("."):
        return [words[0]] if words[0] not in {"William", "John", "Джон"} else [words[-1]]
    if words[-1].strip(".") in {"Jr", "Sr"}:
        words = words[:-1]
    start = next((place for place, word in enumerate(words[1:], 1) if word.lower() in _PARTICLES), len(words) - 1)
    shorts = [" ".join(words[start:])]
    head, hyphen, tail = words[-1].partition("-")
    if hyphen and head.lower() in _ARTICLES:
        shorts.append(tail)
    if country in _BY_GIVEN_NAME:
        shorts.append(words[0])
    return shorts


def _role_forms(tables: Tables, lang: str) -> _Raw:
    for row in tables.roles:
        for phrase in row.get(lang, ()):
            yield phrase, "role", str(row["id"]), _columns(phrase, lang)
