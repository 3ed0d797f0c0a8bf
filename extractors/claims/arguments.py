"""Fills the slots of a frame: who, whom, where, by relation and preposition, with fallbacks by position.

Slots: `subj` (with control, relatives and coordination), `obj`, `obj-person`, `obj-place`, `iobj`, `agent`, `poss`, `of`, `by`,
`from`, `between`, `adj`, `prep:a|b`, `there`, `context`, `holder` (of an adjunct), `related` (the first party named after the trigger).
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.claims.attachment import first_with, is_phrase_head, nominals_with, prepositions_of
from extractors.claims.between import named_between, named_between_in_clause
from extractors.claims.denied import find_accuser
from extractors.claims.nominal import accused_of, dative_of_noun, with_participation
from extractors.claims.objects import object_of
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party
from extractors.claims.positions import nearest_left
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import SUBJECTS, Syntax
from extractors.claims.ties import (
    owner_of_theme,
    states_of_places,
    subject_of_passive,
    tied_to,
    tied_to_object,
    tied_to_theme,
)
from extractors.claims.triggers import Trigger
from extractors.claims.voice import is_passive

_STOPS = frozenset({";", ":"})


def fill_slot(scope: Scope, slot: str) -> list[Party]:
    """Return the parties in one slot, empty where the slot is not filled."""
    name, _, argument = slot.partition(":")
    handler = _HANDLERS.get(name)
    return handler(scope, argument) if handler else []


def fill_first(scope: Scope, slots: Iterable[str]) -> list[Party]:
    """Return the parties of the first slot that is filled."""
    for slot in slots:
        found = fill_slot(scope, slot)
        if found:
            return found
    return []


#: operators whose subject is the one who travels, meets or gives: one plans, cancels, makes one's own visit
_OWN_EVENT = frozenset(
    {
        "light",
        "begin",
        "continue",
        "end",
        "prepare",
        "intend",
        "accept",
        "cancel",
        "postpone",
        "schedule",
        "refuse",
        "hope",
        "possible",
    }
)


def _subj(scope: Scope, _: str) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    if syntax.is_verb(index) or syntax.tokens[index].upos == "ADJ" or syntax.tokens[index].dep == "cop":
        if scope.trigger.row.frame.kind == "verb" and is_passive(scope):
            return []
        found = subject_parties(scope, index)
        if found and 0 <= found[0].token < index and any(syntax.lower[p] == ";" for p in range(found[0].token, index)):
            found = nearest_left(scope, index, persons_only=True) or found
        return found or _relative_or_left(scope, index)
    anchor = scope.chain.anchor
    if anchor is None:
        return []
    light = next((op for op in scope.chain.operators if op.kind in _OWN_EVENT and op.tense != "below"), None)
    if light is None:
        light = next((op for op in scope.chain.operators if op.kind in _OWN_EVENT and op.relation == "acl:relcl"), None)
    if light is None or (
        light.relation.startswith("nsubj") or (light.relation == "acl:relcl" and light.tense != "below")
    ):
        return _below_subject(scope)
    if light.tense == "below":
        is_clause = light.relation == "acl:relcl"
        return (subject_parties(scope, light.index) or _below_subject(scope)) if is_clause else []
    return subject_parties(scope, light.index)


def _below_subject(scope: Scope) -> list[Party]:
    """Return the subject inside a relative clause below an event noun ("the visit that X was to make")."""
    for kid in scope.syntax.children(scope.index, "acl:relcl"):
        found = subject_parties(scope, kid)
        if found:
            return found
    return []


def _relative_or_left(scope: Scope, index: int) -> list[Party]:
    syntax = scope.syntax
    has_own = any(syntax.tokens[k].dep in SUBJECTS for k in syntax.children(index))
    if has_own:
        return []
    return nearest_left(scope, index, persons_only=True)


def _obj_person(scope: Scope, argument: str) -> list[Party]:
    return [p for p in object_of(scope, argument) if p.kind in {"person", "office", "organization", "other"}]


def _obj_state(scope: Scope, argument: str) -> list[Party]:
    return [p for p in object_of(scope, argument) if p.kind in {"country", "organization", "office", "person"}]


def _iobj(scope: Scope, _: str) -> list[Party]:
    syntax = scope.syntax
    verbs = [v for v in (scope.index, scope.chain.anchor) if v is not None]
    for verb in verbs:
        objects = [kid for kid in syntax.children(verb, "obj") if kid > verb]
        if len(objects) > 1 and objects[1] > objects[0] and syntax.tokens[objects[0]].upos == "PROPN":
            found = resolve_parties(scope, objects[0], is_object=True)  # "handed Kyiv a list"
            if found:
                return found
        for kid in syntax.children(verb, "iobj", "obl:arg"):
            if syntax.tokens[kid].upos == "PRON" and syntax.lower[kid] in {"y", "en", "où", "se", "s'", "qui", "dont"}:
                continue
            if syntax.tokens[kid].dep == "obl:arg" and syntax.preposition(kid) not in {"à", "to", ""}:
                continue
            found = resolve_parties(scope, kid, is_object=True)
            if found:
                return found
        for position in range(max(syntax.sentence(verb).token_start, verb - 4), verb):
            if syntax.lower[position] in {"lui", "leur"} and syntax.tokens[position].upos == "PRON":
                return resolve_parties(scope, position, is_object=True)
    return dative_of_noun(scope) if syntax.grammar.cases else []


def _agent(scope: Scope, _: str) -> list[Party]:
    syntax = scope.syntax
    for verb in (scope.index, scope.chain.anchor):
        if verb is None:
            continue
        for kid in syntax.children(verb, "obl:agent"):
            found = resolve_parties(scope, kid)
            if found:
                return found
    if not is_passive(scope):
        return []
    return first_with(scope, prepositions_of(scope, "by"))


def _poss(scope: Scope, _: str) -> list[Party]:
    syntax, words = scope.syntax, scope.syntax.grammar.words
    for kid in syntax.children(scope.index, "nmod:poss", "det", "nmod", "amod"):
        low = syntax.lower[kid]
        if low in words["possessives"]:
            return _possessor(scope, kid)
        if low in words["possessives_self"]:
            return [scope.speaker] if scope.speaker else []
        if low in words["possessives_plural"]:
            return scope.discourse.last_people(kid, 2)
        if syntax.tokens[kid].dep == "nmod:poss":
            found = resolve_parties(scope, kid)
            if found:
                return found
    return []


def _other_than(scope: Scope, pronoun: int, subject: list[Party]) -> list[Party]:
    """Return the owner where "his own" is another word: not the subject ("принял его приглашение")."""
    party = scope.discourse.resolve_pronoun(pronoun, is_female=None, is_object=False)
    if party is not None and party not in subject:
        return [party]
    return scope.discourse.last_people(pronoun, 1, besides=tuple(subject))


def _possessor(scope: Scope, pronoun: int) -> list[Party]:
    """Return whose "his" is: the subject of the same clause if it stands before, else as for a pronoun; trips belong to travellers."""
    verb = scope.syntax.governing_verb(pronoun)
    if verb is not None:
        start = scope.syntax.sentence(pronoun).token_start
        is_fronted = not any(
            (m := scope.syntax.mention_of(p)) is not None and m.label == "PER" for p in range(start, pronoun)
        )
        found = [p for p in subject_parties(scope, verb) if p.kind == "person" and (p.token < pronoun or is_fronted)]
        own = scope.syntax.grammar.words["possessives_own"]
        if found and own and scope.syntax.lower[pronoun] not in own:
            return _other_than(scope, pronoun, found)
        if found:
            return found[:1]
    party = scope.discourse.resolve_pronoun(pronoun, is_female=None, is_object=False)
    focus = scope.discourse.visit_in_focus()
    if focus is not None and focus.actors and scope.trigger.row.event.type == "visit":
        travellers = {traveller for visit in scope.discourse.visits for traveller in visit.actors}
        if party not in travellers:
            return [focus.actors[0]]
    return [party] if party else []


def _of(scope: Scope, _: str) -> list[Party]:
    found = _nominal_complement(scope, prepositions_of(scope, "of"))
    return [p for p in found if p.kind != "place"]


def _of_person(scope: Scope, argument: str) -> list[Party]:
    return [p for p in _of(scope, argument) if p.kind in {"person", "country", "office"}]


def _by(scope: Scope, _: str) -> list[Party]:
    return _nominal_complement(scope, prepositions_of(scope, "by")) or first_with(scope, prepositions_of(scope, "by"))


def _from(scope: Scope, _: str) -> list[Party]:
    return _nominal_complement(scope, prepositions_of(scope, "from"))


def _nominal_complement(scope: Scope, prepositions: set[str]) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    for kid in syntax.children(index, "nmod", "obl", "appos"):
        if syntax.preposition(kid) in prepositions:
            found = resolve_parties(scope, kid)
            if found:
                return found
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + 6, end)):
        token = syntax.tokens[position]
        if token.upos == "ADP" and syntax.normal_preposition(position) in prepositions:
            for target in range(position + 1, min(position + 7, end)):
                if syntax.mention_of(target) is not None or syntax.lemmas[target] in syntax.grammar.words["role_nouns"]:
                    found = resolve_parties(scope, target)
                    if found:
                        return found
                if syntax.tokens[target].upos not in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
                    break
            break
        if token.upos not in {"ADJ", "ADV", "NOUN", "ADP", "PUNCT", "PROPN"} or syntax.lower[position] == ",":
            break
    return []


def _adj(scope: Scope, _: str) -> list[Party]:
    return [p for p in owner_of(scope, scope.index) if p.kind == "country"]


def _prep(scope: Scope, argument: str) -> list[Party]:
    return first_with(scope, set(argument.split("|")), skip_places=scope.trigger.row.frame.symmetric)


def _of_complement(scope: Scope, _: str) -> list[Party]:
    """Return the complement of the verb's fixed noun ("serrer la main de X")."""
    if scope.trigger.complement is None:
        return []
    moved = Trigger(scope.trigger.row, scope.trigger.complement)
    inner = Scope(scope.syntax, scope.discourse, moved, scope.chain, scope.speaker)
    return _nominal_complement(inner, prepositions_of(scope, "of"))


def _holder(scope: Scope, _: str) -> list[Party]:
    """Return whose adjunct this is: the noun before it, else the subject of its clause."""
    syntax, index = scope.syntax, scope.index
    token = syntax.tokens[index]
    if token.head != index and not syntax.is_verb(token.head):
        found = resolve_parties(scope, token.head)
        if found:
            return found[:1]
    verb = syntax.governing_verb(index)
    if verb is not None:
        objects = [k for k in syntax.children(verb, "obj") if k < index]
        for kid in objects:
            found = [p for p in resolve_parties(scope, kid, is_object=True) if p.is_person]
            if found:
                return found
        found = subject_parties(scope, verb)
        if found:
            return found
    return nearest_left(scope, index, persons_only=True)


def _related(scope: Scope, _: str) -> list[Party]:
    """Return the first party named after the trigger in its sentence, other than its subject."""
    syntax, index = scope.syntax, scope.index
    subject = subject_parties(scope, index)
    end = syntax.sentence(index).token_end
    for position in range(index + 1, end):
        mention = syntax.mention_of(position)
        if syntax.lower[position] in _STOPS or (
            syntax.tokens[position].dep in SUBJECTS and _is_sequel(syntax, position, index)
        ):
            break
        if mention is not None and is_phrase_head(syntax, position):
            found = [p for p in resolve_parties(scope, position) if p not in subject]
            if found and found[0].kind in {"person", "country", "office", "organization"}:
                return found
    return []


def _is_sequel(syntax: Syntax, subject: int, index: int) -> bool:
    """Tell whether a subject opens another main clause ("X warned that …, and the guards fired …")."""
    first = min(syntax.subtree(subject))
    opens = syntax.tokens[first - 1].upos == "CCONJ" and syntax.lower[first - 2] == ","
    return syntax.tokens[syntax.tokens[subject].head].dep == "conj" and (opens or syntax.tokens[subject].head == index)


def _visitor(scope: Scope, argument: str) -> list[Party]:
    """Return whose visit is meant by "against the visit", "contre cette venue"."""
    syntax = scope.syntax
    for position in nominals_with(scope, set(argument.split("|"))):
        if syntax.lemmas[position] not in syntax.grammar.words["visit_nouns"]:
            continue
        moved = Scope(syntax, scope.discourse, Trigger(scope.trigger.row, position), scope.chain, scope.speaker)
        focus = scope.discourse.visit_in_focus()
        return _of(moved, "") or _poss(moved, "") or (list(focus.actors) if focus is not None else [])
    return []


def _speaker(scope: Scope, _: str) -> list[Party]:
    return [scope.speaker] if scope.speaker is not None else []


def _unnamed_crowd(scope: Scope, _: str) -> list[Party]:
    """Return those who take part in a protest whom nobody names."""
    return [Party("protesters", None, "other", None, scope.index)]


def _is_in_adjunct(syntax: Syntax, index: int, verb: int) -> bool:
    """Tell whether a noun stands in an adjunct of a verb ("in a call", "au cours d'un entretien")."""
    path = [index, *syntax.ancestors(index)]
    return any(syntax.tokens[p].dep.startswith("obl") for p in path[: path.index(verb)])


def _clause_subj(scope: Scope, _: str) -> list[Party]:
    """Return the subject of the clause in which an event noun is an adjunct ("на встрече с X она пригрозила")."""
    verb = scope.syntax.governing_verb(scope.index)
    if verb is None or not _is_in_adjunct(scope.syntax, scope.index, verb):
        return []
    return [p for p in subject_parties(scope, verb) if p.is_person]


def _clause_pair(scope: Scope, _: str) -> list[Party]:
    """Return the two persons who act during their talks ("During the call A and B voiced concern")."""
    found = _clause_subj(scope, "")
    return found if len(found) == 2 else []


def _clause_obj(scope: Scope, _: str) -> list[Party]:
    """Return the object of the clause in which an event noun is an adjunct ("в разговоре известил его")."""
    syntax = scope.syntax
    verb = syntax.governing_verb(scope.index)
    if verb is None or not _is_in_adjunct(syntax, scope.index, verb):
        return []
    for kid in syntax.children(verb, "obj", "iobj"):
        found = [p for p in resolve_parties(scope, kid, is_object=True) if p.is_person]
        if found:
            return found
    return []


_HANDLERS = {
    "subj": _subj, "obj": object_of, "obj-person": _obj_person, "obj-state": _obj_state, "iobj": _iobj, "agent": _agent, "poss": _poss,
    "of": _of, "of-person": _of_person, "by": _by, "from": _from, "between": named_between, "adj": _adj, "prep": _prep, "holder": _holder, "related": _related,
    "of-complement": _of_complement, "with-participation": with_participation, "accused": accused_of,
    "between-clause": named_between_in_clause, "clause-subj": _clause_subj, "clause-pair": _clause_pair, "clause-obj": _clause_obj, "accuser": find_accuser,
    "visitor": _visitor, "speaker": _speaker, "unnamed-crowd": _unnamed_crowd, "tied": tied_to, "tied-obj": tied_to_object, "tied-theme": tied_to_theme, "theme-owner": owner_of_theme,
    "place-state": states_of_places, "passive-subj": subject_of_passive,
}  # fmt: skip
