"""The event lexicon compiled for look-up by lemma."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from seeds.events import EventType, Frame, load_event_types


@dataclass(frozen=True, slots=True)
class Row:
    """One word of one frame: what must be present for it to trigger."""

    rule_id: str
    event: EventType
    frame: Frame
    #: lemma of the trigger token (last word of a noun compound's head)
    lemma: str
    is_reflexive: bool = False
    particle: str = ""
    complement: str = ""
    #: other words of a fixed phrase, in order (the trigger is the first)
    words: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """Return how specific the row is; the most specific row of a type wins at a token."""
        return 2 * bool(self.complement) + 2 * bool(self.particle) + bool(self.is_reflexive) + len(self.words)


def compile_word(event: EventType, frame: Frame, word: str) -> Row:
    """Turn one word of the lexicon's notation into a row."""
    rule_id = f"{frame.lang}.{event.type}.{frame.id}/{word}"
    if frame.kind != "verb":
        words = tuple(word.split())
        return Row(rule_id, event, frame, words[0], words=words)
    base, _, complement = word.partition(" + ")
    is_reflexive = base.startswith(("se ", "s'"))
    base = base.removeprefix("se ").removeprefix("s'")
    lemma, _, particle = base.partition(" ")
    return Row(rule_id, event, frame, lemma, is_reflexive, particle, complement)


@cache
def load_rows(lang: str) -> dict[str, tuple[Row, ...]]:
    """Return the rows of a language by trigger lemma, most specific first."""
    rows: dict[str, list[Row]] = {}
    for event in load_event_types():
        for frame in event.frames:
            if frame.lang != lang:
                continue
            for word in frame.words:
                row = compile_word(event, frame, word)
                rows.setdefault(row.lemma, []).append(row)
    return {
        lemma: tuple(sorted(found, key=lambda row: (-row.weight, not row.frame.phase))) for lemma, found in rows.items()
    }


#: stands for "no row" where only the position of a word matters
NO_ROW = Row("none", load_event_types()[0], Frame(id="none", lang="und", kind="noun", words=()), "")
