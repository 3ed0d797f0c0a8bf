"""Dated events as iCalendar: tentative while planned or rumoured, confirmed once scheduled, cancelled when cancelled."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from reports.subject import EventRow, find_subject, read_events
from reports.timeline import ChangeRow, read_changes
from reports.wording import word_dates, word_event
from warehouse.connection import Connection

ICAL_STATUS = {"cancelled": "CANCELLED", "denied": "CANCELLED", "scheduled": "CONFIRMED", "ongoing": "CONFIRMED",
               "occurred": "CONFIRMED"}  # fmt: skip
#: a wider window is no appointment
MAX_DAYS = 62
#: of all events, these are what people put into a calendar
TYPES = frozenset({"visit", "meeting", "call", "agreement"})


def render_calendar(con: Connection, story: str | None = None) -> bytes:
    """Return the calendar of a story, or of all encounters; one entry per event, in step with its newest change."""
    events = list(find_subject(con, story).events) if story is not None else read_events(con)
    calendar = Calendar()
    calendar.add("prodid", "-//newsledger//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", story or "newsledger")
    chosen = [event for event in events if _is_entry(event)]
    changes: dict[str, list[ChangeRow]] = {}
    for change in read_changes(con, [event.event_id for event in chosen]):
        changes.setdefault(change.event_id, []).append(change)
    for event in chosen:
        calendar.add_component(_make_entry(event, changes.get(event.event_id, [])))
    return bytes(calendar.to_ical())


def _is_entry(event: EventRow) -> bool:
    if event.type not in TYPES or event.t_start is None:
        return False
    return event.t_end is None or (event.t_end - event.t_start).days <= MAX_DAYS


def _make_entry(event: EventRow, changes: list[ChangeRow]) -> Event:
    assert event.t_start is not None
    last = changes[-1] if changes else None
    entry = Event()
    entry.add("uid", f"{event.event_id}@newsledger")
    entry.add("summary", word_event(event.type, event.actors, event.recipients, event.place))
    entry.add("dtstart", event.t_start)
    entry.add("dtend", event.t_end or event.t_start + dt.timedelta(days=1))
    # reproducible: stamped with the newest change, not with the clock
    entry.add("dtstamp", last.observed_at if last else dt.datetime(1990, 1, 1, tzinfo=dt.UTC))
    entry.add("sequence", max(0, len(changes) - 1))
    entry.add("status", ICAL_STATUS.get(event.status, "TENTATIVE"))
    if event.place:
        entry.add("location", event.place)
    dates = word_dates(event.t_start, event.t_end, event.date_status)
    lines = [f"{event.status}, {dates}; {event.n_claims} claims in {event.n_outlets} outlets"]
    if last is not None:
        lines.append(f"According to {last.source or last.outlet}: {last.evidence}".strip(": "))
        if last.url:
            entry.add("url", last.url)
    entry.add("description", "\n".join(lines))
    return entry
