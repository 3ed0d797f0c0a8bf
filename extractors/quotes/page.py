"""A text with what quotations need of it, indexed: dependents, sentences, mentions, folded lemmas."""

from __future__ import annotations

from dataclasses import dataclass, field

from records.analysis import Analysis, Sentence
from records.annotations import Mention
from seeds.quotes import QuoteTable

#: quotation marks as tokens
MARKS = frozenset({"«", "»", "“", "”", '"', "„", "‘", "``", "''", "‹", "›"})
_VOWELS = frozenset("аяиыойюуе")
BREAKS = MARKS | {",", ";", ":", "—", "–", "-", "(", ")", ".", "!", "?", "…", "’"}


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
    verbs: frozenset[str] = field(init=False)
    marking: frozenset[str] = field(init=False)
    #: phrases like "according to" as words, by their first word
    according: dict[str, list[tuple[str, ...]]] = field(init=False)
    female_words: frozenset[str] = field(init=False)
    male_words: frozenset[str] = field(init=False)
    _pronouns: frozenset[str] = field(init=False)

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
        self.verbs = frozenset(self.table.verbs)
        self.marking = frozenset(self.table.marking)
        self.female_words = frozenset(self.table.female_words)
        self.male_words = frozenset(self.table.male_words)
        self.according = {}
        for phrase in self.table.according:
            words = tuple(phrase.replace("'", "' ").split())
            self.according.setdefault(words[0], []).append(words)
        self._pronouns = frozenset((
            *self.table.pronouns_male, *self.table.pronouns_female, *self.table.pronouns_plural, *self.table.pronouns_thing,
        ))  # fmt: skip

    def sentence(self, index: int) -> Sentence:
        """Return the sentence of a token."""
        return self.analysis.sentences[self.sentence_of[index]]

    def is_pronoun(self, index: int) -> bool:
        """Tell whether a word is a personal pronoun that may speak."""
        return self.lower[index] in self._pronouns

    def is_definite(self, index: int) -> bool:
        """Tell whether a noun takes up what has been spoken of; where a language has no article, any singular noun does."""
        definite = self.table.definite
        kids = (kid for kid in self.kids[index] if kid < index)
        if any(self.lower[kid] in definite for kid in kids):
            return True
        if self.table.has_articles:
            return any(self.lower[p] in definite for p in range(max(0, index - 3), index) if not self.is_break(p))
        return self.analysis.tokens[index].feats.get("Number") != "Plur"

    def is_finite(self, index: int) -> bool:
        """Tell whether a token is a verb that makes a clause of its own."""
        token = self.analysis.tokens[index]
        return token.upos == "VERB" and token.feats.get("VerbForm", "Fin") == "Fin"

    def is_end(self, index: int) -> bool:
        """Tell whether a token ends a noun phrase in writing, commas left aside."""
        return self.is_mark(index) or self.lower[index] in {";", ":", "."}

    def is_genitive(self, mention: Mention, index: int) -> bool:
        """Tell whether the name that ends a mention stands in an oblique case: the owner of what is before it."""
        last = index
        while last + 1 < len(self.mention_of) and self.mention_of[last + 1] is mention:
            last += 1
        names = self.analysis.tokens[max(index, last - 1) : last + 1]
        is_oblique = names[-1].feats.get("Case", "Nom") != "Nom"
        return is_oblique and all(token.text[-1:] in _VOWELS for token in names)

    def nouns_beside(self, start: int, end: int) -> frozenset[str]:
        """Return the nouns for persons in a name, right before it, or in apposition after it; with their English words."""
        tokens = self.analysis.tokens
        sentence = self.sentence(start)
        positions = list(range(start, end))
        index = start - 1
        while index >= sentence.token_start and start - index < 10:
            if tokens[index].upos in {"VERB", "AUX", "SCONJ"} or self.is_mark(index) or self.lower[index] in {";", ":"}:
                break
            other = self.mention_of[index]
            if other is not None and other.label == "PER":
                break
            positions.append(index)
            index -= 1
        if end < sentence.token_end and self.lower[end] == ",":
            for index in range(end + 1, min(end + 6, sentence.token_end)):
                if self.is_break(index) or tokens[index].upos in {"VERB", "AUX"} or self.mention_of[index] is not None:
                    break
                positions.append(index)
        found = {self.lemmas[p] for p in positions if tokens[p].upos == "NOUN"}
        found |= {self.table.people[lemma] for lemma in tuple(found) if lemma in self.table.people}
        return frozenset(found)

    def is_mark(self, index: int) -> bool:
        """Tell whether a token is a quotation mark."""
        return self.lower[index] in MARKS

    def is_break(self, index: int) -> bool:
        """Tell whether a token ends a clause in writing: comma, dash, semicolon, colon, bracket or quotation mark."""
        return self.lower[index] in BREAKS

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
        """Return the first token that ends after a character, or the last one."""
        tokens = self.analysis.tokens
        low, high = 0, len(tokens) - 1
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
