"""What changed in a span of time, as Markdown: changes of belief with their sentences, and contradictions opened."""

from __future__ import annotations

import datetime as dt

from reports.subject import Subject, find_subject
from reports.timeline import ChangeRow, read_changes
from reports.wording import word_dates, word_event
from warehouse.connection import Connection

DEFAULT_SPAN = dt.timedelta(days=7)


def render_digest(con: Connection, story: str | None = None, since: dt.datetime | None = None) -> str:
    """Return the digest of one story, or of all events; without `since`, of the week before the newest change."""
    subject = find_subject(con, story) if story is not None else None
    since = since or _week_before_newest(con)
    lines = [f"# {subject.title if subject else 'What changed'}", "", f"Since {since:%Y-%m-%d %H:%M} UTC.", ""]
    body = _tell_changes(con, subject, since) + _tell_contradictions(con, subject, since)
    return "\n".join(lines + (body or ["Nothing changed."])).rstrip() + "\n"


def _week_before_newest(con: Connection) -> dt.datetime:
    found = con.execute("SELECT max(observed_at) FROM event_history").fetchone()
    newest = found[0] if found and found[0] else dt.datetime(1990, 1, 8, tzinfo=dt.UTC)
    return newest.astimezone(dt.UTC) - DEFAULT_SPAN


def _tell_changes(con: Connection, subject: Subject | None, since: dt.datetime) -> list[str]:
    wanted = {event.event_id for event in subject.events} if subject else None
    rows = con.execute(
        "SELECT DISTINCT h.event_id, e.type, e.actors, e.recipients, e.place FROM event_history AS h"
        " INNER JOIN events AS e USING (event_id) WHERE h.observed_at >= $since ORDER BY h.event_id",
        {"since": since},
    ).fetchall()
    lines: list[str] = []
    for event_id, kind, actors, recipients, place in rows:
        if wanted is not None and event_id not in wanted:
            continue
        changes = [change for change in read_changes(con, [event_id]) if change.observed_at >= since]
        lines += [f"## {word_event(kind, actors or [], recipients or [], place).capitalize()}", ""]
        lines += [_tell_change(change) for change in changes]
        lines.append("")
    return lines


def _tell_change(change: ChangeRow) -> str:
    dates = word_dates(change.t_start, change.t_end, change.date_status)
    note = f" ({change.note})" if change.note else ""
    told = f"- **{change.observed_at:%d %b %H:%M}**: {change.status}, {dates}{note} — {change.source or 'the article'}"
    told += f", [{change.outlet or 'time'}]({change.url})" if change.url else ""
    return f"{told}\n  > {change.evidence}" if change.evidence else told


def _tell_contradictions(con: Connection, subject: Subject | None, since: dt.datetime) -> list[str]:
    rows = con.execute(
        "SELECT x.event_id, x.property, a.evidence, a.url, b.evidence, b.url, x.resolved_at FROM contradictions AS x"
        " INNER JOIN claims AS a ON a.claim_id = x.claim_id INNER JOIN claims AS b ON b.claim_id = x.other_claim_id"
        " WHERE x.first_seen_at >= $since ORDER BY x.first_seen_at, x.event_id, x.claim_id",
        {"since": since},
    ).fetchall()
    wanted = {event.event_id for event in subject.events} if subject else None
    lines = [
        f"- {name}{' (resolved)' if resolved else ''}: “{left}” ([article]({left_url})) against “{right}” ([article]({right_url}))"
        for event_id, name, left, left_url, right, right_url, resolved in rows
        if wanted is None or event_id in wanted
    ]
    return ["## Contradictions", "", *lines] if lines else []
