"""Active or passive."""

from __future__ import annotations

from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax


def takes_be(syntax: Syntax, index: int) -> bool:
    """Tell whether a verb forms its perfect with "to be" ("est allé") or is reflexive: its auxiliary is no passive."""
    return syntax.lemmas[index] in syntax.grammar.tense["be_perfect"] or _reflexive(syntax, index)


def is_passive(scope: Scope) -> bool:
    """Tell whether the trigger verb stands in the passive (participle with a passive auxiliary, or bare after a noun)."""
    return _is_passive_at(scope.syntax, scope.index)


def _is_passive_at(syntax: Syntax, index: int, depth: int = 0) -> bool:
    if not syntax.is_verb(index) and syntax.tokens[index].upos != "ADJ":
        return False
    head = syntax.tokens[index].head
    if syntax.lemmas[head] == "voir" and syntax.tokens[index].dep == "xcomp" and _reflexive(syntax, head):
        return True  # "s'est vu offrir une montre"
    feats = syntax.tokens[index].feats
    if feats.get("Voice") == "Act":
        return False
    if syntax.grammar.cases and feats.get("VerbForm") == "Fin":
        return False
    if takes_be(syntax, index):
        return False
    if any(syntax.tokens[kid].dep in {"aux:pass", "nsubj:pass"} for kid in syntax.children(index)):
        return True
    feats = syntax.tokens[index].feats
    if feats.get("Tense") == "Past" and feats.get("VerbForm") == "Part":
        if any(True for _ in syntax.children(index, "aux")):
            return _has_be(syntax, index)
        head = syntax.tokens[index].head
        if (
            syntax.tokens[index].dep == "conj"
            and syntax.is_verb(head)
            and depth < 3
            and syntax.first(head, "aux") is not None
        ):
            return _is_passive_at(syntax, head, depth + 1)  # "has signed … and praised …"
        if syntax.grammar.lang == "en" and syntax.first(index, "nsubj") is not None:
            return False  # "when a missile slammed into X"
        return syntax.grammar.lang != "en" or syntax.tokens[index].dep in {"acl", "advcl", "conj", "xcomp", "amod"}
    return False


def _has_be(syntax: Syntax, index: int) -> bool:
    lemmas = [syntax.lemmas[kid] for kid in syntax.children(index, "aux")]
    if any(lemma in syntax.grammar.tense["passive_auxiliaries"] for lemma in lemmas):
        return True
    return "be" in lemmas or (
        "être" in lemmas
        and syntax.lemmas[index] not in set(syntax.grammar.tense["be_perfect"])
        and not _reflexive(syntax, index)
    )


def _reflexive(syntax: Syntax, index: int) -> bool:
    return any(syntax.lower[p] in {"se", "s'"} for p in range(max(0, index - 4), index))
