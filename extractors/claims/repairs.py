"""Repairs of parses that are wrong in the same way again and again: done once, before anything is looked up in the tree.

French: the speaker after ", a annoncé" taken for its object, and the object before it taken for its subject; presents in "-e" taken
for participles. Each repair follows from word order and closed word classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.analysis import Sentence, Token
from seeds.events import Grammar

_CLOSERS = frozenset({",", "»", "”", '"'})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_BEFORE_VERB = frozenset({"AUX", "PRON", "ADV"})
_BEFORE_NAME = frozenset({"DET", "ADJ", "NUM"})


def repair_tokens(tokens: Sequence[Token], sentences: Sequence[Sentence], grammar: Grammar) -> tuple[Token, ...]:
    """Return the tokens with known misreadings put right."""
    if grammar.lang != "fr":
        return tuple(tokens)
    repaired = [_repair_present(token) for token in tokens]
    for sentence in sentences:
        for index in range(sentence.token_start + 2, sentence.token_end - 1):
            if repaired[index].upos == "VERB" and repaired[index].lemma.casefold() in grammar.reporting["verbs"]:
                _repair_tail(repaired, sentence, index, grammar)
    return tuple(repaired)


def _repair_present(token: Token) -> Token:
    """Return a present in "-e" ("séjourne") as a finite verb where it was taken for a participle."""
    low, lemma = token.text.casefold(), token.lemma.casefold()
    if token.upos != "VERB" or token.feats.get("VerbForm") != "Part" or low + "r" != lemma or not low.endswith("e"):
        return token
    return replace(token, feats={**token.feats, "VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})


def _repair_tail(tokens: list[Token], sentence: Sentence, verb: int, grammar: Grammar) -> None:
    """Give a verb of saying behind the statement the name after it as subject, and the statement its own root and subject."""
    left = verb - 1
    while left > sentence.token_start and tokens[left].upos in _BEFORE_VERB:
        left -= 1
    if tokens[left].text not in _CLOSERS or left - sentence.token_start < 2:
        return
    speaker = _name_after(tokens, sentence, verb, grammar)
    if speaker is None:
        return
    main = _main_verb(tokens, sentence, left)
    if main is None:
        return
    if tokens[verb].head == verb:
        tokens[main] = replace(tokens[main], dep="root", head=main)
    tokens[verb] = replace(tokens[verb], dep="parataxis", head=main)
    has_subject = any(
        tokens[p].head == main and tokens[p].dep.startswith("nsubj") for p in range(sentence.token_start, left)
    )
    for place in range(sentence.token_start, left):
        token = tokens[place]
        if token.head != verb or place == main:
            continue
        dep = token.dep
        if dep.startswith("nsubj") and (has_subject or place > main):
            dep = "obj"
        tokens[place] = replace(token, dep=dep, head=main)
    if not tokens[speaker].dep.startswith("nsubj"):
        tokens[speaker] = replace(tokens[speaker], dep="nsubj", head=verb)


def _name_after(tokens: list[Token], sentence: Sentence, verb: int, grammar: Grammar) -> int | None:
    """Return the head of the nominal right behind a verb of saying; an adverb or a day may stand between."""
    for place in range(verb + 1, min(verb + 6, sentence.token_end)):
        token = tokens[place]
        low = token.text.casefold().replace("’", "'")
        if token.upos in _NOMINAL and low not in grammar.words["days"]:
            return place
        if token.upos in _BEFORE_NAME or token.upos == "ADV" or low in grammar.words["days"]:
            continue
        return None
    return None


def _main_verb(tokens: list[Token], sentence: Sentence, end: int) -> int | None:
    """Return the verb of the statement before a position: its root, else its first finite verb."""
    verbs = [p for p in range(sentence.token_start, end) if tokens[p].upos == "VERB"]
    for place in verbs:
        if tokens[place].dep.lower() == "root":
            return place
    finite = [p for p in verbs if tokens[p].feats.get("VerbForm") == "Fin" or _has_auxiliary(tokens, p)]
    return next((p for p in finite if not tokens[p].dep.startswith("acl")), None)


def _has_auxiliary(tokens: list[Token], verb: int) -> bool:
    return any(tokens[p].head == verb and tokens[p].dep.startswith("aux") for p in range(max(0, verb - 5), verb))
