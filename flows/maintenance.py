"""Flow "maintenance": retention, compaction, data checks; once a day."""

from __future__ import annotations

import datetime as dt

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.options import utc_now
from flows.tasks import warehouse_of
from flows.upkeep import keep_house
from warehouse.checks import run_checks
from warehouse.connection import open_reader


@task(name="keep house", cache_policy=NO_CACHE, persist_result=False)
def upkeep_task(warehouse: str, now: dt.datetime) -> tuple[int, int]:
    """Apply retention and compact."""
    return keep_house(warehouse_of(warehouse), now)


@flow(name="maintenance", validate_parameters=False)
def maintain(warehouse: str, now: dt.datetime | None = None) -> dict[str, object]:
    """Give back space and run the data checks; return sizes and findings."""
    before, after = upkeep_task(warehouse, now or utc_now())
    with open_reader(warehouse_of(warehouse)) as con:
        findings = [str(finding) for finding in run_checks(con)]
    return {"bytes_before": before, "bytes_after": after, "findings": findings}
