"""Flow "process": raw pages -> clean texts -> mentions, times, quotes, claims."""

from __future__ import annotations

import datetime as dt

from prefect import flow

from flows.options import utc_now
from flows.poll import WAIT_SECONDS
from flows.tasks import annotate_task, clean_task, warehouse_of
from flows.workspace import open_workspace


@flow(name="process", validate_parameters=False)
def process(warehouse: str, now: dt.datetime | None = None) -> dict[str, int]:
    """Clean and annotate everything that waits; return the counts."""
    now = now or utc_now()
    with open_workspace(warehouse_of(warehouse), now, wait_seconds=WAIT_SECONDS) as workspace:
        return {"new_versions": clean_task(workspace, now), "annotated": annotate_task(workspace, now)}
