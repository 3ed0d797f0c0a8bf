"""TIGER dependency labels (spaCy's German models) to Universal Dependencies, a sentence at a time.

In TIGER a preposition heads its noun and a finite auxiliary or modal heads its full verb; in UD the words of content do.
Labels after the TIGER annotation scheme, targets after UD's German guidelines. Two things are read into the words beside:
a separated prefix joins its verb's lemma ("sagt … ab" = absagen), and "werden" with an infinitive is a future or a conditional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token as SpacyToken

#: verbs that stand beside the full verb; "wollen" and "mögen" are plans of their own and stay above it
AUXILIARIES = frozenset({"sein", "haben", "werden", "sollen", "müssen", "können", "dürfen"})
_SIMPLE = {
    "oa": "obj", "oa2": "obj", "da": "iobj", "og": "obl:arg", "ng": "advmod", "svp": "compound:prt", "pm": "mark",
    "cp": "mark", "cm": "case", "ac": "case", "ag": "nmod", "app": "appos", "rc": "acl:relcl", "par": "parataxis", "rs": "ccomp",
    "ep": "expl", "ph": "expl", "ju": "cc", "dm": "discourse", "vo": "vocative", "avc": "advmod", "adc": "compound",
    "ams": "nmod", "nmc": "flat", "pnc": "flat", "punct": "punct", "uc": "dep", "cd": "cc",
}  # fmt: skip
#: functions of a prepositional phrase -> relation of its noun
_PHRASES = {"sbp": "obl:agent", "mnr": "nmod", "pg": "nmod", "op": "obl:arg", "cvc": "obl:arg", "pd": "obl"}
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_VERBAL = frozenset({"VERB", "AUX"})
_OF_NOUN = {"DET": "det", "ADJ": "amod", "VERB": "amod", "NUM": "nummod", "ADV": "advmod", "PRON": "det"}


@dataclass(slots=True)
class MappedToken:
    """UD relation, head (position in the document), lemma and features of one token."""

    dep: str
    head: int
    lemma: str
    feats: dict[str, str] = field(default_factory=dict)


def map_tiger_sentence(tokens: Sequence[SpacyToken]) -> dict[int, MappedToken]:
    """Return the UD reading of each token of one sentence, by its position in the document."""
    return _Mapper(tokens).map_all()


class _Mapper:
    def __init__(self, tokens: Sequence[SpacyToken]) -> None:
        self.tokens = tokens
        self.kids: dict[int, list[SpacyToken]] = {token.i: [] for token in tokens}
        for token in tokens:
            if token.head.i != token.i and token.head.i in self.kids:
                self.kids[token.head.i].append(token)
        #: auxiliary -> full verb; preposition -> its noun; conjunction -> what it coordinates
        self.full_verb = {token.i: verb for token in tokens if (verb := self._full_verb(token)) is not None}
        self.noun = {token.i: noun for token in tokens if (noun := self._noun_of(token)) is not None}

    def map_all(self) -> dict[int, MappedToken]:
        mapped = {}
        for token in self.tokens:
            dep, head = self._relation(token)
            feats = token.morph.to_dict()
            if token.i in self.full_verb:
                feats |= self._tense_of_auxiliary(token)
            mapped[token.i] = MappedToken(dep, head.i, self._lemma(token), feats)
        return mapped

    def _child(self, token: SpacyToken, *labels: str) -> SpacyToken | None:
        return next((kid for kid in self.kids[token.i] if kid.dep_ in labels), None)

    def _full_verb(self, token: SpacyToken) -> SpacyToken | None:
        """Return the full verb below an auxiliary or modal, through further auxiliaries; None for any other word."""
        if token.lemma_ not in AUXILIARIES or token.pos_ not in _VERBAL:
            return None
        below = next((kid for kid in self.kids[token.i] if self._is_part_of_group(kid)), None)
        if below is None:
            return None
        return self._full_verb(below) or below

    def _is_part_of_group(self, kid: SpacyToken) -> bool:
        form = kid.morph.to_dict().get("VerbForm")
        if kid.dep_ == "oc":
            return kid.pos_ in _VERBAL and form in {"Inf", "Part"}
        # "ist geplant": the participle counts as a predicate
        return kid.dep_ == "pd" and kid.head.lemma_ == "sein" and form == "Part"

    def _noun_of(self, token: SpacyToken) -> SpacyToken | None:
        """Return the noun that a preposition governs."""
        if token.pos_ != "ADP" or token.dep_ in {"ac", "svp", "cm", "pm"}:
            return None
        kids = [kid for kid in self.kids[token.i] if kid.dep_ in {"nk", "pnc"}]
        return next((kid for kid in kids if kid.pos_ in _NOMINAL), kids[-1] if kids else None)

    def _top(self, token: SpacyToken) -> SpacyToken:
        """Return the word of content that stands for a token as a head."""
        for _ in range(8):
            replaced = self.full_verb.get(token.i) or self.noun.get(token.i)
            if replaced is None:
                if token.dep_ != "cd" or token.head.i == token.i:
                    return token
                replaced = token.head
            token = replaced
        return token

    def _relation(self, token: SpacyToken) -> tuple[str, SpacyToken]:
        if token.i in self.full_verb:
            return ("aux:pass" if self._is_passive_auxiliary(token) else "aux"), self.full_verb[token.i]
        if token.i in self.noun:
            return "case", self._top(token)
        carrier = self._carrier(token)
        if carrier.head.i == carrier.i or carrier.head.i not in self.kids:
            return "root", token
        if carrier.dep_ == "cd":
            return "cc", self._first_conjunct(carrier.head)
        if carrier.dep_ == "cj":
            return "conj", self._first_conjunct(carrier.head)
        head = self._top(carrier.head)
        if head.i == token.i:
            return "dep", self._top(carrier.head.head)
        return self._label(token, carrier, head), head

    def _carrier(self, token: SpacyToken) -> SpacyToken:
        """Return the auxiliary or preposition above that holds this word's place in the tree."""
        carrier = token
        for _ in range(8):
            above = carrier.head
            if above.i == carrier.i or above.i not in self.kids:
                return carrier
            below = self.full_verb.get(above.i) or self.noun.get(above.i)
            if below is None or below.i not in {token.i, carrier.i}:
                return carrier
            carrier = above
        return carrier

    def _first_conjunct(self, token: SpacyToken) -> SpacyToken:
        for _ in range(12):
            if token.dep_ not in {"cj", "cd"} or token.head.i == token.i or token.head.i not in self.kids:
                break
            token = token.head
        return self._top(token)

    def _label(self, token: SpacyToken, carrier: SpacyToken, head: SpacyToken) -> str:
        label = carrier.dep_
        if carrier.pos_ == "ADP" and carrier.i in self.noun:
            return _PHRASES.get(label) or ("nmod" if head.pos_ in _NOMINAL else "obl")
        if label in {"sb", "sp"}:
            if token.pos_ in _VERBAL and token.morph.to_dict().get("VerbForm"):
                return "csubj"
            return "nsubj:pass" if self._is_passive(head) else "nsubj"
        if label == "nk":
            return self._noun_kernel(token, head)
        if label in {"mo", "mnr"}:
            return self._modifier(token, head)
        if label == "pd":
            return "xcomp"
        if label in {"oc", "re"}:
            return self._clause(carrier, head)
        if label == "cc":  # TIGER's "comparative complement"
            return "advcl" if token.pos_ in _VERBAL else "obl"
        return _SIMPLE.get(label, "dep")

    def _noun_kernel(self, token: SpacyToken, head: SpacyToken) -> str:
        if token.pos_ in {"NOUN", "PROPN", "X"}:
            return "appos" if token.i > head.i else "compound"
        return _OF_NOUN.get(token.pos_, "dep")

    def _modifier(self, token: SpacyToken, head: SpacyToken) -> str:
        if token.pos_ in _VERBAL and token.morph.to_dict().get("VerbForm"):
            return "acl" if head.pos_ in _NOMINAL else "advcl"
        if token.pos_ in _NOMINAL:
            return "nmod" if head.pos_ in _NOMINAL else "obl"
        return "advmod"

    def _clause(self, carrier: SpacyToken, head: SpacyToken) -> str:
        if head.pos_ in _NOMINAL:
            return "acl"
        return "ccomp" if carrier.morph.to_dict().get("VerbForm") == "Fin" else "xcomp"

    def _is_passive_auxiliary(self, token: SpacyToken) -> bool:
        if token.lemma_ == "werden":
            below = self._child(token, "oc", "pd")
            return below is not None and below.morph.to_dict().get("VerbForm") == "Part"
        below = self._child(token, "pd")
        return token.lemma_ == "sein" and below is not None and self.full_verb[token.i].i == below.i

    def _is_passive(self, verb: SpacyToken) -> bool:
        return any(
            full.i == verb.i and self._is_passive_auxiliary(token)
            for token in self.tokens
            if (full := self.full_verb.get(token.i)) is not None
        )

    def _tense_of_auxiliary(self, token: SpacyToken) -> dict[str, str]:
        """Return the features that "werden" has with an infinitive: future, or conditional as "würde"."""
        morph = token.morph.to_dict()
        if token.lemma_ != "werden" or morph.get("VerbForm") != "Fin" or self._is_passive_auxiliary(token):
            return {}
        return {"Mood": "Cnd"} if token.text.lower().startswith("würd") else {"Tense": "Fut"}

    def _lemma(self, token: SpacyToken) -> str:
        prefix = self._child(token, "svp")
        if prefix is None or token.pos_ not in _VERBAL or prefix.pos_ in {"VERB", "NOUN"}:
            return token.lemma_
        joined = prefix.text.lower()
        return token.lemma_ if token.lemma_.startswith(joined) else joined + token.lemma_
