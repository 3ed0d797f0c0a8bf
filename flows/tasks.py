"""The Prefect tasks: each calls one plain step on an open workspace. A few per flow, never one per article."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.clean_pages import clean_new_pages
from flows.collect import PollCount, poll_feeds
from flows.publishing import publish, settle
from flows.understand import annotate_new_versions
from flows.workspace import Workspace

#: a workspace holds an open database: results are neither cached nor stored
_OPTIONS: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


@task(name="poll feeds and fetch pages", **_OPTIONS)
def poll_task(workspace: Workspace, now: dt.datetime, is_forced: bool = False) -> PollCount:
    """Poll due feeds, fetch new pages, archive both."""
    return poll_feeds(workspace, now, is_forced=is_forced)


@task(name="clean pages", **_OPTIONS)
def clean_task(workspace: Workspace, now: dt.datetime) -> int:
    """Make article versions of archived pages."""
    return clean_new_pages(workspace, now)


@task(name="annotate versions", **_OPTIONS)
def annotate_task(workspace: Workspace, now: dt.datetime) -> int:
    """Find mentions, times, quotes and claims in new versions."""
    return annotate_new_versions(workspace, now)


@task(name="resolve", **_OPTIONS)
def resolve_task(workspace: Workspace, now: dt.datetime) -> int:
    """Resolve new annotations without publishing them yet."""
    return settle(workspace, now)[0]


@task(name="resolve and publish", **_OPTIONS)
def publish_task(workspace: Workspace, now: dt.datetime, is_forced: bool = False) -> int:
    """Resolve new annotations and swap in the snapshot."""
    return publish(workspace, now, is_forced=is_forced)


def warehouse_of(path: str) -> Path:
    """Return a flow's warehouse parameter as a path."""
    return Path(path).expanduser()
