"""Flow "cycle": poll, process and publish once, in one open warehouse (`newsledger run`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from prefect import flow

from flows.collect import PollCount
from flows.feed_list import sync_feeds
from flows.tasks import annotate_task, clean_task, poll_task, publish_task, warehouse_of
from flows.workspace import open_workspace


@dataclass(frozen=True, slots=True)
class CycleCount:
    """What one cycle did."""

    poll: PollCount
    n_new_versions: int
    n_annotated: int
    n_resolved: int


@flow(name="cycle", validate_parameters=False, persist_result=False)
def run_cycle(warehouse: str, now: dt.datetime, progress: Any = None) -> CycleCount:
    """Poll due feeds, process their pages, publish the result."""
    with open_workspace(warehouse_of(warehouse), now, progress=progress) as workspace:
        sync_feeds(workspace, now)
        polled = poll_task(workspace, now)
        n_new = clean_task(workspace, now)
        n_annotated = annotate_task(workspace, now)
        n_resolved = publish_task(workspace, now, is_forced=polled.n_feeds > 0)
        return CycleCount(polled, n_new, n_annotated, n_resolved)
