"""Blocks: the smallest sets of claims in which two could tell of the same event.

A block is the type with the countries of the two sides ("visit|russia|north korea"). States, not persons, because a
claim may name the minister, the ministry or the state for the same act; persons are told apart inside the block.
Acts that happen at once and often (a criticism, a strike) are also split by month, so that no block grows for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from records.annotations import Claim
from stories.world import Party, World, load_world

#: one event of these types has a life (announced, moved, held) and two sides
ENCOUNTERS = frozenset({"visit", "meeting", "call", "invitation", "agreement", "gift"})
#: both sides act, the order of names says nothing
SYMMETRIC = frozenset({"meeting", "call", "agreement"})
#: what is told as past and ended at most so long ago can be the trip that the article is about
RECENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acts and who is acted upon, without the office or the state behind a person that is named too."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    #: key of the country where it happens, "" if unknown
    host: str = ""

    @property
    def actor_keys(self) -> frozenset[str]:
        """The keys of the acting parties."""
        return frozenset(party.key for party in self.actors)

    @property
    def recipient_keys(self) -> frozenset[str]:
        """The keys of the parties acted upon."""
        return frozenset(party.key for party in self.recipients)


def find_sides(claim: Claim, world: World) -> Sides:
    """Return the two sides of a claim; of a visit also the host country, from the host or from the place."""
    actors = _drop_shadows(_parties(claim.actors, claim.actor_ids, world))
    if claim.type == "visit":
        actors = _drop_company(actors)
    recipients = _drop_shadows(_parties(claim.recipients, claim.recipient_ids, world))
    if claim.type in SYMMETRIC:
        return Sides(_drop_shadows(actors + tuple(p for p in recipients if p not in actors)), ())
    if claim.type != "visit":
        return Sides(actors, recipients)
    place_country = world.find_place_country(claim.place, claim.place_id, claim.country_id)
    hosts = {party.anchor for party in recipients}
    if not hosts or place_country in hosts:
        host = place_country
    else:
        host = "+".join(sorted(hosts))
    return Sides(actors, recipients, host)


def assign_blocks(claims: Sequence[Claim], world: World | None = None) -> dict[str, str]:
    """Return claim_id -> block for the claims of one article version.

    A visit whose host or visitor the sentence leaves out ("the trip will take place on Monday") takes those of the
    article's first visit by the same visitor, or to the same host, that is not told as past; without one it stays in a
    block of its own. What is told as past takes them only where it is undated or recent.
    """
    world = world or load_world()
    sides = {claim.claim_id: find_sides(claim, world) for claim in claims}
    whole = [
        sides[claim.claim_id]
        for claim in sorted(claims, key=order_in_article)
        if claim.type == "visit" and not _is_told_as_past(claim)
    ]
    whole = [side for side in whole if side.host and side.actors]
    return {claim.claim_id: make_block(claim, _complete(claim, sides[claim.claim_id], whole)) for claim in claims}


def _complete(claim: Claim, side: Sides, whole: Sequence[Sides]) -> Sides:
    """Return a visit's sides with the visitor or the host that is missing, from the first of `whole` that fits."""
    if claim.type != "visit" or (side.host and side.actors) or (_is_told_as_past(claim) and not _is_recent(claim)):
        return side
    for other in whole:
        is_host = not side.host or side.host == other.host
        is_visitor = not side.actors or side.actor_keys == other.actor_keys
        if is_host and is_visitor:
            return replace(side, host=other.host, actors=other.actors)
    return side


def _is_told_as_past(claim: Claim) -> bool:
    return claim.status == "occurred"


def _is_recent(claim: Claim) -> bool:
    """Whether something held is undated or ended at most a few weeks before it was told."""
    end = claim.t_end or claim.t_start
    return end is None or (claim.published_at.date() - end).days <= RECENT_DAYS


def make_block(claim: Claim, sides: Sides) -> str:
    """Return the block of a claim with these sides."""
    actors = "+".join(sorted({party.anchor for party in sides.actors}))
    if claim.type == "visit":
        other = sides.host
    else:
        other = "+".join(sorted({party.anchor for party in sides.recipients}))
    parts = [claim.type, actors, other]
    if claim.type not in ENCOUNTERS:
        parts.append(_month(claim))
    return "|".join(parts)


def block_keys(claim: Claim, world: World | None = None) -> tuple[str, ...]:
    """Return the claim's own block, then those read for context: the visits it may be part of, or a visit's parts."""
    sides = find_sides(claim, world or load_world())
    own = make_block(claim, sides)
    anchors = {party.anchor for party in sides.actors + sides.recipients} | ({sides.host} if sides.host else set())
    if claim.type not in ("visit", "meeting", "agreement", "gift", "invitation") or len(anchors) != 2:
        return (own,)
    one, other = sorted(anchors)
    if claim.type != "visit":
        return (own, f"visit|{one}|{other}", f"visit|{other}|{one}")
    both = [f"{kind}|{one}+{other}|" for kind in ("meeting", "agreement")]
    directed = [f"{kind}|{a}|{b}" for kind in ("gift", "invitation") for a, b in ((one, other), (other, one))]
    return (own, *both, *directed)


def order_in_article(claim: Claim) -> tuple[int, int, str]:
    """Sort key: the headline first, then the body from top to bottom."""
    return (0 if claim.in_title else 1, claim.char_start, claim.claim_id)


def _parties(names: Sequence[str], ids: Sequence[str], world: World) -> tuple[Party, ...]:
    given = ids if len(ids) == len(names) else [""] * len(names)
    found: dict[str, Party] = {}
    for name, entity_id in zip(names, given, strict=True):
        party = world.find_party(name, entity_id)
        found.setdefault(party.key, party)
    return tuple(found.values())


def _drop_shadows(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Drop the office, ministry or state of a person who is named on the same side; drop the state beside its office."""
    persons = {party.country for party in parties if party.is_person and party.country}
    offices = {party.country for party in parties if party.kind in ("office", "organization") and party.country}
    kept = tuple(
        party
        for party in parties
        if party.is_person
        or not party.country
        or (party.country not in persons and not (party.kind == "country" and party.country in offices))
    )
    return kept or parties


def _drop_company(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Drop those whom nobody knows ("delegation", a companion) beside a visitor whose country is known."""
    known = tuple(party for party in parties if party.country)
    return known or parties


def _month(claim: Claim) -> str:
    day = claim.t_start or claim.published_at.astimezone(dt.UTC).date()
    return f"{day:%Y-%m}"
