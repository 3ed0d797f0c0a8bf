"""Meetings and calls: all parties together, or one draft per counterpart where the text counts them."""

from __future__ import annotations

from extractors.claims.arguments import fill_first, fill_slot
from extractors.claims.attachment import parties_with
from extractors.claims.draft import Draft
from extractors.claims.drafting import new_draft, unique_parties
from extractors.claims.geography import there_place
from extractors.claims.parties import Party, is_placelike, specificity
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import subject_parties
from extractors.claims.scope import Scope
from extractors.claims.things import has_thing_as_object
from extractors.claims.unnamed import unnamed_company, unnamed_envoys
from extractors.claims.voice import is_passive
from records.annotations import Entity, Mention


def build_meeting(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if _is_pictured(scope):
        return []
    takes_person = frame.kind == "verb" and any(slot.startswith("obj") for slot in frame.party)
    if takes_person and scope.trigger.complement is None and has_thing_as_object(scope):
        return []
    first = fill_first(scope, frame.actor)
    if not first and frame.kind == "noun" and scope.syntax.grammar.cases:
        first = [p for p in fill_slot(scope, "of") if p.kind == "organization"]  # "саммит БРИКС"
    groups = [
        g for slot in frame.party if slot.startswith("prep:") for g in parties_with(scope, set(slot[5:].split("|")))
    ]
    if len(groups) > 1 and first and frame.kind == "noun":
        return [draft for group in groups for draft in _one_meeting(scope, first, group)]
    second = fill_first(scope, frame.party)
    if second and frame.also:
        second = unique_parties(
            [*second, *(p for p in fill_first(scope, frame.also) if p.is_person and p not in first)]
        )
    if not first and not second and frame.kind == "verb" and (gathered := _gathered(scope)):
        return gathered
    if not second and first and frame.kind == "verb" and scope.trigger.row.event.type == "meeting":
        second = unnamed_company(scope)
    if scope.trigger.row.event.type == "call" and len(first) == 1 and len(second) > 1:
        return [draft for party in second for draft in _one_meeting(scope, first, [party])]
    return _one_meeting(scope, first, second)


def _one_meeting(scope: Scope, first: list[Party], second: list[Party]) -> list[Draft]:
    """Return the meeting of two groups of parties, empty where they are not two."""
    frame = scope.trigger.row.frame
    if "agent" in frame.actor and is_passive(scope):
        company = [p for p in fill_first(scope, frame.also) if p.is_person] if frame.also else []
        first, second = fill_slot(scope, "agent"), [*fill_slot(scope, "obj"), *company]
    parties = unique_parties(
        [p for p in [*first, *second] if p.kind in {"person", "country", "office", "organization", "other"}]
    )
    if len(parties) == 1 and frame.kind == "noun" and second:
        parties = unique_parties([*_one_who_meets(scope, parties[0]), *parties])
    is_body = len(parties) == 1 and parties[0].kind == "organization" and frame.kind == "noun"
    if is_body and scope.chain.has("cancel", "postpone") is not None:
        draft = new_draft(scope)
        draft.actors, draft.place = parties, meeting_place(scope, parties)
        return [draft]
    if len(parties) < 2:
        return []
    if frame.kind == "verb" and not any(p.is_person or p.kind == "organization" for p in parties):
        return []
    if "plain" in frame.needs and scope.trigger.complement is None and not _is_plain(scope):
        return []
    persons = [p for p in parties if p.is_person or p.kind in {"organization", "other"}]
    if frame.kind == "verb" and len(persons) >= 1 and len(persons) < len(parties):
        parties = persons if len(persons) >= 2 else parties
    if frame.kind == "verb" and scope.trigger.row.event.type == "meeting" and len(persons) < 2:
        return []
    draft = new_draft(scope)
    draft.actors = parties
    draft.place = meeting_place(scope, parties)
    return [draft]


def _is_pictured(scope: Scope) -> bool:
    """Tell whether talks are only what a picture shows ("a photograph of their handshake")."""
    syntax = scope.syntax
    if scope.trigger.row.frame.kind != "noun" or syntax.preposition(scope.index) not in syntax.grammar.words["of"]:
        return False
    return syntax.lemmas[syntax.tokens[scope.index].head] in syntax.grammar.words.get("pictures", ())


def _gathered(scope: Scope) -> list[Draft]:
    """Return the meeting of a union's ministers or envoys among themselves ("EU ambassadors meet in X on Monday")."""
    if scope.trigger.row.event.type != "meeting" or scope.trigger.row.frame.id not in {"meet", "talk-with"}:
        return []
    parties = unnamed_envoys(scope)
    if not parties or any(scope.syntax.children(scope.index, "obj")) or is_passive(scope):
        return []
    draft = new_draft(scope)
    draft.actors, draft.place = parties, meeting_place(scope, parties)
    return [draft]


def _one_who_meets(scope: Scope, other: Party) -> list[Party]:
    """Return who holds talks "with X" where the phrase does not say: the clause's subject, else the traveller."""
    verb = scope.syntax.governing_verb(scope.index)
    subjects = [p for p in subject_parties(scope, verb) if p.is_person and p != other] if verb is not None else []
    if subjects:
        return subjects
    focus = scope.discourse.visit_in_focus()
    return (
        [p for p in focus.actors if p != other][:1]
        if focus is not None and (scope.chain.is_adjunct or scope.syntax.grammar.cases)
        else []
    )


_OTHER_SENSES = frozenset({"off", "for", "on", "out", "upon", "up", "à"})


def _is_person(mention: Mention | None) -> bool:
    return mention is not None and mention.label == "PER"


def _is_plain(scope: Scope) -> bool:
    """Tell whether a verb of calling has just a person as object: neither "called off", "called for" nor "called him a friend"."""
    syntax, index = scope.syntax, scope.index
    if any(not _is_person(syntax.mention_of(kid)) for kid in syntax.children(index, "xcomp", "ccomp")):
        return False
    if syntax.lemmas[index] == "téléphoner":
        return True  # "téléphoner à X" calls upon nobody
    follower = syntax.lower[index + 1] if index + 1 < len(syntax.tokens) else ""
    return follower not in _OTHER_SENSES


def meeting_place(scope: Scope, parties: list[Party]) -> Entity | None:
    """Return where a meeting or signing is held, if the sentence says so."""
    where = there_place(scope, adverb_only=True)
    if where is not None and scope.syntax.grammar.cases:
        return where
    host = _host_of(scope)
    if host is not None:
        return host
    taken = {p.token for p in parties}
    mentions = [
        m
        for m in find_places(scope, ("prep:" + "|".join(scope.syntax.grammar.words["at"]),))
        if not _covers(scope, m, taken)
    ]
    if mentions:
        return max((entity_of(m) for m in mentions), key=specificity)
    return there_place(scope)


def _host_of(scope: Scope) -> Entity | None:
    """Return the country or town that "will host" the talks."""
    syntax = scope.syntax
    verb = syntax.governing_verb(scope.index)
    is_object = scope.trigger.row.frame.kind == "noun" and syntax.tokens[scope.index].dep in {"obj", "nmod", "conj"}
    if verb is None or not is_object or syntax.lemmas[verb] not in syntax.grammar.words.get("hosting", ()):
        return None
    mentions = [syntax.mention_of(kid) for kid in syntax.children(verb, "nsubj")]
    return next((entity_of(m) for m in mentions if m is not None and is_placelike(m)), None)


def _covers(scope: Scope, mention: Mention, taken: set[int]) -> bool:
    return any(scope.syntax.mention_of(token) is mention for token in taken if token >= 0)
