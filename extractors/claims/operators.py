"""What stands above an event word: light verbs, plans, postponements, denials, modals, reports, conditions."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.claims.syntax import Syntax
from extractors.claims.tense import read_tense
from extractors.claims.triggers import has_particle, is_reflexive
from seeds.events import Grammar

#: classes tried in this order where a lemma is in several
_PRIORITY = (
    "cancel", "postpone", "advance", "deny", "refuse", "schedule", "prepare", "accept", "begin", "continue", "end",
    "intend", "hope", "expect", "possible", "confirm", "accuse", "call_on", "light",
)  # fmt: skip
#: classes whose words are operators only as verbs ("the second stop" stops nobody)
_VERBS_ONLY = frozenset({"call_on", "light", "begin", "continue", "end", "possible"})
_MAX_DEPTH = 7
_ADJUNCT_PREPOSITIONS = frozenset(
    {
        "lors",
        "pendant",
        "durant",
        "après",
        "avant",
        "during",
        "after",
        "before",
        "since",
        "depuis",
        "dans",
        "en",
        "contre",
    }
)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator above a trigger."""

    kind: str
    index: int
    lemma: str
    is_negated: bool
    tense: str
    #: relation by which the event hangs below it
    relation: str


@dataclass(slots=True)
class Chain:
    """The way from a trigger up to the head of its sentence."""

    operators: list[Operator] = field(default_factory=list)
    #: verbs passed, nearest first (the trigger itself first if it is a verb)
    verbs: list[int] = field(default_factory=list)
    is_hypothetical: bool = False
    #: crossed a relative or participial clause on the way: what stands above does not bear on the event
    is_embedded: bool = False
    #: stands in an adjunct ("during his visit"): operators above do not bear on the event
    is_adjunct: bool = False
    #: index of the trigger's own verb: itself, or the light verb
    anchor: int | None = None

    def has(self, *kinds: str) -> Operator | None:
        """Return the first operator of one of these kinds."""
        return next((operator for operator in self.operators if operator.kind in kinds), None)


def _compile(grammar: Grammar) -> dict[str, list[tuple[str, bool, str]]]:
    table: dict[str, list[tuple[str, bool, str]]] = {}
    for kind in _PRIORITY:
        for word in grammar.operators.get(kind, ()):
            reflexive = word.startswith(("se ", "s'"))
            base = word.removeprefix("se ").removeprefix("s'")
            lemma, _, particle = base.partition(" ")
            table.setdefault(lemma, []).append((particle, reflexive, kind))
    return table


_CACHE: dict[str, dict[str, list[tuple[str, bool, str]]]] = {}


def operator_kinds(syntax: Syntax, index: int) -> list[str]:
    """Return the operator classes of a token, most telling first."""
    if syntax.grammar.lang not in _CACHE:
        _CACHE[syntax.grammar.lang] = _compile(syntax.grammar)
    entries = _CACHE[syntax.grammar.lang].get(syntax.lemmas[index], [])
    if syntax.lemmas[index] == "devoir" and read_tense(syntax, index) == "past" and syntax.first(index, "aux"):
        return []  # "a dû partir": went; "devait partir" was a plan
    kinds: list[str] = []
    for particle, reflexive, kind in sorted(entries, key=lambda entry: (not entry[0], not entry[1])):
        if reflexive and not is_reflexive(syntax, index):
            continue
        if particle and not (has_particle(syntax, index, particle) or _has_dependent(syntax, index, particle)):
            continue
        if kind not in kinds:
            kinds.append(kind)
        if particle:
            break
    return kinds


def _has_dependent(syntax: Syntax, index: int, words: str) -> bool:
    """Tell whether the words of a fixed expression follow the verb ("take place", "être prêt")."""
    parts = words.split()
    if syntax.grammar.cases and len(parts) == 1 and any(syntax.preposition(k) == words for k in syntax.children(index)):
        return True
    reach = range(index + 1, min(index + 5, len(syntax.tokens)))
    return all(any(part in {syntax.lemmas[p], syntax.lower[p]} for p in reach) for part in parts)


def is_negated(syntax: Syntax, index: int) -> bool:
    """Tell whether a verb is negated; "ne … que", "not only", "pas exclu" are left to the callers."""
    words = syntax.grammar.words
    token = syntax.tokens[index]
    is_had = token.upos == "NOUN" and token.dep == "obj" and syntax.lemmas[token.head] in words["have_verbs"]
    if is_had and is_negated(syntax, token.head):  # "n'a pas l'intention de"
        return True
    before = " ".join(syntax.lower[max(0, index - 3) : index])
    if any(before.endswith(phrase) for phrase in words["negating_phrases"]):
        return True
    for kid in syntax.children(index):
        if syntax.lower[kid] in words["negators"] and abs(kid - index) < 8:
            return not _is_restrictive(syntax, index, kid)
    sentence = syntax.sentence(index)
    for position in range(max(sentence.token_start, index - 5), index):
        low = syntax.lower[position]
        if low in {"nor", "neither", "ni"} and index - position <= 3:
            return True
        if low in {"ne", "n'", "not", "n't", "never"} and all(
            syntax.tokens[p].upos in {"AUX", "ADV", "PRON", "PART"} or p == position for p in range(position, index)
        ):
            return not _is_restrictive(syntax, index, position)
    return False


def _is_restrictive(syntax: Syntax, index: int, negator: int) -> bool:
    if syntax.grammar.lang != "fr":
        return False
    if syntax.lower[negator] not in {"ne", "n'"}:
        return False
    reach = range(negator + 1, min(index + 9, syntax.sentence(index).token_end))
    lowers = [syntax.lower[p] for p in reach]
    if any(
        low in {"pas", "plus", "jamais", "guère", "aucun", "aucune", "ni", "point"}
        for low in lowers[: index - negator + 4]
    ):
        return False
    return any(low in {"que", "qu'"} for low in lowers)


def climb(syntax: Syntax, index: int) -> Chain:
    """Return the chain of operators above a trigger, with the operators that hang below a noun ("a trip planned for May")."""
    chain = Chain()
    if syntax.is_verb(index) or syntax.tokens[index].dep == "cop":
        chain.anchor = index
        chain.verbs.append(index)
    _read_below(syntax, index, chain)
    current = index
    for _ in range(_MAX_DEPTH):
        token = syntax.tokens[current]
        base = token.dep.split(":")[0]
        if not chain.is_adjunct:
            _note_condition(syntax, current, chain)
        if base == "root" or token.head == current:
            break
        head = token.head
        if base == "ccomp" and _is_later_adjunct(syntax, current, head):
            break
        if base == "conj":
            if not _shares_frame(syntax, current, head):
                break
            current = head
            continue
        if base == "acl" and syntax.lemmas[head] in syntax.grammar.words["correlatives"] and _has_that(syntax, current):
            current = head  # "обвинил в том, что …": the pronoun only carries the clause
            continue
        if base == "acl" and syntax.time_at.get(head) is not None and syntax.is_verb(current):
            head = _above_time(syntax, head)  # "disposé la semaine dernière à venir": the time carries no clause
            _note(syntax, head, "xcomp", chain)
            current = head
            continue
        if base == "nmod" and not syntax.is_verb(current) and _hangs_on_date(syntax, current, head):
            head = _above_time(
                syntax, head
            )  # "effectuera du 26 au 28 mai une visite": the object hung on the date before it
            _note(syntax, head, "obj", chain)
            current = head
            continue
        is_goal = base == "acl" and (
            read_tense(syntax, current) == "infinitive"
            or _is_of_gerund(syntax, current, head)
            or _is_content(syntax, current)
        )  # "plans for X to go"
        if (token.dep == "acl:relcl" and not is_goal) or (
            base == "acl" and syntax.is_verb(current) and current != index
        ):
            chain.is_embedded = True
            break
        if base == "acl" and syntax.is_verb(current) and not is_goal:
            chain.is_embedded = syntax.tokens[current].feats.get("Tense") == "Past" or not _is_infinitive(
                syntax, current
            )
            if chain.is_embedded:
                break
        if base in {"ccomp", "advmod"} and _is_sentence_apart(syntax, current, head):
            break
        if base == "parataxis" or (base == "advcl" and not _is_infinitive(syntax, current)):
            break
        if base in {"obl", "advmod"} and token.dep != "obl:agent" and not _is_argument(syntax, current):
            chain.is_adjunct = True
        if base == "advcl" and syntax.lower[current].endswith("ing") and syntax.first(current, "mark") is None:
            chain.is_adjunct = chain.is_adjunct or syntax.grammar.lang == "en"  # "X, standing beside Y, did not …"
        if chain.is_adjunct:
            _pass(syntax, head, chain)
        else:
            _note(syntax, head, token.dep, chain)
            if base == "nsubj" and current == index:
                _note_sequel(syntax, head, chain)
        current = head
    return chain


def _is_later_adjunct(syntax: Syntax, current: int, head: int) -> bool:
    """Tell whether the parser hung a main clause below its adjunct ("X received Y on Tuesday, hours after Z confirmed …")."""
    openers = syntax.grammar.words["after"]
    return current < head and any(current < k and syntax.lower[k] in openers for k in syntax.children(head, "mark"))


def _is_of_gerund(syntax: Syntax, index: int, head: int) -> bool:
    """Tell whether an English gerund tells what a noun like "possibility" or "prospect" is of."""
    if syntax.grammar.lang != "en" or not syntax.lower[index].endswith("ing") or syntax.is_verb(head):
        return False
    return syntax.first(index, "mark") is not None and "possible" in operator_kinds(syntax, head)


def _hangs_on_date(syntax: Syntax, index: int, head: int) -> bool:
    """Tell whether a noun without a preposition hangs on a time expression before it."""
    is_bare = syntax.first(index, "case") is None and syntax.time_at.get(index) is None
    return is_bare and head < index and syntax.time_at.get(head) is not None


def _above_time(syntax: Syntax, index: int) -> int:
    """Return the first token above a time expression."""
    for above in syntax.ancestors(index):
        if syntax.time_at.get(above) is None:
            return above
    return index


def _is_content(syntax: Syntax, verb: int) -> bool:
    """Tell whether a clause is what a report, rumour or claim says ("dismissed a report that X would go")."""
    if syntax.lemmas[syntax.tokens[verb].head] not in syntax.grammar.themes["allegation"]:
        return False
    return any(
        syntax.lower[kid] in syntax.grammar.words["that"] and kid < verb for kid in syntax.children(verb, "mark")
    )


def _is_sentence_apart(syntax: Syntax, current: int, head: int) -> bool:
    """Tell whether a clause stands on its own for all that the parser hung it elsewhere: behind a semicolon, or as "adverb"."""
    if ";" in syntax.lower[min(current, head) : max(current, head)]:
        return True
    is_finite = syntax.is_verb(current) and syntax.tokens[current].feats.get("VerbForm") == "Fin"
    return syntax.tokens[current].dep.startswith("advmod") and is_finite


def _note_sequel(syntax: Syntax, verb: int, chain: Chain) -> None:
    """Add what befalls an event in a second predicate of the same subject ("was to take place in May but was called off")."""
    for kid in [k for head in (verb, *syntax.children(verb, "xcomp")) for k in syntax.children(head, "conj")]:
        has_own = syntax.first(kid, "nsubj") is not None
        fallen = [kind for kind in operator_kinds(syntax, kid)[:1] if kind in {"cancel", "postpone", "advance"}]
        if fallen and not has_own:
            negated, tense = is_negated(syntax, kid), read_tense(syntax, kid)
            chain.operators.append(Operator(fallen[0], kid, syntax.lemmas[kid], negated, tense, "nsubj"))


def _has_that(syntax: Syntax, clause: int) -> bool:
    """Tell whether a clause opens with "that", where the language marks it."""
    if not syntax.grammar.cases:
        return True
    return any(
        syntax.lower[kid] in syntax.grammar.words["that"] for kid in syntax.children(clause, "mark", "obj", "nsubj")
    )


def _shares_frame(syntax: Syntax, current: int, head: int) -> bool:
    """Tell whether a coordinated verb has no tense of its own and takes that of the first ("will meet A and visit B")."""
    if not syntax.is_verb(current):
        return True
    own = syntax.tokens[current].feats.get("VerbForm")
    return own in {"Inf", None} and syntax.first(current, "nsubj") is None and not list(syntax.children(current, "aux"))


def _is_infinitive(syntax: Syntax, index: int) -> bool:
    form = syntax.tokens[index].feats.get("VerbForm")
    return form in {"Inf", "Ger"} or (form == "Part" and syntax.first(index, "aux") is None)


def _note_condition(syntax: Syntax, current: int, chain: Chain) -> None:
    words = syntax.grammar.words
    for below in syntax.children(current, "advcl"):
        opener = next(
            (
                k
                for k in syntax.children(below, "mark")
                if syntax.lower[k] in words["if_markers"][:2] and _is_if(syntax, k)
            ),
            None,
        )
        if opener is not None and not {
            f"{syntax.lower[opener - 1]} {syntax.lower[opener]}",
            " ".join(syntax.lower[opener : opener + 2]),
        } & set(words["but_not_if"]):
            chain.is_hypothetical = True
    for kid in syntax.children(current, "mark", "advmod"):
        if syntax.lower[kid] in words["if_markers"] and _is_if(syntax, kid) and (kid < current or kid == current + 1):
            before = f"{syntax.lower[kid - 1]} {syntax.lower[kid]}" if kid else ""
            after = " ".join(syntax.lower[kid : kid + 2])
            if not {before, after} & set(words["but_not_if"]) and syntax.lower[kid] not in {"should", "were"}:
                chain.is_hypothetical = True


def _is_if(syntax: Syntax, index: int) -> bool:
    """Tell whether a marker is "if": the French elided one only before "il(s)", else it is a reflexive."""
    if syntax.lower[index] == "si" and {"croit", "croyons"} & set(syntax.lower[index : index + 5]):
        return False  # "si l'on en croit X" names a source
    return syntax.lower[index] != "s'" or syntax.lower[index + 1 : index + 2] in (["il"], ["ils"])


def _is_argument(syntax: Syntax, index: int) -> bool:
    """Tell whether an oblique is what its verb is about ("renonce à sa visite", "prepares for a trip", "met with")."""
    if syntax.tokens[index].dep in {"obl:arg", "obl:tmod"}:
        return syntax.tokens[index].dep == "obl:arg" and syntax.preposition(index) not in _ADJUNCT_PREPOSITIONS
    is_where = syntax.preposition(index) in syntax.grammar.words["inside"]
    if syntax.grammar.cases and is_where and syntax.tokens[index].feats.get("Case") == "Loc":
        # "на встрече с X она пригрозила", but "обвинил X в поставках"
        return operator_kinds(syntax, syntax.tokens[index].head)[:1] == ["accuse"]
    if syntax.lemmas[index] in syntax.grammar.words["day_nouns"] or _is_on_his_visit(syntax, index):
        return False  # "on the second day of his visit"
    return syntax.preposition(index) in syntax.grammar.words["about"] and syntax.tokens[index].upos != "ADV"


def _is_on_his_visit(syntax: Syntax, index: int) -> bool:
    """Tell whether a trip is when something is done ("asked Y, on his first visit to Z, to …"), not what is decided on."""
    words = syntax.grammar.words
    is_his = any(syntax.lower[kid] in words["possessives"] for kid in syntax.children(index, "nmod:poss", "det"))
    return is_his and syntax.preposition(index) == "on" and syntax.lemmas[index] in words["visit_nouns"]


def _pass(syntax: Syntax, index: int, chain: Chain) -> None:
    """Note a verb above an adjunct as a place to look for time and subject, without its meaning."""
    if syntax.is_verb(index):
        chain.verbs.append(index)
        if chain.anchor is None:
            chain.anchor = index


def _note(syntax: Syntax, index: int, relation: str, chain: Chain) -> None:
    """Add the operator at a token above the event, and its modal auxiliaries."""
    if syntax.is_verb(index):
        chain.verbs.append(index)
        if chain.anchor is None:
            chain.anchor = index
    kinds = operator_kinds(syntax, index)
    if (
        kinds[:1] == ["call_on"]
        and relation.startswith("ccomp")
        and syntax.lemmas[index] in syntax.grammar.reporting["verbs"]
    ):
        kinds = kinds[1:]  # "told reporters that": says, does not order
    if syntax.tokens[index].upos == "NOUN" and not syntax.grammar.cases:
        is_of = relation.startswith("acl")  # "the possibility of sending": the noun bears on the clause below it
        kinds = [kind for kind in kinds if kind not in _VERBS_ONLY or (is_of and kind == "possible")]
    if kinds:
        chain.operators.append(
            Operator(
                kinds[0], index, syntax.lemmas[index], is_negated(syntax, index), read_tense(syntax, index), relation
            )
        )


def _read_below(syntax: Syntax, index: int, chain: Chain) -> None:
    """Add participles, relative clauses and adjectives below an event noun that bear on it."""
    if syntax.is_verb(index):
        return
    for kid in syntax.children(index, "acl", "amod", "acl:relcl"):
        kinds = [kind for kind in operator_kinds(syntax, kid) if kind not in {"light", "call_on"}]
        if kinds:
            chain.operators.append(
                Operator(kinds[0], kid, syntax.lemmas[kid], is_negated(syntax, kid), "below", syntax.tokens[kid].dep)
            )
        for below in syntax.children(kid, "xcomp", "aux"):
            kinds = operator_kinds(syntax, below)
            if kinds and syntax.tokens[kid].dep == "acl:relcl" and kinds[0] not in {"light", "call_on"}:
                chain.operators.append(Operator(kinds[0], below, syntax.lemmas[below], False, "below", "acl:relcl"))
