"""Who said a marked fragment: by syntax, by what stands beside it, by the running speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.quotes.cues import Cue
from extractors.quotes.marks import Fragment
from extractors.quotes.page import Page
from extractors.quotes.voices import Speaker

_WORDS = re.compile(r"\w")
#: characters between a fragment and the words of saying beside it
_GAP = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One act of saying with who speaks."""

    cue: Cue
    speaker: Speaker


def choose_said(page: Page, fragment: Fragment, said: Sequence[Said]) -> Said | None:
    """Return the act of saying that a fragment belongs to."""
    first, last = _unit(page, fragment)
    here = [one for one in said if first <= page.sentence_of[one.cue.token] <= last]
    if not here:
        return None
    embedded = is_embedded(page, fragment)
    if embedded:
        above = _said_above(page, fragment, here)
        if above is not None:
            return above
    return _said_beside(page, fragment, here) or _said_in_sentence(page, fragment, here, embedded=embedded)


def _unit(page: Page, fragment: Fragment) -> tuple[int, int]:
    """Return the numbers of the sentences that a fragment and the words of saying beside it cover."""
    text = page.analysis.text
    sentences = page.analysis.sentences
    start = page.sentence_of[page.token_at(fragment.outer_start)]
    end_token = page.token_at(fragment.outer_end - 1)
    end = page.sentence_of[end_token]
    rest = text[fragment.outer_end : fragment.outer_end + 40].lstrip(" \u00a0,—–-")
    newline = text[fragment.outer_end : fragment.outer_end + 3].lstrip(" \u00a0").startswith("\n")
    if (
        rest[:1].islower()
        and not newline
        and end + 1 < len(sentences)
        and sentences[end].char_end <= fragment.outer_end + 1
    ):
        end += 1
    before = text[max(0, fragment.outer_start - 3) : fragment.outer_start].rstrip(" \u00a0—–")
    if before.endswith((":", ",")) and start > 0 and sentences[start].char_start >= fragment.outer_start - 3:
        start -= 1
    return start, end


def is_embedded(page: Page, fragment: Fragment) -> bool:
    """Tell whether a fragment stands inside a sentence of the article rather than making one."""
    text = page.analysis.text
    sentence = page.analysis.sentences[page.sentence_of[page.token_at(fragment.outer_start)]]
    before = text[sentence.char_start : fragment.outer_start]
    return bool(_WORDS.search(before)) and not before.rstrip().endswith(":")


def _said_above(page: Page, fragment: Fragment, here: Sequence[Said]) -> Said | None:
    """Return the act of saying that governs a fragment in the parse and stands before it."""
    tokens = page.analysis.tokens
    by_verb = {one.cue.token: one for one in here}
    index = page.token_at(fragment.char_start)
    for _ in range(12):
        if index >= len(tokens):
            return None
        one = by_verb.get(index)
        if one is not None and tokens[index].char_start < fragment.outer_start:
            return one
        head = tokens[index].head
        if head == index:
            return None
        index = head
    return None


def _said_beside(page: Page, fragment: Fragment, here: Sequence[Said]) -> Said | None:
    """Return the act of saying right after a fragment, or before it with a colon or comma between."""
    tokens, text = page.analysis.tokens, page.analysis.text
    for one in here:
        start = tokens[one.cue.start].char_start
        if fragment.outer_end <= start:
            gap = text[fragment.outer_end : start]
            if not _WORDS.search(gap) or (
                len(gap.split()) <= 4 and not re.search(r"[,.;:!?\n]\s*\w.*[,.;:]", gap) and one.cue.is_inverted
            ):
                return one
    before = text[: fragment.outer_start].rstrip(" \u00a0—–")
    if before.endswith(":"):
        ahead = [one for one in here if tokens[one.cue.token].char_start < fragment.outer_start]
        if ahead:
            return ahead[-1]
    return None


def _said_in_sentence(page: Page, fragment: Fragment, here: Sequence[Said], *, embedded: bool) -> Said | None:
    tokens, text = page.analysis.tokens, page.analysis.text
    ahead = [
        one
        for one in here
        if tokens[one.cue.token].char_start < fragment.outer_start
        and ";" not in text[tokens[one.cue.token].char_start : fragment.outer_start]
    ]
    verbs = [one for one in ahead if one.cue.kind != "according"]
    if verbs:
        return verbs[-1]
    if ahead:
        return ahead[-1]
    behind = [one for one in here if tokens[one.cue.start].char_start >= fragment.outer_end]
    for one in behind:
        between = text[fragment.outer_end : tokens[one.cue.start].char_start]
        if (
            ";" not in between
            and "." not in between
            and one.cue.kind != "marking"
            and (embedded or not between.strip(" ,"))
        ):
            return one
    return None
