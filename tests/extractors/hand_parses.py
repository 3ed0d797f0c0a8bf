"""Reads analyses written by hand (`parses/*.txt`) into spaCy documents and through the seam, for languages without a model here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors.nlp.spacy_adapter import convert_doc
from records.analysis import Analysis

_MORPHOLOGY = {
    "F.Pres": "Mood=Ind|Person=3|Tense=Pres|VerbForm=Fin", "F.Past": "Mood=Ind|Person=3|Tense=Past|VerbForm=Fin",
    "F.SubPast": "Mood=Sub|Person=3|Tense=Past|VerbForm=Fin", "Inf": "VerbForm=Inf", "Part": "VerbForm=Part", "_": "",
}  # fmt: skip
#: tokens before which, and after which, no space stands
_CLOSING = frozenset({".", ",", "?", "!", "“"})
_OPENING = frozenset({"„"})


@dataclass(frozen=True, slots=True)
class HandParse:
    """One sentence with its analysis and the claim that it must give (None: it must give none)."""

    text: str
    doc: Doc
    wanted: tuple[str, ...] | None

    def analysis(self, lang: str, scheme: str) -> Analysis:
        """Return the analysis as the adapter of this label scheme would."""
        return convert_doc(self.text, self.doc, lang, scheme)


def read_hand_parses(name: str) -> Iterator[HandParse]:
    """Yield the sentences of one file in order."""
    blocks = (Path(__file__).parent / "parses" / name).read_text("utf-8").split("\n\n")
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            yield _read_block(lines)


def _read_block(lines: list[str]) -> HandParse:
    wanted = tuple(part.strip() for part in lines[0].removeprefix(">").split("|"))
    rows = [line.split() for line in lines[1:]]
    words = [row[0] for row in rows]
    doc = Doc(
        Vocab(),
        words=words,
        spaces=[one not in _OPENING and two not in _CLOSING for one, two in pairwise(words)] + [False],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        morphs=[_MORPHOLOGY.get(row[3], f"Case={row[3]}") for row in rows],
        heads=[place if row[4] == "0" else int(row[4]) - 1 for place, row in enumerate(rows)],
        deps=[row[5] for row in rows],
        ents=[row[6] for row in rows],
    )
    return HandParse(doc.text, doc, wanted if wanted != ("",) else None)
