"""Repairs of French words that the parser takes for another class: gerunds, "dément", "juge", pairs of names as subjects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from records.analysis import Sentence, Token

_NOMINAL = frozenset({"NOUN", "PROPN"})
_TO = frozenset({"à", "au", "aux", "en"})
_BARE_OF = frozenset({"d'", "d’", "de"})
_KINDS_OF_VISIT = frozenset(
    {
        "état",
        "etat",
        "travail",
        "courtoisie",
        "amitié",
        "adieu",
        "adieux",
        "affaires",
        "soutien",
        "solidarité",
        "inspection",
    }
)


def repair_gerund(tokens: Sequence[Token], token: Token) -> Token:
    """Return "en sanctionnant X" as the verb that it is, with X as its object; "dément" behind a name as a verb."""
    low, index = token.text.casefold(), token.index
    head = tokens[token.head]
    if token.upos in _NOMINAL and _is_gerund(tokens, index):
        lemma = low.removesuffix("ant") + "er"
        return replace(token, upos="VERB", lemma=lemma, dep="advcl", feats={"VerbForm": "Part", "Tense": "Pres"})
    if token.dep == "nmod" and head.index < index and _is_gerund(tokens, head.index) and head.upos in _NOMINAL:
        is_bare = not any(t.head == index and t.upos == "ADP" for t in tokens[head.index : index])
        return replace(token, dep="obj") if is_bare else token
    behind = tokens[index + 1] if index + 1 < len(tokens) else token
    is_judging = low in {"juge", "qualifie"} and (behind.upos == "ADJ" or behind.text in {"«", '"', "“"})
    before = tokens[index - 1] if index else token
    is_menacing = low == "menace" and (behind.upos in {"DET", "ADV", "PROPN"} or behind.text == "en")
    if is_menacing and token.upos != "VERB" and (before.text == "," or before.upos == "PROPN"):
        return replace(token, upos="VERB", lemma="menacer", feats={"VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})
    if is_judging and index and tokens[index - 1].upos == "PROPN" and token.upos != "VERB":
        return replace(token, upos="VERB", lemma=low + "r", feats={"VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})
    if low == "dément" and index and tokens[index - 1].upos in {"PROPN", "NOUN", "PRON"} and token.upos != "VERB":
        return replace(token, upos="VERB", lemma="démentir", feats={"VerbForm": "Fin", "Tense": "Pres", "Mood": "Ind"})
    return token


def _is_gerund(tokens: Sequence[Token], index: int) -> bool:
    low = tokens[index].text.casefold()
    return index > 0 and tokens[index - 1].text.casefold() == "en" and low.endswith("ant") and len(low) > 6


def repair_denial(tokens: list[Token], sentence: Sentence, index: int) -> None:
    """Give "dément" the place of the infinitive behind it, which becomes what is denied ("X dément soutenir Y")."""
    denied = tokens[index].head
    if denied < index or tokens[denied].feats.get("VerbForm") != "Inf":
        return
    above, relation = tokens[denied].head, tokens[denied].dep
    for place in range(sentence.token_start, index):
        if tokens[place].head == denied:
            tokens[place] = replace(tokens[place], head=index)
    tokens[index] = replace(tokens[index], head=index if above == denied else above, dep=relation)
    tokens[denied] = replace(tokens[denied], head=index, dep="xcomp")


def repair_according(tokens: list[Token], sentence: Sentence) -> None:
    """Make the name behind "selon X," the subject of the verb that has none, where the parser put it in apposition to X."""
    for place in range(sentence.token_start + 3, sentence.token_end):
        token = tokens[place]
        source = tokens[token.head]
        verb = source.head
        if token.dep != "appos" or source.index > place or tokens[verb].upos != "VERB" or verb < place:
            continue
        is_source = any(t.head == source.index and t.text.casefold() == "selon" for t in tokens[: source.index])
        is_apart = any(t.text == "," for t in tokens[source.index : place])
        if is_source and is_apart and not any(t.head == verb and t.dep.startswith("nsubj") for t in tokens):
            tokens[place] = replace(token, head=verb, dep="nsubj")


def repair_pair(tokens: list[Token], sentence: Sentence) -> None:
    """Make two names the subject of the verb that the parser joined to the first ("L'Inde et le Pakistan ont échangé …")."""
    root = next((i for i in range(sentence.token_start, sentence.token_end) if tokens[i].dep == "root"), None)
    if root is None or tokens[root].upos != "PROPN" or tokens[root + 1].text.casefold() != "et":
        return
    verb = next((t.index for t in tokens[root : sentence.token_end] if t.head == root and t.dep == "conj"), root)
    second = next((t.index for t in tokens[root:verb] if t.head == verb and t.dep.startswith("nsubj")), None)
    if second is None or tokens[verb].upos != "VERB":
        return
    for place in range(sentence.token_start, sentence.token_end):
        if tokens[place].head == root and place > verb:
            tokens[place] = replace(tokens[place], head=verb)
        if tokens[place].head == verb and tokens[place].dep == "cc":
            tokens[place] = replace(tokens[place], head=second)
    tokens[second] = replace(tokens[second], head=root, dep="conj")
    tokens[root] = replace(tokens[root], head=verb, dep="nsubj")
    tokens[verb] = replace(tokens[verb], head=verb, dep="root")


def repair_qualified_visit(tokens: list[Token], sentence: Sentence, visits: Collection[str]) -> None:
    """Hang what follows "visite d'État", "voyage d'affaires" below the visit: whose it is, and where to."""
    for visit in range(sentence.token_start, sentence.token_end - 3):
        kind = visit + 2
        is_qualified = tokens[visit + 1].text.casefold() in _BARE_OF and tokens[kind].text.casefold() in _KINDS_OF_VISIT
        if not is_qualified or tokens[visit].lemma not in visits:
            continue
        for index in range(kind + 1, sentence.token_end):
            token, head = tokens[index], tokens[index].head
            is_place_of_guest = head > kind and tokens[head].head == visit and _is_place_of(tokens, token)
            if head == kind or is_place_of_guest:
                tokens[index] = replace(token, head=visit)


def repair_destination(tokens: list[Token], sentence: Sentence, visits: Collection[str]) -> None:
    """Hang the place behind "la date de la visite de X à Y" below the visit, where the parser hung it below the date."""
    for place in range(sentence.token_start, sentence.token_end):
        head = tokens[place].head
        if tokens[place].dep not in {"nmod", "obl:mod", "obl:arg"} or tokens[head].upos != "NOUN" or head > place:
            continue
        leads_to = any(t.head == place and t.text.casefold() in _TO for t in tokens[head:place])
        visit = next(
            (t.index for t in tokens[head + 1 : place] if t.head == head and t.dep == "nmod" and t.lemma in visits),
            None,
        )
        if leads_to and visit is not None and tokens[head].lemma not in visits:
            tokens[place] = replace(tokens[place], head=visit, dep="nmod")


def _is_place_of(tokens: list[Token], token: Token) -> bool:
    between = tokens[token.head : token.index]
    return token.dep == "nmod" and any(t.head == token.index and t.text.casefold() in _TO for t in between)
