"""Flow "deliver": alerts that wait, to the targets of the settings."""

from __future__ import annotations

import datetime as dt

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.alerting import deliver_waiting
from flows.options import utc_now
from flows.poll import WAIT_SECONDS
from flows.tasks import warehouse_of
from flows.workspace import Workspace, open_workspace


@task(name="deliver alerts", cache_policy=NO_CACHE, persist_result=False)
def deliver_task(workspace: Workspace, now: dt.datetime) -> tuple[int, int]:
    """Send what waits."""
    return deliver_waiting(workspace, now)


@flow(name="deliver", validate_parameters=False)
def deliver(warehouse: str, now: dt.datetime | None = None) -> dict[str, int]:
    """Deliver every alert that a target has not received; return how many went out and how many failed."""
    now = now or utc_now()
    with open_workspace(warehouse_of(warehouse), now, wait_seconds=WAIT_SECONDS) as workspace:
        n_sent, n_failed = deliver_task(workspace, now)
    return {"delivered": n_sent, "failed": n_failed}
