"""Agreements, gifts, aid, and one-sided acts: praise, criticism, denial, threat, sanction, force, protest."""

from __future__ import annotations

from extractors.claims.arguments import fill_first, fill_slot
from extractors.claims.draft import Draft
from extractors.claims.drafting import new_draft, unique_parties
from extractors.claims.geography import country_party, state_of_group
from extractors.claims.meetings import meeting_place
from extractors.claims.operators import operator_kinds
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party, state_of
from extractors.claims.places import entity_of, find_places
from extractors.claims.resolve import subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import head_of
from extractors.claims.themes import fill_theme
from extractors.claims.triggers import Trigger
from extractors.claims.unnamed import unnamed_envoys, unnamed_speaker
from extractors.claims.voice import is_passive
from records.annotations import Entity

#: unions that stand among the states: their members agree with each other
_UNIONS = frozenset({"European Union", "Western countries"})


def build_agreement(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    if "operator" in frame.needs and not scope.chain.operators and not _is_told(scope, "sealing"):
        return []
    if "theme" in frame.needs and not fill_theme(scope, frame.theme):
        return []
    actors = fill_first(scope, frame.actor)
    actors = actors if len(actors) > 1 else fill_slot(scope, "between-clause") or actors
    actors = unique_parties([*actors, *fill_first(scope, [slot for slot in frame.party if slot != "between-clause"])])
    actors = [p for p in actors if p.kind not in {"place", "facility"}]
    if not actors and frame.kind == "verb" and "both-or-plural" in frame.needs:
        actors = unnamed_envoys(scope)
    if not actors and frame.theme and frame.kind == "verb" and is_passive(scope):
        actors = _visiting_and_host(scope)
    alone = len(actors) < 2 and not ("both-or-plural" in frame.needs and _agree_among_themselves(scope, actors))
    if not actors or (("both" in frame.needs or "both-or-plural" in frame.needs) and alone):
        return []
    draft = new_draft(scope)
    draft.actors = actors
    draft.place = meeting_place(scope, actors)
    return [draft]


def _is_only_mentioned(scope: Scope) -> bool:
    """Tell whether the noun stands under another phrase of its verb, whose subject does not act in it ("concern over the strikes")."""
    syntax = scope.syntax
    token = syntax.tokens[scope.index]
    if token.dep.startswith("nmod"):
        return True
    return token.dep.startswith("obl") and syntax.preposition(scope.index) in syntax.grammar.words["mentioning"]


def _is_told(scope: Scope, verbs: str) -> bool:
    """Tell whether the noun's own verb says that the event came about ("a deal was announced", "killed in an air strike")."""
    verb = scope.syntax.governing_verb(scope.index)
    return verb is not None and scope.syntax.lemmas[verb] in scope.syntax.grammar.words.get(verbs, ())


def _agree_among_themselves(scope: Scope, actors: list[Party]) -> bool:
    """Tell whether a union or group of states reaches an agreement of its members ("the 27 reached agreement")."""
    is_body = any(p.kind in {"organization", "other"} or p.name in _UNIONS for p in actors)
    return is_body and scope.trigger.complement is not None


def _visiting_and_host(scope: Scope) -> list[Party]:
    """Return the states of the visit under discussion, which sign what "is to be signed" there."""
    focus = scope.discourse.visit_in_focus()
    if focus is None or scope.syntax.sentence_of[scope.index] - focus.sentence > 2:
        return []
    states = [scope.discourse.state_of(party) for party in focus.actors[:1]]
    return unique_parties([*(s for s in states if s is not None), *focus.recipients])


def build_transfer(scope: Scope) -> list[Draft]:
    frame = scope.trigger.row.frame
    theme = fill_theme(scope, frame.theme) if frame.theme else None
    if "theme" in frame.needs and theme is None:
        return []
    if theme is not None and "theme-owner" in frame.actor:
        scope = Scope(
            scope.syntax, scope.discourse, Trigger(scope.trigger.row, scope.index, theme), scope.chain, scope.speaker,
            scope.rivals,
        )  # fmt: skip
    actors = fill_first(scope, frame.actor)
    recipients = [p for p in fill_first(scope, frame.recipient) if p not in actors]
    if scope.trigger.row.event.type == "aid":
        recipients = [_as_state(scope, p) for p in recipients]
    if "recipient" in frame.needs and not recipients:
        return []
    if "parties" in frame.needs and not (actors and recipients):
        return []
    if actors and not recipients and scope.trigger.row.event.type == "aid":
        recipients = _guest_state(scope, actors)
    if frame.implies and actors and recipients and actors[0].country_id == recipients[0].country_id:
        actors = _other_side(scope, actors[0])  # "X left with the promise of arms for his country"
    if not actors:
        actors = _known_giver(scope)
    if not actors and scope.trigger.row.event.type == "aid":
        actors = list(scope.discourse.last_states(scope.index, 1)) if not recipients else []
    if not actors:
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients = actors, [p for p in recipients if p not in actors]
    return [draft]


def _guest_state(scope: Scope, actors: list[Party]) -> list[Party]:
    """Return the state of the other one at talks just told, where a person promises arms or money and does not say to whom."""
    sentence = scope.syntax.sentence_of[scope.index]
    for where, people in reversed(scope.discourse.pairs):
        others = [p for p in people if p.country_id != actors[0].country_id]
        if 0 <= sentence - where <= 1 and len(others) == 1 and len(people) == 2:
            return [_as_state(scope, others[0])]
    return []


def _other_side(scope: Scope, taker: Party) -> list[Party]:
    """Return whom the one who takes has just met or spoken to."""
    for _, people in reversed(scope.discourse.pairs):
        if taker in people:
            return [p for p in people if p.country_id != taker.country_id][:1]
    return []


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
    return scope.discourse.state_of(party) or state_of(party) or party


def build_act(scope: Scope) -> list[Draft]:
    """Return a one-sided act: speech acts, force, sanctions, protests."""
    frame = scope.trigger.row.frame
    is_subject = scope.syntax.tokens[scope.index].dep.startswith("nsubj")
    if "operator" in frame.needs and not scope.chain.operators and not (is_subject or _is_told(scope, "casualties")):
        return []
    if frame.theme and fill_theme(scope, frame.theme) is None:
        return []
    if scope.trigger.row.event.type == "criticism" and _is_fought(scope):
        return []
    if ("forces" in frame.needs and not _is_subject(scope, "forces", "attack")) or (
        "protesters" in frame.needs and not _is_subject(scope, "protesters")
    ):
        return []
    if "masses" in frame.needs and not _is_subject(scope, "protesters", "masses"):
        return []
    actors = fill_first(scope, frame.actor)
    if frame.kind == "noun" and _is_only_mentioned(scope):
        actors = [p for p in actors if p in fill_first(scope, [slot for slot in frame.actor if slot != "subj"])]
    if not actors and frame.kind == "verb" and scope.trigger.row.event.speech_act and not is_passive(scope):
        actors = unnamed_speaker(scope)
    if "crowd" in frame.needs:
        actors = [p for p in actors if p.kind == "other"] or ([] if actors else _crowd(scope))
    recipients = [p for p in fill_first(scope, frame.recipient) if p not in actors]
    if scope.trigger.row.event.type == "sanction" and frame.kind == "noun":
        actors, recipients = _package(scope, actors, recipients)
    if is_passive(scope) and frame.kind == "verb":
        actors = fill_slot(scope, "agent") or [p for p in actors if p not in recipients]
    if scope.trigger.row.event.type == "criticism" and not recipients and frame.kind == "verb":
        recipients = [p for p in _author_of(scope) if p not in actors]
    if scope.trigger.row.event.type == "sanction" and not recipients:
        recipients = [p for kid in scope.syntax.children(scope.index, "obj") for p in owner_of(scope, kid)]
    if scope.trigger.complement is not None or scope.trigger.row.event.type == "sanction":
        recipients = [state_of_group(p) or p for p in recipients]  # who summons an envoy blames his state
    hit = find_places(scope, frame.recipient) if scope.trigger.row.event.type == "military_action" else []
    if scope.trigger.row.event.type in {"military_action", "protest"}:
        recipients = [_sender(p) for p in recipients]
    recipients = [p for p in recipients if p.kind not in {"place", "facility"}]
    if hit and not recipients:
        recipients = [p for m in hit[:1] if (p := country_party(entity_of(m))) is not None and p not in actors]
    is_named = scope.trigger.row.event.type == "sanction" and scope.trigger.complement is not None
    if "recipient" in frame.needs and not recipients and not is_named:
        return []
    if "parties" in frame.needs and not (actors and recipients):
        return []
    if "force" in frame.needs and not _is_force(scope, actors):
        return []
    actors = [p for p in actors if p.kind not in {"place", "facility"}]
    if not actors or ("statement" in frame.needs and _is_no_statement(scope)):
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients = actors, recipients
    if scope.trigger.row.event.type in {"military_action", "protest", "threat", "criticism", "praise"}:
        draft.place = _fronted_place(scope, {p.token for p in draft.recipients}) or next(
            (place for m in hit if (place := entity_of(m)).kind != "country"), None
        )
    return [draft]


def _is_no_statement(scope: Scope) -> bool:
    """Tell whether what is rejected is a person or an offer ("rejected the idea of a truce"): that denies nothing."""
    offers = scope.syntax.grammar.themes.get("offers", ())
    turns_down = "refuse" in operator_kinds(scope.syntax, scope.index)
    is_offer = turns_down and any(
        scope.syntax.lemmas[kid] in offers for kid in scope.syntax.children(scope.index, "obj", "nsubj:pass")
    )
    return is_offer or any(p.is_person for p in fill_slot(scope, "obj"))


def _sender(party: Party) -> Party:
    """Return the state for its embassy or consulate: who storms or hits one means the state."""
    is_mission = party.kind in {"office", "facility"} and party.name.endswith((" Embassy", " Consulate"))
    return (state_of(party) if is_mission else None) or party


def _author_of(scope: Scope) -> list[Party]:
    """Return whose act is criticised in a clause about it ("X did Y, a step that Z condemned"): the subject of the main clause."""
    syntax = scope.syntax
    token = syntax.tokens[scope.index]
    if not token.dep.startswith("acl") or syntax.mention_of(token.head) is not None:
        return []
    verb = syntax.governing_verb(token.head)
    is_act = syntax.tokens[token.head].dep.split(":")[0] in {"appos", "dep", "obj", "nmod", "obl", "conj", "parataxis"}
    return subject_parties(scope, verb) if verb is not None and is_act else []


def _package(scope: Scope, actors: list[Party], recipients: list[Party]) -> tuple[list[Party], list[Party]]:
    """Return the parties of "X's package of sanctions … hits Y": owner of the package, target of its verb."""
    syntax = scope.syntax
    head = syntax.tokens[scope.index].head
    if syntax.tokens[head].upos == "NOUN" and not actors:
        moved = Scope(
            syntax, scope.discourse, Trigger(scope.trigger.row, head), scope.chain, scope.speaker, scope.rivals
        )
        actors = fill_first(moved, ("poss", "of", "adj"))
    verb = syntax.governing_verb(scope.index)
    if not recipients and verb is not None and syntax.lemmas[verb] in syntax.grammar.words.get("targeting", ()):
        hit = list(syntax.children(verb, "obj"))
        near = [below for kid in hit for below in sorted(syntax.subtree(kid))]
        recipients = next((found for p in near if (found := owner_of(scope, p))), [])
    return actors, [p for p in recipients if p not in actors]


def _is_force(scope: Scope, actors: list[Party]) -> bool:
    """Tell whether a general verb of striking is about force: states strike, or weapons and armed forces are named with it."""
    syntax = scope.syntax
    words = {*syntax.grammar.themes["attack"], *syntax.grammar.themes["forces"]}
    near = {kid for child in syntax.children(scope.index) for kid in [child, *syntax.children(child)]}
    named = any(syntax.lemmas[p] in words for p in near if p != scope.index)
    return bool(actors) and (named or (actors[0].kind == "country" and bool(fill_slot(scope, "obj"))))


def _is_fought(scope: Scope) -> bool:
    """Tell whether a verb that may also mean harsh words has troops or weapons for its subject ("a missile slammed into X")."""
    is_double = scope.syntax.lemmas[scope.index] in scope.syntax.grammar.words.get("blows", ())
    return is_double and _is_subject(scope, "forces", "attack")


def _is_subject(scope: Scope, *themes: str) -> bool:
    """Tell whether the verb's subject is one of these things or people ("Russian troops", "thousands of demonstrators")."""
    syntax, index = scope.syntax, scope.index
    words = {word for theme in themes for word in syntax.grammar.themes[theme]}
    heads: list[int] = []
    current = index
    for _ in range(3):
        heads = list(syntax.children(current, "obl:agent", "nsubj", "nsubj:pass"))
        if heads or syntax.tokens[current].head == current:
            break
        if syntax.tokens[current].dep.split(":")[0] in {"acl", "amod"}:
            is_to_do = syntax.tokens[current].feats.get("VerbForm") == "Inf"  # "a plane to catch" catches nothing
            heads = [] if is_to_do else [syntax.tokens[current].head]
            break
        current = syntax.tokens[current].head
    return any(syntax.lemmas[p] in words for head in heads for p in (head, *syntax.children(head, "nmod", "conj")))


def _crowd(scope: Scope) -> list[Party]:
    """Return the people who protest, as written, where they are no known party."""
    syntax = scope.syntax
    verb = scope.index
    while syntax.tokens[verb].dep in {"xcomp", "conj", "advcl"} and syntax.first(verb, "nsubj") is None:
        verb = syntax.tokens[verb].head
    for kid in syntax.children(verb, "nsubj"):
        subtree = sorted(k for k in syntax.subtree(kid) if k <= kid + 4 and not syntax.is_verb(k))
        text = syntax.text_of(subtree[0], subtree[-1] + 1) if subtree else syntax.tokens[kid].text
        return [Party(text, None, "other", None, kid)]
    return _crowd_before(scope)


def _crowd_before(scope: Scope) -> list[Party]:
    """Return the nominal phrase right before the verb where the parser gave the verb no subject."""
    syntax, index = scope.syntax, scope.index
    start, last = syntax.sentence(index).token_start, index - 1
    while last > start and syntax.tokens[last].upos in {"AUX", "PRON", "ADV"}:
        last -= 1
    first = last
    while first >= start and syntax.tokens[first].upos in {"NOUN", "PROPN", "ADP", "DET", "ADJ", "NUM", "ADV", "CCONJ"}:
        first -= 1
    of = syntax.grammar.words["of"]
    adverbials = [p for p in range(first + 1, last) if syntax.tokens[p].upos == "ADP" and syntax.lower[p] not in of]
    first = max([first, *adverbials])  # "was put off after unions called …"
    words = range(first + 1, last + 1)
    if not any(
        syntax.tokens[p].upos in {"NOUN", "PROPN"} and syntax.tokens[p].feats.get("Number") == "Plur" for p in words
    ):
        return []
    return [Party(syntax.text_of(first + 1, last + 1), None, "other", None, last)]


def _fronted_place(scope: Scope, taken: set[int]) -> Entity | None:
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
        if (
            span
            and not (taken & set(span) and span[0] > index)
            and (span[0] < index or syntax.tokens[head_of(syntax, span)].head == index)
        ):
            return entity_of(mention)
    return None
