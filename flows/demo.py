"""Flow "demo": the bundled newsroom, replayed day by day over loopback HTTP through the real tasks, in one server."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from prefect import flow

from extractors.embed import embed_texts
from extractors.nlp import analyze_texts
from flows.newsroom_server import newsroom_feeds, serve_newsroom
from flows.options import utc_now
from flows.progress import Progress
from flows.tasks import annotate_task, clean_task, poll_task, publish_task, resolve_task
from flows.workspace import open_workspace
from records.errors import UserError
from seeds.newsroom import Newsroom, load_newsroom
from seeds.settings import CollectionSettings
from stories.world import load_world
from warehouse.connection import folder_of, open_writer
from warehouse.load import load_feeds, set_marker
from warehouse.read import read_feeds, read_marker

#: marks a warehouse that a demo made and may replace
DEMO_MARKER = "made_by_demo"
#: the day is visited at these UTC hours, where something is new by then
VISIT_HOURS = (13, 24)


def plan_visits(newsroom: Newsroom, hours: Sequence[int] = VISIT_HOURS) -> list[dt.datetime]:
    """Return the instants at which the demo polls: the first visiting hour after each publication or correction."""
    instants = [a.published_at for a in newsroom.articles]
    instants += [version.updated_at for a in newsroom.articles for version in a.versions]
    return sorted({_next_visit(instant.astimezone(dt.UTC), hours) for instant in instants})


def _next_visit(instant: dt.datetime, hours: Iterable[int]) -> dt.datetime:
    midnight = instant.replace(hour=0, minute=0, second=0, microsecond=0)
    return next(at for hour in hours if (at := midnight + dt.timedelta(hours=hour)) > instant)


def warm_up(langs: Iterable[str]) -> None:
    """Load models and tables, which takes as long as Prefect's server needs to come up."""
    for lang in langs:
        analyze_texts(["."], lang)
    embed_texts(["."])
    load_world()


def clear_demo(path: Path) -> None:
    """Remove the warehouse of an earlier demo, finished or not; refuse to touch any other."""
    folder = folder_of(path)
    if path.exists() or (folder / "writer.duckdb").exists():
        with open_writer(path) as writer:
            if read_marker(writer.con, DEMO_MARKER) != "yes" and (read_feeds(writer.con) or path.exists()):
                raise UserError("this warehouse was not made by a demo; name another file", path=path)
    path.unlink(missing_ok=True)
    for name in ("writer.duckdb", "writer.duckdb.wal"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "archive", ignore_errors=True)


def replay_newsroom(warehouse: str, progress: Progress) -> str:
    """Replay all days into an empty warehouse; return a summary line."""
    clear_demo(Path(warehouse))
    newsroom = load_newsroom()
    langs = sorted({outlet.lang for outlet in newsroom.outlets.values()})
    Thread(target=warm_up, args=(langs,), name="warm-up", daemon=True).start()
    return replay_flow(warehouse, newsroom, plan_visits(newsroom), progress)


@flow(name="demo", validate_parameters=False, persist_result=False)
def replay_flow(warehouse: str, newsroom: Any, visits: list[dt.datetime], progress: Any) -> str:
    """Set the newsroom's clock to each visit in turn, and poll, process and publish as of that instant."""
    n_pages = n_versions = 0
    with serve_newsroom(visits[0], newsroom) as server:
        settings = CollectionSettings(
            allow_private_addresses=True, host_overrides=server.host_overrides, min_host_pause_seconds=0.0,
            latency_factor=0.0,
        )  # fmt: skip
        with open_workspace(warehouse, utc_now(), settings=settings) as workspace:
            load_feeds(workspace.writer, newsroom_feeds(newsroom), visits[0])
            set_marker(workspace.writer, DEMO_MARKER, "yes", visits[0])
            for number, now in enumerate(visits, 1):
                server.set_now(now)
                polled = poll_task(workspace, now, is_forced=True)
                n_pages += polled.n_pages
                n_versions += clean_task(workspace, now)
                annotate_task(workspace, now)
                resolve_task(workspace, now)
                progress.show("visits", number, len(visits))
            # nobody reads in between, and a swap costs a second: one snapshot, after the last visit
            publish_task(workspace, visits[-1], is_forced=True)
    outlets = len(newsroom.outlets)
    return (
        f"Replayed {outlets} outlets over HTTP in {len(visits)} visits from {visits[0]:%d %B %Y} to {visits[-1]:%d %B %Y}: "
        f"{n_pages} pages fetched, {n_versions} article versions.\n"
    )
