"""Does the verb that governs a phrase look back or ahead? Read from the parse, or from word forms where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.times.grammar import Grammar
from extractors.times.scan import fold_text
from records.analysis import Analysis, Sentence, Token

_MAX_CLIMB = 7
_TO_BE = frozenset({"être", "be"})
_TO_HAVE = frozenset({"avoir", "have"})
_AUXILIARIES = ("aux", "cop")
_VERBAL = frozenset({"VERB", "AUX"})
#: French conditionals are tagged as imperfects: infinitive stem + -rait
_FRENCH_CONDITIONAL = re.compile(r"\w{2,}r(?:ais|ait|ions|iez|aient)$")
_FRENCH_IMPERFECT_IN_R = re.compile(r"(?:r|err|ir)er$|(?:querir|courir|mourir|offrir|ouvrir|souffrir|couvrir)$")
#: futures are now and then tagged as simple pasts; "entra" is one, "entrera" and "achèvera" are none
_FRENCH_FUTURE = re.compile(r"\w{2,}r(?:a|ont|ai|as|ons|ez)$")
#: other forms tagged as participles are misread finite verbs ("accueille")
_FRENCH_PARTICIPLE = re.compile(r"(?:é|i|u|s|t|é(?:e|s|es)|i(?:e|es)|u(?:e|s|es)|(?:s|t)es?|ant)$")
#: an adverbial further than this from the verb of a parse-less sentence is not looked at
_LEXICAL_REACH = 90


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return fold_text(word)


class TenseReader:
    """Reads the direction of phrases in one article.

    `tense_of` gives "past", "future", "present", "planned" (set for a date, which may be over) or "result" (a participle alone: past for a point in time, but "closed
    until Sunday" looks ahead).
    """

    def __init__(self, analysis: Analysis, folded: str, grammar: Grammar) -> None:
        self.analysis = analysis
        self.folded = folded
        self.grammar = grammar
        self._children: dict[int, list[Token]] = {}
        if analysis.is_parsed:
            for token in analysis.tokens:
                if token.head != token.index:
                    self._children.setdefault(token.head, []).append(token)

    def tense_of(self, sentence: Sentence, char_start: int, char_end: int, left: str) -> str:
        """Return the direction for the phrase at these offsets; `left` is the folded text right before it."""
        if self.grammar.ahead_before.search(left):
            return "planned"
        if self.analysis.is_parsed and not self.grammar.table.is_verb_final:
            found = self._climb(sentence, char_start, char_end)
            if found:
                return found
        return self._read_forms(sentence, char_start, char_end)

    def is_negated(self, sentence: Sentence, char_start: int) -> bool:
        """Tell whether a limit at `char_start` is negated ("not before March")."""
        low = max(sentence.char_start, char_start - _LEXICAL_REACH)
        return self.grammar.negation.search(self.folded[low:char_start]) is not None

    def is_lasting(self, sentence: Sentence, char_start: int) -> bool:
        """Tell whether the clause of the phrase speaks of a state that lasts until a limit."""
        return self.grammar.lasting.search(self.folded, sentence.char_start, sentence.char_end) is not None

    def _climb(self, sentence: Sentence, char_start: int, char_end: int) -> str:
        inside = [
            t for t in self.analysis.sentence_tokens(sentence) if t.char_start < char_end and t.char_end > char_start
        ]
        top = next(
            (
                t
                for t in inside
                if not any(o.index == t.head and o.index != t.index for o in inside) and t.upos != "PUNCT"
            ),
            None,
        )
        if top is None:
            return ""
        nearer = self._find_verb_in_segment(sentence, top)
        if nearer is not None:
            verdict = self._judge(nearer, is_infinitive=False)
            if verdict and verdict != "infinitive":
                return verdict
        token, is_infinitive = top, False
        for _ in range(_MAX_CLIMB):
            if token is not top or token.upos in _VERBAL:
                verdict = self._judge(token, is_infinitive)
                if verdict == "infinitive":
                    is_infinitive = True
                elif verdict:
                    return verdict
            if token.head == token.index:
                return "future" if is_infinitive else ""
            token = self.analysis.tokens[token.head]
        return ""

    def _find_verb_in_segment(self, sentence: Sentence, top: Token) -> Token | None:
        """Return the finite verb between the same commas where the parse ties the phrase to a verb beyond them."""
        head = self.analysis.tokens[top.head]
        if head.index == top.index or head.upos not in _VERBAL:
            return None
        step = 1 if head.index > top.index else -1
        if not any(self.analysis.tokens[index].text == "," for index in range(top.index, head.index, step)):
            return None
        verbs: list[Token] = []
        for way in (1, -1):
            index = top.index + way
            while sentence.token_start <= index < sentence.token_end and self.analysis.tokens[index].text != ",":
                token = self.analysis.tokens[index]
                if token.upos == "VERB" and token.feats.get("VerbForm") == "Fin":
                    verbs.append(token)
                index += way
        return min(verbs, key=lambda token: abs(token.index - top.index), default=None)

    def _group(self, token: Token) -> Iterator[Token]:
        yield token
        for child in self._children.get(token.index, ()):
            if child.dep.partition(":")[0] in _AUXILIARIES:
                yield child

    def _judge(self, token: Token, is_infinitive: bool) -> str:
        """Return a direction, "infinitive" (look further up) or "" (no verb)."""
        group = list(self._group(token))
        if token.lemma in _TO_BE and any(c.lemma == "due" for c in self._children.get(token.index, ())):
            return "planned"  # "was due in X on Friday"
        words = [word for t in group for word in (_fold(t.lemma), _fold(t.text))]
        is_verbal = any(t.upos in _VERBAL for t in group)
        if any(self.grammar.modal.fullmatch(word) for word in words):
            return "future"
        has_ahead = any(self.grammar.ahead.fullmatch(_fold(word)) for word in (token.lemma, token.text))
        # "avoir" and "have" as auxiliaries make a perfect, whatever the tag of the participle
        is_perfect = any(t.lemma in _TO_HAVE and t.index != token.index and t.dep != "cop" for t in group)
        if has_ahead and (is_infinitive or (_is_participle(token) and not is_perfect)):
            return "planned"
        if _is_participle(token) and not is_perfect and any(t.feats.get("VerbForm") == "Inf" for t in group):
            return "infinitive"
        if is_perfect and not any(self._is_future(t) for t in group):
            return "past"
        if not is_verbal and not _is_participle(token):
            return ""
        if any(self._is_future(t) for t in group):
            return "future"
        if self._is_present_passive(token, group):
            return "present"
        is_past = any(_is_past(t) for t in group)
        finite = [t for t in group if t.feats.get("VerbForm", "Fin") == "Fin" and t.upos in _VERBAL]
        if self.analysis.lang == "fr" and _is_participle(token) and not _FRENCH_PARTICIPLE.search(_fold(token.text)):
            return "present"
        if is_past:
            return "past" if len(group) > 1 or not _is_participle(token) else "result"
        if token.feats.get("VerbForm") == "Inf" and not finite:
            return "infinitive"
        if finite:
            is_reflexive = any(child.dep.startswith("expl") for child in self._children.get(token.index, ()))
            if self.grammar.reporting.fullmatch(_fold(token.lemma)) and not is_reflexive:
                return "past"
            return "future" if has_ahead else "present"
        return ""

    def _is_present_passive(self, token: Token, group: list[Token]) -> bool:
        """Tell "est ouvert", "is closed" (a state now) from "est venu", "s'est rendu", "was closed"."""
        others = [t for t in group if t.index != token.index]
        if not others or token.feats.get("VerbForm") != "Part" or any(t.feats.get("Tense") != "Pres" for t in others):
            return False
        is_reflexive = any(child.dep.startswith("expl") for child in self._children.get(token.index, ()))
        is_perfect = self.grammar.perfect_with_be.fullmatch(_fold(token.lemma)) is not None
        return all(t.lemma in _TO_BE for t in others) and not is_reflexive and not is_perfect

    def _is_future(self, token: Token) -> bool:
        if token.feats.get("Tense") == "Fut" or self._is_conditional(token):
            return True
        if self.analysis.lang != "fr" or token.upos not in _VERBAL or token.feats.get("VerbForm") == "Inf":
            return False
        form, lemma = _fold(token.text), _fold(token.lemma)
        return (
            _FRENCH_FUTURE.search(form) is not None and form != lemma[:-2] + "a" and token.feats.get("Tense") == "Past"
        )

    def _is_conditional(self, token: Token) -> bool:
        if token.feats.get("Mood") == "Cnd":
            return True
        if self.analysis.lang != "fr" or token.upos not in _VERBAL:
            return False
        form, lemma = _fold(token.text), _fold(token.lemma)
        return _FRENCH_CONDITIONAL.search(form) is not None and not _FRENCH_IMPERFECT_IN_R.search(lemma)

    def _read_forms(self, sentence: Sentence, char_start: int, char_end: int) -> str:
        """Compare the nearest past and future forms around the phrase."""
        low, high = (
            max(sentence.char_start, char_start - _LEXICAL_REACH),
            min(sentence.char_end, char_end + _LEXICAL_REACH),
        )
        text = self.folded[low:high]
        best, nearest = "", _LEXICAL_REACH + 1
        for name, pattern in (("future", self.grammar.future_form), ("past", self.grammar.past_form)):
            for match in pattern.finditer(text):
                distance = max(char_start - (low + match.end()), low + match.start() - char_end)
                if distance < nearest:
                    best, nearest = name, distance
        # neither form: a present that was not recognised, or a headline
        return best or "present"


def _is_participle(token: Token) -> bool:
    return token.feats.get("VerbForm") == "Part" or token.feats.get("Variant") == "Short"


def _is_past(token: Token) -> bool:
    if token.feats.get("Tense") in {"Past", "Imp", "Pqp"}:
        return not (token.feats.get("VerbForm") == "Part" and token.feats.get("Aspect") == "Prog")
    return token.feats.get("VerbForm") == "Part" and token.feats.get("Aspect") == "Perf"
