"""Fills the slots of a frame: who, whom, where, by relation and preposition, with fallbacks by position.

Slots: `subj` (with control, relatives and coordination), `obj`, `obj-person`, `obj-place`, `iobj`, `agent`, `poss`, `of`, `by`,
`from`, `between`, `adj`, `prep:a|b`, `there`, `context`, `holder` (of an adjunct), `related` (the first party named after the trigger).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.claims.coreference import Discourse
from extractors.claims.operators import Chain
from extractors.claims.parties import Party, acting_party, is_placelike, place_of
from extractors.claims.syntax import SUBJECTS, Syntax, is_definite
from extractors.claims.triggers import Trigger
from records.annotations import Entity, Mention

_STOPS = frozenset({";", ":"})


@dataclass(slots=True)
class Scope:
    """A trigger in its text: what the slot functions look at."""

    syntax: Syntax
    discourse: Discourse
    trigger: Trigger
    chain: Chain
    #: who speaks where the trigger stands inside quotation marks or reported speech of "I"
    speaker: Party | None = None
    #: other trigger positions in the sentence
    rivals: tuple[int, ...] = ()
    #: memo of resolved nominals
    memo: dict[int, list[Party]] = field(default_factory=dict)

    @property
    def index(self) -> int:
        """Return the trigger's token."""
        return self.trigger.index


def resolve_parties(scope: Scope, index: int, *, is_object: bool = False) -> list[Party]:
    """Return the parties that a nominal names, coordinated ones included, in text order."""
    key = 2 * index + is_object
    if key in scope.memo:
        return list(scope.memo[key])
    scope.memo[key] = []  # stands while resolving, so that phrases that point at each other end
    found: list[Party] = []
    for head in conjuncts(scope.syntax, index):
        for party in _resolve_one(scope, head, is_object=is_object):
            if party not in found:
                found.append(party)
    scope.memo[key] = found
    return list(found)


def _is_like(syntax: Syntax, one: int, other: int) -> bool:
    """Tell whether two nominals may be coordinated: never a person with a place."""
    left, right = syntax.mention_of(one), syntax.mention_of(other)
    return left is None or right is None or {left.label, right.label} not in ({"PER", "LOC"}, {"PER", "GPE"})


def conjuncts(syntax: Syntax, index: int) -> list[int]:
    """Return a nominal and those coordinated with it."""
    found = [index]
    for current in found:
        for kid in syntax.children(current, "conj"):
            if not syntax.is_verb(kid) and kid not in found and _is_like(syntax, current, kid):
                found.append(kid)
    mentions = [syntax.mention_of(head) for head in found]
    for member in list_members(syntax, index):
        mention = syntax.mention_of(member)
        if mention is None or mention not in mentions:
            found.append(member)
            mentions.append(mention)
    return sorted(found)


_LIST_TAGS = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "ADP"})
_AND = frozenset({"et", "and", "и", "comme", "puis", "ainsi"})


def list_members(syntax: Syntax, index: int) -> list[int]:
    """Return the further names of a list that starts with the mention at a token ("A, B and the minister C"), by position.

    A list ends with "and"; a name after it that has its own verb behind it starts another clause instead.
    """
    first = syntax.mention_of(index)
    if first is None:
        return []
    end = syntax.sentence(index).token_end
    members: list[int] = []
    position = _end_of_mention(syntax, index)
    while position < end - 1:
        separator = syntax.lower[position]
        if separator not in _AND | {","}:
            return []
        last = separator in _AND
        if separator == "," and syntax.lower[position + 1] in _AND:
            position, last = position + 1, True
        target = _next_name(syntax, position + 1, end, first.label)
        if target is None:
            return []
        members.append(target)
        position = _end_of_mention(syntax, target)
        if last:
            follows_verb = position < end and syntax.tokens[position].upos in {"VERB", "AUX"}
            is_object = any(syntax.is_verb(p) for p in range(syntax.sentence(index).token_start, index))
            if position < end and syntax.lower[position] in _AND and not follows_verb:
                continue
            return [] if follows_verb and is_object and len(members) == 1 else members
    return []


def _end_of_mention(syntax: Syntax, index: int) -> int:
    mention = syntax.mention_of(index)
    while index < len(syntax.tokens) and syntax.mention_of(index) is mention:
        index += 1
    return index


def _next_name(syntax: Syntax, start: int, end: int, label: str) -> int | None:
    """Return the next mention of a kind within a few nominal words, or a pronoun that stands right there."""
    for position in range(start, min(start + 9, end)):
        mention = syntax.mention_of(position)
        if mention is not None and (mention.label == label or {mention.label, label} <= {"LOC", "GPE"}):
            return position
        if position == start and syntax.lower[position] in {"lui", "elle", "him", "her"}:
            return position
        if syntax.tokens[position].upos not in _LIST_TAGS:
            return None
    return None


def _resolve_one(scope: Scope, head: int, *, is_object: bool) -> list[Party]:
    syntax = scope.syntax
    token = syntax.tokens[head]
    low, lemma = syntax.lower[head], syntax.lemmas[head]
    words = syntax.grammar.words
    mention = syntax.mention_of(head)
    named = _name_in_phrase(scope, head)
    if named is not None:
        return [named, *_and_others(scope, named.token, head)]
    if lemma in words["latter"] and token.upos in {"ADJ", "NOUN", "PRON"} and mention is None:
        return scope.discourse.last_people(head, 1)
    if mention is not None:
        party = acting_party(mention, head)
        if party is not None and not (party.kind == "place" and party.country_id is None):
            return [party]
    if token.upos in {"PRON", "DET"} or low in words["pronouns_masc"] or low in words["pronouns_fem"]:
        return _resolve_pronoun(scope, head, is_object=is_object)
    if lemma in words["pair_nouns"]:
        pair = _resolve_pair(scope, head)
        if pair:
            return pair
    if lemma in words["guest_nouns"] or lemma in words["host_nouns"] or lemma in words["counterpart_nouns"]:
        party = _resolve_guest(scope, head)
        return [party] if party else []
    if lemma in words["role_nouns"]:
        party = scope.discourse.by_role(lemma, head)
        return [party] if party and _is_definite(syntax, head) else []
    if lemma in words["group_nouns"]:
        return _owner(scope, head)
    return []


def _name_in_phrase(scope: Scope, head: int) -> Party | None:
    """Return the person whose name follows a role noun ("le porte-parole de la présidence, Dmitri Peskov"), or stands in apposition."""
    syntax = scope.syntax
    mention = syntax.mention_of(head)
    if mention is not None and mention.label == "PER" and mention.kind == "name":
        return acting_party(mention, head)
    is_role = syntax.lemmas[head] in syntax.grammar.words["role_nouns"]
    if not is_role and (mention is None or mention.label not in {"PER", "OFFICE"}):
        return None
    for kid in syntax.children(head, "appos"):
        other = syntax.mention_of(kid)
        if other is not None and other.label == "PER" and other.kind == "name":
            return acting_party(other, kid)
    end = syntax.sentence(head).token_end
    commas = 0
    for position in range(head + 1, min(head + 16, end)):
        other = syntax.mention_of(position)
        if other is not None and other.label == "PER" and other.kind == "name":
            return acting_party(other, position)
        token = syntax.tokens[position]
        if syntax.lower[position] == ",":
            commas += 1
            if commas > 1:
                return None
        elif token.upos not in {"NOUN", "ADJ", "ADP", "DET", "PROPN", "NUM"}:
            return None
    return None


def _and_others(scope: Scope, name: int, head: int) -> list[Party]:
    """Return the names coordinated with a name found beside its role noun."""
    if name == head:
        return []
    others = [other for other in conjuncts(scope.syntax, name) if other not in (name, head)]
    return [party for other in others for party in _resolve_one(scope, other, is_object=False)]


def _is_definite(syntax: Syntax, head: int) -> bool:
    return is_definite(syntax, head)


def _resolve_pronoun(scope: Scope, head: int, *, is_object: bool) -> list[Party]:
    syntax, words, low = scope.syntax, scope.syntax.grammar.words, scope.syntax.lower[head]
    if low in words["pronouns_relative"]:
        antecedent = relative_antecedent(syntax, head)
        return resolve_parties(scope, antecedent) if antecedent is not None else []
    if low in words["obviative"]:
        above = syntax.governing_verb(syntax.clause_head(head))
        subject = subject_parties(scope, above) if above is not None else []
        return scope.discourse.last_people(head, 1, besides=tuple(subject))
    if low in words["pronouns_self"]:
        return [scope.speaker] if scope.speaker else []
    if low in words["pronouns_we"]:
        state = scope.discourse.state_of(scope.speaker) if scope.speaker else None
        return [state] if state else []
    if low in words["pronouns_plural"]:
        people = scope.discourse.last_people(head, 2)
        return people if len(people) == 2 else []
    if low in words["pronouns_fem"] and not (low == "la" and syntax.tokens[head].upos == "DET"):
        party = scope.discourse.resolve_pronoun(head, is_female=True, is_object=is_object)
        return [party] if party else []
    if low in words["pronouns_masc"] or low in {"l'", "lui", "him", "her"}:
        party = scope.discourse.resolve_pronoun(
            head, is_female=None if low in {"l'", "lui"} else False, is_object=is_object
        )
        if party is not None and is_object and party in _subject_of_clause(scope, head):
            others = scope.discourse.last_people(head, 1, besides=(party,))
            return others
        return [party] if party else []
    return []


def _subject_of_clause(scope: Scope, head: int) -> list[Party]:
    """Return the subject of an object pronoun's own verb: nobody is his own "him"."""
    verb = scope.syntax.governing_verb(head)
    return subject_parties(scope, verb) if verb is not None and verb != head else []


def relative_antecedent(syntax: Syntax, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun stands for: the head of its clause, else the noun before it."""
    for above in [pronoun, *syntax.ancestors(pronoun)]:
        if syntax.tokens[above].dep in {"acl:relcl", "acl"}:
            return syntax.tokens[above].head
    position = pronoun - 1
    while position >= 0 and syntax.tokens[position].upos in {"PUNCT", "ADP"}:
        position -= 1
    return position if position >= 0 else None


def _resolve_pair(scope: Scope, head: int) -> list[Party]:
    """Resolve "les deux dirigeants", "the two governments", "both sides"."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    numerals = [syntax.lower[p] for p in range(max(0, head - 3), head)]
    numeral = next((n for n in numerals if n in words["pair_numerals"]), None)
    if numeral is None and _is_bare_pair(syntax, head):
        numeral = ""
    if numeral is None:
        return []
    count = 3 if numeral in {"trois", "three"} else 2
    if syntax.lemmas[head] in words["pair_state_nouns"]:
        states = scope.discourse.last_states(head, 2)
        return states if len(states) == 2 else []
    people = scope.discourse.last_people(head, count)
    return people if len(people) == count else []


def _is_bare_pair(syntax: Syntax, head: int) -> bool:
    """Tell whether a plural role stands for the two people spoken of ("президенты", "главы государств")."""
    words = syntax.grammar.words
    if syntax.lemmas[head] not in words["pair_bare"] or syntax.tokens[head].feats.get("Number") != "Plur":
        return False
    return all(
        syntax.mention_of(kid) is None and syntax.lemmas[kid] in {*words["pair_state_nouns"], *words["pair_numerals"]}
        for kid in syntax.children(head, "nmod", "nummod", "amod", "det", "appos")
    )


def _resolve_guest(scope: Scope, head: int) -> Party | None:
    """Resolve "the visitor", "his host", "son homologue": the other person of the visit or clause."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    lemma = syntax.lemmas[head]
    clause_subject = [p for p in subject_parties(scope, syntax.clause_head(head)) if p.token != head]
    visit = scope.discourse.visit_in_focus()
    if lemma in words["guest_nouns"] and visit is not None and visit.actors and visit.actors[0] not in clause_subject:
        return visit.actors[0]
    others = scope.discourse.last_people(head, 1, besides=tuple(clause_subject))
    return others[0] if others else None


def _owner(scope: Scope, head: int) -> list[Party]:
    """Return the state that a group noun belongs to: by a demonym, a possessive or a complement ("l'armée russe")."""
    syntax = scope.syntax
    for kid in [*syntax.children(head, "amod", "nmod", "nmod:poss", "compound", "appos")]:
        mention = syntax.mention_of(kid)
        if mention is not None and mention.entity is not None and mention.label != "PER":
            party = acting_party(mention, kid)
            if party is not None:
                return [party]
    for position in (head + 1, head - 1, head - 2):
        if 0 <= position < len(syntax.tokens):
            mention = syntax.mention_of(position)
            if (
                mention is not None
                and mention.label != "PER"
                and mention.entity is not None
                and syntax.tokens[position].upos == "ADJ"
            ):
                party = acting_party(mention, position)
                return [party] if party else []
    return []


def subject_parties(scope: Scope, verb: int, depth: int = 0) -> list[Party]:
    """Return the parties that are the subject of a verb: own, controlled, coordinated or relative."""
    if depth > 5:
        return []
    syntax = scope.syntax
    for kid in syntax.children(verb, "nsubj", "nsubj:pass"):
        found = resolve_parties(scope, kid)
        if found:
            return found
    token = syntax.tokens[verb]
    base = token.dep.split(":")[0]
    own = [kid for kid in syntax.children(verb, "nsubj", "nsubj:pass")]
    if base == "cop":
        return subject_parties(scope, token.head, depth + 1)
    if own and not all(syntax.lower[kid] in {"qui", "who", "that", "which", "il", "it"} for kid in own):
        return []
    if base == "acl" and _is_place_clause(syntax, verb):
        return subject_parties(scope, syntax.governing_verb(token.head) or token.head, depth + 1)
    if base == "acl":
        return resolve_parties(scope, token.head) or _behind_noun(scope, token.head)
    if base in {"conj", "xcomp", "advcl", "ccomp", "parataxis"} and token.head != verb:
        if syntax.is_verb(token.head) or list(syntax.children(token.head, "cop", "nsubj")):
            found = _controller(scope, verb, token.head)
            return found or subject_parties(scope, token.head, depth + 1)
        return subject_parties(scope, token.head, depth + 1)
    if base in {"obl", "nmod", "obj", "dep"} and token.head != verb:
        return subject_parties(scope, syntax.governing_verb(verb) or token.head, depth + 1)
    return _dropped_subject(scope, verb) if base == "root" and syntax.grammar.cases else []


def _dropped_subject(scope: Scope, verb: int) -> list[Party]:
    """Return the subject carried over from an earlier clause of the sentence ("X made a trip: visited A, met B")."""
    syntax = scope.syntax
    if syntax.tokens[verb].feats.get("VerbForm") != "Fin":
        return []
    for position in range(verb - 1, syntax.sentence(verb).token_start - 1, -1):
        if syntax.tokens[position].dep == "nsubj" and syntax.tokens[position].head < verb:
            found = [p for p in resolve_parties(scope, position) if p.is_person]
            if found:
                return found
    return []


def _is_place_clause(syntax: Syntax, verb: int) -> bool:
    """Tell whether a relative clause without a subject opens with "where": then its subject is that of the clause above."""
    return any(syntax.lower[kid] in syntax.grammar.words["relative_places"] for kid in syntax.children(verb))


def _behind_noun(scope: Scope, head: int) -> list[Party]:
    """Return who stands behind an attempt, plan or wish to act ("an attempt by X to …", "X's plan to …", "la volonté de X de …")."""
    syntax = scope.syntax
    for kid in syntax.children(head, "nmod:poss", "nmod", "det"):
        if syntax.tokens[kid].dep == "nmod" and syntax.preposition(kid) not in {"by", "of", "par", "de"}:
            continue
        if syntax.tokens[kid].dep == "det" and syntax.lower[kid] not in syntax.grammar.words["possessives"]:
            continue
        if syntax.lower[kid] in syntax.grammar.words["possessives"]:
            party = scope.discourse.resolve_pronoun(kid, is_female=None, is_object=False)
            return [party] if party else []
        found = resolve_parties(scope, kid)
        if found:
            return found
    verb = syntax.governing_verb(head)
    return subject_parties(scope, verb) if verb is not None and syntax.tokens[head].dep in {"obj", "xcomp"} else []


def _controller(scope: Scope, verb: int, head: int) -> list[Party]:
    """Return the object that controls an infinitive after verbs of asking."""
    syntax = scope.syntax
    relation = syntax.tokens[verb].dep.split(":")[0]
    accuses = syntax.lemmas[head] in syntax.grammar.operators["accuse"]
    if not accuses and (
        relation not in {"xcomp", "ccomp"} or syntax.lemmas[head] not in syntax.grammar.operators["call_on"]
    ):
        return []
    for kid in syntax.children(head, "obj", "iobj"):
        found = resolve_parties(scope, kid, is_object=True)
        if found:
            return found
    return []


def nearest_left(scope: Scope, index: int, *, persons_only: bool = False) -> list[Party]:
    """Return the last party named before a token in its sentence and not beyond a semicolon: the positional fallback for subjects."""
    syntax = scope.syntax
    position = index - 1
    start = syntax.sentence(index).token_start
    while position >= start and syntax.lower[position] not in _STOPS:
        mention = syntax.mention_of(position)
        if mention is not None and (mention.label == "PER" or not persons_only):
            party = acting_party(mention, position)
            if (
                party is not None
                and (party.kind in {"person", "office", "organization"} or party.kind == "country")
                and not (syntax.preposition_before(position) and party.kind != "person")
            ):
                return [party]
        position -= 1
    return []


def _with_prepositions(scope: Scope, prepositions: set[str]) -> list[int]:
    """Return the nominals with one of these prepositions that belong to the trigger, best attached first."""
    syntax, index = scope.syntax, scope.index
    sentence = syntax.sentence(index)
    anchors = {index, *([scope.chain.anchor] if scope.chain.anchor is not None else [])}
    if scope.trigger.complement is not None:
        anchors.add(scope.trigger.complement)
    scored: list[tuple[float, int]] = []
    for position in range(sentence.token_start, sentence.token_end):
        token = syntax.tokens[position]
        if token.upos not in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"} or position in anchors:
            continue
        if not _is_phrase_head(syntax, position) or syntax.preposition(position) not in prepositions:
            continue
        cost = attachment_cost(scope, position, anchors)
        if cost is not None:
            scored.append((cost, position))
    scored.sort()
    return [position for _, position in scored]


def _is_phrase_head(syntax: Syntax, position: int) -> bool:
    mention = syntax.mention_of(position)
    if mention is None:
        return True
    return position == 0 or syntax.mention_of(position - 1) is not mention


def attachment_cost(scope: Scope, position: int, anchors: set[int]) -> float | None:
    """Return how loosely a token hangs on the trigger: 0 = direct; None = not at all."""
    syntax, index = scope.syntax, scope.index
    token = position
    mention = syntax.mention_of(position)
    if mention is not None:
        span = [p for p in range(position, min(position + 12, len(syntax.tokens))) if syntax.mention_of(p) is mention]
        token = next((p for p in span if syntax.tokens[p].head not in span), position)
    steps, crossed = 0, 0
    for above in syntax.ancestors(token):
        if above in anchors:
            return steps + 3.0 * crossed + 0.02 * abs(position - index)
        if syntax.is_verb(above):
            crossed += 1
        if above in scope.rivals:
            crossed += 1
        steps += 1
    between = range(min(position, index) + 1, max(position, index))
    walls = sum(
        1 for p in between if syntax.lower[p] in _STOPS or p in scope.rivals or (syntax.is_verb(p) and p not in anchors)
    )
    if position < index and walls == 0:
        return 2.5 + 0.05 * (index - position)
    if position > index and walls == 0:
        return 1.5 + 0.05 * (position - index)
    if syntax.clause_head(token) == syntax.clause_head(index) and walls <= 1:
        return 4.0 + 0.05 * abs(position - index)
    return None


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


def is_passive(scope: Scope) -> bool:
    """Tell whether the trigger verb stands in the passive (participle with a passive auxiliary, or bare after a noun)."""
    syntax, index = scope.syntax, scope.index
    if not syntax.is_verb(index) and syntax.tokens[index].upos != "ADJ":
        return False
    feats = syntax.tokens[index].feats
    if feats.get("Voice") == "Act":
        return False
    if syntax.grammar.cases and feats.get("VerbForm") == "Fin":
        return False
    if any(syntax.tokens[kid].dep in {"aux:pass", "nsubj:pass"} for kid in syntax.children(index)):
        return True
    feats = syntax.tokens[index].feats
    if feats.get("Tense") == "Past" and feats.get("VerbForm") == "Part":
        if any(True for _ in syntax.children(index, "aux")):
            return _has_be(syntax, index)
        return syntax.grammar.lang != "en" or syntax.tokens[index].dep in {"acl", "advcl", "conj", "xcomp", "amod"}
    return False


def _has_be(syntax: Syntax, index: int) -> bool:
    lemmas = [syntax.lemmas[kid] for kid in syntax.children(index, "aux")]
    return "be" in lemmas or (
        "être" in lemmas and syntax.lemmas[index] not in _ETRE_VERBS and not _reflexive(syntax, index)
    )


_ETRE_VERBS = frozenset(
    {
        "aller",
        "venir",
        "arriver",
        "partir",
        "entrer",
        "rester",
        "retourner",
        "revenir",
        "rentrer",
        "repartir",
        "descendre",
        "parvenir",
        "devenir",
        "tomber",
        "naître",
        "mourir",
        "sortir",
        "monter",
        "passer",
        "convenir",
        "intervenir",
    }
)


def _reflexive(syntax: Syntax, index: int) -> bool:
    return any(syntax.lower[p] in {"se", "s'"} for p in range(max(0, index - 4), index))


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
        if scope.trigger.row.frame.kind == "verb" and is_passive(scope) and syntax.lemmas[index] not in _ETRE_VERBS:
            return []
        return subject_parties(scope, index) or _relative_or_left(scope, index)
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
        return subject_parties(scope, light.index) if light.relation == "acl:relcl" else []
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


def _obj(scope: Scope, argument: str) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    if argument:
        return []
    found: list[Party] = []
    for kid in (
        syntax.children(index, "obj", "nsubj:pass")
        if not is_passive(scope)
        else syntax.children(index, "nsubj:pass", "nsubj")
    ):
        found.extend(p for p in resolve_parties(scope, kid, is_object=True) if p not in found)
    if found:
        return found
    if is_passive(scope):
        token = syntax.tokens[index]
        if token.dep in {"acl", "acl:relcl", "amod"}:
            return resolve_parties(scope, token.head)
        return subject_parties(scope, index)
    return _object_by_position(scope)


def _object_by_position(scope: Scope) -> list[Party]:
    """Return the relative pronoun's antecedent, a clitic before the verb, or the name right after the verb."""
    syntax, index = scope.syntax, scope.index
    for kid in syntax.children(index):
        if syntax.lower[kid] in {"que", "qu'", "whom", "that"} and syntax.tokens[kid].upos == "PRON" and kid < index:
            antecedent = relative_antecedent(syntax, kid)
            if antecedent is not None:
                return resolve_parties(scope, antecedent)
    if syntax.tokens[index].dep == "acl:relcl" and not any(True for _ in syntax.children(index, "obj")):
        pronouns = [k for k in syntax.children(index) if syntax.lower[k] in syntax.grammar.words["pronouns_relative"]]
        if pronouns and syntax.tokens[pronouns[0]].dep not in SUBJECTS:
            return resolve_parties(scope, syntax.tokens[index].head)
    if syntax.grammar.cases:
        return _object_by_case(scope)
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + 7, end)):
        token = syntax.tokens[position]
        if token.upos in {"ADP", "SCONJ", "VERB"} or syntax.lower[position] in _STOPS | {","}:
            break
        mention = syntax.mention_of(position)
        if mention is not None or token.upos == "NOUN":
            if syntax.time_at.get(position) is not None:
                continue
            found = resolve_parties(scope, position, is_object=True)
            if found:
                return found
    return []


def _object_by_case(scope: Scope) -> list[Party]:
    """Return the person in the accusative after a verb, beyond places in between ("принял в Кремле президента Ирана")."""
    syntax, index = scope.syntax, scope.index
    for position in range(index + 1, min(index + 9, syntax.sentence(index).token_end)):
        token = syntax.tokens[position]
        if token.upos in {"SCONJ", "VERB", "PUNCT"}:
            break
        mention = syntax.mention_of(position)
        if mention is None or mention.label != "PER" or not _is_phrase_head(syntax, position):
            continue
        above = syntax.mention_of(token.head)
        if token.feats.get("Case") in {"Acc", "Gen"} and syntax.preposition(position) in {"", "+gen"} and (
            token.head == index or (above is not None and above.label != "PER")
        ):
            return resolve_parties(scope, position, is_object=True)
    return []


def _obj_person(scope: Scope, argument: str) -> list[Party]:
    return [p for p in _obj(scope, argument) if p.kind in {"person", "office", "organization", "other"}]


def _obj_state(scope: Scope, argument: str) -> list[Party]:
    return [p for p in _obj(scope, argument) if p.kind in {"country", "organization", "office", "person"}]


def _iobj(scope: Scope, _: str) -> list[Party]:
    syntax = scope.syntax
    verbs = [v for v in (scope.index, scope.chain.anchor) if v is not None]
    for verb in verbs:
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
    return []


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
    return _first_with(scope, _prepositions(scope, "by"))


def _prepositions(scope: Scope, role: str) -> set[str]:
    """Return the prepositions (or bare cases) that mark a role: "of", "by", "from", "between", "at"."""
    return set(scope.syntax.grammar.words[role])


def parties_with(scope: Scope, prepositions: set[str]) -> list[list[Party]]:
    """Return the party groups under one of these prepositions, in text order: "with A and then with B" gives two."""
    groups: list[list[Party]] = []
    for position in sorted(_with_prepositions(scope, prepositions)):
        found = resolve_parties(scope, position, is_object=True)
        if found and all(set(found) - set(group) for group in groups):
            groups.append(found)
    return groups


def _first_with(scope: Scope, prepositions: set[str]) -> list[Party]:
    for position in _with_prepositions(scope, prepositions):
        found = resolve_parties(scope, position, is_object=True)
        if found:
            return found
    return []


def _poss(scope: Scope, _: str) -> list[Party]:
    syntax, words = scope.syntax, scope.syntax.grammar.words
    for kid in syntax.children(scope.index, "nmod:poss", "det"):
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


def _possessor(scope: Scope, pronoun: int) -> list[Party]:
    """Return whose "his" is: the subject of the same clause if it stands before, else as for a pronoun; trips belong to travellers."""
    verb = scope.syntax.governing_verb(pronoun)
    if verb is not None:
        found = [p for p in subject_parties(scope, verb) if p.kind == "person" and p.token < pronoun]
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
    found = _nominal_complement(scope, _prepositions(scope, "of"))
    return [p for p in found if p.kind != "place"]


def _of_person(scope: Scope, argument: str) -> list[Party]:
    return [p for p in _of(scope, argument) if p.kind in {"person", "country", "office"}]


def _by(scope: Scope, _: str) -> list[Party]:
    return _nominal_complement(scope, _prepositions(scope, "by")) or _first_with(scope, _prepositions(scope, "by"))


def _from(scope: Scope, _: str) -> list[Party]:
    return _nominal_complement(scope, _prepositions(scope, "from"))


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


def _between(scope: Scope, _: str) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + 12, end)):
        if syntax.lower[position] in syntax.grammar.words["between"]:
            found: list[Party] = []
            for target in range(position + 1, min(position + 16, end)):
                if syntax.is_verb(target) or syntax.lower[target] in _STOPS | {","}:
                    break
                if syntax.mention_of(target) is not None or syntax.lemmas[target] in syntax.grammar.words["pair_nouns"]:
                    found.extend(p for p in _resolve_one(scope, target, is_object=False) if p not in found)
            return found
        if syntax.is_verb(position):
            return []
    return []


def _adj(scope: Scope, _: str) -> list[Party]:
    return [p for p in _owner(scope, scope.index) if p.kind == "country"]


def _prep(scope: Scope, argument: str) -> list[Party]:
    return _first_with(scope, set(argument.split("|")))


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
        if syntax.lower[position] in _STOPS:
            break
        if mention is not None and _is_phrase_head(syntax, position):
            found = [p for p in resolve_parties(scope, position) if p not in subject]
            if found and found[0].kind in {"person", "country", "office", "organization"}:
                return found
    return []


def _accuser(scope: Scope, _: str) -> list[Party]:
    """Return who made the accusation that is denied here, if this or the preceding sentence says so; else whom it names after "by"."""
    own = subject_parties(scope, scope.index)
    return [p for p in scope.discourse.accusers(scope.syntax.sentence_of[scope.index]) if p not in own]


def _clause_between(scope: Scope, _: str) -> list[Party]:
    syntax, index = scope.syntax, scope.index
    for position in range(index, syntax.sentence(index).token_end):
        if syntax.lower[position] in syntax.grammar.words["between"]:
            moved = Trigger(scope.trigger.row, position - 1)
            return _between(Scope(syntax, scope.discourse, moved, scope.chain, scope.speaker), "")
    return []


_HANDLERS = {
    "subj": _subj, "obj": _obj, "obj-person": _obj_person, "obj-state": _obj_state, "iobj": _iobj, "agent": _agent, "poss": _poss,
    "of": _of, "of-person": _of_person, "by": _by, "from": _from, "between": _between, "adj": _adj, "prep": _prep, "holder": _holder, "related": _related,
    "between-clause": _clause_between, "accuser": _accuser,
}  # fmt: skip


def find_places(scope: Scope, slots: Iterable[str]) -> list[Mention]:
    """Return the place mentions in the first filled slot, coordinated ones included."""
    syntax, index = scope.syntax, scope.index
    for slot in slots:
        name, _, argument = slot.partition(":")
        positions: list[int] = []
        if name == "prep":
            positions = _with_prepositions(scope, set(argument.split("|")))
        elif name in {"obj", "obj-place"}:
            positions = [k for k in syntax.children(index, "obj", "obl")]
            positions += [p for p in range(index + 1, min(index + 7, syntax.sentence(index).token_end))]
        elif name == "of":
            positions = _with_prepositions(scope, _prepositions(scope, "of"))
        elif name == "adj":
            positions = [k for k in syntax.children(index, "amod")]
        elif name == "after-in":
            positions = _with_prepositions(scope, _prepositions(scope, "inside"))
        elif name == "before":
            positions = [k for k in syntax.children(index, "compound", "nmod:poss")]
        found = _places_at(scope, positions)
        if found:
            return found
    return []


def _places_at(scope: Scope, positions: list[int]) -> list[Mention]:
    for position in positions:
        mention = scope.syntax.mention_of(position)
        if mention is None or not is_placelike(mention):
            continue
        found = [mention]
        for other in conjuncts(scope.syntax, position):
            more = scope.syntax.mention_of(other)
            if more is not None and more not in found and is_placelike(more):
                found.append(more)
        return found
    return []


def entity_of(mention: Mention) -> Entity:
    """Return the entity of a place mention (made from its text where the gazetteer has none)."""
    found = place_of(mention)
    return found if found is not None and found.name else Entity("", mention.text, "place")
