"""Flow "deliver": alerts that wait, to the targets of the settings."""

from __future__ import annotations

import datetime as dt

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows.alerting import deliver_waiting
from flows.options import utc_now
from flows.poll import WAIT_SECONDS
from flows.tasks import warehouse_of
from flows.workspace import Workspace, open_workspace
from warehouse.load import load_alert_attempts
from warehouse.read import read_open_alerts
from warehouse.rows import AlertAttempt

#: name under which the outbox keeps what became a Prefect event
EVENT_TARGET = "prefect"


@task(name="deliver alerts", cache_policy=NO_CACHE, persist_result=False)
def deliver_task(workspace: Workspace, now: dt.datetime) -> tuple[int, int]:
    """Send what waits."""
    return deliver_waiting(workspace, now)


@task(name="emit events", cache_policy=NO_CACHE, persist_result=False)
def emit_task(workspace: Workspace, now: dt.datetime) -> int:
    """Emit each alert once as a Prefect event `newsledger.<kind>`, on which automations can act; return how many."""
    waiting = [alert for alert, _ in read_open_alerts(workspace.con, [EVENT_TARGET])]
    for alert in waiting:
        resource = {
            "prefect.resource.id": f"newsledger.event.{alert.event_id or alert.alert_id}",
            "prefect.resource.name": alert.title,
        }
        emit_event(event=f"newsledger.{alert.kind}", resource=resource, payload={"body": alert.body, **alert.payload})
    attempts = [AlertAttempt(alert.alert_id, EVENT_TARGET, now, "delivered") for alert in waiting]
    return workspace.writer.run(lambda: load_alert_attempts(workspace.writer, attempts))


@flow(name="deliver", validate_parameters=False)
def deliver(warehouse: str, now: dt.datetime | None = None) -> dict[str, int]:
    """Deliver every alert that a target has not received; return how many went out and how many failed."""
    now = now or utc_now()
    with open_workspace(warehouse_of(warehouse), now, wait_seconds=WAIT_SECONDS) as workspace:
        n_sent, n_failed = deliver_task(workspace, now)
        n_events = emit_task(workspace, now)
    return {"delivered": n_sent, "failed": n_failed, "events": n_events}
