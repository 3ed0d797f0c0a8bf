"""Repairs of parses that are wrong in the same way again and again: done once, before anything is looked up in the tree.

French: the speaker after ", a annoncé" taken for its object, and the object before it for its subject; presents in "-e" and
participles taken for adjectives; "a … pris" torn apart; a name right before its verb group left without a verb. English: the verb of "is due to land" taken for a noun.
Each repair follows from word order and closed word classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.claims.misread import (
    repair_according,
    repair_denial,
    repair_destination,
    repair_gerund,
    repair_pair,
    repair_qualified_visit,
)
from records.analysis import Sentence, Token
from seeds.events import Grammar

_CLOSERS = frozenset({",", "»", "”", '"'})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_NAME = frozenset({"PROPN", "X"})
_BEFORE_VERB = frozenset({"AUX", "PRON", "ADV"})
_BEFORE_NAME = frozenset({"DET", "ADJ", "NUM"})
_OPENS_CLAUSE = frozenset({"PUNCT", "SCONJ", "PRON", "CCONJ", "ADV"})
_HAVE = frozenset({"a", "ont", "avait", "avaient", "aura", "auront", "aurait", "auraient"})
_AND = frozenset({"et", "and"})
#: English verbs of travel and talks that are also nouns
_DUE_VERBS = frozenset(
    {"land", "visit", "travel", "tour", "talk", "return", "leave", "stop", "host", "address", "head"}
)
_ENDINGS = {"é": "er", "ée": "er", "és": "er", "ées": "er"}


def repair_tokens(tokens: Sequence[Token], sentences: Sequence[Sentence], grammar: Grammar) -> tuple[Token, ...]:
    """Return the tokens with known misreadings put right."""
    if grammar.lang == "en":
        return _repair_english(tokens, sentences)
    if grammar.lang != "fr":
        return tuple(tokens)
    repaired = [_repair_departure(tokens, _repair_form(token)) for token in tokens]
    repaired = [repair_gerund(tokens, token) for token in repaired]
    for sentence in sentences:
        repair_pair(repaired, sentence)
        repair_according(repaired, sentence)
        repair_qualified_visit(repaired, sentence, grammar.words["visit_nouns"])
        repair_destination(repaired, sentence, grammar.words["visit_nouns"])
        for index in range(sentence.token_start, sentence.token_end):
            if repaired[index].dep == "advmod" and repaired[index].lemma == "démentir":
                repair_denial(repaired, sentence, index)
            if repaired[index].dep.startswith("aux"):
                _repair_stay(repaired, sentence, index, grammar)
            if repaired[index].upos == "VERB":
                _join_auxiliary(repaired, sentence, index)
                _repair_voice(repaired, sentence, index)
                _repair_subject(repaired, sentence, index)
                if repaired[index].lemma.casefold() in grammar.reporting["verbs"]:
                    _repair_tail(repaired, sentence, index, grammar)
            elif repaired[index].upos in {"ADJ", "NOUN"} and _has_auxiliary(repaired, index, "aux:tense"):
                repaired[index] = _as_participle(repaired[index])
    return tuple(repaired)


def _repair_english(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> tuple[Token, ...]:
    repaired = _repair_due(tokens)
    for sentence in sentences:
        _repair_root(repaired, sentence)
        for index in range(sentence.token_start, sentence.token_end):
            if repaired[index].upos == "VERB":
                _repair_subject(repaired, sentence, index)
    return tuple(repaired)


def _repair_due(tokens: Sequence[Token]) -> list[Token]:
    """Return English tokens with the verb of "is due to land in X" put right where it was taken for a noun."""
    repaired = list(tokens)
    for due, to, verb in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_due = due.text.casefold() == "due" and due.dep == "xcomp" and to.text == "to" and verb.upos == "NOUN"
        follower = tokens[verb.index + 1].text.casefold() if verb.index + 1 < len(tokens) else ""
        if is_due and verb.text in _DUE_VERBS and follower != "of":
            repaired[to.index] = replace(to, upos="PART", dep="aux", head=verb.index)
            repaired[verb.index] = replace(verb, upos="VERB", dep="xcomp", head=due.index, feats={"VerbForm": "Inf"})
    return repaired


def _repair_root(tokens: list[Token], sentence: Sentence) -> None:
    """Make the verb behind an apposition the root of an English sentence that has a noun for one ("The minister, X, denied …")."""
    span = range(sentence.token_start, sentence.token_end)
    root = next((p for p in span if tokens[p].head == p), None)
    if root is None or tokens[root].upos not in _NOMINAL:
        return
    for verb in range(root + 1, sentence.token_end):
        token = tokens[verb]
        if (
            token.upos != "VERB"
            or not token.dep.startswith("acl")
            or not token.text.endswith("ed")
            or tokens[verb - 1].text != ","
        ):
            continue
        if not root <= token.head < verb or any(
            tokens[p].head == verb and tokens[p].dep.startswith("aux") for p in span
        ):
            continue
        feats = {**token.feats, "VerbForm": "Fin", "Tense": "Past"}
        tokens[verb] = replace(token, dep="root", head=verb, feats=feats)
        tokens[root] = replace(tokens[root], dep="nsubj", head=verb)
        for place in span:
            if place > verb and tokens[place].head == root:
                tokens[place] = replace(tokens[place], head=verb)
        return


def _repair_form(token: Token) -> Token:
    """Return a present in "-e" ("séjourne") as a finite verb where it was taken for a participle."""
    low, lemma = token.text.casefold(), token.lemma.casefold()
    if token.upos != "VERB" or token.feats.get("VerbForm") != "Part" or low + "r" != lemma or not low.endswith("e"):
        return token
    return replace(token, feats={**token.feats, "VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})


def _repair_departure(tokens: Sequence[Token], token: Token) -> Token:
    """Return "part" right behind a name and before "pour" as the verb that it is ("X part dimanche pour Y")."""
    low, index = token.text.casefold(), token.index
    if low != "part" or token.upos not in _NOMINAL or not index or tokens[index - 1].upos not in {"PROPN", "PRON"}:
        return token
    following = {other.text.casefold() for other in tokens[index + 1 : index + 5]}
    if not following & {"pour", "vers", "rejoindre"}:
        return token
    return replace(token, upos="VERB", lemma="partir", feats={"VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})


def _as_participle(token: Token) -> Token:
    """Return an adjective that has an auxiliary of tense ("se sont croisés") as the participle that it is."""
    low = token.text.casefold()
    ending = next((end for end in sorted(_ENDINGS, key=len, reverse=True) if low.endswith(end)), None)
    if ending is None:
        return token
    lemma = low[: -len(ending)] + _ENDINGS[ending]
    return replace(token, upos="VERB", lemma=lemma, feats={**token.feats, "VerbForm": "Part", "Tense": "Past"})


def _has_auxiliary(tokens: list[Token], verb: int, relation: str) -> bool:
    before = range(max(0, verb - 6), verb)
    return any(tokens[p].head == verb and tokens[p].dep.startswith(relation) for p in before)


def _repair_stay(tokens: list[Token], sentence: Sentence, index: int, grammar: Grammar) -> None:
    """Make "sera" the copula that it is where the parser hung it on a day as its auxiliary ("sera jeudi à X")."""
    day = tokens[index].head
    is_be = tokens[index].lemma.casefold() == "être" and index < day
    if not is_be or tokens[day].upos == "VERB" or tokens[day].text.casefold() not in grammar.words["days"]:
        return
    tokens[index] = replace(tokens[index], dep="cop")
    for place in range(sentence.token_start, sentence.token_end):
        if tokens[place].head == day and tokens[place].dep == "nsubj:pass":
            tokens[place] = replace(tokens[place], dep="nsubj")


def _join_auxiliary(tokens: list[Token], sentence: Sentence, verb: int) -> None:
    """Make "a" the auxiliary of the participle that the parser hung below it ("a en outre pris")."""
    token = tokens[verb]
    if token.feats.get("VerbForm") != "Part":
        return
    have = next(
        (p for p in range(max(sentence.token_start, verb - 5), verb) if tokens[p].text.casefold() in _HAVE), None
    )
    if have is None or token.head != have or tokens[have].upos not in {"VERB", "AUX"}:
        return
    if any(
        tokens[p].upos in {"NOUN", "PROPN", "VERB", "PUNCT"} and tokens[p].head == have for p in range(have + 1, verb)
    ):
        return
    is_root = tokens[have].head == have
    for place in range(sentence.token_start, sentence.token_end):
        if tokens[place].head == have and place not in {have, verb}:
            tokens[place] = replace(tokens[place], head=verb)
    tokens[verb] = replace(token, dep=tokens[have].dep, head=verb if is_root else tokens[have].head)
    tokens[have] = replace(tokens[have], upos="AUX", dep="aux:tense", head=verb)


def _repair_voice(tokens: list[Token], sentence: Sentence, verb: int) -> None:
    """Make the subject of "ont critiquée" an active one: "avoir" alone never makes a passive."""
    kids = [p for p in range(sentence.token_start, verb) if tokens[p].head == verb]
    auxiliaries = [tokens[p].text.casefold() for p in kids if tokens[p].dep.startswith("aux")]
    if len(auxiliaries) != 1 or auxiliaries[0] not in _HAVE:
        return
    for place in kids:
        if tokens[place].dep == "nsubj:pass":
            tokens[place] = replace(tokens[place], dep="nsubj")


def _repair_subject(tokens: list[Token], sentence: Sentence, verb: int) -> None:
    """Give a finite verb the name right before it as subject where it has none ("… que A et B ont signé")."""
    before = range(sentence.token_start, verb)
    own = [p for p in before if tokens[p].head == verb and tokens[p].dep.startswith(("nsubj", "expl:subj"))]
    if own and not _belongs_to_other(tokens, own, verb):
        return
    is_finite = tokens[verb].feats.get("VerbForm") == "Fin" or _has_auxiliary(tokens, verb, "aux")
    last = verb - 1
    while last > sentence.token_start and tokens[last].upos in {"AUX", "ADV"} | _clitic(tokens, last):
        last -= 1
    last = _before_insertion(tokens, sentence, last)
    if not is_finite or tokens[last].upos not in _NAME | _stressed(tokens, last):
        return
    first = last
    while first > sentence.token_start and _continues_name(tokens, first - 1):
        first -= 1
    opener = tokens[first - 1] if first > sentence.token_start else None
    if tokens[first].upos not in _NOMINAL or (opener is not None and opener.upos not in _OPENS_CLAUSE):
        return
    if own:
        _give_back(tokens, own[0], verb)
    _hang_subject(tokens, sentence, first, last, verb)
    inner = last + 2
    if tokens[last + 1].text == "," and inner < verb and tokens[inner].upos == "VERB":
        tokens[inner] = replace(tokens[inner], dep="acl", head=first)
    if opener is not None and opener.text.casefold() in {"que", "qu'", "qu’"}:
        _hang_relative(tokens, sentence, opener.index, verb)


def _before_insertion(tokens: list[Token], sentence: Sentence, last: int) -> int:
    """Return the token before what commas put in between a name and its verb ("X, venu en train, avait …", "X, lui, a …")."""
    if tokens[last].text != ",":
        return last
    opener = next((p for p in range(last - 1, max(sentence.token_start, last - 9), -1) if tokens[p].text == ","), None)
    if opener is None or tokens[opener + 1].upos not in {"VERB", "PRON"} or opener == sentence.token_start:
        return last
    inside = range(opener + 1, last)
    is_phrase = not any(tokens[p].feats.get("VerbForm") == "Fin" for p in inside)
    return opener - 1 if is_phrase else last


def _belongs_to_other(tokens: list[Token], subjects: list[int], verb: int) -> bool:
    """Tell whether the subject that the parser gave a verb after "que" stands before another finite verb."""
    opened = [p for p in range(subjects[-1], verb) if tokens[p].text.casefold() in {"que", "qu'", "qu’"}]
    return len(subjects) == 1 and bool(opened) and _finite_between(tokens, subjects[0], opened[0]) is not None


def _finite_between(tokens: list[Token], start: int, end: int) -> int | None:
    return next(
        (p for p in range(start, end) if tokens[p].upos == "VERB" and tokens[p].feats.get("VerbForm") == "Fin"), None
    )


def _give_back(tokens: list[Token], subject: int, verb: int) -> None:
    """Hang a subject on the first finite verb behind it, which takes over the place of the one that had it."""
    other = _finite_between(tokens, subject, verb)
    if other is None:
        return
    is_root = tokens[verb].head == verb
    tokens[other] = replace(tokens[other], dep=tokens[verb].dep, head=other if is_root else tokens[verb].head)
    tokens[verb] = replace(tokens[verb], dep="parataxis", head=other)
    tokens[subject] = replace(tokens[subject], dep="nsubj", head=other)


def _clitic(tokens: list[Token], place: int) -> set[str]:
    """Return PRON where the token is a clitic of the verb group, so that walking left goes over it."""
    return (
        {"PRON"}
        if tokens[place].text.casefold() in {"se", "s'", "s’", "y", "en", "l'", "l’", "le", "la", "les", "lui"}
        and (tokens[place - 1].text.casefold() != "et")
        else set()
    )


def _stressed(tokens: list[Token], place: int) -> set[str]:
    """Return PRON where the token is the second half of "A et lui"."""
    return (
        {"PRON"}
        if tokens[place].text.casefold() in {"lui", "elle"} and tokens[place - 1].text.casefold() == "et"
        else set()
    )


def _continues_name(tokens: list[Token], place: int) -> bool:
    """Tell whether a token is still part of the names that end behind it."""
    if tokens[place].upos in _NAME or tokens[place].text in {"M.", "Mme"}:
        return True
    is_and = tokens[place].text.casefold() in _AND
    return is_and and place > 0 and tokens[place - 1].upos in _NAME


def _hang_subject(tokens: list[Token], sentence: Sentence, first: int, last: int, verb: int) -> None:
    if tokens[first].head == first:  # the name was the root: the verb takes its place and its dependents
        for place in range(sentence.token_start, sentence.token_end):
            if tokens[place].head == first and not first <= place <= last:
                tokens[place] = replace(tokens[place], head=verb)
        tokens[verb] = replace(tokens[verb], dep="root", head=verb)
    tokens[first] = replace(tokens[first], dep="nsubj", head=verb)
    for place in range(first + 1, last + 1):
        if tokens[place - 1].text.casefold() in _AND:
            tokens[place] = replace(tokens[place], dep="conj", head=first)


def _hang_relative(tokens: list[Token], sentence: Sentence, pronoun: int, verb: int) -> None:
    """Hang an object relative on the noun or "celui" right before its pronoun."""
    noun = pronoun - 1
    if noun <= sentence.token_start or tokens[noun].upos not in {"NOUN", "PRON"}:
        return
    tokens[verb] = replace(tokens[verb], dep="acl:relcl", head=noun)
    tokens[pronoun] = replace(tokens[pronoun], upos="PRON", dep="obj", head=verb)


def _repair_tail(tokens: list[Token], sentence: Sentence, verb: int, grammar: Grammar) -> None:
    """Give a verb of saying behind the statement the name after it as subject, and the statement its own root and subject."""
    left = verb - 1
    while left > sentence.token_start and tokens[left].upos in _BEFORE_VERB:
        left -= 1
    if tokens[left].text not in _CLOSERS or left - sentence.token_start < 2:
        return
    speaker, main = _name_after(tokens, sentence, verb, grammar), _main_verb(tokens, sentence, left)
    if speaker is None or main is None:
        return
    if tokens[verb].head == verb:
        tokens[main] = replace(tokens[main], dep="root", head=main)
    tokens[verb] = replace(tokens[verb], dep="parataxis", head=main)
    before = range(sentence.token_start, left)
    has_subject = any(tokens[p].head == main and tokens[p].dep.startswith("nsubj") for p in before)
    for place in before:
        token = tokens[place]
        if token.head != verb or place == main:
            continue
        is_object = token.dep.startswith("nsubj") and (has_subject or place > main)
        tokens[place] = replace(token, dep="obj" if is_object else token.dep, head=main)
    if not tokens[speaker].dep.startswith("nsubj"):
        tokens[speaker] = replace(tokens[speaker], dep="nsubj", head=verb)


def _name_after(tokens: list[Token], sentence: Sentence, verb: int, grammar: Grammar) -> int | None:
    """Return the head of the nominal right behind a verb of saying; an adverb or a day may stand between."""
    for place in range(verb + 1, min(verb + 6, sentence.token_end)):
        token = tokens[place]
        low = token.text.casefold().replace("’", "'")
        if low in grammar.words["days"]:
            continue
        if token.upos in _NOMINAL:
            return place
        if token.upos not in _BEFORE_NAME and token.upos != "ADV":
            return None
    return None


def _main_verb(tokens: list[Token], sentence: Sentence, end: int) -> int | None:
    """Return the verb of the statement before a position: its root, else its first finite verb."""
    verbs = [p for p in range(sentence.token_start, end) if tokens[p].upos == "VERB"]
    for place in verbs:
        if tokens[place].head == place:
            return place
    finite = [p for p in verbs if tokens[p].feats.get("VerbForm") == "Fin" or _has_auxiliary(tokens, p, "aux")]
    return next((p for p in finite if not tokens[p].dep.startswith("acl")), None)
