"""Paragraphs that begin with a dash: answers of an interview, and lines of a dialogue with their words of saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.quotes.direct import Said
from extractors.quotes.marks import MIN_WORDS, Fragment, count_words, iter_paragraphs
from extractors.quotes.page import Page
from extractors.quotes.voices import Speaker, speaker_of
from records.annotations import Quote

_LONG_DASH = re.compile(r"[—–]\s+")
_DASH = re.compile(r"[—–-]\s+")
#: turns in a row that make an interview
_MIN_TURNS = 3


def find_turns(page: Page) -> list[tuple[Fragment, Speaker]]:
    """Return the answers of an interview with the person interviewed."""
    text = page.analysis.text
    runs: list[list[Fragment]] = [[]]
    for number, (start, end) in enumerate(iter_paragraphs(text)):
        dash = _DASH.match(text, start)
        if dash is None:
            runs.append([])
            continue
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        runs[-1].append(Fragment(dash.end(), stop, start, end, number, is_turn=True))
    found: list[tuple[Fragment, Speaker]] = []
    for run in runs:
        speaker = _interviewed(page, run[0].outer_start) if len(run) >= _MIN_TURNS else None
        if speaker is not None and any(text[turn.char_end - 1] == "?" for turn in run):
            found += [(turn, speaker) for turn in _answers(text, run)]
    return found


def read_lines(page: Page, said: Sequence[Said], known: Sequence[Quote]) -> list[tuple[Fragment, Said]]:
    """Return what is said in paragraphs after a long dash up to the words of saying ("— Nous viendrons, a dit le maire.")."""
    text, tokens = page.analysis.text, page.analysis.tokens
    found: list[tuple[Fragment, Said]] = []
    for number, (start, end) in enumerate(iter_paragraphs(text)):
        dash = _LONG_DASH.match(text, start)
        if dash is None or any(quote.char_start < end and start < quote.char_end for quote in known):
            continue
        inside = (one for one in said if start < tokens[one.cue.start].char_start < end and one.cue.start > 0)
        for one in inside:
            if page.lower[one.cue.start - 1] not in {",", "—", "–"}:
                continue
            stop = tokens[one.cue.start].char_start
            while stop > dash.end() and (text[stop - 1].isspace() or text[stop - 1] in ",—–"):
                stop -= 1
            if count_words(text[dash.end() : stop]) >= MIN_WORDS:
                found.append((Fragment(dash.end(), stop, start, stop, number, is_turn=True), one))
            break
    return found


def _answers(text: str, run: list[Fragment]) -> list[Fragment]:
    """Return every second turn where questions and answers alternate, else the turns that do not ask."""
    asks = [text[turn.char_end - 1] == "?" for turn in run]
    for first in (0, 1):
        answers = run[1 - first :: 2]
        if any(asks[first::2]) and not any(asks[1 - first :: 2]):
            return answers
    return [turn for turn, is_question in zip(run, asks, strict=True) if not is_question]


def _interviewed(page: Page, before: int) -> Speaker | None:
    """Return the person last named before the first question."""
    named = [m for m in page.mentions if m.label == "PER" and m.kind == "name" and m.char_end <= before]
    return speaker_of(named[-1], None) if named else None
