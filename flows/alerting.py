"""Alerts of what changed since the last time, put into the outbox once each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flows.workspace import Workspace


def queue_alerts(workspace: Workspace, now: dt.datetime) -> int:
    """Put alerts of new changes into the outbox; return how many."""
    return 0


def deliver_waiting(workspace: Workspace, now: dt.datetime, targets: Sequence[str] = ()) -> tuple[int, int]:
    """Deliver what waits to every target; return how many went out and how many failed."""
    return 0, 0
