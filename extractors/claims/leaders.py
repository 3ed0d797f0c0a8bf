"""Which two people "the leaders", "the presidents", "they with X" are: those who lead states, not who was named last."""

from __future__ import annotations

from extractors.claims.coreference import Discourse
from extractors.claims.parties import Party, acting_party, party_of_entity
from extractors.claims.syntax import Syntax
from seeds.gazetteer import load_gazetteer

_LEADING = frozenset({"hos", "hog", "leader", "monarch", "crown"})
#: sentences back to the last claim about two leaders
_REACH = 12


def is_leader(party: Party) -> bool:
    """Tell whether a person leads, or has led, a state or government."""
    terms = load_gazetteer().terms_by_person.get(party.entity_id or "", ())
    return any(term.office in _LEADING for term in terms)


def leading_pair(discourse: Discourse, before: int) -> list[Party]:
    """Return the two leaders spoken of: of the last claim about two, else the last two named, else one and his host."""
    sentence = discourse.syntax.sentence_of[before]
    for where, people in reversed(discourse.pairs):
        if sentence - where <= _REACH and all(is_leader(party) for party in people):
            return list(people)
    found: list[Party] = []
    for named in reversed(discourse.people):
        if named.start < before and named.party not in found and is_leader(named.party):
            found.append(named.party)
        if len(found) == 2:
            return found[::-1]
    host = _host_of(discourse, found) if found else None
    return [*found, host] if host is not None else []


def _host_of(discourse: Discourse, known: list[Party]) -> Party | None:
    """Return who leads the state to which a leader's visit goes."""
    visit = discourse.visit_in_focus(actor=known[0])
    state = load_gazetteer().states.get(visit.country_id or "") if visit is not None else None
    if state is None or discourse.anchor_on is None or known[0].country_id == state.entity.entity_id:
        return None
    holder = load_gazetteer().find_holder(state.entity.entity_id, state.leader_offices, discourse.anchor_on)
    return party_of_entity(holder) if holder is not None else None


def is_bare_pair(syntax: Syntax, head: int) -> bool:
    """Tell whether a plural role stands for the two people spoken of ("президенты", "главы государств")."""
    words = syntax.grammar.words
    if syntax.lemmas[head] not in words["pair_bare"] or syntax.tokens[head].feats.get("Number") != "Plur":
        return False
    return all(
        syntax.mention_of(kid) is None and syntax.lemmas[kid] in {*words["pair_state_nouns"], *words["pair_numerals"]}
        for kid in syntax.children(head, "nmod", "nummod", "amod", "det", "appos")
    )


def companion_of(syntax: Syntax, head: int) -> Party | None:
    """Return the person of "they with X", which means "he and X" ("они с Раиси встретились")."""
    if head + 2 >= len(syntax.tokens) or syntax.normal_preposition(head + 1) not in syntax.grammar.words["joiners"]:
        return None
    mention = syntax.mention_of(head + 2)
    return acting_party(mention, head + 2) if mention is not None and mention.label == "PER" else None
