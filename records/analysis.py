"""Linguistic analysis in one shape for every language: Universal Dependencies over character offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Token:
    """One word; `index` and `head` are positions in `Analysis.tokens`, `head == index` at a root."""

    index: int
    char_start: int
    char_end: int
    text: str
    lemma: str
    upos: str
    #: UD relation with subtype ("nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl"); "root" at a root
    dep: str
    head: int
    #: UD features, e.g. {"Tense": "Past", "Mood": "Ind"}
    feats: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens `token_start` to `token_end` (half-open); offsets cover the sentence without outer white space."""

    index: int
    char_start: int
    char_end: int
    token_start: int
    token_end: int
    #: index of the paragraph (blocks separated by a line break)
    paragraph: int


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A named entity as the model found it: label is PER, LOC, ORG or MISC."""

    char_start: int
    char_end: int
    label: str
    #: normal form given by the model (Russian: nominative), or the text as written
    normal: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the language model says about one text; `text[char_start:char_end]` is always exact."""

    lang: str
    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[EntitySpan, ...]
    #: False for languages without a parser: tokens and sentences come from rules, dep and head are empty
    is_parsed: bool = True

    def sentence_tokens(self, sentence: Sentence) -> tuple[Token, ...]:
        """Return the tokens of one sentence."""
        return self.tokens[sentence.token_start : sentence.token_end]

    def sentence_text(self, sentence: Sentence) -> str:
        """Return the exact text of one sentence."""
        return self.text[sentence.char_start : sentence.char_end]

    def children(self, token: Token) -> Iterator[Token]:
        """Yield the direct dependents of a token in text order."""
        for other in self.tokens:
            if other.head == token.index and other.index != token.index:
                yield other
