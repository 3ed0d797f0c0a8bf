"""Loads of beliefs: assignments, events, history, contradictions, stories, judgements, alerts.

`decided_at` is when something was decided on the clock of what was seen (with `ingest --clock published`: the newest
`seen_at` of the batch), so that as-of questions are answered from what had been seen then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from records.events import Contradiction, Event, HistoryRow, Story, StoryArticle
from records.ids import stable_id
from warehouse.binding import bind_list
from warehouse.connection import Writer
from warehouse.load.base import Row, as_row, load_rows, load_versioned
from warehouse.rows import AlertAttempt, AlertRow, Assignment, EventAlias, JudgementRow

_CONTRADICTION_KEY = ("event_id", "property", "claim_id", "other_claim_id")


def load_assignments(writer: Writer, assignments: Iterable[Assignment], decided_at: dt.datetime) -> int:
    """Record the events of claims; an unchanged one adds nothing. Returns rows added."""
    return load_versioned(writer, "core.assignments", map(as_row, assignments), ("claim_id",), decided_at)


def load_aliases(writer: Writer, aliases: Iterable[EventAlias], decided_at: dt.datetime) -> int:
    """Record renamed, merged or withdrawn events, one hop deep: when b becomes c, every a of b becomes c too."""
    with writer.transaction() as con:
        target: dict[str, str | None] = dict(con.execute("SELECT old_id, new_id FROM core.current_aliases").fetchall())
        changed: dict[str, str | None] = {}
        for alias in aliases:
            new_id = alias.new_id
            if new_id is not None and new_id != alias.old_id:
                new_id = target.get(new_id) or new_id
            changed[alias.old_id] = target[alias.old_id] = new_id
            if new_id not in (alias.old_id, None):
                followers = [old for old, new in target.items() if new == alias.old_id and old != alias.old_id]
                changed |= dict.fromkeys(followers, new_id)
                target |= dict.fromkeys(followers, new_id)
        rows = [{"old_id": old, "new_id": new, "is_removed": old == new} for old, new in changed.items()]
        return load_versioned(writer, "core.event_aliases", rows, ("old_id",), decided_at)


def load_events(writer: Writer, events: Iterable[Event], decided_at: dt.datetime, removed: Iterable[str] = ()) -> int:
    """Record the state of events; `removed` names events that are given up. Returns rows added."""
    rows: list[Row] = [as_row(event) for event in events]
    rows += [{"event_id": event_id, "is_removed": True} for event_id in removed]
    return load_versioned(writer, "core.events", rows, ("event_id",), decided_at)


def history_id(row: HistoryRow) -> str:
    """Return the id of a history row: a hash of all that it says."""
    return stable_id("his", *(value for value in as_row(row).values()))


def load_history(writer: Writer, rows: Sequence[HistoryRow]) -> int:
    """Append changes of belief, in the given order; a row already there is left out. Returns rows added."""
    with writer.transaction() as con:
        found = con.execute("SELECT coalesce(max(seq), 0) + 1 FROM core.event_history").fetchone()
        numbered = _history_rows(rows, first=int(found[0]) if found else 1)
        return load_rows(writer, "core.event_history", numbered, ("history_id",))


def load_chronicle(writer: Writer, rows: Sequence[HistoryRow], event_ids: Iterable[str] = ()) -> int:
    """Replace the chronicle of the events named in `rows` and `event_ids`. Returns rows written."""
    replaced = sorted({*event_ids, *(row.event_id for row in rows)})
    with writer.transaction() as con:
        con.execute(
            "DELETE FROM core.event_chronicle WHERE event_id IN (SELECT unnest(?::JSON::VARCHAR[]))",
            [bind_list(replaced)],
        )
        return load_rows(writer, "core.event_chronicle", _history_rows(rows), ("history_id",))


def _history_rows(rows: Sequence[HistoryRow], first: int = 1) -> list[dict[str, Any]]:
    """Return rows with their id and their place in the order given."""
    return [as_row(row, history_id=history_id(row), seq=seq) for seq, row in enumerate(rows, first)]


def load_contradictions(
    writer: Writer, rows: Iterable[Contradiction], decided_at: dt.datetime, event_ids: Iterable[str] = ()
) -> int:
    """Record contradictions; those of `event_ids` that are no longer given are withdrawn. Returns rows added."""
    given: list[Row] = [as_row(row) for row in rows]
    kept = {tuple(row[name] for name in _CONTRADICTION_KEY) for row in given}
    with writer.transaction() as con:
        current = con.execute(
            """
            SELECT event_id, property, claim_id, other_claim_id FROM (
                FROM core.contradictions WHERE event_id IN (SELECT unnest(?::JSON::VARCHAR[]))
                QUALIFY row_number() OVER (PARTITION BY event_id, property, claim_id, other_claim_id ORDER BY seq DESC) = 1
            )
            WHERE NOT is_removed
            """,
            [bind_list(event_ids)],
        ).fetchall()
        gone = [dict(zip(_CONTRADICTION_KEY, key, strict=True), is_removed=True) for key in current if key not in kept]
        return load_versioned(writer, "core.contradictions", [*given, *gone], _CONTRADICTION_KEY, decided_at)


def load_stories(writer: Writer, stories: Iterable[Story], decided_at: dt.datetime, removed: Iterable[str] = ()) -> int:
    """Record the state of stories; `removed` names stories that ended in others. Returns rows added."""
    rows: list[Row] = [as_row(story) for story in stories]
    rows += [{"story_id": story_id, "is_removed": True} for story_id in removed]
    return load_versioned(writer, "core.stories", rows, ("story_id",), decided_at)


def load_story_articles(
    writer: Writer, rows: Iterable[StoryArticle], decided_at: dt.datetime, article_ids: Iterable[str] = ()
) -> int:
    """Record memberships; an article named in `article_ids` leaves every story not given for it. Returns rows added."""
    given: list[Row] = [as_row(row) for row in rows]
    kept = {(row["story_id"], row["article_id"]) for row in given}
    with writer.transaction() as con:
        current = con.execute(
            # the newest decisions on these alone: the view would look for those on all
            """
            SELECT story_id, article_id FROM (
                FROM core.story_articles WHERE article_id IN (SELECT unnest(?::JSON::VARCHAR[]))
                QUALIFY row_number() OVER (PARTITION BY story_id, article_id ORDER BY seq DESC) = 1
            )
            WHERE NOT is_removed
            """,
            [bind_list(article_ids)],
        ).fetchall()
        gone = [{"story_id": s, "article_id": a, "is_removed": True} for s, a in current if (s, a) not in kept]
        return load_versioned(writer, "core.story_articles", [*given, *gone], ("story_id", "article_id"), decided_at)


def load_judgements(writer: Writer, rows: Iterable[JudgementRow]) -> int:
    """Record judgements. Returns rows added."""
    return load_rows(writer, "core.judgements", [as_row(row) for row in rows], ("judgement_id",))


def load_alerts(writer: Writer, rows: Iterable[AlertRow]) -> int:
    """Put alerts into the outbox, each once. Returns rows added."""
    return load_rows(writer, "core.alerts", [as_row(row) for row in rows], ("alert_id",))


def load_alert_attempts(writer: Writer, rows: Iterable[AlertAttempt]) -> int:
    """Record attempts to deliver alerts. Returns rows added."""
    key = ("alert_id", "target", "attempted_at")
    return load_rows(writer, "core.alert_attempts", [as_row(row) for row in rows], key)


def set_marker(writer: Writer, name: str, value: str, decided_at: dt.datetime) -> None:
    """Remember how far a consumer has read."""
    load_versioned(writer, "core.markers", [{"name": name, "value": value}], ("name",), decided_at)
