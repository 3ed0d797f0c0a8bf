"""Changes of belief as an Atom feed: one entry per change, newest first, ids that never change."""

from __future__ import annotations

import datetime as dt

from feedgen.feed import FeedGenerator

from records.ids import stable_id
from reports.subject import EventRow, find_subject, read_events
from reports.timeline import ChangeRow, read_changes
from reports.wording import word_dates, word_event
from warehouse.connection import Connection


def render_atom(con: Connection, story: str | None = None, limit: int = 50) -> bytes:
    """Return the newest changes of a story, or of all events, as an Atom document."""
    subject = find_subject(con, story) if story is not None else None
    events = {event.event_id: event for event in (subject.events if subject else read_events(con))}
    changes = read_changes(con, list(events))[-limit:]
    feed = FeedGenerator()
    feed.id(f"urn:newsledger:{stable_id('feed', story or 'all')}")
    feed.title(subject.title if subject else "newsledger: what changed")
    feed.author({"name": "newsledger"})
    feed.updated(changes[-1].observed_at if changes else dt.datetime(1990, 1, 1, tzinfo=dt.UTC))
    for change in changes:
        # feedgen puts each entry before the earlier ones, so that the newest comes first
        _fill_entry(feed.add_entry(), change, events[change.event_id])
    return bytes(feed.atom_str(pretty=True))


def _fill_entry(entry: object, change: ChangeRow, event: EventRow) -> None:
    dates = word_dates(change.t_start, change.t_end, change.date_status)
    told = word_event(event.type, event.actors, event.recipients, event.place)
    name = stable_id(
        "his", change.event_id, change.observed_at.isoformat(), change.status, change.t_start, change.t_end
    )
    set_field = {
        "id": f"urn:newsledger:{name}",
        "title": f"{told}: {change.status}, {dates}",
        "updated": change.observed_at,
        "published": change.observed_at,
        "summary": f"{change.source or change.outlet or 'the article'}: {change.evidence or change.note}",
    }
    for field, value in set_field.items():
        getattr(entry, field)(value)
    if change.url:
        getattr(entry, "link")(href=change.url)  # noqa: B009 - feedgen has no types
