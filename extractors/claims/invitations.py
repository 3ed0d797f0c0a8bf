"""Invitations: who asks whom; where it was made, never where the visit will be."""

from __future__ import annotations

from extractors.claims.arguments import fill_first, fill_slot
from extractors.claims.coreference import OPEN_STATUSES
from extractors.claims.draft import Draft
from extractors.claims.drafting import new_draft
from extractors.claims.geography import country_party, there_place
from extractors.claims.parties import Party, is_placelike
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope
from extractors.claims.voice import is_passive
from records.annotations import Entity


def build_invitation(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if frame.kind == "verb":
        passive = is_passive(scope)
        actors = fill_slot(scope, "agent") if passive else fill_slot(scope, "subj")
        recipients = fill_slot(scope, "obj-person") or fill_slot(scope, "iobj") or _addressed(scope)
    else:
        actors = fill_first(scope, frame.actor)
        holders = _holders(scope)
        actors = [p for p in actors if p not in holders]
        slots = (fill_slot(scope, slot) for slot in frame.recipient)
        recipients = next(
            (found for slot in slots if (found := [p for p in slot if p.is_person and p not in actors])), []
        )
        recipients = recipients or holders or _invited_before(scope, actors) or _invited(scope, actors)
        recipients = recipients or _other_one(scope, actors)
    recipients = [p for p in recipients if p.is_person or p.kind in {"other", "organization", "office"}]
    if not recipients:
        return []
    draft = new_draft(scope)
    draft.recipients = recipients
    draft.actors = [p for p in actors if p not in recipients] or _known_host(scope, _inviting_state(scope, recipients))
    draft.place = None if frame.kind == "noun" and not scope.chain.has("light") else _invited_at(scope)
    return [draft] if draft.actors else []


def _holders(scope: Scope) -> list[Party]:
    """Return who has, receives, accepts or declines an invitation."""
    light = next(
        (
            op
            for op in scope.chain.operators
            if op.lemma in scope.syntax.grammar.words["holding"]
            and op.relation.split(":")[0] in {"obj", "dep", "xcomp"}
        ),
        None,
    )
    return [p for p in subject_parties(scope, light.index) if p.is_person] if light is not None else []


def _invited(scope: Scope, actors: list[Party]) -> list[Party]:
    """Return who holds an invitation: the subject of "has", the traveller of the visit, the subject of the clause."""
    syntax = scope.syntax
    verb = syntax.governing_verb(scope.index)
    if verb is not None:
        found = [p for p in subject_parties(scope, verb) if p.is_person and p not in actors]
        if found:
            return found[:1]
    focus = scope.discourse.visit_in_focus(is_open=True)
    return [p for p in focus.actors if p not in actors] if focus is not None else []


def _invited_before(scope: Scope, actors: list[Party]) -> list[Party]:
    """Return whom "this invitation" asks: those of the last one told."""
    pointing = scope.syntax.grammar.words.get("demonstratives", ())
    is_bare = bool(scope.syntax.grammar.cases) and not any(scope.syntax.children(scope.index, "nmod", "amod", "iobj"))
    if not is_bare and not any(
        scope.syntax.lower[kid] in pointing for kid in scope.syntax.children(scope.index, "det", "amod")
    ):
        return []
    told = scope.discourse.invitations[-1:]
    return [p for _, guests, _ in told for p in guests if p not in actors]


def _addressed(scope: Scope) -> list[Party]:
    """Return whom the verb before speaks to, where a coordinated "and invited" has no object ("said to him and invited to come")."""
    syntax, index = scope.syntax, scope.index
    token = syntax.tokens[index]
    if token.dep != "conj" or not syntax.grammar.cases:
        return []
    for kid in syntax.children(token.head, "iobj", "obj", "obl"):
        found = [p for p in resolve_parties(scope, kid, is_object=True) if p.is_person]
        if found:
            return found
    return []


def _other_one(scope: Scope, actors: list[Party]) -> list[Party]:
    """Return the one with whom who invites has just been told to speak ("A and B talked, and A renewed his invitation")."""
    if not scope.chain.has("light") or not any(p.is_person for p in actors):
        return []
    return scope.discourse.last_people(scope.index, 1, besides=tuple(actors))


def _inviting_state(scope: Scope, recipients: list[Party]) -> list[Party]:
    """Return the host state where no inviter is named: the place of the visit, else the visit under discussion."""
    slots = ("prep:" + "|".join(scope.syntax.grammar.words["towards"]),)
    for mention in find_places(scope, slots):
        host = country_party(entity_of(mention))
        if host is not None and all(host.country_id != p.country_id for p in recipients):
            return [host]
    syntax, index = scope.syntax, scope.index
    for position in range(index + 1, min(index + 10, syntax.sentence(index).token_end)):
        named = syntax.mention_of(position)
        if named is not None and is_placelike(named):
            host = country_party(entity_of(named))
            if host is not None and all(host.country_id != p.country_id for p in recipients):
                return [host]
    for _, invited, host in reversed(scope.discourse.invitations):
        if host is not None and set(invited) & set(recipients):
            return [host]
    open_first = [v for v in scope.discourse.visits if v.status in OPEN_STATUSES and v.sentence >= 0]
    focus = next((v for v in [*open_first, *reversed(scope.discourse.visits)] if set(v.actors) & set(recipients)), None)
    return list(focus.recipients) if focus is not None else []


def _known_host(scope: Scope, states: list[Party]) -> list[Party]:
    """Return the person of the inviting state who is known to deal with visits in this text, else the state."""
    for where, people in reversed(scope.discourse.pairs):
        if scope.syntax.sentence_of[scope.index] - where <= 12 and states and not scope.chain.has("light"):
            found = [p for p in people if p.country_id == states[0].entity_id]
            if found:
                return found
    return states


def _invited_at(scope: Scope) -> Entity | None:
    """Return where an invitation was made: "at the summit in X", never "to X"."""
    found = there_place(scope, adverb_only=True)
    if found is not None:
        return found
    slots = ("during-place",)
    mentions = find_places(scope, slots)
    return entity_of(mentions[0]) if mentions else None
