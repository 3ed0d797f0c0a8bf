"""ClearNLP dependency labels (spaCy's English models) to Universal Dependencies.

Prepositions become `case` dependents of their object and the object is raised to the preposition's head, as UD has it.
Mapping after "From CLEAR to UD" as documented for the two label sets by their own guidelines.
"""

from __future__ import annotations

from spacy.tokens import Token as SpacyToken

_SIMPLE = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj", "dative": "iobj",
    "poss": "nmod:poss", "relcl": "acl:relcl", "acl": "acl", "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp",
    "neg": "advmod", "prt": "compound:prt", "npadvmod": "obl:tmod", "nmod": "compound", "quantmod": "advmod",
    "predet": "det:predet", "preconj": "cc:preconj", "intj": "discourse", "meta": "dep", "ROOT": "root", "nummod": "nummod",
    "expl": "expl", "complm": "mark", "possessive": "case", "subtok": "goeswith",
}  # fmt: skip
_NOMINAL_HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "SYM"})


def _object_of(preposition: SpacyToken) -> SpacyToken | None:
    """Return the object that a preposition governs, through a second preposition if there is one ("from above the …")."""
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"}:
            return child
        if child.dep_ == "prep":
            found = _object_of(child)
            if found is not None:
                return found
    return None


def _climb(token: SpacyToken) -> SpacyToken:
    """Return the first head of a preposition that is not itself a preposition."""
    head = token.head
    while head.dep_ in {"prep", "agent", "dative"} and head.pos_ in {"ADP", "SCONJ"} and head.head.i != head.i:
        head = head.head
    return head


def map_clear_label(token: SpacyToken) -> tuple[str, SpacyToken]:
    """Return the UD relation and head of one token."""
    label = token.dep_
    is_preposition = token.pos_ in {"ADP", "SCONJ", "PART"} or label in {"prep", "agent"}
    if label in {"prep", "agent"} or (label == "dative" and is_preposition):
        governed = _object_of(token)
        if governed is None:
            return ("advmod" if token.pos_ == "ADV" else "compound:prt"), _climb(token)
        return ("mark" if governed.dep_ == "pcomp" else "case"), governed
    if label in {"pobj", "pcomp"}:
        preposition = token.head
        head = _climb(preposition)
        if head.i == token.i:
            return "root", token
        if label == "pcomp":
            return ("acl" if head.pos_ in _NOMINAL_HEADS else "advcl"), head
        if preposition.dep_ == "agent":
            return "obl:agent", head
        if preposition.dep_ == "dative":
            return "obl:arg", head
        return ("nmod" if head.pos_ in _NOMINAL_HEADS else "obl"), head
    return _SIMPLE.get(label, label), token.head
