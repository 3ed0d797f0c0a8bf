"""Marked fragments of a text: what stands between quotation marks, and turns of a dialogue after a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: opening mark -> marks that close it
_PAIRS = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’", "‹": "›", "'": "'"}
#: marks that are set again at each paragraph of one long quotation and closed at its end
_RUNNING = frozenset({"«", "“", '"'})
_WORD = re.compile(r"\w[\w’'‑-]*")
#: shorter fragments are scare quotes or titles
MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """A marked stretch of text; `char_start` to `char_end` is the text inside the marks, `outer_*` includes them."""

    char_start: int
    char_end: int
    outer_start: int
    outer_end: int
    paragraph: int
    #: a turn of a dialogue after a dash
    is_turn: bool = False


def count_words(text: str) -> int:
    """Return how many words a text has; an elided article belongs to its noun."""
    return len(_WORD.findall(text))


def find_fragments(text: str) -> list[Fragment]:
    """Return the outermost marked fragments in text order; one that runs over paragraphs gives one fragment each."""
    found: list[Fragment] = []
    paragraphs = list(iter_paragraphs(text))
    for number, (start, end) in enumerate(paragraphs):
        following = text[paragraphs[number + 1][0]] if number + 1 < len(paragraphs) else ""
        found += _find_in_paragraph(text, start, end, number, following)
    return found


def iter_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the lines of a text that are not blank."""
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            yield match.start(), match.end()


def _find_in_paragraph(text: str, start: int, end: int, number: int, following: str) -> Iterator[Fragment]:
    position = start
    while position < end:
        mark = text[position]
        if mark in _PAIRS and _opens(text, position, start):
            close = _find_close(text, position, end)
            if close is None and mark in _RUNNING and following == mark:
                close = end
            if close is not None:
                fragment = _trim(text, position, close, number)
                if fragment is not None:
                    yield fragment
                position = close
        position += 1


def _opens(text: str, position: int, start: int) -> bool:
    """Tell whether a mark that may also close or be an apostrophe opens a fragment."""
    before = text[position - 1] if position > start else " "
    if text[position] == "'":
        return not (before.isalnum() or before in ".,!?") and text[position + 1 : position + 2].isalnum()
    return text[position] not in '"‘' or not (before.isalnum() or before in ".,!?")


def _find_close(text: str, position: int, end: int) -> int | None:
    opener = text[position]
    closers = _PAIRS[opener]
    depth = 0
    for at in range(position + 1, end):
        if text[at] == opener and opener not in closers:
            depth += 1
        elif text[at] in closers:
            if opener in "‘'" and at + 1 < end and text[at + 1].isalnum():
                continue
            if opener == "'" and text[at - 1] not in ",.!?…":
                continue  # a plural's apostrophe
            if depth == 0:
                return at
            depth -= 1
    return None


def _trim(text: str, opening: int, closing: int, number: int) -> Fragment | None:
    first, last = opening + 1, closing
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] == ","):
        last -= 1
    return Fragment(first, last, opening, min(closing + 1, len(text)), number) if first < last else None
