"""From a folded event to the record that readers see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from records.annotations import Claim
from records.events import Event
from stories.block_ledger import LedgerEvent
from stories.blocks import find_sides
from stories.origins import count_origins
from stories.world import World


def summarise_event(
    event: LedgerEvent, host: str, world: World, roots: Mapping[str, str], outlets: Mapping[str, str]
) -> Event:
    """Return the event's current belief with its counts; parties are the exact set claimed most often."""
    claims = event.claims
    actors, recipients = find_usual_parties(event.type, claims, host, world)
    return Event(
        event_id=event.event_id,
        type=event.type,
        actors=actors,
        recipients=recipients,
        status=event.belief.status,
        date_status=event.belief.date_status,
        first_claimed_at=min(claim.published_at for claim in claims),
        last_claimed_at=max(claim.published_at for claim in claims),
        place=find_usual_place(claims),
        t_start=event.belief.dates[0],
        t_end=event.belief.dates[1],
        n_claims=len(claims),
        n_outlets=len({claim.outlet for claim in claims}),
        n_independent_sources=count_origins(claims, roots, outlets),
        langs=tuple(sorted({claim.lang for claim in claims})),
    )


def find_usual_parties(
    kind: str, claims: list[Claim], host: str, world: World
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (actors, recipients): of each the names in the pair of sides claimed most often, the first one on a tie.

    The recipient of a visit is its host country where the gazetteer knows it.
    """
    pairs: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    names: dict[tuple[frozenset[str], frozenset[str]], tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for claim in claims:
        sides = find_sides(claim, world)
        pair = (sides.actor_keys, sides.recipient_keys)
        pairs[pair] += 1
        names.setdefault(pair, (tuple(p.name for p in sides.actors), tuple(p.name for p in sides.recipients)))
    actors, recipients = names[pairs.most_common(1)[0][0]]
    if kind == "visit":
        country = world.country_name(host)
        if country is not None:
            is_at_home = all(world.find_party(name).anchor == host for name in actors)
            return actors, () if is_at_home else (country,)
        if not recipients:
            recipients = next((found for _, found in names.values() if found), ())
    return actors, recipients


def find_usual_place(claims: list[Claim]) -> str | None:
    """Return the place named most often, the first one on a tie."""
    places = Counter(claim.place for claim in claims if claim.place)
    return places.most_common(1)[0][0] if places else None
