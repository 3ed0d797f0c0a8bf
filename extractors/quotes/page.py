"""A text with what quotations need of it, indexed: dependents, sentences, mentions, folded lemmas."""

from __future__ import annotations

from dataclasses import dataclass, field

from records.analysis import Analysis, Sentence
from records.annotations import Mention
from seeds.quotes import QuoteTable


@dataclass(slots=True)
class Page:
    """An analysed text and its mentions."""

    analysis: Analysis
    table: QuoteTable
    mentions: tuple[Mention, ...]
    lower: list[str] = field(init=False)
    lemmas: list[str] = field(init=False)
    kids: list[list[int]] = field(init=False)
    #: number of the sentence of each token
    sentence_of: list[int] = field(init=False)
    #: mention that covers each token
    mention_of: list[Mention | None] = field(init=False)

    def __post_init__(self) -> None:
        tokens = self.analysis.tokens
        self.lower = [token.text.lower().replace("’", "'") for token in tokens]
        forms = self.table.forms
        self.lemmas = [forms.get(low, token.lemma.lower()) for low, token in zip(self.lower, tokens, strict=True)]
        self.kids = [[] for _ in tokens]
        for token in tokens:
            if token.head != token.index:
                self.kids[token.head].append(token.index)
        self.sentence_of = [0] * len(tokens)
        for sentence in self.analysis.sentences:
            for index in range(sentence.token_start, sentence.token_end):
                self.sentence_of[index] = sentence.index
        self.mention_of = _spread_mentions(self.analysis, self.mentions)

    def sentence(self, index: int) -> Sentence:
        """Return the sentence of a token."""
        return self.analysis.sentences[self.sentence_of[index]]

    def children(self, index: int, *deps: str) -> list[int]:
        """Return the dependents of a token that stand in one of the relations, or in a subtype of it."""
        tokens = self.analysis.tokens
        return [kid for kid in self.kids[index] if tokens[kid].dep in deps or tokens[kid].dep.split(":")[0] in deps]

    def subtree(self, index: int) -> set[int]:
        """Return a token and everything below it."""
        found = {index}
        waiting = [index]
        while waiting:
            for kid in self.kids[waiting.pop()]:
                if kid not in found:
                    found.add(kid)
                    waiting.append(kid)
        return found

    def token_at(self, char: int) -> int:
        """Return the first token that ends after a character."""
        tokens = self.analysis.tokens
        low, high = 0, len(tokens)
        while low < high:
            middle = (low + high) // 2
            if tokens[middle].char_end <= char:
                low = middle + 1
            else:
                high = middle
        return low


def _spread_mentions(analysis: Analysis, mentions: tuple[Mention, ...]) -> list[Mention | None]:
    found: list[Mention | None] = [None] * len(analysis.tokens)
    index = 0
    for mention in mentions:
        while index < len(found) and analysis.tokens[index].char_end <= mention.char_start:
            index += 1
        while index < len(found) and analysis.tokens[index].char_start < mention.char_end:
            found[index] = mention
            index += 1
    return found
