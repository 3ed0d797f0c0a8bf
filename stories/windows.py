"""What time alone changes: nothing is ever taken to have happened; a window that has passed in silence is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.events import Event, HistoryRow

WINDOW_PASSED = "window passed, unconfirmed"
#: days after the window's end in which the news of what happened may still come
GRACE_DAYS = 1
#: days without a word about an event whose window is open or near
SILENCE_DAYS = 14
#: a window is near within so many days
NEAR_DAYS = 60
_WAITING = frozenset({"rumoured", "planned", "scheduled", "ongoing"})


def note_passed_windows(
    events: Iterable[Event], last_rows: Sequence[HistoryRow], now: dt.datetime
) -> tuple[HistoryRow, ...]:
    """Return one row for every event whose window has passed without a word of what happened.

    The row repeats status and dates: time alone confirms nothing. `last_rows` holds the last history row of each event;
    an event whose last row already is such a note gets no second one.
    """
    last = {row.event_id: row for row in last_rows}
    rows = []
    for event in sorted(events, key=lambda e: e.event_id):
        row = last.get(event.event_id)
        if row is None or row.note == WINDOW_PASSED or not has_passed(event, now.astimezone(dt.UTC).date()):
            continue
        rows.append(
            HistoryRow(
                event_id=event.event_id,
                observed_at=now,
                status=event.status,
                date_status=event.date_status,
                t_start=event.t_start,
                t_end=event.t_end,
                previous_status=event.status,
                previous_t_start=event.t_start,
                previous_t_end=event.t_end,
                source=None,
                source_rank=0,
                article_id=row.article_id,
                url=row.url,
                claim_ids=(),
                n_independent_sources=event.n_independent_sources,
                outlet=row.outlet,
                note=WINDOW_PASSED,
                rule_id="window-passed",
            )
        )
    return tuple(rows)


def has_passed(event: Event, today: dt.date) -> bool:
    """Whether the event's last day, and the days of grace, are over while it still waits."""
    return event.status in _WAITING and event.t_end is not None and event.t_end + dt.timedelta(days=GRACE_DAYS) <= today


@dataclass(frozen=True, slots=True)
class Silence:
    """An event with an open or near window of which nothing was heard for some days."""

    event: Event
    silent_days: int


def find_silences(events: Iterable[Event], now: dt.datetime, silent_days: int = SILENCE_DAYS) -> tuple[Silence, ...]:
    """Return the waiting events whose window is open or near and of which nothing was heard for `silent_days` days."""
    today = now.astimezone(dt.UTC).date()
    found = []
    for event in sorted(events, key=lambda e: e.event_id):
        days = (now - event.last_claimed_at).days
        start = event.t_start or event.t_end
        if event.status not in _WAITING or days < silent_days or start is None:
            continue
        is_near = (start - today).days <= NEAR_DAYS and not has_passed(event, today)
        is_open_ended = event.t_end is None and (today - start).days > NEAR_DAYS
        if is_near and not is_open_ended:
            found.append(Silence(event, days))
    return tuple(found)
