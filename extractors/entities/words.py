"""The text as plain words, independent of any model's tokens, and forms of the gazetteer found among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from seeds.gazetteer import Form, FormIndex, fold_word
from seeds.gazetteer.folding import iterate_words

#: characters that end a name when they stand between two of its words
_BREAKS = frozenset(",;:()[]!?\n…/—–")


class Word(NamedTuple):
    """One word with half-open offsets; `is_joined` tells that only blanks, hyphens, quotes or dots part it from the last one."""

    char_start: int
    char_end: int
    text: str
    folded: str
    is_joined: bool
    #: what stands between the word before and this one
    gap: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found at words `first` to `last` (half-open); `targets` are all things written that way."""

    first: int
    last: int
    kind: str
    targets: tuple[str, ...]


def split_words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    words: list[Word] = []
    end = 0
    for match in iterate_words(text):
        start, stop = match.span()
        gap, word, end = text[end:start], text[start:stop], stop
        is_joined = bool(words) and (gap == " " or _is_joining(gap, words[-1].text))
        words.append(Word(start, end, word, fold_word(word), is_joined, gap))
    return words


def _is_joining(gap: str, before: str) -> bool:
    """Tell whether what stands between two words may stand inside a name.

    A full stop and a blank end a sentence, except after initials and short titles ("J. D.", "St. Petersburg").
    """
    if len(gap) > 3 or _BREAKS.intersection(gap) or is_dash(gap):
        return False
    return not gap.startswith(".") or gap == "." or gap.startswith(".-") or len(before) <= 3


def is_dash(gap: str) -> bool:
    """Tell whether a hyphen set off by blanks stands between two words: what parts a dateline from its sentence."""
    return gap.startswith(" ") and gap.endswith(" ") and gap.strip() in {"-", "--"}


def is_initial(words: list[Word], place: int) -> bool:
    """Tell whether a word is the initial of a middle name ("John F. Doe")."""
    if not 0 < place < len(words) - 1 or len(words[place].text) != 1 or not words[place].text.isupper():
        return False
    before, after = words[place - 1], words[place + 1]
    is_named = before.text[0].isupper() and len(before.text) > 1 and words[place].gap == " "
    return is_named and after.gap == ". " and after.text[0].isupper()


def match_form(words: list[Word], first: int, form: Form) -> bool:
    """Tell whether a form stands at a word."""
    if first + len(form.words) > len(words):
        return False
    for offset, (variants, guard) in enumerate(zip(form.words, form.guards, strict=True)):
        word = words[first + offset]
        if (offset and not word.is_joined) or word.folded not in variants or not is_written_so(word.text, guard):
            return False
    return True


def is_written_so(text: str, guard: str) -> bool:
    """Tell whether a word has the case that its form asks for."""
    if not guard:
        return True
    return text[0].isupper() if guard == "u" else text == guard


def find_hits(words: list[Word], index: FormIndex) -> list[Hit]:
    """Return the longest forms from left to right without overlap, role phrases excepted (see `roles`)."""
    hits: list[Hit] = []
    place = 0
    while place < len(words):
        found, last = _longest_with_initial(words, place, index)
        if not found:
            place += 1
            continue
        for kind in dict.fromkeys(form.kind for form in found):
            targets = tuple(dict.fromkeys(form.target for form in found if form.kind == kind))
            hits.append(Hit(place, last, kind, targets))
        place = last
    return hits


def _longest_with_initial(words: list[Word], first: int, index: FormIndex) -> tuple[list[Form], int]:
    """Return the longest forms at a word and where they end; a middle initial that the gazetteer leaves out is passed over."""
    found = _longest_at(words, first, index)
    length = len(found[0].words) if found else 0
    if is_initial(words, first + 1) and length < 2:
        plain = _longest_at([words[first], *words[first + 2 : first + 6]], 0, index)
        if plain and len(plain[0].words) > 1:
            return plain, first + len(plain[0].words) + 1
    return found, first + length


def _longest_at(words: list[Word], first: int, index: FormIndex) -> list[Form]:
    found: list[Form] = []
    forms = index.names.get(words[first].folded)
    if forms is None:
        return found
    follower = words[first + 1] if first + 1 < len(words) and words[first + 1].is_joined else None
    for form in forms:
        if found and len(form.words) < len(found[0].words):
            break
        # most candidates fail at their second word: ask that before anything else
        if len(form.words) > 1 and (follower is None or follower.folded not in form.words[1]):
            continue
        if match_form(words, first, form):
            found.append(form)
    return found
