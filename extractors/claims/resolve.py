"""Which parties a nominal, a pronoun or a missing subject stands for."""

from __future__ import annotations

from dataclasses import replace

from extractors.claims.appositions import is_closed, is_indefinite, serves
from extractors.claims.clauses import is_aside, is_place_clause, relative_antecedent, subject_tokens, told_before
from extractors.claims.impersonal import those_at
from extractors.claims.leaders import companion_of, is_bare_pair, leading_pair
from extractors.claims.lists import conjuncts
from extractors.claims.owners import leader_of, owner_of
from extractors.claims.parties import Party, acting_party, state_of
from extractors.claims.scope import Scope
from extractors.claims.syntax import SUBJECTS, Syntax, is_definite


def resolve_parties(scope: Scope, index: int, *, is_object: bool = False) -> list[Party]:
    """Return the parties that a nominal names, coordinated ones included, in text order."""
    key = 2 * index + is_object
    if key in scope.memo:
        return list(scope.memo[key])
    scope.memo[key] = []  # stands while resolving, so that phrases that point at each other end
    found: list[Party] = []
    for head in conjuncts(scope.syntax, index):
        resolved = resolve_one(scope, head, is_object=is_object)
        if found and resolved and resolved[0] in found and scope.syntax.tokens[head].upos == "PRON":
            resolved = scope.discourse.last_people(head, 1, besides=tuple(found))  # "A and he" is somebody else than A
        for party in resolved:
            if party not in found:
                found.append(party)
    scope.memo[key] = found
    return list(found)


def resolve_one(scope: Scope, head: int, *, is_object: bool) -> list[Party]:
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
    if low in words["pair_numerals"] and token.upos == "NUM" and token.dep.startswith("nsubj"):
        return scope.discourse.last_pair(head) if _is_definite(syntax, head) else []
    if lemma in words.get("pair_words", ()) and _is_definite(syntax, head):
        return scope.discourse.last_pair(head)
    if lemma in words["pair_nouns"]:
        pair = _resolve_pair(scope, head)
        if pair:
            return pair
    if lemma in words["guest_nouns"] or lemma in words["host_nouns"] or lemma in words["counterpart_nouns"]:
        party = _resolve_guest(scope, head)
        return [replace(party, token=head)] if party else []
    if lemma in words["role_nouns"]:
        party = scope.discourse.by_role(lemma, head)
        return [party] if party and _is_definite(syntax, head) else []
    leader = leader_of(syntax, head)
    if leader is not None:
        return resolve_parties(scope, leader)
    if lemma in words["group_nouns"]:
        found = owner_of(scope, head)
        if found:
            return found
    for kid in syntax.children(head, "appos", "flat"):
        other = syntax.mention_of(kid)
        if other is not None and other.label in {"ORG", "PER", "OFFICE"}:
            if is_indefinite(syntax, head) and not is_closed(syntax, kid, syntax.sentence(head).token_end):
                continue
            party = acting_party(other, kid)
            return [party] if party else []
    return []


#: an apposition further behind its noun is a wrong attachment
_APPOSITION_REACH = 9


def _name_in_phrase(scope: Scope, head: int) -> Party | None:
    """Return the person whose name follows a role noun ("le porte-parole de la présidence, Dmitri Peskov"), or stands in apposition."""
    syntax = scope.syntax
    mention = syntax.mention_of(head)
    if mention is not None and mention.label == "PER" and mention.kind == "name":
        return acting_party(mention, head)
    words = syntax.grammar.words
    is_role = syntax.lemmas[head] in words["role_nouns"] or syntax.lemmas[head] in words["counterpart_nouns"]
    if not is_role and (mention is None or mention.label not in {"PER", "OFFICE"}):
        return None
    for kid in syntax.children(head, "appos"):
        other = syntax.mention_of(kid)
        if other is None or other.label != "PER" or other.kind != "name" or kid - head > _APPOSITION_REACH:
            continue
        if not is_indefinite(syntax, head) or is_closed(syntax, kid, syntax.sentence(head).token_end):
            return acting_party(other, kid)
    end = syntax.sentence(head).token_end
    commas = 0
    for position in range(head + 1, min(head + 16, end)):
        other = syntax.mention_of(position)
        if other is not None and other.label == "PER" and other.kind == "name":
            if commas and is_indefinite(syntax, head) and not is_closed(syntax, position, end):
                return None  # "selon un ministre danois, X ira …": X is somebody else
            if not serves(syntax, position, end):
                return acting_party(other, position)
            continue  # "an aide to X, Y": Y is meant
        token = syntax.tokens[position]
        if syntax.lower[position] == ",":
            commas += 1
            if commas > 1:
                return None
        elif (
            token.upos == "CCONJ"
            and commas == 0
            and syntax.lemmas[position + 1 if position + 1 < end else position]
            in (
                *syntax.grammar.words["role_nouns"],
                "successeur",
                "successor",
            )
        ):
            continue
        elif token.upos not in {"NOUN", "ADJ", "ADP", "DET", "PROPN", "NUM"}:
            return None
    return None


def _and_others(scope: Scope, name: int, head: int) -> list[Party]:
    """Return the names coordinated with a name found beside its role noun."""
    if name == head:
        return []
    others = [other for other in conjuncts(scope.syntax, name) if other not in (name, head)]
    return [party for other in others for party in resolve_one(scope, other, is_object=False)]


def _is_definite(syntax: Syntax, head: int) -> bool:
    return is_definite(syntax, head)


def _resolve_pronoun(scope: Scope, head: int, *, is_object: bool) -> list[Party]:
    syntax, words, low = (
        scope.syntax,
        scope.syntax.grammar.words,
        scope.syntax.lower[head].removeprefix("-t-").lstrip("-"),
    )
    if low in {"lui", "elle"} and head > 1 and syntax.lower[head - 1] == ",":
        mention = syntax.mention_of(head - 2)
        party = acting_party(mention, head - 2) if mention is not None and mention.label == "PER" else None
        if party is not None:
            return [party]  # "M. X, lui, …" is X
    if low in words["pronouns_relative"]:
        antecedent = relative_antecedent(syntax, head)
        found = resolve_parties(scope, antecedent) if antecedent is not None else []
        return [party for party in found if party.token < head]  # "A, who …, and B": only A
    if low in words["obviative"]:
        above = syntax.governing_verb(syntax.clause_head(head))
        subject = subject_parties(scope, above) if above is not None else []
        return scope.discourse.last_people(head, 1, besides=tuple(subject))
    if low in words["pronouns_self"]:
        return [scope.speaker] if scope.speaker else []
    if low in words["pronouns_we"] and scope.trigger.row.event.speech_act:
        return [scope.speaker] if scope.speaker else []
    if low in words["pronouns_we"]:
        state = state_of(scope.speaker) if scope.speaker else None
        return [state] if state else []
    if low in words["pronouns_plural"] and low in words.get("comitative", ()) and (other := companion_of(syntax, head)):
        party = scope.discourse.resolve_pronoun(head, is_female=None, is_object=False, besides=(other,))
        return [party] if party else []
    if low in words["pronouns_plural"]:
        people = scope.discourse.last_pair(head)
        return people if len(people) == 2 else []
    if low in words["pronouns_fem"] and not (low == "la" and syntax.tokens[head].upos == "DET"):
        party = scope.discourse.resolve_pronoun(head, is_female=True, is_object=is_object)
        return [party] if party else []
    if low in words["pronouns_masc"] or low in {"l'", "lui", "him", "her"}:
        party = scope.discourse.resolve_pronoun(
            head, is_female=None if low in {"l'", "lui"} else False, is_object=is_object
        )
        if party is not None and is_object and party in _subject_of_clause(scope, head):
            return scope.discourse.last_people(head, 1, besides=(party,))
        return [party] if party else []
    return []


def _subject_of_clause(scope: Scope, head: int) -> list[Party]:
    """Return the subject of an object pronoun's own verb: nobody is his own "him"."""
    verb = scope.syntax.governing_verb(head)
    return subject_parties(scope, verb) if verb is not None and verb != head else []


def _resolve_pair(scope: Scope, head: int) -> list[Party]:
    """Resolve "les deux dirigeants", "the two governments", "both sides"."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    numerals = [syntax.lower[p] for p in range(max(0, head - 3), head)]
    numeral = next((n for n in numerals if n in words["pair_numerals"]), None)
    if numeral is None and is_bare_pair(syntax, head):
        numeral = ""
    if numeral is None or not (numeral in {"", "both"} or is_definite(syntax, head)):
        return []
    count = 3 if numeral in {"trois", "three"} else 2
    if syntax.lemmas[head] in words["pair_state_nouns"]:
        states = scope.discourse.last_states(head, 2)
        if len(states) == 2 or numeral or not syntax.grammar.cases:
            return states if len(states) == 2 else []
    if count == 2 and syntax.lemmas[head] in words.get("leader_nouns", ()):
        leaders = leading_pair(scope.discourse, head)
        if leaders:
            return leaders
    only_men = syntax.lemmas[head] in words.get("men", ())
    people = (
        scope.discourse.last_pair(head, only_men=only_men) if count == 2 else scope.discourse.last_people(head, count)
    )
    return people if len(people) == count else []


def _resolve_guest(scope: Scope, head: int) -> Party | None:
    """Resolve "the visitor", "his host", "son homologue": the other person of the visit or clause."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    lemma = syntax.lemmas[head]
    if syntax.tokens[head].dep.startswith("nsubj"):
        clause_subject: list[Party] = []
    else:
        clause_subject = [p for p in subject_parties(scope, syntax.clause_head(head)) if p.token != head]
    countries = {m.entity.entity_id for k in syntax.children(head, "amod") if (m := syntax.mention_of(k)) and m.entity}
    if countries:
        # "the Iranian guest": the person of that country spoken of last
        found = [n.party for n in scope.discourse.people if n.start < head and n.party.country_id in countries]
        return found[-1] if found else None
    visit = scope.discourse.visit_in_focus()
    if lemma in words["guest_nouns"] and visit is not None and visit.actors and visit.actors[0] not in clause_subject:
        return visit.actors[0]
    owner = next(
        (m for k in syntax.children(head, "nmod") if (m := syntax.mention_of(k)) is not None and m.label == "OFFICE"),
        None,
    )
    if owner is not None and owner.entity is not None:
        # "the Kremlin's occupant": the person of that country spoken of last
        named = [n.party for n in scope.discourse.people if n.party.country_id == owner.entity.country_id]
        return named[-1] if named else None
    others = scope.discourse.last_people(head, 1, besides=tuple(clause_subject))
    return others[0] if others else None


def subject_parties(scope: Scope, verb: int, depth: int = 0) -> list[Party]:
    """Return the parties that are the subject of a verb: own, controlled, coordinated or relative."""
    if depth > 5:
        return []
    syntax = scope.syntax
    for kid in subject_tokens(syntax, verb):
        found = resolve_parties(scope, kid)
        if found:
            return found
    if (goer := _for_whom(syntax, verb)) is not None:
        return resolve_parties(scope, goer)
    token = syntax.tokens[verb]
    base = token.dep.split(":")[0]
    if verb - syntax.sentence(verb).token_start <= 1 and (found := _subject_ahead(scope, verb)):
        return found
    own = list(syntax.children(verb, "nsubj", "nsubj:pass"))
    is_one = len(own) == 1 and syntax.lower[own[0]] == "on"
    if (not own or is_one) and (found := those_at(syntax, verb)):
        return found
    if base == "cop":
        return subject_parties(scope, token.head, depth + 1)
    if any(syntax.lower[kid] == "there" for kid in syntax.children(verb, "expl")):
        return []  # "there will be no trip to X, Y said"
    if own and not all(syntax.lower[kid] in {"qui", "who", "that", "which", "il", "it"} for kid in own):
        return []
    if not own and base in {"acl", "ccomp", "parataxis", "conj", "dep"} and (found := _subject_after_que(scope, verb)):
        return found
    if base == "acl" and is_place_clause(syntax, verb):
        return subject_parties(scope, syntax.governing_verb(token.head) or token.head, depth + 1)
    if base == "acl" and (holder := _holder_of(syntax, token.head)) is not None:
        return subject_parties(scope, holder, depth + 1)
    if base == "acl":
        found = resolve_parties(scope, token.head) or _behind_noun(scope, token.head)
        return found or _subject_ahead(scope, verb)
    if base == "conj" and (told := told_before(syntax, token.head)) is not None:
        return subject_parties(scope, told, depth + 1)
    if base in {"conj", "xcomp", "advcl", "ccomp", "parataxis"} and token.head != verb:
        if syntax.is_verb(token.head) or list(syntax.children(token.head, "cop", "nsubj")):
            found = _controller(scope, verb, token.head)
            return found or subject_parties(scope, token.head, depth + 1)
        return subject_parties(scope, token.head, depth + 1)
    if base in {"obl", "nmod", "obj", "dep", "fixed"} and token.head != verb:
        return subject_parties(scope, syntax.governing_verb(verb) or token.head, depth + 1)
    if base == "root" and syntax.grammar.cases:
        return _dropped_subject(scope, verb)
    return _subject_ahead(scope, verb)


def _for_whom(syntax: Syntax, verb: int) -> int | None:
    """Return the name right before an English infinitive that "for" makes its subject ("is arranging for X to visit Y")."""
    name = verb - 2
    if syntax.grammar.lang != "en" or name < 1 or syntax.lower[verb - 1] != "to":
        return None
    mention = syntax.mention_of(name)
    first = name
    while mention is not None and first and syntax.mention_of(first - 1) is mention:
        first -= 1
    return name if mention is not None and first and syntax.preposition_before(first) == "for" else None


def _holder_of(syntax: Syntax, noun: int) -> int | None:
    """Return the verb whose subject holds an invitation: he is the one who goes ("a accepté l'invitation de X à se rendre à Y")."""
    verb = syntax.governing_verb(noun)
    if (
        syntax.lemmas[noun] not in {"invitation", "invite"}
        or verb is None
        or not syntax.tokens[noun].dep.startswith("obj")
    ):
        return None
    held = {*syntax.grammar.words["holding"], *syntax.grammar.operators["accept"], *syntax.grammar.operators["refuse"]}
    return verb if syntax.lemmas[verb] in held else None


def _subject_after_que(scope: Scope, verb: int) -> list[Party]:
    """Return the subject of an object relative that the parser missed: the name between "que" and the verb."""
    syntax = scope.syntax
    for position in range(verb - 1, max(syntax.sentence(verb).token_start, verb - 9), -1):
        if syntax.lower[position] in {"que", "qu'", "whom"}:
            names = [p for p in range(position + 1, verb) if syntax.mention_of(p) is not None]
            return resolve_parties(scope, names[0]) if names else []
        if syntax.is_verb(position):
            return []
    return []


def _subject_ahead(scope: Scope, verb: int) -> list[Party]:
    """Return the subject of the clause that a participle opens ("Invited by X, Y will …"): the first one behind its comma."""
    syntax = scope.syntax
    sentence = syntax.sentence(verb)
    if syntax.tokens[verb].feats.get("VerbForm") not in {"Part", "Ger"} or syntax.first(verb, "aux") is not None:
        return []
    if any(syntax.tokens[p].dep in SUBJECTS for p in range(sentence.token_start, verb)):
        return []
    comma = next((p for p in range(verb + 1, sentence.token_end) if syntax.lower[p] == ","), sentence.token_end)
    for position in range(comma + 1, min(comma + 22, sentence.token_end)):
        if syntax.tokens[position].dep in SUBJECTS and not is_aside(syntax, syntax.tokens[position].head, comma):
            return [p for p in resolve_parties(scope, position) if p.is_person]
    return []


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
    accuses = syntax.lemmas[head] in {*syntax.grammar.operators["accuse"], *syntax.grammar.words["object_control"]}
    if relation in {"conj", "parataxis"} or (
        not accuses
        and (relation not in {"xcomp", "ccomp"} or syntax.lemmas[head] not in syntax.grammar.operators["call_on"])
    ):
        return []
    for kid in syntax.children(head, "obj", "iobj"):
        found = resolve_parties(scope, kid, is_object=True)
        if found:
            return found
    return []
