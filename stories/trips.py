"""Events that belong together: the legs of one tour, and the meetings, gifts and agreements inside a visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise

from records.events import Event
from stories.world import World, fold_name

#: legs follow each other within so many days
LEG_GAP_DAYS = 2
#: an interval longer than this is a month or a season, not a leg
LONGEST_LEG_DAYS = 20
#: an open end is taken to lie so many days after the start
OPEN_LEG_DAYS = 2
#: types that can be part of a visit
PART_TYPES = frozenset({"meeting", "agreement", "gift", "invitation"})


def group_trips(events: Sequence[Event], articles_of: Mapping[str, frozenset[str]], world: World) -> dict[str, str]:
    """Return event_id -> id that stands for its trip (its own where it belongs to none).

    `articles_of` gives the articles that tell of an event: legs and parts must be told together at least once,
    except a part whose date lies in the visit's.
    """
    parent = {event.event_id: event.event_id for event in events}

    def find(event_id: str) -> str:
        while parent[event_id] != event_id:
            event_id = parent[event_id]
        return event_id

    def join(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        parent[second] = first

    for legs in _tours(events):
        for one, other in pairwise(legs):
            if _gap_days(one, other) <= LEG_GAP_DAYS and articles_of[one.event_id] & articles_of[other.event_id]:
                join(one.event_id, other.event_id)
    for event_id, visit_id in find_wholes(events, articles_of, world).items():
        join(event_id, visit_id)
    return {event_id: find(event_id) for event_id in parent}


def find_wholes(events: Sequence[Event], articles_of: Mapping[str, frozenset[str]], world: World) -> dict[str, str]:
    """Return event_id -> the visit that it is a part of: the visitor and the host's country take part, at that time."""
    visits: dict[frozenset[str], list[Event]] = {}
    for visit in events:
        if visit.type == "visit" and visit.recipients:
            host = _anchor(visit.recipients[0], world)
            for name in visit.actors:
                visits.setdefault(frozenset((fold_name(name), host)), []).append(visit)
    wholes = {}
    for event in events:
        if event.type not in PART_TYPES:
            continue
        names = (*event.actors, *event.recipients)
        keys = {
            frozenset((fold_name(name), _anchor(other, world))) for name in names for other in names if name != other
        }
        fits = [
            (rank, len(articles_of[event.event_id] & articles_of[visit.event_id]), visit.event_id)
            for key in keys
            for visit in visits.get(key, ())
            if (rank := _rank_whole(event, visit, articles_of)) > 0
        ]
        if fits:
            wholes[event.event_id] = max(fits)[2]
    return wholes


def _rank_whole(event: Event, visit: Event, articles_of: Mapping[str, frozenset[str]]) -> int:
    if event.t_start is not None and visit.t_start is not None:
        start, end = _leg(event, 1)
        visit_start, visit_end = _leg(visit, 30)
        return 2 if start < visit_end and visit_start < end else 0
    return 1 if articles_of[event.event_id] & articles_of[visit.event_id] else 0


def _tours(events: Sequence[Event]) -> list[list[Event]]:
    by_actors: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        is_leg = event.type == "visit" and event.date_status == "fixed" and event.t_start is not None
        if is_leg and (_leg(event)[1] - _leg(event)[0]).days <= LONGEST_LEG_DAYS:
            by_actors.setdefault(tuple(sorted(event.actors)), []).append(event)
    return [sorted(legs, key=lambda leg: (_leg(leg), leg.event_id)) for _, legs in sorted(by_actors.items())]


def _leg(event: Event, open_days: int = OPEN_LEG_DAYS) -> tuple[dt.date, dt.date]:
    start = event.t_start or dt.date.min
    return start, event.t_end or start + dt.timedelta(days=open_days)


def _gap_days(one: Event, other: Event) -> int:
    return max((_leg(other)[0] - _leg(one)[1]).days, (_leg(one)[0] - _leg(other)[1]).days)


def _anchor(name: str, world: World) -> str:
    return world.find_party(name).anchor
