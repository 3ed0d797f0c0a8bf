"""Forms of names: Russian cases and French agreement by rule, so that data files hold one form of each name.

Endings after the Russian grammar's declension tables; rules over-generate rather than miss (a form that nobody writes
matches nothing). Foreign surnames of women that end in a consonant do not change.
"""

from __future__ import annotations

from functools import lru_cache

_HUSHING = "жшчщц"
_VELAR = "гкхжшчщ"
_PREPOSITIONS = frozenset({"на", "о", "и", "де", "в", "по", "эс", "эль", "аль", "да", "бен", "ибн", "бин"})


def decline_adjective(word: str) -> list[str]:
    """Return the case forms of a Russian adjective (or adjectival surname) given in the nominative of any gender."""
    for ending, hard in (
        ("ский", "ск"), ("цкий", "цк"), ("ый", ""), ("ой", ""), ("ий", ""), ("ая", ""), ("яя", ""), ("ое", ""), ("ее", ""),
        ("ые", ""), ("ие", ""),
    ):  # fmt: skip
        if word.endswith(ending):
            stem = word[: -len(ending)] + hard
            break
    else:
        return [word]
    is_soft = word.endswith(("яя", "ее")) or (word.endswith("ий") and stem[-1:] not in _VELAR)
    if word.endswith(("ые", "ие")):
        vowel = word[-2]
        return [word, stem + vowel + "х", stem + vowel + "м", stem + vowel + "ми"]
    if word.endswith(("ая", "яя")):
        vowels = ("ей", "юю") if is_soft else ("ой", "ую")
        return [word, *(stem + vowel for vowel in vowels), stem + "ей"]
    first = "и" if is_soft or stem[-1:] in _VELAR else "ы"
    vowel = "е" if is_soft else "о"
    endings = (vowel + "го", vowel + "му", first + "м", vowel + "м")
    return [word, *(stem + ending for ending in endings), stem + "ем", stem + "его"]


#: nouns that end like adjectives
_NOUNS_LIKE_ADJECTIVES = frozenset({"ханой", "маврикий"})
#: words that lose a vowel in the oblique cases -> their stem there
_FLEETING = {"египет": "египт", "павел": "павл", "посол": "посл", "лев": "льв", "орел": "орл", "козел": "козл"}


@lru_cache(maxsize=4_000)
def adjective_forms_ru(word: str) -> tuple[str, ...]:
    """Return all forms of a Russian adjective in -ский, -ый, -ий: three genders and the plural."""
    stem = word[:-2]
    vowel = "и" if word.endswith("ий") or stem[-1:] in _VELAR else "ы"
    endings = ("ая", "ой", "ую", "ое", "ого", "ому", vowel + "м", "ом", vowel + "е", vowel + "х", vowel + "ми")
    return (word, *(stem + ending for ending in endings))


def decline_noun(word: str, *, is_feminine: bool = False) -> list[str]:
    """Return the case forms of a Russian noun or surname in the nominative singular (or plural in -ы, -и)."""
    lower = word.lower()
    stem, last = word[:-1], lower[-1:]
    if is_feminine and lower.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return [word, stem + "ой", stem + "у"]
    if lower not in _NOUNS_LIKE_ADJECTIVES and lower.endswith(
        ("ский", "цкий", "ская", "цкая", "ный", "ная", "ый", "ой", "ая")
    ):
        return decline_adjective(word)
    if last == "а":
        hard = "и" if lower[-2:-1] in _VELAR else "ы"
        return [word, *(stem + end for end in (hard, "е", "у", "ой", "ей"))]
    if lower.endswith("ия"):
        return [word, *(stem + end for end in ("и", "ю", "ей"))]
    if last == "я":
        return [word, *(stem + end for end in ("и", "е", "ю", "ей"))]
    if last == "ь":
        soft = ("и", "ью") if is_feminine else ("я", "ю", "ем", "ём", "е", "и", "ью")
        return [word, *(stem + end for end in soft)]
    if is_feminine:
        return [word]
    if last == "й":
        return [word, *(stem + end for end in ("я", "ю", "ем", "и" if lower.endswith("ий") else "е"))]
    if lower.endswith("ье"):
        return [word, *(stem + end for end in ("я", "ю", "ем"))]
    if lower.endswith("ство"):
        return [word, *(stem + end for end in ("а", "у", "ом", "е"))]
    if last in "ыи" and len(word) > 4:
        return [word, stem, *(stem + end for end in ("ов", "ев", "ам", "ами", "ах", "ям", "ями", "ях", "ей"))]
    if last in "оеиуюэыё" or not lower.isalpha():
        return [word]
    short = _FLEETING.get(lower)
    if short is not None:
        return [word, *(word[:1] + short[1:] + end for end in ("а", "у", "ом", "е"))]
    forms = [word, word + "а", word + "у", word + "ом", word + "е", word + "ым"]
    if last in _HUSHING:
        forms.append(word + "ем")
    if lower.endswith("ец") and len(word) > 3:
        forms.extend(word[:-2] + "ц" + end for end in ("а", "у", "ем", "е"))
    return forms


def _is_adjective(word: str) -> bool:
    return (
        len(word) > 4
        and word.lower() not in _NOUNS_LIKE_ADJECTIVES
        and word.lower().endswith(("ая", "ый", "ий", "ое", "ые", "ие", "ской", "ной"))
        and not (word.lower().endswith(("ствие", "ние")))
    )


def _decline_word(word: str, *, is_feminine: bool = False) -> list[str]:
    """Decline one word; of a hyphenated one the last part changes ("пресс-секретарю"), unless it follows a preposition."""
    head, hyphen, tail = word.rpartition("-")
    if hyphen:
        if any(part.lower() in _PREPOSITIONS for part in head.split("-")):
            first, rest = word.split("-", 1)
            return [f"{form}-{rest}" for form in decline_noun(first)]
        return [f"{head}-{form}" for form in decline_noun(tail, is_feminine=is_feminine)]
    return decline_noun(word, is_feminine=is_feminine)


def phrase_columns_ru(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Return the case forms of each word of a Russian noun phrase: adjectives and the first noun change, the rest stays.

    >>> phrase_columns_ru("Северная Корея")[1][1]
    'Кореи'
    """
    words = phrase.split(" ")
    noun = next((place for place, word in enumerate(words) if not _is_adjective(word.strip("«»"))), len(words) - 1)
    columns: list[tuple[str, ...]] = []
    for place, word in enumerate(words):
        bare = word.strip("«»")
        if place > noun or not bare or (bare.isupper() and len(bare) > 1) or not _is_cyrillic(bare):
            columns.append((word,))
        elif _is_adjective(bare):
            columns.append(tuple(dict.fromkeys(decline_adjective(bare))))
        else:
            columns.append(tuple(dict.fromkeys(_decline_word(bare))))
    return tuple(columns)


def person_columns_ru(name: str, *, is_feminine: bool) -> tuple[tuple[str, ...], ...]:
    """Return the case forms of each word of a person's Russian name, in the order of the words."""
    words = name.split(" ")
    if not _is_cyrillic(name):
        return tuple((word,) for word in words)
    return tuple(tuple(dict.fromkeys(_decline_word(word, is_feminine=is_feminine))) for word in words)


def _is_cyrillic(word: str) -> bool:
    return any("а" <= char <= "я" or char == "ё" for char in word.lower())


def adjective_forms_fr(word: str) -> tuple[str, ...]:
    """Return masculine, feminine and plural forms of a French adjective of nationality.

    >>> adjective_forms_fr("russe"), adjective_forms_fr("coréen")[1]
    (('russe', 'russes'), 'coréenne')
    """
    irregular = {"turc": "turque", "grec": "grecque"}
    if word in irregular:
        feminine = irregular[word]
    elif word.endswith("e"):
        return (word, word + "s")
    elif word.endswith(("ien", "éen")):
        feminine = word + "ne"
    elif word == "letton":
        feminine = "lettone"
    else:
        feminine = word + "e"
    plural = word if word.endswith(("s", "x")) else word + "s"
    return tuple(dict.fromkeys((word, feminine, plural, feminine + "s")))


def adjective_forms(word: str, lang: str) -> tuple[str, ...]:
    """Return all forms of a Spanish adjective of nationality (from its masculine) or a German one (from its stem).

    >>> adjective_forms("francés", "es"), adjective_forms("iraní", "es")
    (('francés', 'francesa', 'franceses', 'francesas'), ('iraní', 'iraníes', 'iranís'))
    >>> adjective_forms("russisch", "de")[:3]
    ('russisch', 'russische', 'russischen')
    """
    if lang == "de":
        return tuple(word + ending for ending in ("", "e", "en", "er", "es", "em"))
    if word.endswith("o"):
        return tuple(word[:-1] + ending for ending in ("o", "a", "os", "as"))
    if word.endswith("í"):
        return (word, word + "es", word + "s")
    if word[-1] in "ae":
        return (word, word + "s")
    plain = word[:-2] + word[-2:].translate(str.maketrans("áé", "ae"))
    return (word, plain + "a", plain + "es", plain + "as")
