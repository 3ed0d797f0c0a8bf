"""Hosts that a sentence leaves out: who has invited, whose visit was told, who announces it, whom somebody drops in on."""

from __future__ import annotations

from extractors.claims.attachment import nominals_with, venues_of
from extractors.claims.coreference import OPEN_STATUSES
from extractors.claims.draft import Draft
from extractors.claims.drafting import new_draft
from extractors.claims.geography import country_party, focus_place, is_home
from extractors.claims.parties import Party, acting_party
from extractors.claims.places import find_places
from extractors.claims.resolve import resolve_parties
from extractors.claims.scope import Scope, looks_ahead
from records.annotations import Entity


def visit_from_context(scope: Scope, actors: list[Party]) -> list[Draft]:
    """Return a visit whose host the sentence leaves out: "he would go in the spring" (invited), "Xi last came in 2019", "stayed away"."""
    frame, syntax = scope.trigger.row.frame, scope.syntax
    guests = [p for p in actors if p.is_person]
    sentence = syntax.sentence(scope.index)
    is_dated = any(sentence.char_start <= ref.char_start < sentence.char_end for ref in syntax.times)
    if _leads_elsewhere(scope):
        return []
    host: Party | None = _host_missed(scope) or _host_shared(scope, guests)
    if host is None and frame.id in {"go", "set-out", "arrive"} and looks_ahead(scope):
        host = _host_awaiting(scope, guests)
    comes_from = "context" in frame.place and bool(
        find_places(scope, ("prep:" + "|".join(syntax.grammar.words["from"]),))
    )
    if host is None and "context" in frame.place and not comes_from and (is_dated or frame.phase == "absent"):
        place = focus_place(scope, actors)
        host = country_party(place) if place is not None and not is_home(place, actors) else None
    if host is None and frame.phase in {"be", "stay"} and venues_of(syntax, {scope.index}):
        place = focus_place(scope, actors)
        host = country_party(place) if place is not None and not is_home(place, actors) else None
    if frame.id == "accompany":
        guests = [p for p in guests if not any(p in visit.actors for visit in scope.discourse.visits[-1:])]
    if host is None or not guests:
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients, draft.country_id = guests, [host], host.entity_id
    return [draft]


def _leads_elsewhere(scope: Scope) -> bool:
    """Tell whether a verb of travel only helps another verb, or enters what is no place ("ira redire que …", "enter the conflict")."""
    syntax, index = scope.syntax, scope.index
    if scope.trigger.row.frame.kind != "verb" or syntax.grammar.cases:
        return False
    if syntax.lemmas[index] == "aller" and any(syntax.is_verb(kid) for kid in syntax.children(index, "xcomp")):
        return True
    if scope.trigger.row.frame.phase != "arrive":
        return False
    into = {"dans", "into", "to", "à"}
    beside = [kid for kid in syntax.children(index, "obl", "obj") if syntax.time_at.get(kid) is None]
    return any(syntax.normal_preposition(syntax.first(kid, "case") or kid) in into for kid in beside)


def visit_to_person(scope: Scope, actors: list[Party]) -> list[Draft]:
    """Return the visit "to" somebody whose place the text leaves out ("drop in on X", "un saut chez X")."""
    frame = scope.trigger.row.frame
    if frame.kind != "verb" or frame.place_only or frame.phase not in {"", "arrive", "set-out"}:
        return []
    guests = [p for p in actors if p.is_person]
    for position in nominals_with(scope, set(scope.syntax.grammar.words.get("at_person", ()))):
        hosts = [p for p in resolve_parties(scope, position, is_object=True) if p.is_person and p not in guests]
        if hosts and guests and all(p.country_id != hosts[0].country_id for p in guests):
            draft = new_draft(scope)
            draft.actors, draft.recipients, draft.country_id = guests, hosts[:1], hosts[0].country_id
            return [draft]
    return []


def _host_awaiting(scope: Scope, guests: list[Party]) -> Party | None:
    """Return the state that has invited these people, or to which a visit of theirs is still to come."""
    sentence = scope.syntax.sentence_of[scope.index]
    for where, invited, state in reversed(scope.discourse.invitations):
        if sentence - where <= 1 and set(invited) & set(guests) and state is not None:
            return state
    for visit in reversed(scope.discourse.visits):
        if set(visit.actors) & set(guests) and visit.status in OPEN_STATUSES and visit.recipients:
            return visit.recipients[0]
    return None


def _host_shared(scope: Scope, guests: list[Party]) -> Party | None:
    """Return the host of the visit just told where others travel along ("is travelling with him", "était du voyage")."""
    frame, syntax = scope.trigger.row.frame, scope.syntax
    visit = scope.discourse.visit_in_focus(is_open=looks_ahead(scope))
    guests = [party for party in guests if party not in visit.actors] if visit is not None else []
    if visit is None or not visit.recipients or not guests:
        return None
    if syntax.sentence_of[scope.index] - visit.sentence > 2 or any(p.country_id == visit.country_id for p in guests):
        return None
    if frame.id == "along":
        above = syntax.tokens[scope.index].head
        takes_part = any(syntax.children(scope.index, "cop")) or syntax.lemmas[above] in {"faire", "partie"}
        return visit.recipients[0] if takes_part else None
    if frame.id not in {"go", "set-out", "accompany"}:
        return None
    beside = nominals_with(scope, set(syntax.grammar.words.get("company", ())))
    beside += list(syntax.children(scope.index, "obj")) if frame.id == "accompany" else []
    others = [party for position in beside for party in resolve_parties(scope, position, is_object=True)]
    return visit.recipients[0] if set(others) & set(visit.actors) else None


def _host_missed(scope: Scope) -> Party | None:
    """Return the host of the visit just told where somebody goes in another's stead ("ira à sa place")."""
    syntax, sentence = scope.syntax, scope.syntax.sentence(scope.index)
    text = " ".join(syntax.lower[scope.index : min(scope.index + 9, sentence.token_end)])
    if not any(phrase in text for phrase in syntax.grammar.words.get("stead", ())):
        return None
    last = next(iter(reversed(scope.discourse.visits)), None)
    return last.recipients[0] if last is not None and last.recipients else None


def host_speaks(scope: Scope, people: list[Party]) -> list[Draft]:
    """Return the visit that another state's office announces without naming the place ("The Kremlin said … a visit by X")."""
    syntax, start = scope.syntax, scope.syntax.sentence(scope.index).token_start
    for position in range(start, syntax.sentence(scope.index).token_end):
        mention = syntax.mention_of(position)
        is_voice = mention is not None and (mention.label == "OFFICE" or mention.kind == "metonym")
        verb = syntax.governing_verb(position)
        if (
            mention is None
            or not is_voice
            or verb is None
            or syntax.lemmas[verb] not in syntax.grammar.reporting["verbs"]
        ):
            continue
        party = acting_party(mention, position)
        host = country_party(Entity("", "", "person", country_id=party.country_id)) if party is not None else None
        if host is not None and all(p.country_id != host.entity_id for p in people):
            draft = new_draft(scope)
            draft.actors, draft.recipients, draft.country_id = people, [host], host.entity_id
            return [draft]
    return []
