"""Words of a text folded for comparison, and names compared across spellings and scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import jellyfish

_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: one word, or one character of a script that is written without spaces between words
WORD = re.compile(rf"{_UNSPACED.pattern}|(?:(?!{_UNSPACED.pattern})[^\W_])+")
_SPACED_WORD = re.compile(r"[^\W_]+")
#: letters that no Unicode decomposition takes apart
_PLAIN = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h",
})  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h",
}  # fmt: skip
#: French, German and English ways to write one sound, longest first; applied to folded names only
_SOUNDS = (
    ("shch", "s"), ("chtch", "s"), ("stch", "s"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("dzh", "j"), ("dj", "j"),
    ("zh", "j"), ("kh", "h"), ("ch", "s"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("gu", "g"), ("qu", "k"),
    ("ck", "k"), ("ts", "s"), ("tz", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("yu", "u"), ("iu", "u"), ("ya", "a"),
    ("ia", "a"), ("ye", "e"), ("ie", "e"), ("yo", "o"), ("io", "o"), ("ae", "e"), ("ei", "e"), ("ey", "e"), ("ai", "e"),
    ("iy", "i"), ("ij", "i"), ("ii", "i"), ("yy", "i"), ("y", "i"), ("w", "v"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=60_000)
def fold_word(word: str) -> str:
    """Return a word in lower case without accents (ё and е, é and e become one).

    >>> fold_word("Élysée"), fold_word("Пётр"), fold_word("Erdoğan")
    ('elysee', 'петр', 'erdogan')
    """
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.translate(_PLAIN))
    return "".join(char for char in parts if not unicodedata.combining(char))


def iterate_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text; texts with blanks between words take the simpler, faster pattern."""
    return (WORD if _UNSPACED.search(text) else _SPACED_WORD).finditer(text)


def fold_name(name: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(fold_word(match.group()) for match in WORD.finditer(name))


def transliterate(name: str) -> str:
    """Return a Cyrillic name in Latin letters (simplified BGN); other letters stay.

    >>> transliterate("Кириенко")
    'Kirienko'
    """
    out: list[str] = []
    for char in name:
        latin = _CYRILLIC.get(char.lower())
        out.append(char if latin is None else latin.capitalize() if char.isupper() else latin)
    return "".join(out)


@lru_cache(maxsize=20_000)
def sound_key(name: str) -> str:
    """Return a spelling-neutral key of a name: how it sounds, whatever the language of the newspaper.

    >>> sound_key("Iouri Ouchakov") == sound_key("Юрий Ушаков") == sound_key("Yuri Ushakov")
    True
    """
    keys: list[str] = []
    for word in fold_name(transliterate(name)):
        sound = word
        for written, heard in _SOUNDS:
            sound = sound.replace(written, heard)
        keys.append(re.sub(r"(.)\1+", r"\1", sound))
    return " ".join(keys)


def name_similarity(name: str, other: str) -> float:
    """Return how alike two names of persons are across spellings and scripts, from 0 to 1.

    The mean of two Jaro-Winkler scores of `sound_key` (last words and all words); a score of .92 is a likely match.
    Two different given names under one surname score below it ("Kim Jong-un", "Kim Jong-il").
    """
    first, second = sound_key(name), sound_key(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    words, others = first.split(), second.split()
    if len(words) == len(others):
        scores = [jellyfish.jaro_winkler_similarity(a, b) for a, b in zip(words, others, strict=True)]
        return float(min(scores))
    last = float(jellyfish.jaro_winkler_similarity(words[-1], others[-1]))
    return round(0.5 * last + 0.5 * float(jellyfish.jaro_winkler_similarity(first, second)), 4)
