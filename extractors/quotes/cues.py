"""Acts of saying in a text: a verb with its subject, or a phrase like "according to" with the speaker after it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.quotes.page import Page
from records.analysis import Sentence


@dataclass(frozen=True, slots=True)
class Cue:
    """One act of saying; `token` is the verb or the first word of the phrase, `speaker` the word that names who speaks."""

    token: int
    text: str
    speaker: int
    #: "verb" (may report content without marks), "marking" (gives marked words only) or "according"
    kind: str
    #: last token of the phrase
    token_end: int


def find_cues(page: Page, sentence: Sentence) -> list[Cue]:
    """Return the acts of saying in a sentence in text order."""
    found: list[Cue] = []
    for index in range(sentence.token_start, sentence.token_end):
        cue = _read_verb(page, sentence, index) or _read_according(page, sentence, index)
        if cue is not None:
            found.append(cue)
    return found


def _read_verb(page: Page, sentence: Sentence, index: int) -> Cue | None:
    token = page.analysis.tokens[index]
    lemma = page.lemmas[index]
    if lemma not in page.table.verbs and lemma not in page.table.marking:
        return None
    if token.upos not in {"VERB", "ADJ", "AUX"}:
        return None
    speaker = _find_subject(page, sentence, index)
    if speaker is None:
        return None
    kind = "verb" if lemma in page.table.verbs else "marking"
    return Cue(index, token.text, speaker, kind, index)


def _find_subject(page: Page, sentence: Sentence, index: int) -> int | None:
    tokens = page.analysis.tokens
    for kid in reversed(page.children(index, "nsubj")):
        if page.lower[kid] not in page.table.pronouns_relative and page.lower[kid] != "-t":
            return kid
    position = index - 1
    while position >= sentence.token_start and tokens[position].upos in {"AUX", "PRON", "ADV"}:
        position -= 1
    if position < sentence.token_start or page.lower[position] in {",", "»", "”", '"', "—", "–", "’"}:
        for after in range(index + 1, min(index + 8, sentence.token_end)):
            if page.lower[after] in {",", ".", *page.table.that}:
                break
            mention = page.mention_of[after]
            if mention is not None or page.lemmas[after] in page.table.people:
                return after
    if tokens[index].dep.split(":")[0] in {"conj", "xcomp", "advcl", "parataxis"}:
        for kid in page.children(tokens[index].head, "nsubj"):
            return kid
    return None


def _read_according(page: Page, sentence: Sentence, index: int) -> Cue | None:
    for phrase in (*page.table.according,):
        words = phrase.replace("'", "' ").split()
        if page.lower[index : index + len(words)] != words:
            continue
        first = index + len(words)
        if any(" ".join(page.lower[index : index + len(p.split())]) == p for p in page.table.no_speaker):
            return None
        for after in range(first, min(first + 7, sentence.token_end)):
            if page.lower[after] == ",":
                break
            if page.mention_of[after] is not None or page.lemmas[after] in page.table.people:
                return Cue(index, phrase, after, "according", first - 1)
    return None
