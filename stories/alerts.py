"""What a reader wants to be told, once per change, read off the new history rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from records.events import Contradiction, Event, HistoryRow, Story
from records.ids import stable_id
from stories.windows import WINDOW_PASSED, Silence


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell; the id follows from what is told, so that the same change is never told twice."""

    alert_id: str
    #: new_event, status_changed, date_set, date_moved, contradiction, window_passed, silence
    kind: str
    created_at: dt.datetime
    title: str
    body: str = ""
    event_id: str | None = None
    story_id: str | None = None
    payload: dict[str, str] = field(default_factory=dict)


def find_alerts(
    rows: Sequence[HistoryRow],
    events: Mapping[str, Event],
    stories: Mapping[str, Story],
    contradictions: Iterable[Contradiction] = (),
    silences: Iterable[Silence] = (),
    *,
    only_watched: bool = True,
) -> tuple[Alert, ...]:
    """Return the alerts that new history rows, contradictions and silences raise, oldest first.

    `events` by event_id, `stories` by story_id. With `only_watched`, events outside watched stories raise none.
    """
    alerts = []
    for row in sorted(rows, key=lambda r: (r.observed_at, r.event_id)):
        event = events.get(row.event_id)
        if event is not None and _is_wanted(event, stories, only_watched):
            alerts += [_make(kind, row.observed_at, event, _describe_change(row), row.url) for kind in _kinds(row)]
    for contradiction in contradictions:
        event = events.get(contradiction.event_id)
        if event is not None and contradiction.resolved_at is None and _is_wanted(event, stories, only_watched):
            key = f"{contradiction.property}: {contradiction.claim_id} against {contradiction.other_claim_id}"
            alerts.append(_make("contradiction", contradiction.first_seen_at, event, key))
    for silence in silences:
        if _is_wanted(silence.event, stories, only_watched):
            body = f"nothing heard since {silence.event.last_claimed_at:%Y-%m-%d}"
            alerts.append(_make("silence", silence.event.last_claimed_at, silence.event, body))
    return tuple({alert.alert_id: alert for alert in sorted(alerts, key=lambda a: (a.created_at, a.alert_id))}.values())


def describe_event(event: Event) -> str:
    """Return a short English line for an event.

    >>> import datetime as dt
    >>> at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    >>> describe_event(Event("e", "visit", ("A. Person",), ("Utopia",), "planned", "unset", at, at))
    'visit: A. Person to Utopia'
    """
    who = ", ".join(event.actors) or "unknown"
    to = f" to {', '.join(event.recipients)}" if event.recipients else ""
    return f"{event.type}: {who}{to}"


def _kinds(row: HistoryRow) -> list[str]:
    if row.note == WINDOW_PASSED:
        return ["window_passed"]
    if row.previous_status is None:
        return ["new_event"]
    kinds = []
    if row.status != row.previous_status:
        kinds.append("status_changed")
    if (row.t_start, row.t_end) != (row.previous_t_start, row.previous_t_end) and (row.t_start or row.t_end):
        was_dated = row.previous_t_start is not None or row.previous_t_end is not None
        kinds.append("date_moved" if was_dated else "date_set")
    return kinds


def _describe_change(row: HistoryRow) -> str:
    dates = f"{row.t_start or '?'} to {row.t_end or '?'}" if row.t_start or row.t_end else f"date {row.date_status}"
    before = f"{row.previous_status} -> " if row.previous_status and row.previous_status != row.status else ""
    source = f", source: {row.source}" if row.source else ""
    note = f" ({row.note})" if row.note else ""
    return f"{before}{row.status}, {dates}{source}{note}"


def _make(kind: str, at: dt.datetime, event: Event, body: str, url: str = "") -> Alert:
    return Alert(
        alert_id=stable_id("alr", kind, event.event_id, at.isoformat(), body),
        kind=kind,
        created_at=at,
        title=describe_event(event),
        body=body,
        event_id=event.event_id,
        story_id=event.story_id,
        payload={"url": url} if url else {},
    )


def _is_wanted(event: Event, stories: Mapping[str, Story], only_watched: bool) -> bool:
    if not only_watched:
        return True
    story = stories.get(event.story_id or "")
    return story is not None and story.watch is not None
