"""Who is meant by "he", "his host", "the two leaders", "the trip": rules over what the text has said so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass, field

from extractors.claims.parties import Party, acting_party, is_woman
from extractors.claims.syntax import SUBJECTS, Syntax, head_of, tokens_of
from records.annotations import Mention

#: sentences that a pronoun may reach back
REACH_SENTENCES = 3
#: sentences back to the last claim about two persons that "the two leaders" may mean
PAIR_SENTENCES = 6
#: a visit with one of these is still to come
OPEN_STATUSES = frozenset({"planned", "rumoured", "scheduled", "postponed"})


@dataclass(slots=True)
class Named:
    """One mention of a person or state as the discourse remembers it."""

    party: Party
    start: int
    sentence: int
    is_subject: bool
    clause: int
    is_female: bool | None
    #: speaks in this sentence: the subject of a verb of saying
    is_speaker: bool = field(kw_only=True, default=False)
    #: stands in a relative or participial clause
    is_aside: bool = field(kw_only=True, default=False)
    #: taken up by a pronoun: what the text is about at that point
    is_center: bool = field(kw_only=True, default=False)
    #: role nouns written beside the name
    roles: frozenset[str]


@dataclass(slots=True)
class VisitInFocus:
    """A visit that the text has told of and may take up again as "the trip"."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: str | None
    place_id: str | None
    country_id: str | None
    t_start: dt.date | None
    t_end: dt.date | None
    granularity: str | None
    date_status: str
    status: str
    sentence: int
    paragraph: int
    token: int = -1


@dataclass(slots=True)
class Discourse:
    """What the text has mentioned, for resolving words that point back."""

    syntax: Syntax
    people: list[Named] = field(default_factory=list)
    states: list[Named] = field(default_factory=list)
    visits: list[VisitInFocus] = field(default_factory=list)
    meetings: list[VisitInFocus] = field(default_factory=list)
    #: the two persons of each claim made so far, latest last
    pairs: list[tuple[int, tuple[Party, ...]]] = field(default_factory=list)
    #: the two persons of the headline, where it names just two
    title_pair: tuple[Party, ...] = ()
    #: sentence and the two states of each claim that has just two sides, latest last
    state_pairs: list[tuple[int, tuple[Party, ...]]] = field(default_factory=list)
    #: who gave the presents told of so far
    givers: list[tuple[Party, ...]] = field(default_factory=list)
    #: who imposes on whom, of each sanction told
    sanctions: list[tuple[tuple[Party, ...], tuple[Party, ...]]] = field(default_factory=list)
    #: sentence, invited persons and inviting state of each invitation told
    invitations: list[tuple[int, tuple[Party, ...], Party | None]] = field(default_factory=list)
    accusations: list[tuple[int, tuple[Party, ...]]] = field(default_factory=list)
    #: sentence and source of each statement reported so far
    statements: list[tuple[int, Party]] = field(default_factory=list)
    #: the day from which the text counts
    anchor_on: dt.date | None = None

    def resolve_pronoun(
        self, index: int, *, is_female: bool | None, is_object: bool, besides: tuple[Party, ...] = ()
    ) -> Party | None:
        """Return the last compatible person before a pronoun; subjects of earlier clauses first."""
        syntax = self.syntax
        sentence = syntax.sentence_of[index]
        clause = syntax.clause_head(index)
        antecedents = _antecedents(syntax, index)
        speaks = syntax.lemmas[syntax.tokens[index].head] in syntax.grammar.reporting["verbs"]
        besides += self._bound(index, clause, is_object=is_object)
        best: tuple[float, Named] | None = None
        for named in reversed(self.people):
            if named.start >= index or named.party in besides:
                continue
            distance = sentence - named.sentence
            if distance > REACH_SENTENCES:
                break
            if is_female is not None and named.is_female is not None and named.is_female != is_female:
                continue
            is_apart = any(low in {":", ";"} for low in syntax.lower[named.start : index])
            if distance == 0 and named.clause == clause and not is_object and not named.is_subject and not is_apart:
                continue
            if is_object and distance == 0 and named.clause == clause:
                continue
            if distance == 0 and (named.start in antecedents or self._is_beside(named, clause)):
                continue
            score = -2.0 * distance + 1.5 * named.is_subject + 0.001 * named.start
            if is_female is True and named.is_female is True:
                score += 3.0
            if distance == 0 and not named.is_subject:
                score -= 0.5
            if named.is_aside and (distance > 0 or syntax.grammar.cases):
                score -= 1.0
            if named.is_center:
                score += 0.8 if named.is_subject else 1.8  # a pronoun before: still what the text is about
            if named.is_speaker and distance == 0 and named.start < named.clause < index:
                score += 2.0  # "X said that he …"
            elif named.is_speaker:
                score += 1.0 if speaks else -2.2
            if best is None or score > best[0]:
                best = (score, named)
        return best[1].party if best else None

    def _bound(self, index: int, clause: int, *, is_object: bool) -> tuple[Party, ...]:
        """Return who stands in a clause beside a pronoun, so that the pronoun means somebody else (languages with cases)."""
        if not self.syntax.grammar.cases:
            return ()
        beside = [n for n in self.people if n.clause == clause and n.start != index]
        return tuple(n.party for n in beside if is_object or not n.is_subject)

    def _is_beside(self, named: Named, clause: int) -> bool:
        """Tell whether somebody stands in a participial phrase of the pronoun's own clause ("Invited by X, he …"): he is another."""
        token = self.syntax.tokens[named.clause]
        is_participle = token.feats.get("VerbForm") in {"Part", "Ger"} and token.dep.startswith(("advcl", "acl"))
        return named.is_subject and is_participle and token.head == clause and named.clause < clause

    def add_described(self, parties: list[Party]) -> None:
        """Remember persons that the text has just called by a description ("the visitor"): a pronoun may take them up."""
        known = {named.start for named in self.people}
        for party in parties:
            token = party.token
            if not party.is_person or token < 0 or token in known or self.syntax.tokens[token].upos != "NOUN":
                continue
            is_subject = self.syntax.tokens[token].dep in SUBJECTS
            clause, sentence = self.syntax.clause_head(token), self.syntax.sentence_of[token]
            self.people.append(Named(party, token, sentence, is_subject, clause, None, frozenset()))
            self.people.sort(key=lambda named: named.start)

    def last_people(self, before: int, count: int, *, besides: tuple[Party, ...] = ()) -> list[Party]:
        """Return the last distinct persons before a token, in text order, latest sentences first."""
        found: list[Party] = []
        for named in reversed(self.people):
            if named.start < before and named.party not in found and named.party not in besides:
                found.append(named.party)
            if len(found) == count:
                break
        return found[::-1]

    def last_pair(self, before: int, *, only_men: bool = False) -> list[Party]:
        """Return the two persons that "the two leaders" means: of the last claim about two, else the last two named who do not just speak."""
        sentence = self.syntax.sentence_of[before]
        for where, people in reversed(self.pairs):
            fits = not only_men or not any(is_woman(party) for party in people)
            if sentence - where <= PAIR_SENTENCES and fits:
                return list(people)
        if len(self.title_pair) == 2:
            return list(self.title_pair)
        found: list[Party] = []
        for named in reversed(self.people):
            fits = not only_men or named.is_female is not True
            if named.start < before and named.party not in found and not named.is_speaker and fits:
                found.append(named.party)
            if len(found) == 2:
                break
        return found[::-1] if len(found) == 2 else self.last_people(before, 2)

    def last_states(self, before: int, count: int) -> list[Party]:
        """Return the states last spoken of: the two of the last claim, else by name or through their people."""
        sentence = self.syntax.sentence_of[before] if before < len(self.syntax.sentence_of) else 0
        for where, pair in reversed(self.state_pairs):
            if count == 2 and 0 <= sentence - where <= REACH_SENTENCES:
                return list(pair)
        found: list[Party] = []
        mixed = sorted([*self.people, *self.states], key=lambda named: named.start)
        for named in reversed(mixed):
            if named.start >= before or len(found) == count:
                continue
            state = named.party if named.party.kind == "country" else self.state_of(named.party)
            if state is not None and state not in found:
                found.append(state)
        return found[::-1]

    def state_of(self, party: Party) -> Party | None:
        """Return a party's state if the text names that state anywhere."""
        if party.kind == "country":
            return party
        if party.country_id is None:
            return None
        return next((named.party for named in self.states if named.party.entity_id == party.country_id), None)

    def by_role(self, role: str, before: int, *, besides: Container[Party] = ()) -> Party | None:
        """Return the person last introduced with a role noun ("the chancellor"), or a word of the same meaning."""
        groups = self.syntax.grammar.words.get("same_roles", ())
        roles = {role}.union(*(words for group in groups if role in (words := group.split("|"))))
        for named in reversed(self.people):
            if named.start < before and roles & named.roles and named.party not in besides:
                return named.party
        return None

    def visit_in_focus(
        self, *, actor: Party | None = None, is_open: bool = False, paragraph: int | None = None
    ) -> VisitInFocus | None:
        """Return the visit that "the trip" takes up: the last one told, of that traveller if one is given.

        `is_open`: the text speaks of something to come, so visits that are over or under way are passed over if another is known.
        """
        known = [visit for visit in reversed(self.visits) if actor is None or actor in visit.actors]
        if is_open:
            known = [visit for visit in known if visit.status in OPEN_STATUSES] or known
        return _main_of(known, paragraph) if known else None

    def accusers(self, sentence: int) -> tuple[Party, ...]:
        """Return who has accused in this or the preceding sentence."""
        for where, actors in reversed(self.accusations):
            if 0 <= sentence - where <= 1:
                return actors
        return ()


def _main_of(known: list[VisitInFocus], paragraph: int | None) -> VisitInFocus:
    """Return which of the visits told, latest first, "the visit" takes up: the latest, unless its traveller has several stops.

    Of several the one told alone in this paragraph, else the one told most often, else the first stop.
    """
    latest = known[0]
    stops = [v for v in known if v.actors == latest.actors and v.status in OPEN_STATUSES]
    hosts = [v.country_id for v in stops]
    if paragraph is None or latest not in stops or len(set(hosts)) < 2:
        return latest
    beside = {v.country_id for v in stops if v.sentence == latest.sentence}
    if paragraph == latest.paragraph and len(beside) == 1:
        return latest
    most = max(hosts.count(host) for host in hosts)
    return next(v for v in reversed(stops) if hosts.count(v.country_id) == most)


def open_discourse(syntax: Syntax) -> Discourse:
    """Read all mentions of a text once."""
    discourse = Discourse(syntax)
    for number, mention in enumerate(syntax.mentions):
        start, end = syntax.span_of[number]
        if start >= end or start >= len(syntax.tokens):
            continue
        party = acting_party(mention, start)
        if party is None or mention.kind == "pronoun" or syntax.mention_of(start) is not mention:
            continue
        named = _remember(syntax, mention, party, start, end)
        if party.kind == "person":
            discourse.people.append(named)
        elif party.kind == "country":
            discourse.states.append(named)
    discourse.people.sort(key=lambda named: named.start)
    _chain_pronouns(discourse)
    discourse.states.sort(key=lambda named: named.start)
    return discourse


def _antecedents(syntax: Syntax, index: int) -> set[int]:
    """Return the tokens of the nouns whose relative clauses hold a token: a pronoun inside never means them."""
    found: set[int] = set()
    for above in [index, *syntax.ancestors(index)]:
        token = syntax.tokens[above]
        if token.dep == "acl:relcl":
            mention = syntax.mention_of(token.head)
            heads = (
                [token.head, syntax.tokens[token.head].head]
                if mention is None or mention.kind != "name"
                else [token.head]
            )
            for head in heads:
                own = syntax.mention_of(head)
                found |= {
                    p
                    for p in range(max(0, head - 8), head + 8)
                    if p < len(syntax.tokens) and own is not None and syntax.mention_of(p) is own
                }
    return found


def _chain_pronouns(discourse: Discourse) -> None:
    """Resolve subject pronouns in text order, so that a later one may lean on an earlier one."""
    syntax = discourse.syntax
    words = syntax.grammar.words
    for token in syntax.tokens:
        low = syntax.lower[token.index].lstrip("-")
        is_subject = _is_subject(syntax, token.index)
        is_female: bool | None = low in words["pronouns_fem"]
        party: Party | None = None
        if token.upos == "PRON" and low in words.get("pronouns_chained", ()) and (is_subject or syntax.grammar.cases):
            party = discourse.resolve_pronoun(token.index, is_female=is_female, is_object=not is_subject)
        elif (
            syntax.grammar.cases
            and token.upos in {"NOUN", "PROPN"}
            and syntax.lemmas[token.index] in words["role_nouns"]
        ):
            party, is_female = _bare_role(discourse, token.index), None
        if party is None:
            continue
        named = Named(
            party, token.index, syntax.sentence_of[token.index], is_subject, syntax.clause_head(token.index), is_female,
            frozenset(), is_center=bool(syntax.grammar.cases),
        )  # fmt: skip
        discourse.people.append(named)
        discourse.people.sort(key=lambda known: known.start)


def _bare_role(discourse: Discourse, index: int) -> Party | None:
    """Return who a role noun alone takes up ("министр", "канцлер"); with a name or a complement it introduces somebody."""
    syntax = discourse.syntax
    if syntax.mention_of(index) is not None or syntax.tokens[index].feats.get("Number") == "Plur":
        return None
    if any(syntax.tokens[kid].dep in {"nmod", "appos", "amod", "conj"} for kid in syntax.children(index)):
        return None
    clause = syntax.clause_head(index)
    beside = {named.party for named in discourse.people if named.clause == clause and named.start != index}
    return discourse.by_role(syntax.lemmas[index], index, besides=beside)


def _is_subject(syntax: Syntax, index: int) -> bool:
    token = syntax.tokens[index]
    if token.dep in SUBJECTS:
        return True
    return token.dep.startswith("expl") and syntax.lemmas[token.head] not in syntax.grammar.words["impersonal"]


def _remember(syntax: Syntax, mention: Mention, party: Party, start: int, end: int) -> Named:
    positions = list(range(start, end)) or tokens_of(syntax, mention)
    head = head_of(syntax, positions)
    is_subject = any(syntax.tokens[p].dep in SUBJECTS or syntax.tokens[p].dep == "obl:agent" for p in positions)
    carrier = head
    if syntax.tokens[head].dep.split(":")[0] in {"appos", "flat", "nmod", "compound"}:
        carrier = syntax.tokens[head].head
        is_subject = is_subject or syntax.tokens[carrier].dep in SUBJECTS
    roles = _roles_beside(syntax, start, end)
    shown, known = _gender(syntax, start, end, roles), is_woman(party)
    clause = syntax.clause_head(carrier)
    return Named(
        party, start, syntax.sentence_of[start], is_subject, clause, shown if known is None else known, roles,
        is_speaker=is_subject and syntax.lemmas[clause] in syntax.grammar.reporting["verbs"],
        is_aside=syntax.tokens[clause].dep in {"acl:relcl", "acl", "advcl"},
    )  # fmt: skip


def _roles_beside(syntax: Syntax, start: int, end: int) -> frozenset[str]:
    """Return the role nouns written just before a name ("le chancelier Olaf Scholz") or after it in apposition."""
    nouns = set(syntax.grammar.words["role_nouns"])
    sentence = syntax.sentence(start)
    found = {syntax.lemmas[p] for p in range(start, end) if syntax.lemmas[p] in nouns}
    position = start - 1
    while position >= sentence.token_start and start - position < 9 and not syntax.is_verb(position):
        if syntax.mention_at.get(position) is not None and syntax.mention_at[position].label == "PER":
            break
        if syntax.lemmas[position] in nouns:
            found.add(syntax.lemmas[position])
            break
        position -= 1
    if end < sentence.token_end and syntax.lower[end] == ",":
        for position in range(end + 1, min(end + 7, sentence.token_end)):
            if syntax.lower[position] == "," or syntax.is_verb(position):
                break
            if syntax.lemmas[position] in nouns:
                found.add(syntax.lemmas[position])
                break
    return frozenset(found)


def _gender(syntax: Syntax, start: int, end: int, roles: frozenset[str]) -> bool | None:
    """Return True for a woman, False for a man, None where the text does not show it."""
    before = syntax.lower[start - 1].rstrip(".") if start else ""
    first = syntax.lower[start].rstrip(".")
    titles = syntax.grammar.words["female_titles"]
    if before in titles or first in titles:
        return True
    if any(role in titles or role.endswith(("ère", "trice", "woman")) for role in roles):
        return True
    if before in {"m", "mr"} or first in {"m", "mr"}:
        return False
    return None
