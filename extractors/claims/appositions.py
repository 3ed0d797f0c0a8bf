"""Names beside role nouns: whether a name behind a noun is that of the person the noun means."""

from __future__ import annotations

from extractors.claims.syntax import Syntax


def is_indefinite(syntax: Syntax, head: int) -> bool:
    """Tell whether a noun has an indefinite article ("un ministre danois", "un haut responsable") or is a plural without a name."""
    new = syntax.grammar.words.get("articles_new", ())
    if new and syntax.tokens[head].upos == "NOUN" and syntax.tokens[head].feats.get("Number") == "Plur":
        return True
    is_behind = head > 0 and syntax.lower[head - 1] in new
    return is_behind or any(syntax.lower[k] in new for k in syntax.children(head, "det"))


def is_closed(syntax: Syntax, position: int, end: int) -> bool:
    """Tell whether a comma follows a name, as it does an apposition."""
    mention = syntax.mention_of(position)
    after = next((p for p in range(position, end) if syntax.mention_of(p) is not mention), end)
    return after < end and syntax.lower[after] == ","


def serves(syntax: Syntax, position: int, end: int) -> bool:
    """Tell whether a name is only whom the role serves: behind "of", or behind another preposition with a second name after its comma."""
    mention = syntax.mention_of(position)
    if syntax.grammar.cases or not syntax.preposition_before(position):
        return False
    if syntax.preposition_before(position) in syntax.grammar.words["of"]:
        return True  # "un conseiller de X": never X
    after = next((p for p in range(position, end) if syntax.mention_of(p) is not mention), end)
    if after + 1 >= end or syntax.lower[after] != ",":
        return False
    following = syntax.mention_of(after + 1)
    return following is not None and following.label == "PER" and following.kind == "name"
