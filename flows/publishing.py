"""Step "publish", second half: what time alone changed, alerts, and the snapshot that everybody reads."""

from __future__ import annotations

import datetime as dt

from flows.alerting import queue_alerts
from flows.ledger import resolve_new_annotations
from flows.snapshots import publish_now
from flows.windows import note_passed
from flows.workspace import Workspace
from warehouse.connection import is_published
from warehouse.read.collection import has_unpublished_fetches


def settle(workspace: Workspace, now: dt.datetime) -> tuple[int, bool]:
    """Resolve what is new and note passed windows; return how many versions, and whether anything changed."""
    n_resolved = resolve_new_annotations(workspace, now)
    n_passed = note_passed(workspace, now)
    return n_resolved, bool(n_resolved or n_passed)


def publish(workspace: Workspace, now: dt.datetime, *, is_forced: bool = False) -> int:
    """Settle what is new, queue alerts and swap in a snapshot; return how many versions were resolved.

    Nothing is published where nothing is new, unless forced or there is no snapshot yet; attempts to fetch, with the
    issues they brought, are news too.
    """
    n_resolved, is_changed = settle(workspace, now)
    n_alerts = queue_alerts(workspace, now)
    is_polled = has_unpublished_fetches(workspace.con)
    if is_forced or is_changed or n_alerts or is_polled or not is_published(workspace.writer.path):
        publish_now(workspace, now)
    return n_resolved
