"""Visits: one draft per host country, travellers and hosts from the sentence or from what the text said before."""

from __future__ import annotations

from extractors.claims.arguments import fill_slot
from extractors.claims.attachment import nominals_with, prepositions_of
from extractors.claims.coreference import VisitInFocus
from extractors.claims.draft import Draft
from extractors.claims.drafting import MAKING, new_draft, unique_parties
from extractors.claims.geography import country_party, is_capital, is_home, there_place, where_place
from extractors.claims.hosts import host_speaks, visit_from_context, visit_to_person
from extractors.claims.parties import Party, no_host, specificity
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import resolve_parties, subject_parties
from extractors.claims.scope import Scope, comes_after, looks_ahead
from extractors.claims.syntax import is_definite
from extractors.claims.things import is_moved_thing, measures_visit, passengers_of
from extractors.claims.timing import find_time
from extractors.claims.triggers import Trigger
from extractors.claims.voice import is_passive
from records.annotations import Entity, Mention


def build_visit(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if "passive" in frame.needs and not is_passive(scope):
        return []
    if "trip" in frame.needs and not _is_of_trip(scope):
        return []
    actors = _travellers(scope)
    places = _visit_places(scope)
    if frame.kind == "noun":
        return _build_visit_noun(scope, actors, places)
    if is_moved_thing(scope):
        return []
    if not any(p.is_person for p in actors):
        actors = passengers_of(scope) or _on_tour(scope)
    if not any(p.is_person for p in actors):
        return []
    if not places and frame.kind == "phrase" and frame.id != "along":
        return _received_on_visit(scope, actors)
    if not places:
        return visit_to_person(scope, actors) or visit_from_context(scope, actors)
    return _visits_by_country(scope, actors, places)


def _travellers(scope: Scope) -> list[Party]:
    """Return who travels: the first slot that names a person; the subject first where somebody makes or pays a visit."""
    frame = scope.trigger.row.frame
    if frame.also:
        return unique_parties(
            [p for slot in (*frame.actor, *frame.also) for p in fill_slot(scope, slot) if p.is_person]
        )
    slots = list(frame.actor)
    light = scope.chain.has("light")
    if light is not None and light.lemma in MAKING and "subj" in slots:
        slots.insert(0, "subj")
    groups = [[p for p in fill_slot(scope, slot) if p.kind not in {"place", "facility"}] for slot in slots]
    groups = [[p for p in group if not measures_visit(scope, p)] for group in groups]
    return next((g for g in groups if any(p.is_person for p in g)), next((g for g in groups if g), []))


def _is_of_trip(scope: Scope) -> bool:
    """Tell whether the subject of "to take somebody to" is a trip ("une tournée qui le mènera à X")."""
    syntax, index = scope.syntax, scope.index
    heads = list(syntax.children(index, "nsubj"))
    if syntax.tokens[index].dep.startswith("acl"):
        heads += [above for above in syntax.ancestors(index) if not syntax.is_verb(above)][:2]
    return any(syntax.lemmas[head] in syntax.grammar.words["visit_nouns"] for head in heads)


def _on_tour(scope: Scope) -> list[Party]:
    """Return who goes on where a phrase names the next stop alone ("Cap ensuite sur X", "Next stop: X")."""
    if scope.syntax.tokens[scope.index].dep != "root" or scope.trigger.row.frame.kind != "phrase":
        return []
    return next((list(visit.actors) for visit in reversed(scope.discourse.visits) if visit.recipients), [])


def _received_on_visit(scope: Scope, actors: list[Party]) -> list[Draft]:
    """Return the visit of somebody received "on a state visit" where no place is named: his host is his receiver's state."""
    verb = scope.syntax.governing_verb(scope.index)
    hosts = [p for p in subject_parties(scope, verb) if p not in actors] if verb is not None else []
    states = [s for host in hosts if (s := country_party(Entity("", "", "person", country_id=host.country_id)))]
    guests = [p for p in actors if p.is_person]
    if not states or not guests or any(p.country_id == states[0].entity_id for p in guests):
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients, draft.country_id = guests, states[:1], states[0].entity_id
    return [draft]


def _visit_places(scope: Scope) -> list[Entity]:
    frame = scope.trigger.row.frame
    mentions = find_places(scope, [slot for slot in frame.place if slot not in {"there", "context"}]) or _route(scope)
    if mentions and frame.kind == "verb" and "there" in frame.place and (relative := where_place(scope)) is not None:
        return [relative]
    if frame.phase == "be" and frame.kind == "verb" and mentions and not _is_predicate(scope, mentions[0]):
        mentions = []
    places = [entity_of(m) for m in mentions]
    if not places and ("there" in frame.place or frame.kind == "noun"):
        found = there_place(scope)
        places = [found] if found is not None and not _is_said_of_something_else(scope) else []
    return places


def _route(scope: Scope) -> list[Mention]:
    """Return the places where a trip "will lead", "includes" or "goes through" as the subject of its clause."""
    syntax, index = scope.syntax, scope.index
    verb = syntax.tokens[index].head
    if scope.trigger.row.frame.kind != "noun" or not syntax.tokens[index].dep.startswith("nsubj"):
        return []
    if syntax.lemmas[verb] not in syntax.grammar.words.get("routes", ()):
        return []
    moved = Scope(syntax, scope.discourse, Trigger(scope.trigger.row, verb), scope.chain, scope.speaker, scope.rivals)
    return find_places(moved, ("prep:" + "|".join(syntax.grammar.words.get("through", ())), "obj"))


def _is_said_of_something_else(scope: Scope) -> bool:
    """Tell whether "to be there" has another predicate ("il y sera question de …")."""
    token = scope.syntax.tokens[scope.index]
    return (
        scope.trigger.row.frame.phase == "be"
        and token.dep == "cop"
        and scope.syntax.tokens[token.head].upos in {"NOUN", "ADJ", "VERB"}
    )


def _is_predicate(scope: Scope, mention: Mention) -> bool:
    """Tell whether a place is where somebody "is"; word order tells it, or the copula's head in a language with cases."""
    syntax = scope.syntax
    if not syntax.grammar.cases:
        return _follows_closely(scope, mention)
    token = syntax.tokens[scope.index]
    if token.dep != "cop":
        return True
    head = syntax.mention_of(token.head)
    is_place = head is not None and head.label in {"LOC", "GPE", "OFFICE"}
    is_venue = syntax.lemmas[token.head] in syntax.grammar.words["venue_nouns"]
    return is_place or is_venue or syntax.time_at.get(token.head) is not None or syntax.tokens[token.head].upos == "ADV"


def _follows_closely(scope: Scope, mention: Mention) -> bool:
    """Tell whether a place is the predicate of "to be": right behind it, no other noun between."""
    syntax, index = scope.syntax, scope.index
    for position in range(index + 1, min(index + 9, syntax.sentence(index).token_end)):
        if syntax.mention_of(position) is mention:
            return True
        token = syntax.tokens[position]
        if syntax.lower[position] in syntax.grammar.words.get("fillers", ()):
            continue  # "sera de son côté à X"
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
        if place.name in no_host():
            continue
        home = is_home(place, actors)
        stays = frame.phase in {"be", "leave", "stay", "arrive"} or frame.kind == "noun" or frame.place_only
        if home and stays and not _is_made_at_home(scope, place):
            continue
        if home and is_capital(place):
            continue  # "flew back to Moscow": the way home
        draft = new_draft(scope)
        draft.actors = unique_parties([*([p for p in actors if p.is_person] or actors), *_companions(scope, place)])
        host = None if home else country_party(place)
        draft.recipients = [host] if host is not None else []
        draft.place = place
        draft.country_id = host.entity_id if host else place.country_id
        drafts.append(draft)
    return drafts


def _is_made_at_home(scope: Scope, place: Entity) -> bool:
    """Tell whether somebody makes a trip inside his own country ("a fait une visite surprise à Odessa")."""
    syntax, light = scope.syntax, scope.chain.has("light")
    if light is None or light.lemma not in MAKING or place.kind != "place" or is_capital(place):
        return False
    return any(syntax.lower[kid] in syntax.grammar.words["articles_new"] for kid in syntax.children(scope.index, "det"))


def _companions(scope: Scope, place: Entity) -> list[Party]:
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
            found = [p for p in resolve_parties(scope, position, is_object=True) if p.is_person]
            return [p for p in found if not is_home(place, [p])]
    return []


def _same_trip_by(scope: Scope, people: list[Party]) -> list[Draft]:
    """Return the visit of others to the host under discussion: "his minister made the trip last month"."""
    focus = scope.discourse.visit_in_focus()
    if (
        focus is None
        or not focus.recipients
        or not is_definite(scope.syntax, scope.index)
        or scope.chain.has("light", "cancel", "postpone") is None
    ):
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients, draft.country_id = people, list(focus.recipients), focus.country_id
    return [draft] if all(p.country_id != focus.country_id for p in people) else []


def _build_visit_noun(scope: Scope, actors: list[Party], places: list[Entity]) -> list[Draft]:
    people = [p for p in actors if p.is_person or p.kind == "organization"]
    if scope.trigger.row.frame.id == "presence" and not (places and any(p.is_person for p in people)):
        return []
    if people and places:
        if _is_his(scope) and all(is_home(place, people) for place in places):
            people = _travellers_to(scope, places) or people  # "X met Y on his first visit to Y's country"
        return _visits_by_country(scope, people, places)
    is_plural = scope.syntax.tokens[scope.index].feats.get("Number") == "Plur" and not scope.syntax.grammar.cases
    if (not people and _is_others(scope)) or (is_plural and not places and not _is_counted(scope)):
        return []
    focus = scope.discourse.visit_in_focus(
        actor=people[0] if people else None,
        is_open=looks_ahead(scope),
        paragraph=scope.syntax.sentence(scope.index).paragraph,
    )
    if places and not people:
        travellers = _travellers_to(scope, places)
        return _visits_by_country(scope, travellers, places) if travellers and _bears_news(scope) else []
    if people and focus is None:
        return _same_trip_by(scope, people) or host_speaks(scope, people)
    is_definite_or_fallen = (
        is_definite(scope.syntax, scope.index)
        or scope.chain.has("postpone", "cancel") is not None
        or _is_reported(scope)
    )
    if focus is None and is_definite_or_fallen and not people:
        focus = _invited_visit(scope)
    if focus is None or not is_definite_or_fallen or not _bears_news(scope):
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients = list(focus.actors), list(focus.recipients)
    draft.country_id = focus.country_id
    draft.factors["focus"] = "yes"
    return [draft]


def _is_his(scope: Scope) -> bool:
    """Tell whether a pronoun tells whose trip it is."""
    syntax = scope.syntax
    kids = syntax.children(scope.index, "nmod:poss", "det")
    return any(syntax.lower[kid] in syntax.grammar.words["possessives"] for kid in kids)


def _is_counted(scope: Scope) -> bool:
    """Tell whether a plural names a journey all the same ("travels", "two visits"): a number or a time of its own."""
    syntax = scope.syntax
    return syntax.first(scope.index, "nummod") is not None or find_time(scope, frozenset()) is not None


def _is_reported(scope: Scope) -> bool:
    """Tell whether a trip is what somebody speaks of ("évoque un voyage la semaine prochaine"): then it is the one under discussion."""
    syntax, token = scope.syntax, scope.syntax.tokens[scope.index]
    return token.dep == "obj" and syntax.lemmas[token.head] in syntax.grammar.reporting["verbs"]


def _is_others(scope: Scope) -> bool:
    """Tell whether a noun of travel belongs to people who are no party ("приезд рабочих"): then it takes up no known visit."""
    syntax = scope.syntax
    for kid in syntax.children(scope.index, "nmod") if syntax.grammar.cases else ():
        token = syntax.tokens[kid]
        is_whose = token.upos == "NOUN" and token.feats.get("Case") == "Gen" and not any(syntax.children(kid, "case"))
        if is_whose and syntax.mention_of(kid) is None and not resolve_parties(scope, kid):
            return token.feats.get("Animacy") == "Anim"
    return False


def _invited_visit(scope: Scope) -> VisitInFocus | None:
    """Return the visit to which an invitation told just before leads ("Japan's premier accepted. The visit is expected in April")."""
    sentence = scope.syntax.sentence(scope.index)
    for where, guests, host in reversed(scope.discourse.invitations):
        if sentence.index - where <= 3 and host is not None and guests:
            return VisitInFocus(
                guests, (host,), None, None, host.entity_id, None, None, None, "none", "planned", where, sentence.paragraph
            )  # fmt: skip
    return None


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
    ahead = [n.party for n in own if n.is_subject and n.party.country_id not in hosts]
    if ahead and scope.index - syntax.sentence(scope.index).token_start <= 6:
        return ahead[:1]  # "Fresh from a trip to X, Y …"
    focus = scope.discourse.visit_in_focus(is_open=looks_ahead(scope))
    if focus is not None and not any(p.country_id in hosts for p in focus.actors):
        return list(focus.actors)
    others = [
        n.party
        for n in scope.discourse.people
        if n.start < scope.index and n.party.country_id not in hosts and not n.is_speaker
    ]
    return others[-1:]


def _is_new(scope: Scope) -> bool:
    """Tell whether a trip is told for the first time here ("after a two-day trip to India")."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    if not comes_after(scope) and syntax.preposition(scope.index) not in words.get("during", ()):
        return False
    new = words.get("articles_new", ())
    return any(syntax.lower[kid] in new for kid in syntax.children(scope.index, "det"))


def _bears_news(scope: Scope) -> bool:
    """Tell whether a noun that takes up a known event says something of it: an operator, a making verb, or a time of its own."""
    verb = scope.syntax.governing_verb(scope.index)
    if verb is not None and scope.syntax.preposition(scope.index) in scope.syntax.grammar.words["announced"]:
        return scope.syntax.lemmas[verb] in scope.syntax.grammar.reporting["verbs"]
    if scope.chain.is_adjunct:
        return _is_new(scope)
    if any(op.kind != "light" or op.lemma in MAKING for op in scope.chain.operators):
        return True
    return find_time(scope, frozenset()) is not None
