"""How clauses hang together: what a relative pronoun stands for, what an inserted report interrupts, what is only put in."""

from __future__ import annotations

from extractors.claims.syntax import Syntax


def relative_antecedent(syntax: Syntax, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun stands for: the head of its clause, else the noun before it."""
    for above in [pronoun, *syntax.ancestors(pronoun)]:
        if syntax.tokens[above].dep in {"acl:relcl", "acl"}:
            return syntax.tokens[above].head
    position = pronoun - 1
    while position >= 0 and syntax.tokens[position].upos in {"PUNCT", "ADP"}:
        position -= 1
    return position if position >= 0 else None


def told_before(syntax: Syntax, verb: int) -> int | None:
    """Return the clause before a verb of saying in which a coordinated verb goes on ("X will …, Y said, and will …")."""
    if syntax.lemmas[verb] not in syntax.grammar.reporting["verbs"]:
        return None
    before = [kid for kid in syntax.children(verb, "ccomp", "parataxis") if kid < verb and syntax.is_verb(kid)]
    if before:
        return before[0]
    head = syntax.tokens[verb].head
    return head if syntax.tokens[verb].dep == "parataxis" and head < verb and syntax.is_verb(head) else None


def is_aside(syntax: Syntax, verb: int, comma: int) -> bool:
    """Tell whether a clause behind a comma is relative ("…, où le sommet se tient, X …")."""
    words = syntax.grammar.words
    opener = syntax.lower[comma + 1] if comma + 1 < len(syntax.tokens) else ""
    is_relative = opener in {*words["relative_places"], *words["pronouns_relative"]}
    return is_relative and "," not in syntax.lower[comma + 1 : verb]


def is_place_clause(syntax: Syntax, verb: int) -> bool:
    """Tell whether a relative clause without a subject opens with "where": then its subject is that of the clause above."""
    return any(syntax.lower[kid] in syntax.grammar.words["relative_places"] for kid in syntax.children(verb))


def subject_tokens(syntax: Syntax, verb: int) -> list[int]:
    """Return the subjects of a verb; "il" and "elle" count even where the parser takes them for expletives."""
    found = syntax.subjects(verb)
    for auxiliary in syntax.children(verb, "aux"):
        found += [k for k in syntax.children(auxiliary, "nsubj", "expl") if k not in found]  # hung on the auxiliary
    found += [k for k in syntax.children(verb, "expl") if syntax.lower[k].lstrip("-") in {"il", "elle", "ils", "elles"}]
    return found
