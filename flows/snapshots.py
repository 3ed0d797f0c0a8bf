"""Publishing what is in the warehouse as it stands."""

from __future__ import annotations

import datetime as dt

from flows.workspace import Workspace
from warehouse.snapshot import publish_snapshot


def publish_now(workspace: Workspace, now: dt.datetime) -> None:
    """Swap in a new snapshot; the warnings of the data checks are told, a failed check raises `WarehouseError`."""
    for finding in publish_snapshot(workspace.writer, now):
        workspace.progress.note(str(finding))
