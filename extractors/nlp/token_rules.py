"""The rules of a spaCy `attribute_ruler` (tag to part of speech, features, lemma), looked up by what they ask of a token.

A matcher tries every rule at every token: a quarter of the time of the English pipeline. What a rule of one token says depends
only on tag, word, relation and being a space, so it is worked out once for each such combination. Rules of several tokens
are followed from those that can open them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

#: what rules may ask of a token, in the order of a key
_ASKED = ("TAG", "POS", "LOWER", "DEP", "IS_SPACE")
type Key = tuple[str, str, str, str, bool]
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "IN": lambda value, given: value in given,
    "NOT_IN": lambda value, given: value not in given,
    "REGEX": lambda value, given: re.search(given, value) is not None,
}
_SETTERS = {"TAG": "tag_", "POS": "pos_", "DEP": "dep_", "LEMMA": "lemma_"}
#: combinations remembered: those of some hundred thousand articles
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class _Rule:
    steps: Sequence[Mapping[str, Any]]
    index: int
    attributes: Mapping[str, str]


class TokenRules:
    """Stands in for an attribute ruler: the same rules, the same precedence (the later rule wins), written to the document."""

    def __init__(self, patterns: Sequence[Mapping[str, Any]]) -> None:
        self._rules = [
            _Rule(steps, rule["index"] % len(steps), rule["attrs"]) for rule in patterns for steps in rule["patterns"]
        ]
        self._look_up = lru_cache(_REMEMBERED)(self._match)

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, features, relation and lemma of each token as the rules say."""
        keys: list[Key] = [(token.tag_, token.pos_, token.lower_, token.dep_, token.is_space) for token in doc]
        found = [self._look_up(key) for key in keys]
        further: defaultdict[int, list[int]] = defaultdict(list)
        for start, (_, _, openings) in enumerate(found):
            for number in openings:
                rule = self._rules[number]
                following = keys[start : start + len(rule.steps)]
                if len(following) == len(rule.steps) and all(map(_fits, rule.steps, following)):
                    further[start + rule.index].append(number)
        token: Any  # the stubs lack `set_morph`
        for token, (said, single, _) in zip(doc, found, strict=True):
            attributes = self._merge([*single, *further[token.i]]) if token.i in further else said
            for name, value in attributes.items():
                if name == "MORPH":
                    token.set_morph(value)
                else:
                    setattr(token, _SETTERS[name], value)
        return doc

    def _match(self, key: Key) -> tuple[dict[str, str], tuple[int, ...], tuple[int, ...]]:
        """Return what the rules of one token say of such a token, these rules, and the longer ones that it may open."""
        fitting = [number for number, rule in enumerate(self._rules) if _fits(rule.steps[0], key)]
        single = tuple(number for number in fitting if len(self._rules[number].steps) == 1)
        return self._merge(single), single, tuple(number for number in fitting if number not in single)

    def _merge(self, numbers: Sequence[int]) -> dict[str, str]:
        merged: dict[str, str] = {}
        for number in sorted(numbers):
            merged |= self._rules[number].attributes
        return merged


@Language.factory("token_rules", default_config={"patterns": []})
def make_token_rules(nlp: Language, name: str, patterns: list[dict[str, Any]]) -> TokenRules:
    """Return the component; spaCy calls this."""
    return TokenRules(patterns)


def hasten_rules(nlp: Language) -> None:
    """Put the rules of a pipeline's attribute ruler into this form, unless they ask or set anything else."""
    if "attribute_ruler" not in nlp.pipe_names:
        return
    ruler: Any = nlp.get_pipe("attribute_ruler")
    rules = ruler.patterns
    steps = [step for rule in rules for pattern in rule["patterns"] for step in pattern]
    asks_known = all(name in _ASKED and _is_test(wanted) for step in steps for name, wanted in step.items())
    sets_known = all(name == "MORPH" or name in _SETTERS for rule in rules for name in rule["attrs"])
    if asks_known and sets_known:
        nlp.replace_pipe("attribute_ruler", "token_rules", config={"patterns": rules})


def _is_test(wanted: Any) -> bool:
    return not isinstance(wanted, dict) or set(wanted) <= set(_TESTS)


def _fits(step: Mapping[str, Any], key: Key) -> bool:
    for name, wanted in step.items():
        value = key[_ASKED.index(name)]
        if isinstance(wanted, dict):
            if not all(_TESTS[test](value, given) for test, given in wanted.items()):
                return False
        elif value != wanted:
            return False
    return True
