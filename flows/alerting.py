"""Alerts of what changed since the last time, put into the outbox once each."""

from __future__ import annotations

import datetime as dt

from flows.workspace import Workspace


def queue_alerts(workspace: Workspace, now: dt.datetime) -> int:
    """Put alerts of new changes into the outbox; return how many."""
    return 0
