"""Step "publish", second half: what time alone changed, alerts, and the snapshot that everybody reads."""

from __future__ import annotations

import datetime as dt

from flows.alerting import queue_alerts
from flows.ledger import resolve_new_annotations
from flows.windows import note_passed
from flows.workspace import Workspace
from warehouse.snapshot import publish_snapshot


def publish(workspace: Workspace, now: dt.datetime, *, is_forced: bool = False, with_search: bool = True) -> int:
    """Resolve what is new, note passed windows, queue alerts and publish; return how many versions were resolved.

    Nothing is published where nothing is new, unless forced or there is no snapshot yet.
    """
    n_resolved = resolve_new_annotations(workspace, now)
    n_passed = note_passed(workspace, now)
    n_alerts = queue_alerts(workspace, now)
    if is_forced or n_resolved or n_passed or n_alerts or not workspace.writer.path.exists():
        publish_now(workspace, now, with_search=with_search)
    return n_resolved


def publish_now(workspace: Workspace, now: dt.datetime, *, with_search: bool = True) -> None:
    """Swap in a new snapshot; the warnings of the data checks are told, a failed check raises `WarehouseError`."""
    for finding in publish_snapshot(workspace.writer, now, with_search=with_search):
        workspace.progress.note(str(finding))
