"""Flow "publish": annotations -> events, history, stories, alerts -> the published snapshot."""

from __future__ import annotations

import datetime as dt

from prefect import flow

from flows.options import utc_now
from flows.poll import WAIT_SECONDS
from flows.tasks import publish_task, warehouse_of
from flows.workspace import open_workspace


@flow(name="publish", validate_parameters=False)
def publish_flow(warehouse: str, now: dt.datetime | None = None) -> dict[str, int]:
    """Resolve what is new and publish; return the counts."""
    now = now or utc_now()
    with open_workspace(warehouse_of(warehouse), now, wait_seconds=WAIT_SECONDS) as workspace:
        return {"resolved": publish_task(workspace, now)}
