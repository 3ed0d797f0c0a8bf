"""What a report is about: a story, with its watch where it has one, and which of its events is the main one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from records.errors import UserError
from reports.rows import read_rows
from seeds.watches import Watch, load_watches
from warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as believed at the instant of the report."""

    event_id: str
    story_id: str | None
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    status: str
    date_status: str
    t_start: dt.date | None
    t_end: dt.date | None
    n_claims: int
    n_outlets: int
    n_independent_sources: int
    langs: tuple[str, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A story to report on; `events` has the main event first."""

    title: str
    story_id: str | None
    watch: Watch | None
    events: tuple[EventRow, ...] = field(default=())

    @property
    def main(self) -> EventRow | None:
        """The main event, or None where nothing is known yet."""
        return self.events[0] if self.events else None


_COLUMNS = (
    "event_id, story_id, type, coalesce(actors, []) AS actors, coalesce(recipients, []) AS recipients, place, status,"
    " date_status, t_start, t_end, n_claims, n_outlets, n_independent_sources, coalesce(langs, []) AS langs, part_of"
)


def read_events(con: Connection, as_of: dt.datetime | None = None) -> list[EventRow]:
    """Return all events as believed now, or at an instant."""
    source = "events" if as_of is None else "events_as_of($instant)"
    given = {} if as_of is None else {"instant": as_of}
    return [EventRow(**row) for row in read_rows(con, f"SELECT {_COLUMNS} FROM {source} ORDER BY event_id", given)]


def find_subject(con: Connection, story: str | None, as_of: dt.datetime | None = None) -> Subject:
    """Return the story named by id, watch or words of its title; without a name, the watched one with most to tell.

    Raises UserError where there is none, and names those there are.
    """
    events = read_events(con, as_of)
    stories = con.execute("SELECT story_id, watch, title, n_articles FROM stories ORDER BY n_articles DESC").fetchall()
    watches = {watch.id: watch for watch in load_watches()}
    subjects = [_make_subject(watch, stories, events) for watch in watches.values()]
    if story is None:
        known = [s for s in subjects if s.events] or [
            Subject(title, story_id, watches.get(watch or ""), _order(story_id, None, events))
            for story_id, watch, title, _ in stories[:1]
        ]
        if known:
            return max(known, key=lambda s: sum(e.n_claims for e in s.events if _matches(s.watch, e)))
        raise UserError("the warehouse knows no story yet: ingest articles, or add a watch")
    wanted = story.casefold()
    named = [s for s in subjects if s.watch and wanted in (s.watch.id, s.story_id, s.title.casefold())]
    named += [
        Subject(title, story_id, watches.get(watch or ""), _order(story_id, watches.get(watch or ""), events))
        for story_id, watch, title, _ in stories
        if wanted == story_id or wanted in str(title).casefold()
    ]
    named += [s for s in subjects if s.watch and (wanted in s.title.casefold() or wanted in s.watch.id)]
    named += [Subject(e.event_id, None, None, (e,)) for e in events if e.event_id == story]
    if named:
        return named[0]
    known_names = ", ".join([*watches, *(str(title) for _, watch, title, _ in stories[:5] if watch not in watches)])
    raise UserError(f"there is no story {story!r}; known are {known_names or 'none'}")


def _make_subject(
    watch: Watch, stories: Sequence[tuple[str, str | None, str, int]], events: Sequence[EventRow]
) -> Subject:
    story_id = next((row[0] for row in stories if row[1] == watch.id), None)
    return Subject(watch.title, story_id, watch, _order(story_id, watch, events))


def _order(story_id: str | None, watch: Watch | None, events: Sequence[EventRow]) -> tuple[EventRow, ...]:
    """Return the events of a story: what is watched first, then by number of claims."""
    own = [e for e in events if (story_id and e.story_id == story_id) or _matches(watch, e)]
    return tuple(sorted(own, key=lambda e: (not _matches(watch, e), -e.n_claims, e.event_id)))


def _matches(watch: Watch | None, event: EventRow) -> bool:
    """Tell whether an event is the one that is watched."""
    if watch is None or event.type != watch.event.type:
        return False
    actors = {party.name for party in watch.event.actors}
    hosts = {party.name for party in watch.event.recipients}
    place = watch.event.place.name if watch.event.place else None
    is_host = not hosts or bool(hosts & set(event.recipients)) or event.place in (hosts | {place})
    return bool(actors & set(event.actors)) and is_host and watch.window.overlaps(event.t_start, event.t_end)
