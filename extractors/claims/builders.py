"""Turns a trigger with its arguments into drafts: one per host country, per counterpart, per act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extractors.claims.arguments import fill_first, fill_slot
from extractors.claims.attachment import nominals_with, parties_with, prepositions_of
from extractors.claims.coreference import OPEN_STATUSES
from extractors.claims.draft import Draft
from extractors.claims.geography import country_party, focus_place, is_home, there_place
from extractors.claims.parties import Party, specificity
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import head_of, is_definite
from extractors.claims.tense import read_tense
from extractors.claims.themes import fill_theme
from extractors.claims.voice import is_passive
from records.annotations import Entity, Mention


def build_drafts(scope: Scope) -> list[Draft]:
    """Return the drafts of one trigger, empty where its frame's needs are not met."""
    event = scope.trigger.row.event.type
    builder = _BUILDERS.get(event, _build_act)
    return builder(scope)


def _new(scope: Scope) -> Draft:
    return Draft(scope.trigger.row, scope.index, construction=scope.trigger.row.frame.kind)


def _build_visit(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if "passive" in frame.needs and not is_passive(scope):
        return []
    actors = _travellers(scope)
    places = _visit_places(scope)
    if frame.kind == "noun":
        return _build_visit_noun(scope, actors, places)
    if not any(p.is_person for p in actors):
        actors = _on_board(scope)
    if not any(p.is_person for p in actors):
        return []
    if frame.phase == "be" and frame.kind == "verb" and scope.syntax.tokens[scope.index].dep == "cop":
        predicate = scope.syntax.tokens[scope.index].head
        if (
            scope.syntax.mention_of(predicate) is None
            and scope.syntax.lemmas[predicate] not in scope.syntax.grammar.words["place_nouns"]
        ):
            return []
    if not places and frame.kind == "phrase":
        return _received_on_visit(scope, actors)
    if not places:
        return _visit_from_context(scope, actors)
    return _visits_by_country(scope, actors, places)


_MAKING = frozenset(
    {"faire", "effectuer", "accomplir", "entreprendre", "make", "pay", "undertake", "take", "conduct", "complete"}
)


def _travellers(scope: Scope) -> list[Party]:
    """Return who travels: the first slot that names a person; the subject first where somebody makes or pays a visit."""
    slots = list(scope.trigger.row.frame.actor)
    light = scope.chain.has("light")
    if light is not None and light.lemma in _MAKING and "subj" in slots:
        slots.insert(0, "subj")
    groups = [[p for p in fill_slot(scope, slot) if p.kind not in {"place", "facility"}] for slot in slots]
    return next((g for g in groups if any(p.is_person for p in g)), next((g for g in groups if g), []))


def _on_board(scope: Scope) -> list[Party]:
    """Return who travels where the text says that his plane or train does."""
    syntax, index = scope.syntax, scope.index
    for kid in syntax.children(index, "nsubj"):
        if syntax.lemmas[kid] not in syntax.grammar.words["vehicles"]:
            continue
        sentence = syntax.sentence(index)
        ahead = [n.party for n in scope.discourse.people if kid < n.start < sentence.token_end and not n.is_speaker]
        if ahead:
            return ahead[:1]
    return []


def _received_on_visit(scope: Scope, actors: list[Party]) -> list[Draft]:
    """Return the visit of somebody received "on a state visit" where no place is named: his host is his receiver's state."""
    verb = scope.syntax.governing_verb(scope.index)
    hosts = [p for p in subject_parties(scope, verb) if p not in actors] if verb is not None else []
    states = [s for host in hosts if (s := country_party(Entity("", "", "person", country_id=host.country_id)))]
    guests = [p for p in actors if p.is_person]
    if not states or not guests or any(p.country_id == states[0].entity_id for p in guests):
        return []
    draft = _new(scope)
    draft.actors, draft.recipients, draft.country_id = guests, states[:1], states[0].entity_id
    return [draft]


def _visit_places(scope: Scope) -> list[Entity]:
    frame = scope.trigger.row.frame
    mentions = find_places(scope, [slot for slot in frame.place if slot not in {"there", "context"}])
    if frame.phase == "be" and frame.kind == "verb" and mentions and not _follows_closely(scope, mentions[0]):
        mentions = []
    places = [entity_of(m) for m in mentions]
    if not places and ("there" in frame.place or frame.kind == "noun"):
        found = there_place(scope)
        places = [found] if found is not None else []
    return places


def _follows_closely(scope: Scope, mention: Mention) -> bool:
    """Tell whether a place is the predicate of "to be": right behind it, no other noun between."""
    syntax, index = scope.syntax, scope.index
    for position in range(index + 1, min(index + 9, syntax.sentence(index).token_end)):
        if syntax.mention_of(position) is mention:
            return True
        token = syntax.tokens[position]
        if token.upos in {"NOUN", "ADJ", "VERB", "PROPN"} and syntax.time_at.get(position) is None:
            return syntax.lemmas[position] in syntax.grammar.words["place_nouns"]
    return False


def _visits_by_country(scope: Scope, actors: list[Party], places: list[Entity]) -> list[Draft]:
    """Return one draft per host country, with the narrowest place named in it."""
    frame = scope.trigger.row.frame
    chosen: dict[str, Entity] = {}
    for place in places:
        key = place.entity_id if place.kind == "country" else (place.country_id or place.name)
        if key not in chosen or specificity(place) > specificity(chosen[key]):
            chosen[key] = place
    drafts = []
    for place in chosen.values():
        home = is_home(place, actors)
        if home and (frame.phase in {"be", "leave", "stay", "arrive"} or frame.kind == "noun" or frame.place_only):
            continue
        draft = _new(scope)
        draft.actors = _unique([*([p for p in actors if p.is_person] or actors), *_companions(scope)])
        host = None if home else country_party(place)
        draft.recipients = [host] if host is not None else []
        draft.place = place
        draft.country_id = host.entity_id if host else place.country_id
        drafts.append(draft)
    return drafts


def _companions(scope: Scope) -> list[Party]:
    """Return who travels along: "flew to X with Y and Z", by a direct phrase of company."""
    syntax, index = scope.syntax, scope.index
    if scope.trigger.row.frame.kind != "verb":
        return []
    for position in nominals_with(scope, prepositions_of(scope, "company")):
        head = position
        mention = syntax.mention_of(position)
        while (
            mention is not None
            and syntax.mention_of(syntax.tokens[head].head) is mention
            and syntax.tokens[head].head != head
        ):
            head = syntax.tokens[head].head
        between = range(min(index, position) + 1, position)
        if any(p in scope.rivals or syntax.is_verb(p) for p in between):
            continue
        if mention is not None and mention.label == "PER":
            return [p for p in resolve_parties(scope, position, is_object=True) if p.is_person]
    return []


def _same_trip_by(scope: Scope, people: list[Party]) -> list[Draft]:
    """Return the visit of others to the host under discussion: "his minister made the trip last month"."""
    focus = scope.discourse.visit_in_focus()
    if focus is None or not focus.recipients or not _is_definite(scope):
        return []
    draft = _new(scope)
    draft.actors, draft.recipients, draft.country_id = people, list(focus.recipients), focus.country_id
    return [draft] if all(p.country_id != focus.country_id for p in people) else []


def _build_visit_noun(scope: Scope, actors: list[Party], places: list[Entity]) -> list[Draft]:
    people = [p for p in actors if p.is_person or p.kind == "organization"]
    if people and places:
        return _visits_by_country(scope, people, places)
    focus = scope.discourse.visit_in_focus(actor=people[0] if people else None, is_open=_looks_ahead(scope))
    if places and not people:
        travellers = _travellers_to(scope, places)
        return _visits_by_country(scope, travellers, places) if travellers and _bears_news(scope) else []
    if people and focus is None:
        return _same_trip_by(scope, people)
    if focus is None or not _is_definite(scope) or not _bears_news(scope):
        return []
    draft = _new(scope)
    draft.actors, draft.recipients = list(focus.actors), list(focus.recipients)
    draft.country_id = focus.country_id
    draft.factors["focus"] = "yes"
    return [draft]


def _travellers_to(scope: Scope, places: list[Entity]) -> list[Party]:
    """Return whose "trip to X" this is: of the known visit there, else the person spoken of who is not from there."""
    hosts = {place.entity_id if place.kind == "country" else place.country_id for place in places}
    known = [v for v in reversed(scope.discourse.visits) if v.country_id in hosts]
    if known:
        return list(known[0].actors)
    syntax = scope.syntax
    own = [
        n
        for n in scope.discourse.people
        if syntax.sentence_of[n.start] == syntax.sentence_of[scope.index] and not n.is_speaker
    ]
    named = [n for n in own if n.party.country_id not in hosts and n.start < scope.index]
    if named:
        return [next((n.party for n in named if n.is_subject), named[-1].party)]
    focus = scope.discourse.visit_in_focus(is_open=_looks_ahead(scope))
    if focus is not None and not any(p.country_id in hosts for p in focus.actors):
        return list(focus.actors)
    others = [
        n.party
        for n in scope.discourse.people
        if n.start < scope.index and n.party.country_id not in hosts and not n.is_speaker
    ]
    return others[-1:]


def _visit_from_context(scope: Scope, actors: list[Party]) -> list[Draft]:
    """Return a visit whose host the sentence leaves out: "he would go in the spring" (invited), "Xi last came in 2019", "stayed away"."""
    frame, syntax = scope.trigger.row.frame, scope.syntax
    guests = [p for p in actors if p.is_person]
    sentence = syntax.sentence(scope.index)
    is_dated = any(sentence.char_start <= ref.char_start < sentence.char_end for ref in syntax.times)
    host: Party | None = None
    if frame.id in {"go", "set-out", "arrive"} and _looks_ahead(scope):
        host = _host_awaiting(scope, guests)
    if host is None and "context" in frame.place and (is_dated or frame.phase == "absent"):
        place = focus_place(scope, actors)
        host = country_party(place) if place is not None and not is_home(place, actors) else None
    if host is None or not guests:
        return []
    draft = _new(scope)
    draft.actors, draft.recipients, draft.country_id = guests, [host], host.entity_id
    return [draft]


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


def _looks_ahead(scope: Scope) -> bool:
    """Tell whether the sentence speaks of something to come."""
    if scope.chain.has("hope", "prepare", "intend", "schedule", "expect", "postpone", "cancel", "accept"):
        return True
    return any(
        read_tense(scope.syntax, verb) in {"future", "conditional", "possible", "duty"}
        for verb in scope.chain.verbs[:2]
    )


def _is_definite(scope: Scope) -> bool:
    return is_definite(scope.syntax, scope.index)


def _bears_news(scope: Scope) -> bool:
    """Tell whether a noun that takes up a known event says something of it: an operator or a time."""
    if any(op.kind != "light" for op in scope.chain.operators):
        return True
    if any(op.lemma in _MAKING for op in scope.chain.operators):
        return True
    sentence = scope.syntax.sentence(scope.index)
    return any(sentence.char_start <= ref.char_start < sentence.char_end for ref in scope.syntax.times)


def _build_meeting(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    first = fill_first(scope, frame.actor)
    groups = [
        g for slot in frame.party if slot.startswith("prep:") for g in parties_with(scope, set(slot[5:].split("|")))
    ]
    if len(groups) > 1 and first and frame.kind == "noun":
        return [draft for group in groups for draft in _one_meeting(scope, first, group)]
    return _one_meeting(scope, first, fill_first(scope, frame.party))


def _one_meeting(scope: Scope, first: list[Party], second: list[Party]) -> list[Draft]:
    """Return the meeting of two groups of parties, empty where they are not two."""
    frame = scope.trigger.row.frame
    if "agent" in frame.actor and is_passive(scope):
        first, second = fill_slot(scope, "agent"), fill_slot(scope, "obj")
    parties = _unique(
        [p for p in [*first, *second] if p.kind in {"person", "country", "office", "organization", "other"}]
    )
    if len(parties) == 1 and frame.kind == "noun" and second:
        parties = _unique([*_one_who_meets(scope, parties[0]), *parties])
    if len(parties) < 2:
        return []
    if frame.kind == "verb" and not any(p.is_person or p.kind == "organization" for p in parties):
        return []
    if "plain" in frame.needs and not _is_plain(scope):
        return []
    persons = [p for p in parties if p.is_person or p.kind in {"organization", "other"}]
    if frame.kind == "verb" and len(persons) >= 1 and len(persons) < len(parties):
        parties = persons if len(persons) >= 2 else parties
    if frame.kind == "verb" and scope.trigger.row.event.type == "meeting" and len(persons) < 2:
        return []
    draft = _new(scope)
    draft.actors = parties
    draft.place = meeting_place(scope, parties)
    return [draft]


def _one_who_meets(scope: Scope, other: Party) -> list[Party]:
    """Return who holds talks "with X" where the phrase does not say: the clause's subject, else the traveller."""
    verb = scope.syntax.governing_verb(scope.index)
    subjects = [p for p in subject_parties(scope, verb) if p.is_person and p != other] if verb is not None else []
    if subjects:
        return subjects
    focus = scope.discourse.visit_in_focus()
    return [p for p in focus.actors if p != other][:1] if focus is not None and scope.chain.is_adjunct else []


_OTHER_SENSES = frozenset({"off", "for", "on", "out", "upon", "up", "à"})


def _is_plain(scope: Scope) -> bool:
    """Tell whether a verb of calling has just a person as object: neither "called off", "called for" nor "called him a friend"."""
    syntax, index = scope.syntax, scope.index
    if any(True for _ in syntax.children(index, "xcomp", "ccomp")):
        return False
    follower = syntax.lower[index + 1] if index + 1 < len(syntax.tokens) else ""
    return follower not in _OTHER_SENSES


def _unique(parties: list[Party]) -> list[Party]:
    found: list[Party] = []
    for party in parties:
        if all(party.name != other.name for other in found):
            found.append(party)
    return found


def meeting_place(scope: Scope, parties: list[Party]) -> Entity | None:
    """Return where a meeting or signing is held, if the sentence says so."""
    taken = {p.token for p in parties}
    mentions = [
        m
        for m in find_places(scope, ("prep:" + "|".join(scope.syntax.grammar.words["at"]),))
        if not _covers(scope, m, taken)
    ]
    if mentions:
        return max((entity_of(m) for m in mentions), key=specificity)
    return there_place(scope)


def _covers(scope: Scope, mention: Mention, taken: set[int]) -> bool:
    return any(scope.syntax.mention_of(token) is mention for token in taken if token >= 0)


def _build_invitation(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if frame.kind == "verb":
        passive = is_passive(scope)
        actors = fill_slot(scope, "agent") if passive else fill_slot(scope, "subj")
        recipients = fill_slot(scope, "obj-person") or fill_slot(scope, "iobj")
    else:
        actors = fill_first(scope, frame.actor)
        holders = _holders(scope)
        actors = [p for p in actors if p not in holders]
        slots = (fill_slot(scope, slot) for slot in frame.recipient)
        recipients = next(
            (found for slot in slots if (found := [p for p in slot if p.is_person and p not in actors])), []
        )
        recipients = recipients or holders or _invited(scope, actors)
    recipients = [p for p in recipients if p.is_person or p.kind in {"other", "organization", "office"}]
    if not recipients:
        return []
    draft = _new(scope)
    draft.recipients = recipients
    draft.actors = [p for p in actors if p not in recipients] or _known_host(scope, _inviting_state(scope, recipients))
    draft.place = None if frame.kind == "noun" and not scope.chain.has("light") else _invited_at(scope)
    return [draft] if draft.actors else []


_HOLDING = frozenset(
    {
        "avoir",
        "recevoir",
        "accepter",
        "décliner",
        "obtenir",
        "have",
        "receive",
        "accept",
        "decline",
        "hold",
        "get",
        "take",
    }
)


def _holders(scope: Scope) -> list[Party]:
    """Return who has, receives, accepts or declines an invitation."""
    light = next(
        (
            op
            for op in scope.chain.operators
            if op.lemma in _HOLDING and op.relation.split(":")[0] in {"obj", "dep", "xcomp"}
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


def _inviting_state(scope: Scope, recipients: list[Party]) -> list[Party]:
    """Return the host state where no inviter is named: the place of the visit, else the visit under discussion."""
    slots = ("prep:" + "|".join(scope.syntax.grammar.words["towards"]),)
    for mention in find_places(scope, slots):
        host = country_party(entity_of(mention))
        if host is not None and all(host.country_id != p.country_id for p in recipients):
            return [host]
    focus = next((v for v in reversed(scope.discourse.visits) if set(v.actors) & set(recipients)), None)
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


def _build_agreement(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if "operator" in frame.needs and not scope.chain.operators:
        return []
    if "theme" in frame.needs and not fill_theme(scope, frame.theme):
        return []
    actors = fill_slot(scope, "between-clause") or fill_first(scope, frame.actor)
    actors = _unique([*actors, *fill_first(scope, [slot for slot in frame.party if slot != "between-clause"])])
    actors = [p for p in actors if p.kind not in {"place", "facility"}]
    if not actors or (("both" in frame.needs or "both-or-plural" in frame.needs) and len(actors) < 2):
        return []
    draft = _new(scope)
    draft.actors = actors
    draft.place = meeting_place(scope, actors)
    return [draft]


def _build_transfer(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if "theme" in frame.needs and not fill_theme(scope, frame.theme):
        return []
    actors = fill_first(scope, frame.actor)
    recipients = [p for p in fill_first(scope, frame.recipient) if p not in actors]
    if scope.trigger.row.event.type == "aid":
        recipients = [_as_state(scope, p) for p in recipients]
    if "recipient" in frame.needs and not recipients:
        return []
    if "parties" in frame.needs and not (actors and recipients):
        return []
    if not actors:
        actors = _known_giver(scope)
    if not actors and scope.trigger.row.event.type == "aid":
        actors = list(scope.discourse.last_states(scope.index, 1)) if not recipients else []
    if not actors:
        return []
    draft = _new(scope)
    draft.actors, draft.recipients = actors, [p for p in recipients if p not in actors]
    return [draft]


def _known_giver(scope: Scope) -> list[Party]:
    """Return the giver of the present under discussion where a passive leaves him out ("the car was handed over to …")."""
    if scope.trigger.row.event.type != "gift":
        return []
    if scope.trigger.row.frame.id == "receive":
        receivers = fill_first(scope, scope.trigger.row.frame.recipient)
        return [p for p in scope.discourse.last_pair(scope.index) if p not in receivers][:1]
    return list(scope.discourse.givers[-1]) if scope.discourse.givers else []


def _as_state(scope: Scope, party: Party) -> Party:
    """Return the state for its person where arms or money are given."""
    if party.kind in {"country", "organization", "other"}:
        return party
    return scope.discourse.state_of(party) or party


def _build_act(scope: Scope) -> list[Draft]:
    """Return a one-sided act: speech acts, force, sanctions, protests."""
    frame = scope.trigger.row.frame
    if "operator" in frame.needs and not scope.chain.operators:
        return []
    actors = fill_first(scope, frame.actor)
    if "crowd" in frame.needs:
        actors = [p for p in actors if p.kind == "other"] or ([] if actors else _crowd(scope))
    recipients = [p for p in fill_first(scope, frame.recipient) if p not in actors]
    if is_passive(scope) and frame.kind == "verb":
        actors = fill_slot(scope, "agent") or [p for p in actors if p not in recipients]
    recipients = [p for p in recipients if p.kind not in {"place", "facility"}]
    if "recipient" in frame.needs and not recipients:
        return []
    if "parties" in frame.needs and not (actors and recipients):
        return []
    if "force" in frame.needs and not _is_force(scope, actors):
        return []
    actors = [p for p in actors if p.kind not in {"place", "facility"}]
    if not actors or ("statement" in frame.needs and any(p.is_person for p in fill_slot(scope, "obj"))):
        return []
    draft = _new(scope)
    draft.actors, draft.recipients = actors, recipients
    if scope.trigger.row.event.type in {"military_action", "protest", "threat", "criticism", "praise"}:
        draft.place = _fronted_place(scope)
    return [draft]


def _is_force(scope: Scope, actors: list[Party]) -> bool:
    """Tell whether a general verb of striking is about force: armed forces, weapons or states strike."""
    syntax = scope.syntax
    words = set(syntax.grammar.themes["attack"]) | {
        "armée",
        "force",
        "army",
        "troop",
        "troops",
        "forces",
        "soldat",
        "soldier",
    }
    sentence = syntax.sentence(scope.index)
    return any(syntax.lemmas[p] in words for p in range(sentence.token_start, sentence.token_end)) and bool(actors)


def _crowd(scope: Scope) -> list[Party]:
    """Return the people who protest, as written, where they are no known party."""
    syntax = scope.syntax
    for kid in syntax.children(scope.index, "nsubj"):
        subtree = sorted(k for k in syntax.subtree(kid) if k <= kid + 4 and not syntax.is_verb(k))
        text = syntax.text_of(subtree[0], subtree[-1] + 1) if subtree else syntax.tokens[kid].text
        return [Party(text, None, "other", None, kid)]
    return []


def _fronted_place(scope: Scope) -> Entity | None:
    """Return where somebody speaks or strikes: a phrase of place before the verb, or right after it."""
    if scope.chain.is_embedded or scope.chain.is_adjunct:
        return None
    syntax, index = scope.syntax, scope.index
    for mention in find_places(scope, ("prep:" + "|".join(syntax.grammar.words["at"]),)):
        span = [
            p
            for p in range(syntax.sentence(index).token_start, syntax.sentence(index).token_end)
            if syntax.mention_of(p) is mention
        ]
        if span and (span[0] < index or syntax.tokens[head_of(syntax, span)].head == index):
            return entity_of(mention)
    return None


_BUILDERS: dict[str, Callable[[Scope], list[Draft]]] = {
    "visit": _build_visit, "meeting": _build_meeting, "call": _build_meeting, "invitation": _build_invitation,
    "agreement": _build_agreement, "gift": _build_transfer, "aid": _build_transfer,
}  # fmt: skip

__all__ = ["build_drafts", "meeting_place", "replace", "resolve_parties"]
