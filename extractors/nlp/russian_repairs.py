"""Mends what the Russian parser gets wrong again and again, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.analysis import EntitySpan, Token

_WALLS = frozenset({":", ";"})
#: tokens between a title and the name that it belongs to ("министр иностранных дел КНДР Цой Сон Хи")
_TITLE_REACH = 7
_MOVABLE = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "advmod"})


def mend_tokens(tokens: Sequence[Token], first: int) -> list[Token]:
    """Return a sentence's tokens with mended relations; `first` is the index of its first token in the text."""
    mended = _find_labelled_subjects(_bring_home(list(tokens), first), first)
    mended = _return_to_first_verb(_join_roots(mended, first), first)
    mended = _find_late_subjects(_find_lost_subjects(mended, first), first)
    mended = _turn_second_subjects(_free_nominatives(mended, first), first)
    return _name_neighbours(mended, first)


def is_plain_adjective(span: EntitySpan, tokens: Sequence[Token]) -> bool:
    """Tell whether an entity is one adjective that only has a capital because it opens the sentence ("Трёхсторонний саммит")."""
    inside = [t for t in tokens if span.char_start <= t.char_start < span.char_end]
    return len(inside) == 1 and inside[0].upos == "ADJ" and inside[0].index == tokens[0].index


def _bring_home(tokens: list[Token], first: int) -> list[Token]:
    """Hang subjects and adjuncts that the parser hung beyond a colon or semicolon on the finite verb of their own part."""
    part = 0
    parts = []
    for token in tokens:
        part += token.text in _WALLS
        parts.append(part)
    if part == 0:
        return tokens
    for position, token in enumerate(tokens):
        head = token.head - first
        if token.dep not in _MOVABLE or not 0 <= head < len(tokens) or parts[head] == parts[position]:
            continue
        own = [t for t in tokens if parts[t.index - first] == parts[position] and _is_finite(t)]
        main = next((t for t in own if t.dep in {"root", "parataxis", "conj"}), None)
        if main is not None and main.index != token.index:
            tokens[position] = replace(token, head=main.index)
    return tokens


def _is_finite(token: Token) -> bool:
    return token.upos == "VERB" and token.feats.get("VerbForm") == "Fin"


def _find_lost_subjects(tokens: list[Token], first: int) -> list[Token]:
    """Make a nominative before an active verb its subject where the parser found two objects and none ("Пакистан сбил дрон")."""
    for position, token in enumerate(tokens):
        verb = tokens[token.head - first] if 0 <= token.head - first < len(tokens) else token
        if token.dep != "obj" or token.feats.get("Case") != "Nom" or token.index > verb.index or not _is_finite(verb):
            continue
        beside = [t for t in tokens if t.head == verb.index and t.index != verb.index]
        has_subject = any(t.dep.startswith("nsubj") for t in beside)
        has_object = any(t.dep == "obj" and t.index > verb.index for t in beside)
        if has_object and not has_subject and token.feats.get("Number") == verb.feats.get("Number"):
            tokens[position] = replace(token, dep="nsubj")
    return tokens


def _find_late_subjects(tokens: list[Token], first: int) -> list[Token]:
    """Make an undeclined name behind its verb the subject where a plain accusative precedes ("которого пригласил Пак Чон Хи")."""
    for position, token in enumerate(tokens):
        verb = tokens[token.head - first] if 0 <= token.head - first < len(tokens) else token
        if token.dep != "obj" or token.upos != "PROPN" or token.index < verb.index or not _is_finite(verb):
            continue
        beside = [t for t in tokens if t.head == verb.index and t.index != token.index]
        has_subject = any(t.dep.startswith("nsubj") for t in beside)
        has_object = any(t.dep == "obj" and t.index < verb.index and _is_accusative(t) for t in beside)
        name = [token, *(t for t in tokens if t.head == token.index and t.dep.startswith("flat"))]
        is_declined = any(t.text.endswith(("а", "я", "у", "ю")) for t in name[-1:])
        if has_object and not has_subject and not is_declined:
            tokens[position] = replace(token, dep="nsubj")
    return tokens


def _is_accusative(token: Token) -> bool:
    return token.feats.get("Case") == "Acc" and token.text.endswith(("а", "я", "го", "у", "ю"))


def _join_roots(tokens: list[Token], first: int) -> list[Token]:
    """Hang all but one of several roots on the main one: clauses with a conjunction as such, others as inserted."""
    roots = [t for t in tokens if t.dep == "root"]
    marked = {t.head for t in tokens if t.dep == "mark"}
    main = next((t for t in roots if _is_finite(t) and t.index not in marked), None)
    if main is None:
        return tokens
    for root in roots:
        low, high = sorted((root.index, main.index))
        if any(t.text in _WALLS for t in tokens[low - first : high - first]):
            continue
        if root.index != main.index and _is_finite(root):
            relation = "advcl" if root.index in marked else "parataxis"
            tokens[root.index - first] = replace(root, head=main.index, dep=relation)
    return tokens


def _find_labelled_subjects(tokens: list[Token], first: int) -> list[Token]:
    """Join a subject and its verb that the parser hung side by side on a label ("Кремль: визит X не планируется")."""
    for position, token in enumerate(tokens):
        if token.dep != "parataxis" or token.upos != "NOUN" or token.feats.get("Case") != "Nom":
            continue
        verb = next((t for t in tokens[position + 1 :] if _is_finite(t)), None)
        if verb is None or verb.dep != "parataxis" or verb.head != token.head:
            continue
        has_subject = any(t.head == verb.index and t.dep.startswith("nsubj") for t in tokens)
        if not has_subject and verb.feats.get("Number") == token.feats.get("Number"):
            tokens[position] = replace(token, head=verb.index, dep="nsubj")
    return tokens


def _return_to_first_verb(tokens: list[Token], first: int) -> list[Token]:
    """Hang what stands before the main verb on it and not on a clause inserted behind it ("Визит X не состоится, узнала газета")."""
    for position, token in enumerate(tokens):
        inserted = tokens[token.head - first]
        main = tokens[inserted.head - first]
        if token.dep not in _MOVABLE or inserted.dep != "parataxis" or not _is_finite(main):
            continue
        if not token.index < main.index < inserted.index:
            continue
        has_subject = any(t.head == main.index and t.dep.startswith("nsubj") for t in tokens)
        is_subject = token.feats.get("Case") == "Nom" and not has_subject
        tokens[position] = replace(token, head=main.index, dep="nsubj" if is_subject else token.dep)
    return tokens


def _free_nominatives(tokens: list[Token], first: int) -> list[Token]:
    """Make a living nominative below a verb's object its subject where it has none ("Приглашение премьеру президент передал …")."""
    for position, token in enumerate(tokens):
        if token.dep != "nmod" or token.feats.get("Case") != "Nom" or token.feats.get("Animacy") != "Anim":
            continue
        noun = tokens[token.head - first]
        verb = tokens[noun.head - first]
        if (
            noun.dep not in {"obj", "obl"}
            or not _is_finite(verb)
            or token.feats.get("Number") != verb.feats.get("Number")
        ):
            continue
        if not any(t.head == verb.index and t.dep.startswith("nsubj") for t in tokens):
            tokens[position] = replace(token, head=verb.index, dep="nsubj")
    return tokens


def _turn_second_subjects(tokens: list[Token], first: int) -> list[Token]:
    """Make the second of two subjects around a singular verb its object: a name without cases ("Байден принял Нетаньяху")."""
    for position, token in enumerate(tokens):
        verb = tokens[token.head - first]
        if token.dep != "nsubj" or token.upos != "PROPN" or token.index < verb.index or not _is_finite(verb):
            continue
        before = [t for t in tokens if t.head == verb.index and t.dep == "nsubj" and t.index < verb.index]
        if before and verb.feats.get("Number") == "Sing" and token.text[-1:] in "аеиоуыюяё":
            tokens[position] = replace(token, dep="obj")
    return tokens


def _name_neighbours(tokens: list[Token], first: int) -> list[Token]:
    """Hang a name on the title just before it where the parser took another one further off."""
    for position, token in enumerate(tokens):
        if token.dep != "appos" or token.upos != "PROPN":
            continue
        for other in reversed(tokens[max(0, position - _TITLE_REACH) : position]):
            if other.upos in {"VERB", "PUNCT", "CCONJ", "ADP"}:
                break
            is_title = other.upos == "NOUN" and other.feats.get("Animacy") == "Anim"
            if is_title and other.feats.get("Case") == token.feats.get("Case"):
                tokens[position] = replace(token, head=other.index)
                break
    return tokens
