"""An event in the making: its claims so far, what is believed of it, and whether another claim fits its parties."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from records.annotations import Claim
from stories.beliefs import Belief
from stories.blocks import Sides
from stories.intervals import Interval, is_dated

#: a plan of which nothing was heard for so long is no longer open
STALE_PLAN_DAYS = 400
#: a plan whose window has passed for so long without a word is no longer open
PASSED_WINDOW_DAYS = 30
#: claims of one status and interval that are kept to back others
N_VOICES = 2


@dataclass(slots=True)
class Cluster:
    """One event while its block is folded; mutable, never leaves the fold."""

    event_id: str
    type: str
    belief: Belief = field(default_factory=Belief)
    claims: list[Claim] = field(default_factory=list)
    #: how often each exact pair of sides was claimed
    sides: Counter[tuple[frozenset[str], frozenset[str]]] = field(default_factory=Counter)
    #: dated intervals claimed so far, without vague ones
    intervals: set[Interval] = field(default_factory=set)
    #: for each status and interval the first claims in other words: what can back a later claim
    voices: dict[tuple[str, Interval], list[Claim]] = field(default_factory=dict)
    places: Counter[str] = field(default_factory=Counter)
    first_at: dt.datetime | None = None
    last_at: dt.datetime | None = None

    def add(self, claim: Claim, sides: Sides) -> None:
        """Take in one claim; the belief is folded separately, once an article."""
        self.claims.append(claim)
        heard = self.voices.setdefault((claim.status, (claim.t_start, claim.t_end)), [])
        if len(heard) < N_VOICES and all(claim.evidence != other.evidence for other in heard):
            heard.append(claim)
        self.sides[(sides.actor_keys, sides.recipient_keys)] += 1
        if claim.place:
            self.places[claim.place] += 1
        self.first_at = min(self.first_at or claim.published_at, claim.published_at)
        self.last_at = max(self.last_at or claim.published_at, claim.published_at)

    def list_voices(self, besides: str) -> list[Claim]:
        """Return what articles other than `besides` have said, each statement in at most two wordings."""
        return [claim for heard in self.voices.values() for claim in heard if claim.article_id != besides]

    def is_open(self, day: dt.date) -> bool:
        """Whether the event may still happen, or goes on, as seen on a day; what was put off outlives the days it was meant for."""
        if not self.belief.is_open:
            return False
        end = self.belief.dates[1]
        if end is not None and self.belief.status != "postponed":
            return (day - end).days <= PASSED_WINDOW_DAYS
        return self.last_at is None or (day - self.last_at.date()).days <= STALE_PLAN_DAYS

    @property
    def dates(self) -> Interval:
        """The believed dates."""
        return self.belief.dates

    @property
    def is_dated(self) -> bool:
        """Whether any date is believed."""
        return is_dated(self.belief.dates)


#: how well the sides of a claim fit those of an event
EQUAL, WEAK, NO_MATCH = 2, 1, 0


def match_sides(cluster: Cluster, sides: Sides) -> int:
    """Return EQUAL, WEAK (one side names fewer people, or the state for the person) or NO_MATCH."""
    actors, recipients = sides.actor_keys, sides.recipient_keys
    best = NO_MATCH
    for known_actors, known_recipients in cluster.sides:
        actor_fit = _match_keys(actors, known_actors, sides.actors and all(not p.is_person for p in sides.actors))
        if cluster.type == "visit":
            best = max(best, actor_fit if sides.actors else WEAK)
            continue
        recipient_fit = _match_keys(recipients, known_recipients, False)
        best = max(best, min(actor_fit, recipient_fit))
    return best


def _match_keys(keys: frozenset[str], known: frozenset[str], is_state: object) -> int:
    if keys == known:
        return EQUAL
    if keys and known and (keys < known or known < keys):
        return WEAK
    return WEAK if is_state and keys else NO_MATCH
