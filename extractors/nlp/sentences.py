"""Sentence and paragraph borders by punctuation: models split false sentences at abbreviations and colons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

#: abbreviations after which a full stop ends no sentence, for all languages together (they do not collide)
_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mlle",
        "dr",
        "me",
        "st",
        "ste",
        "mgr",
        "prof",
        "gén",
        "gen",
        "col",
        "lt",
        "sgt",
        "cap",
        "cpt",
        "mr",
        "mrs",
        "ms",
        "messrs",
        "jr",
        "sr",
        "rev",
        "hon",
        "sen",
        "rep",
        "gov",
        "pres",
        "sec",
        "vs",
        "etc",
        "cf",
        "p",
        "pp",
        "av",
        "apr",
        "bd",
        "art",
        "no",
        "nos",
        "vol",
        "fig",
        "ed",
        "u.s",
        "u.k",
        "u.n",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "janv",
        "févr",
        "juil",
        "г",
        "гг",
        "им",
        "ул",
        "стр",
        "см",
        "т",
        "тыс",
        "млн",
        "млрд",
        "руб",
        "проф",
        "акад",
        "ген",
        "bzw",
        "ca",
        "sra",
        "dra",
        "ee",
    ]
)
_CLOSERS = "»\"”’')]"
#: Japanese and Chinese sentences end without a space; a quotation followed by "と" goes on
_END = re.compile(rf"[.!?…]+(?:\s?[{re.escape(_CLOSERS)}]+)?(?=\s|$)|[。！？]+[」』）]*+(?!と)")
#: German ordinals: "12. April", "das 20. Jahrhundert"
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}$")
_AFTER_ORDINAL = re.compile(
    r"(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)s?\b"
    r"|(?:Jan|Feb|Apr|Aug|Sept?|Okt|Nov|Dez)\.|(?:Jahrhundert|Jahrestag|Geburtstag|Todestag|Quartal|Halbjahr|Mal|Runde)"
)
#: texts whose borders are remembered: asked for before and after parsing, one batch of them at a time
_REMEMBERED = 32
_PARAGRAPH = re.compile(r"[^\n]+")


def iterate_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open offsets of the blocks separated by line breaks, without outer white space."""
    for match in _PARAGRAPH.finditer(text):
        block = match.group()
        start = match.start() + len(block) - len(block.lstrip())
        end = match.start() + len(block.rstrip())
        if start < end:
            yield start, end


def _ends_sentence(text: str, match: re.Match[str], end: int) -> bool:
    rest = text[match.end() : end].lstrip()
    if not rest:
        return True
    mark, closer = match.group(), match.group().rstrip()[-1]
    before = re.search(r"[\w.]+$", text[max(0, match.start() - 12) : match.start()])
    word = before.group().casefold().strip(".") if before else ""
    if mark.startswith(".") and closer == ".":
        is_initial = len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper()
        is_ordinal = _ORDINAL.search(text, max(0, match.start() - 3), match.start()) and _AFTER_ORDINAL.match(rest)
        if is_initial or is_ordinal or word in _ABBREVIATIONS:
            return False
    follower = rest.lstrip("«\"“‘'([—–- ")[:1]
    # "… !" dit-il: a lower-case follower goes on with the same sentence
    return not follower.islower()


@lru_cache(_REMEMBERED)
def split_sentences(text: str) -> tuple[tuple[int, int, int], ...]:
    """Return (char_start, char_end, paragraph number) of each sentence, white space stripped."""
    return tuple(_iterate_sentences(text))


def _iterate_sentences(text: str) -> Iterator[tuple[int, int, int]]:
    for number, (start, end) in enumerate(iterate_paragraphs(text)):
        position = start
        for match in _END.finditer(text, start, end):
            if match.start() < position or not _ends_sentence(text, match, end):
                continue
            yield position, match.end(), number
            position = match.end()
            while position < end and text[position].isspace():
                position += 1
        if position < end:
            yield position, end, number
