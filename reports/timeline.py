"""A story's events and how belief in them changed: who said what when, in the terminal or as data."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from dataclasses import dataclass

from reports.rows import read_rows
from reports.subject import EventRow, Subject, find_subject
from reports.tables import print_table
from reports.wording import word_dates, word_event, word_repeats
from warehouse.connection import Connection

#: events besides the main one that a timeline lists
MAX_OTHERS = 25
STATUS_STYLES = {
    "occurred": "green", "ongoing": "bold green", "scheduled": "bold blue", "planned": "blue", "rumoured": "magenta",
    "postponed": "yellow", "cancelled": "red", "denied": "red",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of belief, with the sentence behind it."""

    event_id: str
    observed_at: dt.datetime
    status: str
    date_status: str
    t_start: dt.date | None
    t_end: dt.date | None
    source: str | None
    outlet: str
    url: str
    note: str
    n_independent_sources: int
    #: articles that said the same status again before the next change, and when the last of them came
    n_repeats: int
    repeated_at: dt.datetime | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a report shows: the subject with its events, and the changes of those told in full."""

    subject: Subject
    as_of: dt.datetime | None
    changes: tuple[ChangeRow, ...]
    #: True where the changes are told by publication time
    is_chronicle: bool = False


_CHANGES = """
    WITH changes AS (
        SELECT
            *,
            coalesce(lead(observed_at) OVER (PARTITION BY event_id ORDER BY observed_at, seq), $until::TIMESTAMPTZ) AS next_at
        FROM {source}
        WHERE event_id IN (SELECT unnest($event_ids)) AND ($until IS NULL OR observed_at <= $until::TIMESTAMPTZ)
    ),
    repeats AS (
        SELECT h.event_id, h.seq, count(DISTINCT c.article_id) AS n_repeats, max(c.{clock}) AS repeated_at
        FROM changes AS h
        INNER JOIN claims AS c
            ON
                c.event_id = h.event_id AND c.status = h.status AND c.article_id IS DISTINCT FROM h.article_id
                AND c.{clock} >= h.observed_at AND (h.next_at IS NULL OR c.{clock} < h.next_at)
        GROUP BY h.event_id, h.seq
    )
    SELECT
        h.event_id, h.observed_at, h.status, h.date_status, h.t_start, h.t_end, h.source,
        coalesce(h.outlet, '') AS outlet, coalesce(h.url, '') AS url, coalesce(h.note, '') AS note,
        h.n_independent_sources, coalesce(r.n_repeats, 0) AS n_repeats, r.repeated_at,
        coalesce((
            SELECT c.evidence FROM claims AS c
            WHERE list_contains(h.claim_ids, c.claim_id)
            ORDER BY
                c.status IS DISTINCT FROM h.status,
                c.t_start IS DISTINCT FROM h.t_start OR c.t_end IS DISTINCT FROM h.t_end,
                c.date_status IS DISTINCT FROM h.date_status,
                c.source IS DISTINCT FROM h.source,
                c.char_start
            LIMIT 1
        ), '') AS evidence
    FROM changes AS h
    LEFT JOIN repeats AS r ON r.event_id = h.event_id AND r.seq = h.seq
    ORDER BY h.observed_at, h.seq
"""


def read_changes(
    con: Connection, event_ids: list[str], *, as_of: dt.datetime | None = None, is_chronicle: bool = False
) -> list[ChangeRow]:
    """Return the changes of belief about events, in order."""
    if as_of is not None and not is_chronicle:
        source = f"event_history_as_of(TIMESTAMPTZ '{as_of.isoformat()}')"
    else:
        source = "event_chronicle" if is_chronicle else "event_history"
    clock = "published_at" if is_chronicle else "seen_at"
    rows = read_rows(con, _CHANGES.format(source=source, clock=clock), {"event_ids": event_ids, "until": as_of})
    return [ChangeRow(**row) for row in rows]


def read_timeline(
    con: Connection,
    story: str | None,
    *,
    as_of: dt.datetime | None = None,
    is_chronicle: bool = False,
    is_complete: bool = False,
) -> Timeline:
    """Return the timeline of a story as known now or at `as_of`; all events in full if `is_complete`."""
    subject = find_subject(con, story, as_of)
    told = subject.events if is_complete else subject.events[:1]
    changes = read_changes(con, [event.event_id for event in told], as_of=as_of, is_chronicle=is_chronicle)
    return Timeline(subject, as_of, tuple(changes), is_chronicle)


def print_timeline(timeline: Timeline) -> None:
    """Print a timeline: in colour on a terminal, one line per change elsewhere."""
    subject = timeline.subject
    print_line(subject.title, "bold")
    if timeline.as_of is not None:
        print_line(f"as known on {timeline.as_of:%Y-%m-%d %H:%M} UTC")
    if subject.main is None:
        print_line("nothing is known of it" + (" yet" if timeline.as_of is None else " at that time"))
        return
    told = {change.event_id for change in timeline.changes}
    for event in subject.events:
        if event.event_id in told:
            _print_event(event, [change for change in timeline.changes if change.event_id == event.event_id])
    others = [event for event in subject.events if event.event_id not in told]
    if others:
        print_line("")
        columns = ("other events of the story", "status", "dates", "claims", "event")
        rows = [
            (word_event(e.type, e.actors, e.recipients, e.place), e.status,
             word_dates(e.t_start, e.t_end, e.date_status), e.n_claims, e.event_id)
            for e in others[:MAX_OTHERS]
        ]  # fmt: skip
        print_table(columns, rows)
        if len(others) > MAX_OTHERS:
            print_line(f"… and {len(others) - MAX_OTHERS} more (newsledger timeline --all)")


def _print_event(event: EventRow, changes: list[ChangeRow]) -> None:
    print_line("")
    told = word_event(event.type, event.actors, event.recipients, event.place)
    dates = word_dates(event.t_start, event.t_end, event.date_status)
    print_line(f"{told}: {event.status}, {dates}", STATUS_STYLES.get(event.status, ""))
    counts = f"{event.n_claims} claims, {event.n_outlets} outlets, {event.n_independent_sources} independent sources"
    print_line(f"{counts} [{event.event_id}]")
    columns = ("seen (UTC)", "status", "dates", "source", "said again", "outlet", "article")
    rows = [
        (c.observed_at, c.status, word_dates(c.t_start, c.t_end, c.date_status), c.source or "the article",
         word_repeats(c.n_repeats, c.repeated_at), c.outlet, c.url + (f" ({c.note})" if c.note else ""))
        for c in changes
    ]  # fmt: skip
    print_table(columns, rows)


def print_line(text: str, style: str = "") -> None:
    """Print one line to standard output, styled on a terminal."""
    if style and sys.stdout.isatty():
        from rich.console import Console

        Console(highlight=False, soft_wrap=True).print(text, style=style, markup=False)
        return
    sys.stdout.write(text + "\n")


def timeline_to_json(timeline: Timeline) -> str:
    """Return a timeline as JSON; instants and dates in ISO 8601, intervals half-open."""
    subject = timeline.subject
    value = {
        "story": subject.story_id,
        "watch": subject.watch.id if subject.watch else None,
        "title": subject.title,
        "as_of": timeline.as_of,
        "events": [dataclasses.asdict(event) for event in subject.events],
        "changes": [dataclasses.asdict(change) for change in timeline.changes],
    }
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
