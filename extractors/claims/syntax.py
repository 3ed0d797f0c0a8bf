"""One analysis with the indexes that claim rules need: children, normal lemmas, prepositions, clauses, mentions.

Built once per text; all look-ups afterwards are constant time or walk one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractors.claims.repairs import repair_tokens
from records.analysis import Analysis, Sentence, Token
from records.annotations import Mention, TimeRef
from seeds.events import Grammar

#: relations that start a clause of its own
CLAUSE_RELATIONS = frozenset({"root", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "csubj:pass"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_DATELINE = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ .'’-]{2,}(?:,[^–—()\n]{2,30})?\s*(?:\([^)\n]{2,40}\))?\s*[-–—]+\s")
_NAME_PARTS = frozenset({"flat", "flat:name", "flat:foreign", "compound", "appos"})


@dataclass(slots=True)
class Syntax:
    """An analysis, its grammar, mentions and times, indexed by token."""

    analysis: Analysis
    grammar: Grammar
    mentions: tuple[Mention, ...]
    times: tuple[TimeRef, ...]
    tokens: tuple[Token, ...] = ()
    kids: list[list[int]] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    words_of: list[frozenset[str]] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    mention_at: dict[int, Mention] = field(default_factory=dict)
    span_of: dict[int, tuple[int, int]] = field(default_factory=dict)
    time_at: dict[int, TimeRef] = field(default_factory=dict)
    prepositions: dict[int, str] = field(default_factory=dict)
    dateline_end: int = 0

    def sentence(self, index: int) -> Sentence:
        """Return the sentence of a token."""
        return self.analysis.sentences[self.sentence_of[index]]

    def children(self, index: int, *relations: str) -> Iterator[int]:
        """Return the dependents of a token, optionally only with these relations (a subtype counts as its base)."""
        kids = self.kids[index]
        if not kids or not relations:
            return iter(kids)
        deps, bases = self.deps, self.bases
        return iter([kid for kid in kids if bases[kid] in relations or deps[kid] in relations])

    def first(self, index: int, *relations: str) -> int | None:
        """Return the first dependent with one of these relations."""
        return next(self.children(index, *relations), None)

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield head, head's head … up to the root."""
        seen = {index}
        while self.tokens[index].head not in seen:
            index = self.tokens[index].head
            seen.add(index)
            yield index

    def subtree(self, index: int) -> set[int]:
        """Return a token and everything below it."""
        found, open_nodes = {index}, [index]
        while open_nodes:
            for kid in self.kids[open_nodes.pop()]:
                if kid not in found:
                    found.add(kid)
                    open_nodes.append(kid)
        return found

    def is_verb(self, index: int) -> bool:
        """Tell whether a token is a full verb or a copula standing as predicate."""
        if index in self.mention_at:
            return False  # a name that the tagger took for a verb
        token = self.tokens[index]
        return token.upos == "VERB" or (token.upos == "AUX" and not token.dep.startswith(("aux", "cop")))

    def clause_head(self, index: int) -> int:
        """Return the verb (or predicate) whose clause a token belongs to."""
        current = index
        for _ in range(40):
            token = self.tokens[current]
            if current != index or self.is_verb(current):
                base = token.dep.split(":")[0]
                if token.dep in CLAUSE_RELATIONS or base == "root":
                    return current
                if self.is_verb(current) and base in {"conj", "xcomp"}:
                    return current
            if token.head == current:
                return current
            current = token.head
        return current

    def subjects(self, verb: int) -> list[int]:
        """Return the subjects of a verb; where cases are marked, nominatives not cut off by a comma come first."""
        found = list(self.children(verb, "nsubj"))
        if len(found) > 1 and not self.grammar.cases:
            beside = [kid for kid in found if ":" not in self.lower[min(kid, verb) : max(kid, verb)]]
            return beside or found  # "Manila: X will receive …": the label before a colon is no subject
        if self.grammar.cases and len(found) > 1:
            found.sort(key=lambda kid: (self.tokens[kid].feats.get("Case") != "Nom", self._commas(kid, verb)))
        return found

    def _commas(self, one: int, other: int) -> int:
        return sum(self.lower[p] == "," for p in range(min(one, other), max(one, other)))

    def governing_verb(self, index: int) -> int | None:
        """Return the nearest verb above a token (not itself)."""
        for above in self.ancestors(index):
            if self.is_verb(above):
                return above
        return None

    def preposition(self, index: int) -> str:
        """Return the normalised preposition of a nominal: its first `case` dependent, else the word just before its phrase."""
        known = self.prepositions.get(index)
        if known is None:
            known = self.prepositions[index] = self._find_preposition(index)
        return known

    def _find_preposition(self, index: int) -> str:
        for kid in self.children(index, "case", "mark"):
            if kid < index and self.tokens[kid].upos in {"ADP", "SCONJ", "PART", "ADV"}:
                return self.normal_preposition(kid)
        own, head = self.mention_at.get(index), self.tokens[index].head
        is_possessor = self.tokens[index].dep == "nmod:poss" and (own is None or self.mention_at.get(head) is not own)
        if not self.grammar.cases and is_possessor:
            return ""  # "with Kim's father": the phrase is the father's
        return self._preposition_by_case(index) if self.grammar.cases else self.preposition_before(index)

    def _preposition_by_case(self, index: int) -> str:
        """Return the preposition of a nominal in a language with cases: of its phrase's head, else its bare case."""
        mention = self.mention_at.get(index)
        if mention is not None:
            position = index
            while self.mention_at.get(position) is mention:
                for kid in self.children(position, "case"):
                    if kid < index:
                        return self.normal_preposition(kid)
                position += 1
        if index and self.tokens[index - 1].upos == "ADP":
            return self.normal_preposition(index - 1)
        return self._bare_case(index)

    def _bare_case(self, index: int) -> str:
        """Return the bare case of a nominal as its preposition ("+gen"); a name shows it on any of its words."""
        cases = self.grammar.cases
        mention = self.mention_at.get(index)
        found = cases.get(self.tokens[index].feats.get("Case", ""), "")
        position = index + 1
        while not found and mention is not None and self.mention_at.get(position) is mention:
            if self.tokens[position].dep.startswith("flat"):
                found = cases.get(self.tokens[position].feats.get("Case", ""), "")
            position += 1
        return found

    def preposition_before(self, index: int) -> str:
        """Return the preposition left of a token, across determiners, adjectives, titles and opening quotes."""
        start = self.sentence(index).token_start
        position = index - 1
        steps = 0
        while position >= start and steps < 7:
            token = self.tokens[position]
            if token.upos == "ADP":
                return self.normal_preposition(position)
            is_inside = token.upos in {"DET", "ADJ", "PROPN", "NUM"} or token.dep == "nmod:poss"  # "with his Turkish …"
            if not is_inside and token.text not in {"«", "“", '"', "-", "’s"}:
                return ""
            position -= 1
            steps += 1
        return ""

    def normal_preposition(self, index: int) -> str:
        """Return a preposition token in the form that rows name, with the words fixed to it ("во время")."""
        first = self.grammar.prepositions.get(self.lower[index], self.lower[index])
        fixed = [self.lower[kid] for kid in self.children(index, "fixed")] if self.grammar.cases else []
        return " ".join([first, *fixed])

    def mention_of(self, index: int) -> Mention | None:
        """Return the mention that covers a token."""
        return self.mention_at.get(index)

    def text_of(self, start: int, end: int) -> str:
        """Return the text between two token positions (half-open)."""
        if start >= end:
            return ""
        return self.analysis.text[self.tokens[start].char_start : self.tokens[end - 1].char_end]


def build_syntax(analysis: Analysis, grammar: Grammar, mentions: Sequence[Mention], times: Sequence[TimeRef]) -> Syntax:
    """Index one analysis."""
    tokens = repair_tokens(analysis.tokens, analysis.sentences, grammar)
    syntax = Syntax(analysis, grammar, tuple(mentions), tuple(times), tokens)
    syntax.kids = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.index:
            syntax.kids[token.head].append(token.index)
    letters = str.maketrans({"’": "'", **grammar.letters})
    syntax.lower = [
        token.text.casefold().translate(letters) if grammar.letters else token.text.casefold().replace("’", "'")
        for token in tokens
    ]
    syntax.lemmas = [
        _fixed_form(token, low, grammar)
        or (_repair(token, grammar).translate(letters) if grammar.letters else _repair(token, grammar))
        for token, low in zip(tokens, syntax.lower, strict=True)
    ]
    syntax.deps = [token.dep for token in tokens]
    syntax.bases = [dep.partition(":")[0] for dep in syntax.deps]
    syntax.words_of = [
        frozenset(syntax.lemmas[s.token_start : s.token_end]).union(syntax.lower[s.token_start : s.token_end])
        for s in analysis.sentences
    ]
    syntax.sentence_of = [0] * len(tokens)
    for sentence in analysis.sentences:
        for index in range(sentence.token_start, sentence.token_end):
            syntax.sentence_of[index] = sentence.index
    _index_spans(syntax)
    return syntax


def _fixed_form(token: Token, low: str, grammar: Grammar) -> str | None:
    """Return the lemma that the grammar gives a form; a noun's form tagged as a verb keeps the tagger's ("elle est venue")."""
    lemma = grammar.forms.get(low)
    return None if lemma == low and token.upos == "VERB" else lemma


def _repair(token: Token, grammar: Grammar) -> str:
    """Return a token's lemma, with the right ending where the tagger left a verb form as it stands."""
    lemma = token.lemma.casefold()
    if token.upos == "PROPN" and token.lemma == token.text and lemma.endswith("s") and token.dep.startswith("nsubj"):
        return lemma[:-1]  # a capitalised plural at the start of a sentence, taken for a name
    if token.upos == "VERB":
        for wrong, right in grammar.lemma_repairs.items():
            # "rencontre" as it stands is no infinitive in "-re"
            is_finite = token.feats.get("VerbForm") == "Fin" and token.text.casefold() == lemma
            if lemma.endswith(wrong) and (is_finite or not lemma.endswith("re")):
                return lemma[: -len(wrong)] + right
    return lemma


def _dateline_end(syntax: Syntax) -> int:
    """Return the token after a dateline ("MOSCOW, Dec 5 (Wire) - "): neither place nor date of any event; 0 if there is none."""
    match = _DATELINE.match(syntax.analysis.text)
    if match is None:
        return 0
    return next((t.index for t in syntax.tokens if t.char_start >= match.end()), 0)


def _index_spans(syntax: Syntax) -> None:
    """Map tokens to the mention and the time expression that cover them; longer mentions win."""
    starts = {token.char_start: token.index for token in syntax.tokens}
    for number, mention in enumerate(syntax.mentions):
        span = _token_span(syntax, starts, mention.char_start, mention.char_end)
        syntax.span_of[number] = span
    order = sorted(range(len(syntax.mentions)), key=lambda n: syntax.span_of[n][1] - syntax.span_of[n][0])
    for number in order:
        start, end = syntax.span_of[number]
        if end - start == 1 and syntax.lower[start] in syntax.grammar.words["pronouns_masc"]:
            continue  # a surname that reads like a pronoun ("He")
        if _is_company(syntax, syntax.mentions[number], start):
            continue
        titles = syntax.grammar.words["titles"]
        if syntax.mentions[number].label == "PER" and start and syntax.lower[start - 1] in titles:
            start -= 1
            syntax.span_of[number] = (start, end)
        for index in range(start, end):
            syntax.mention_at[index] = syntax.mentions[number]
    for time in syntax.times:
        for index in range(*_token_span(syntax, starts, time.char_start, time.char_end)):
            syntax.time_at[index] = time
    syntax.dateline_end = _dateline_end(syntax)
    for index in range(syntax.dateline_end):
        syntax.mention_at.pop(index, None)
        syntax.time_at.pop(index, None)


def _is_company(syntax: Syntax, mention: Mention, start: int) -> bool:
    """Tell whether a model's "person" is a firm or a misread stretch ("le groupe X"), unknown to the gazetteer."""
    if mention.entity is not None and mention.entity.wikidata_id is not None:
        return False
    if mention.label == "LOC" and (mention.entity is None or mention.entity.country_id is None):
        return len(mention.text.split()) > 3
    before = [syntax.lemmas[p] for p in range(max(0, start - 2), start)]
    return mention.label == "PER" and any(word in syntax.grammar.words["org_nouns"] for word in before)


def _token_span(syntax: Syntax, starts: dict[int, int], char_start: int, char_end: int) -> tuple[int, int]:
    first = starts.get(char_start)
    if first is None:
        first = next((t.index for t in syntax.tokens if t.char_end > char_start), len(syntax.tokens))
    last = first
    while last < len(syntax.tokens) and syntax.tokens[last].char_start < char_end:
        last += 1
    return first, last


def tokens_of(syntax: Syntax, span: Mention | TimeRef) -> list[int]:
    """Return the token positions inside a mention or time expression."""
    index = syntax.mention_at if isinstance(span, Mention) else syntax.time_at
    return [position for position, found in index.items() if found is span]


def head_of(syntax: Syntax, positions: Sequence[int]) -> int:
    """Return the token of a span whose head lies outside it."""
    inside = set(positions)
    return next(
        (p for p in positions if syntax.tokens[p].head not in inside or syntax.tokens[p].head == p), positions[0]
    )


def name_parts(syntax: Syntax, index: int) -> Iterator[int]:
    """Yield the name-like dependents of a nominal, appositions included."""
    for kid in syntax.kids[index]:
        if syntax.tokens[kid].dep in _NAME_PARTS:
            yield kid
            yield from name_parts(syntax, kid)


def is_definite(syntax: Syntax, index: int) -> bool:
    """Tell whether a noun takes up something known: by its determiner, in a language without articles unless marked as new."""
    words = syntax.grammar.words
    if syntax.tokens[index].upos == "PRON":
        return True
    near = [syntax.lower[kid] for kid in syntax.children(index, "det", "nmod:poss", "nmod", "amod")]
    if words["articles"]:
        contracted = words.get("articles_contracted", ())
        return any(syntax.lower[kid] in words["definite"] for kid in syntax.children(index, "det", "nmod:poss")) or any(
            syntax.lower[kid] in contracted for kid in syntax.children(index, "case")
        )
    if any(low in words["definite"] for low in near):
        return True
    is_new = any(low in words["indefinite"] for low in near)
    return (
        not is_new
        and syntax.tokens[index].feats.get("Number") != "Plur"
        and syntax.preposition(index) not in words["indefinite"]
    )
