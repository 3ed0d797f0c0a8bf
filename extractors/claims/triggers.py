"""Finds lexicon rows in a sentence: verbs with particle, reflexive and complement; nouns; fixed phrases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.claims.lexicon import Row
from extractors.claims.syntax import Syntax
from records.analysis import Sentence

_REFLEXIVES = frozenset({"se", "s'", "me", "m'", "nous", "te", "vous"})
_PARTICIPLE_TAGS = frozenset({"VERB", "AUX", "ADJ"})
_COMPLEMENT_REACH = 10
_TURNING_AWAY = frozenset({"out", "down", "away", "off"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row found at a token; `complement` is the token of its complement noun, if it has one."""

    row: Row
    index: int
    complement: int | None = None


def find_triggers(syntax: Syntax, rows: dict[str, tuple[Row, ...]], sentence: Sentence) -> list[Trigger]:
    """Return the triggers of a sentence in text order: at each token the most specific row of each frame group."""
    found: list[Trigger] = []
    for index in range(max(sentence.token_start, syntax.dateline_end), sentence.token_end):
        seen: dict[str, int] = {}
        for row in _candidates(syntax, rows, index):
            trigger = _match(syntax, row, index)
            if trigger is None:
                continue
            best = seen.get(row.event.type)
            if best is not None and row.weight < best:
                continue
            seen[row.event.type] = row.weight
            found.append(trigger)
    return _drop_doubles(syntax, _drop_covered(found))


def _candidates(syntax: Syntax, rows: dict[str, tuple[Row, ...]], index: int) -> Iterator[Row]:
    low, lemma = syntax.lower[index], syntax.lemmas[index]
    yield from rows.get(lemma, ())
    if low != lemma:
        yield from (row for row in rows.get(low, ()) if row.frame.kind != "verb")


def _match(syntax: Syntax, row: Row, index: int) -> Trigger | None:
    kind = row.frame.kind
    if kind == "verb":
        return _match_verb(syntax, row, index)
    if kind == "noun":
        return _match_noun(syntax, row, index)
    return _match_phrase(syntax, row, index)


def _match_verb(syntax: Syntax, row: Row, index: int) -> Trigger | None:
    token = syntax.tokens[index]
    if token.upos not in _PARTICIPLE_TAGS or (
        token.dep.startswith(("aux", "cop")) and row.lemma not in {"be", "être", "быть"}
    ):
        return None
    if token.dep.startswith("aux") or syntax.mention_of(index) is not None or is_attributive(syntax, index):
        return None
    if token.dep in {"amod", "compound"} and syntax.grammar.lang == "en":
        return None
    is_said = row.event.type in {"praise", "criticism"}
    if is_said and not row.particle and index + 1 < len(syntax.tokens) and syntax.lower[index + 1] in _TURNING_AWAY:
        return None  # "backed out of", "backed down"
    reflexive = is_reflexive(syntax, index)
    if row.is_reflexive != reflexive and (row.is_reflexive or syntax.grammar.lang == "fr"):
        return None
    if row.frame.implies and any(syntax.is_verb(kid) for kid in syntax.children(index, "xcomp")):
        return None  # "is expected to sign": bears on another event
    if row.particle and not has_particle(syntax, index, row.particle):
        return None
    if not row.complement:
        return Trigger(row, index)
    complement = find_complement(syntax, index, row.complement)
    if complement is None or (row.event.type == "invitation" and not _is_asked(syntax, complement)):
        return None
    return Trigger(row, index, complement)


def _is_asked(syntax: Syntax, complement: int) -> bool:
    """Tell whether a verb is what somebody is asked to do ("asked him to come"), no word of another clause ("asked whether X would come")."""
    if syntax.grammar.lang not in {"en", "fr"} or syntax.tokens[complement].upos == "NOUN":
        return syntax.grammar.lang != "en"
    return syntax.grammar.lang == "fr" or syntax.lower[complement - 1] == "to"


def is_attributive(syntax: Syntax, index: int) -> bool:
    """Tell whether an English -ing form between a verb and a noun only describes the noun ("fired warning shots")."""
    if not syntax.lower[index].endswith("ing") or syntax.grammar.lang != "en" or not 0 < index < len(syntax.tokens) - 1:
        return False
    return syntax.is_verb(index - 1) and syntax.tokens[index + 1].upos == "NOUN" and syntax.tokens[index].dep == "xcomp"


def is_reflexive(syntax: Syntax, index: int) -> bool:
    """Tell whether a verb has a reflexive pronoun before it."""
    for position in range(max(0, index - 4), index):
        if syntax.lower[position] in _REFLEXIVES and syntax.lower[position] in {"se", "s'"}:
            between = range(position + 1, index)
            if all(syntax.tokens[p].upos in {"AUX", "ADV", "PRON", "PUNCT"} for p in between):
                return True
    return False


def has_particle(syntax: Syntax, index: int, particle: str) -> bool:
    """Tell whether a verb has a particle ("flew out", "sat through") right after it or after its object."""
    for position in range(index + 1, min(index + 6, len(syntax.tokens))):
        if syntax.lower[position] == particle:
            token = syntax.tokens[position]
            return position == index + 1 or (token.head == index and token.dep != "case")
        if syntax.is_verb(position):
            return False
    return False


def find_complement(syntax: Syntax, index: int, complement: str) -> int | None:
    """Return the token of a complement: near the verb, in its clause, on either side."""
    sentence = syntax.sentence(index)
    if complement not in syntax.words_of[sentence.index]:
        return None
    for position in range(index + 1, min(index + _COMPLEMENT_REACH, sentence.token_end)):
        is_time = (
            syntax.time_at.get(position) is not None or syntax.tokens[position].upos == "AUX"
        )  # "est passé la semaine dernière" is no stay of a week
        if not is_time and (syntax.lemmas[position] == complement or syntax.lower[position] == complement):
            return position
        if syntax.lower[position] in {";", ":"} or (position > index + 3 and _opens_clause(syntax, position)):
            break
        if syntax.grammar.cases and syntax.is_verb(position) and syntax.lower[position - 1] == ",":
            break
    for kid in syntax.children(index):
        if syntax.lemmas[kid] == complement:
            return kid
        if syntax.grammar.cases and syntax.is_verb(kid):
            continue  # another clause's noun
        for below in syntax.children(kid):
            if syntax.lemmas[below] == complement and below > index:
                return below
    return None


def _opens_clause(syntax: Syntax, position: int) -> bool:
    token = syntax.tokens[position]
    return syntax.is_verb(position) and token.feats.get("VerbForm") == "Fin"


def _match_noun(syntax: Syntax, row: Row, index: int) -> Trigger | None:
    token = syntax.tokens[index]
    if token.upos not in {"NOUN", "PROPN"} and (len(row.words) == 1 or token.upos not in {"ADJ", "VERB"}):
        return None
    last = index
    for word in row.words[1:]:
        last += 1
        if last >= len(syntax.tokens) or word not in {syntax.lemmas[last], syntax.lower[last]}:
            return None
    if len(row.words) > 1 and (syntax.grammar.lang == "en" or token.upos == "ADJ"):
        return Trigger(row, last)
    if token.dep == "compound" and syntax.grammar.lang == "en":
        return None
    return Trigger(row, index)


def _match_phrase(syntax: Syntax, row: Row, index: int) -> Trigger | None:
    if index + len(row.words) > len(syntax.tokens):
        return None
    if any(word != syntax.lower[index + n] for n, word in enumerate(row.words)):
        return None
    nouns = [index + n for n in range(len(row.words)) if syntax.tokens[index + n].upos in {"NOUN", "PROPN"}]
    return Trigger(row, nouns[-1] if nouns else index + len(row.words) - 1)


def _drop_doubles(syntax: Syntax, triggers: list[Trigger]) -> list[Trigger]:
    """Drop what only repeats its verb: "on a visit" of who arrives, talks of who talks on the telephone."""
    visits = {t.index for t in triggers if t.row.event.type == "visit" and t.row.frame.kind == "verb"}
    spoken = [t for t in triggers if t.row.event.type == "call" and t.row.frame.kind == "noun"]
    calls = {syntax.governing_verb(t.index) for t in spoken}
    acted = {(t.row.event.type, syntax.tokens[t.index].head) for t in triggers if syntax.tokens[t.index].dep == "xcomp"}
    kept = []
    for trigger in triggers:
        frame = trigger.row.frame
        if (trigger.row.event.type, trigger.index) in acted and trigger.complement is None:
            continue  # "promised to send": the sending is the event
        is_phrase = trigger.row.event.type == "visit" and frame.kind == "phrase" and bool(syntax.grammar.cases)
        if is_phrase and syntax.governing_verb(trigger.index) in visits:
            continue
        if trigger.row.event.type == "meeting" and frame.kind == "verb" and trigger.index in calls:
            continue
        kept.append(trigger)
    return kept


def _drop_covered(triggers: list[Trigger]) -> list[Trigger]:
    """Drop noun triggers that are the complement of a verb trigger of the same type, and phrases' nouns."""
    taken = {(t.row.event.type, t.complement) for t in triggers if t.complement is not None}
    phrases = {(t.row.event.type, t.index) for t in triggers if t.row.frame.kind == "phrase"}
    calls = {t.index for t in triggers if t.row.event.type == "call" and t.row.weight > 1}
    kept = []
    for trigger in triggers:
        key = (trigger.row.event.type, trigger.index)
        if trigger.row.frame.kind == "noun" and (key in taken or key in phrases):
            continue
        if trigger.row.event.type == "meeting" and calls & {trigger.index, trigger.complement}:
            continue
        kept.append(trigger)
    return kept
