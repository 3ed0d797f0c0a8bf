"""What time alone changes: a window that has passed without a word is noted, once."""

from __future__ import annotations

import datetime as dt

from flows.workspace import Workspace
from stories.windows import has_passed, note_passed_windows
from warehouse.load import load_history
from warehouse.read import read_events, read_history


def note_passed(workspace: Workspace, now: dt.datetime) -> int:
    """Append "window passed, unconfirmed" to the history of scheduled events whose dates are over; return rows added."""
    waiting = [event for event in read_events(workspace.con).values() if has_passed(event, now.date())]
    if not waiting:
        return 0
    last = {row.event_id: row for row in read_history(workspace.con, [event.event_id for event in waiting])}
    rows = note_passed_windows(waiting, list(last.values()), now)
    return workspace.writer.run(lambda: load_history(workspace.writer, rows))
