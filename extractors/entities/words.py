"""The text as plain words, independent of any model's tokens, and forms of the gazetteer found among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seeds.gazetteer import Form, FormIndex, fold_word
from seeds.gazetteer.folding import WORD

#: characters that end a name when they stand between two of its words
_BREAKS = frozenset(",;:()[]!?\n…/—–")


@dataclass(frozen=True, slots=True)
class Word:
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
    for match in WORD.finditer(text):
        gap = text[end : match.start()]
        is_joined = bool(words) and len(gap) <= 3 and not _BREAKS.intersection(gap)
        # a full stop and a blank end a sentence, except after initials and short titles ("J. D.", "St. Petersburg")
        if is_joined and gap.startswith(".") and gap != "." and not gap.startswith(".-"):
            is_joined = len(words[-1].text) <= 3
        end = match.end()
        words.append(Word(match.start(), end, match.group(), fold_word(match.group()), is_joined, gap))
    return words


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
        found = _longest_at(words, place, index)
        if not found:
            place += 1
            continue
        last = place + len(found[0].words)
        for kind in dict.fromkeys(form.kind for form in found):
            targets = tuple(dict.fromkeys(form.target for form in found if form.kind == kind))
            hits.append(Hit(place, last, kind, targets))
        place = last
    return hits


def _longest_at(words: list[Word], first: int, index: FormIndex) -> list[Form]:
    found: list[Form] = []
    for form in index.by_first.get(words[first].folded, ()):
        if found and len(form.words) < len(found[0].words):
            break
        if form.kind != "role" and match_form(words, first, form):
            found.append(form)
    return found


def iterate_role_forms(words: list[Word], first: int, index: FormIndex) -> Iterator[Form]:
    """Yield the role phrases that may begin at a word, longest first."""
    for form in index.by_first.get(words[first].folded, ()):
        if form.kind == "role":
            yield form
