"""The schedule: poll, process, publish, deliver and maintenance as Prefect deployments in one serving process.

One writer at a time: each flow waits for the lease, and a run that finds its predecessor still at work is cancelled.
`prefect.yaml` describes the same deployments for workers of a pool.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Interval
from prefect.types.entrypoint import EntrypointType

from flows.deliver import deliver
from flows.maintenance import maintain
from flows.poll import poll
from flows.process import process
from flows.publish import publish_flow

#: any instant of the past: the schedules count from it
ANCHOR = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def list_deployments(warehouse: str, poll_minutes: float) -> list[RunnerDeployment]:
    """Return the deployments: processing and publishing follow polling at the same pace, maintenance is daily.

    Their starts are a fifth of the pace apart, so that they neither wait for one another's lease nor start together.
    """
    pace = dt.timedelta(minutes=poll_minutes)
    plan: tuple[tuple[Flow[..., Any], str, dt.timedelta, str], ...] = (
        (poll, "poll", pace, "Due feeds -> items -> raw pages."),
        (process, "process", pace, "Raw pages -> texts -> claims."),
        (publish_flow, "publish", pace, "Claims -> events, history -> snapshot."),
        (deliver, "deliver", pace, "Alerts that wait, once each."),
        (maintain, "maintenance", dt.timedelta(days=1), "Retention, compaction, checks."),
    )
    deployments = [
        flow.to_deployment(
            name=name,
            schedule=Interval(interval, anchor_date=ANCHOR + number * pace / len(plan)),
            parameters={"warehouse": warehouse},
            concurrency_limit=ONE_AT_A_TIME,
            description=text,
            tags=["newsledger"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for number, (flow, name, interval, text) in enumerate(plan)
    ]
    # to_deployment is a coroutine only inside a running event loop
    return [deployment for deployment in deployments if isinstance(deployment, RunnerDeployment)]


def serve_deployments(warehouse: str, poll_minutes: float) -> None:
    """Run the deployments until the process is stopped; at most two flow runs at a time."""
    serve(*list_deployments(warehouse, poll_minutes), limit=2, pause_on_shutdown=False)
