"""What is given, signed, rejected or fired: noun classes that decide whether a general verb reports an event."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax
from extractors.claims.voice import is_passive

_REACH = 9


def fill_theme(scope: Scope, slots: Iterable[str]) -> int | None:
    """Return the token of the theme noun in the first filled slot ("obj:pact", "with:present", "of:weapons").

    "own" is the object itself with its parts, "on" what stands under a preposition, "subj" the subject with its parts.
    """
    for slot in slots:
        name, _, theme = slot.partition(":")
        nouns = set(scope.syntax.grammar.themes[theme])
        for position in _candidates(scope, name):
            if scope.syntax.lemmas[position] in nouns or scope.syntax.lower[position] in nouns:
                return position
    return None


def _candidates(scope: Scope, name: str) -> list[int]:
    syntax, index = scope.syntax, scope.index
    if name in {"own", "on", "subj"}:
        return _with_parts(syntax, _heads(scope, name))
    if name == "obj":
        heads = [
            k
            for k in syntax.children(index, "obj", "nsubj:pass", "iobj", "dep", "ccomp", "xcomp", "obl")
            if not syntax.is_verb(k)
        ]
        if is_passive(scope):
            heads += list(syntax.children(index, "nsubj"))
            if syntax.tokens[index].dep.split(":")[0] in {"acl", "amod"}:
                heads.append(syntax.tokens[index].head)
        if syntax.tokens[index].dep == "acl:relcl":
            heads += _antecedents(syntax, index)
        return [*_with_parts(syntax, heads), *_following(syntax, index)]
    return _following(syntax, index)


def _heads(scope: Scope, name: str) -> list[int]:
    """Return the nouns that are the verb's object ("own"), stand under its prepositions ("on") or are its subject ("subj")."""
    syntax, index = scope.syntax, scope.index
    if name == "on":
        below = [index, *syntax.children(index, "obj", "obl")]
        return [k for verb in below for k in syntax.children(verb, "obl", "nmod") if syntax.preposition(k)]
    is_clause = syntax.tokens[index].dep.split(":")[0] == "acl"
    if is_passive(scope) or name == "subj":
        heads = list(syntax.children(index, "nsubj:pass", "nsubj"))
        head = syntax.tokens[index].head
        if not heads and syntax.tokens[index].dep in {"conj", "xcomp"}:
            heads = list(syntax.children(head, "nsubj:pass", "nsubj"))
        return [*heads, head] if is_clause else heads
    heads = [k for k in syntax.children(index, "obj", "iobj", "dep", "nsubj:pass", "xcomp") if not syntax.is_verb(k)]
    # "imposant des sanctions": an article taken for a preposition
    heads += [k for k in syntax.children(index, "obl:arg", "nmod") if k > index and _is_article(syntax, k)]
    heads = heads or _right_behind(syntax, index)
    return [*heads, *_antecedents(syntax, index)] if syntax.tokens[index].dep == "acl:relcl" and not heads else heads


def _right_behind(syntax: Syntax, index: int) -> list[int]:
    """Return the noun right behind a verb, beyond a day, where the parser hung it elsewhere ("a imposé mercredi des …")."""
    for position in range(index + 1, min(index + 6, syntax.sentence(index).token_end)):
        if syntax.time_at.get(position) is not None or syntax.lower[position] in {"des", "de"}:
            continue
        if syntax.tokens[position].upos == "NOUN":
            return [position]
        if syntax.tokens[position].upos not in {"DET", "ADJ", "NUM"}:
            break
    return []


def _is_article(syntax: Syntax, noun: int) -> bool:
    return any(syntax.lower[p] in {"des", "de", "d'", "du"} for p in syntax.children(noun, "case", "det"))


def _antecedents(syntax: Syntax, index: int) -> list[int]:
    """Return the noun that a relative clause is about; for "celui", "one", the nouns before it."""
    head = syntax.tokens[index].head
    if syntax.tokens[head].upos != "PRON":
        return [head]
    start = syntax.sentence(head).token_start
    return [p for p in range(head - 1, start - 1, -1) if syntax.tokens[p].upos == "NOUN"]


def _with_parts(syntax: Syntax, heads: list[int]) -> list[int]:
    """Return nominal heads with their coordinated nouns and complements ("une vingtaine d'accords", "bottles of cognac")."""
    found = []
    for head in heads:
        found.append(head)
        found.extend(k for k in syntax.children(head, "conj", "nmod", "appos", "compound", "nummod"))
    return found


def _following(syntax: Syntax, index: int) -> list[int]:
    found = []
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + _REACH, end)):
        if syntax.lower[position] in {";", ":"} or (
            syntax.is_verb(position) and syntax.tokens[position].feats.get("VerbForm") == "Fin"
        ):
            break
        if syntax.tokens[position].upos in {"NOUN", "PROPN", "SYM"}:
            found.append(position)
    return found
