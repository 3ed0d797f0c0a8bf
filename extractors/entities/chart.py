"""What has been found so far in one text, and where: the working paper of the steps that find mentions."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extractors.entities.words import Word, is_dash
from records.analysis import Analysis, EntitySpan, Token
from records.annotations import Entity, Mention
from seeds.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Item:
    """Something found at words `first` to `last` (half-open).

    `form` is name (also of offices made of a role phrase), adjective, people, person, surname or ner.
    """

    first: int
    last: int
    form: str
    entity: Entity
    score: float = 1.0
    kind: str = "name"


@dataclass(slots=True)
class Chart:
    """One text under work; `items` never overlap and are kept in text order."""

    analysis: Analysis
    anchor_on: dt.date
    gazetteer: Gazetteer
    words: list[Word]
    items: list[Item] = field(default_factory=list)
    tokens_by_start: dict[int, Token] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens_by_start = {token.char_start: token for token in self.analysis.tokens}
        self.starts = [word.char_start for word in self.words]
        self.ends = [word.char_end for word in self.words]

    def span_words(self, span: EntitySpan) -> tuple[int, int]:
        """Return the word range of a model's span; empty where it holds no word."""
        first = bisect_left(self.starts, span.char_start)
        last = bisect_right(self.ends, span.char_end)
        borders = [word for word in range(first + 1, last) if is_dash(self.words[word].gap)]
        first = borders[-1] if borders else first  # "PARIS - Jane Doe": the dateline is no part of the name
        return (first, last) if first < last else (0, 0)

    def item_ending_at(self, word: int) -> Item | None:
        """Return the item that ends where a word begins."""
        return next((item for item in self.items if item.last == word), None)

    def item_starting_at(self, word: int) -> Item | None:
        """Return the item that starts at a word."""
        return next((item for item in self.items if item.first == word), None)

    def overlapping(self, first: int, last: int) -> list[Item]:
        """Return the items that share a word with a range."""
        return [item for item in self.items if item.first < last and first < item.last]

    def replace(self, first: int, last: int, new: Item | None) -> None:
        """Remove what overlaps a range and put a new item there."""
        self.items = [item for item in self.items if not (item.first < last and first < item.last)]
        if new is not None:
            self.items.append(new)
            self.items.sort(key=lambda item: item.first)

    def is_upper(self, word: int) -> bool:
        """Tell whether a word begins with a capital, or with a letter of a script that has none."""
        if not 0 <= word < len(self.words):
            return False
        first = self.words[word].text[0]
        return first.isupper() or (first.isalpha() and first.lower() == first.upper())

    def folded(self, word: int) -> str:
        """Return a word folded, or an empty string outside the text."""
        return self.words[word].folded if 0 <= word < len(self.words) else ""

    def make_mention(self, item: Item, label: str, kind: str, acting: Entity | None = None) -> Mention:
        """Return the mention of an item; a closing dot of an abbreviation ("U.S.") belongs to it."""
        text = self.analysis.text
        start, end = self.words[item.first].char_start, self.words[item.last - 1].char_end
        if "." in text[start:end] and len(self.words[item.last - 1].text) == 1 and text[end : end + 1] == ".":
            end += 1
        return Mention(start, end, text[start:end], label, item.entity, item.score, kind, acting)
