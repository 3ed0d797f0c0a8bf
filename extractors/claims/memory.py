"""What a text has told so far, kept for what it takes up later."""

from __future__ import annotations

from extractors.claims.coreference import VisitInFocus
from extractors.claims.draft import Draft
from extractors.claims.geography import country_party
from extractors.claims.reader import Reader
from records.analysis import Sentence
from records.annotations import Entity


def remember(reader: Reader, sentence: Sentence, drafts: list[Draft]) -> None:
    for draft in drafts:
        reader.discourse.add_described([*draft.actors, *draft.recipients])
        if draft.row.event.type == "invitation":
            states = [
                s for p in draft.actors if (s := country_party(Entity("", "", "person", country_id=p.country_id)))
            ]
            host = draft.actors[0] if draft.actors and draft.actors[0].kind == "country" else next(iter(states), None)
            reader.discourse.invitations.append((sentence.index, tuple(draft.recipients), host))
        if draft.row.event.type == "gift":
            reader.discourse.givers.append(tuple(draft.actors))
        if draft.row.event.type == "sanction" and draft.recipients:
            reader.discourse.sanctions.append((tuple(draft.actors), tuple(draft.recipients)))
        sides = [
            country_party(Entity("", "", "person", country_id=p.country_id)) for p in (*draft.actors, *draft.recipients)
        ]
        pair = tuple(dict.fromkeys(state for state in sides if state is not None))
        if len(pair) == 2:
            reader.discourse.state_pairs.append((sentence.index, pair))
        people = tuple(p for p in (*draft.actors, *draft.recipients) if p.is_person)
        if len(people) == 2 and draft.row.event.type in {"meeting", "invitation", "call", "gift", "agreement"}:
            reader.discourse.pairs.append((sentence.index, people))
        if (
            draft.row.event.type == "criticism"
            or "believed" in draft.factors
            or draft.factors.get("operator") == "accuse"
        ):
            accusers = draft.actors if draft.row.event.type == "criticism" else [draft.source] if draft.source else []
            reader.discourse.accusations.append((sentence.index, tuple(accusers)))
        if draft.row.event.type != "visit":
            continue
        when = draft.when
        reader.discourse.visits.append(
            VisitInFocus(
                tuple(draft.actors),
                tuple(draft.recipients),
                draft.place.name if draft.place else None,
                draft.place.entity_id if draft.place else None,
                draft.country_id,
                when.t_start,
                when.t_end,
                when.granularity,
                when.date_status,
                draft.status,
                sentence.index,
                sentence.paragraph,
                draft.index,
            )
        )
