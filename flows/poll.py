"""Flow "poll": due feeds -> items -> raw pages, stored durably."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from prefect import flow

from flows.feed_list import sync_feeds
from flows.options import utc_now
from flows.tasks import poll_task, warehouse_of
from flows.workspace import open_workspace

#: how long a scheduled flow waits for another one that is writing
WAIT_SECONDS = 600.0


@flow(name="poll", validate_parameters=False)
def poll(warehouse: str, now: dt.datetime | None = None) -> dict[str, object]:
    """Poll the feeds that are due; return the counts."""
    now = now or utc_now()
    with open_workspace(warehouse_of(warehouse), now, wait_seconds=WAIT_SECONDS) as workspace:
        sync_feeds(workspace, now)
        return asdict(poll_task(workspace, now))
