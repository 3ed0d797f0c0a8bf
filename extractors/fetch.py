"""Network in: fetch feeds, pages and robots.txt, politely and safely; every attempt ends in exactly one result.

fetch_many -> one lane per host (pause, robots) -> hops -> exchange -> FetchResult
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from extractors.connection import Resolver, resolve_host
from extractors.fetch_lanes import Fetcher
from extractors.fetch_records import FetchRequest, FetchResult
from extractors.robots import RobotsCache
from records.feeds import Issue
from seeds.settings import CollectionSettings

__all__ = ["FetchRequest", "FetchResult", "fetch_many", "fetch_one", "issue_of"]

#: finished results that wait for the caller before the network is slowed down
MAX_WAITING_RESULTS = 256


@dataclass(slots=True)
class _Outlet:
    """The channel between the network's thread and the caller's."""

    results: queue.SimpleQueue[FetchResult | BaseException | None] = field(default_factory=queue.SimpleQueue)
    loop: asyncio.AbstractEventLoop | None = None
    task: asyncio.Task[None] | None = None
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_WAITING_RESULTS))


def fetch_many(
    requests: Iterable[FetchRequest],
    settings: CollectionSettings,
    now: dt.datetime,
    robots: RobotsCache | None = None,
    resolver: Resolver = resolve_host,
) -> Iterator[FetchResult]:
    """Yield exactly one result per request, as they finish, plus one of kind "robots" per robots.txt asked for.

    Requests to one host go one after the other with pauses; hosts go side by side. `now` is the instant of all
    results (`fetched_at`). Give the same `robots` to several calls to ask each host once a day. Never raises for
    what a server does; leaving the iterator early stops the requests under way.
    """
    fetcher = Fetcher(settings, now, robots if robots is not None else RobotsCache(), resolver)
    outlet = _Outlet()
    thread = threading.Thread(target=_run_network, args=(fetcher, list(requests), outlet), name="fetch", daemon=True)
    thread.start()
    try:
        while (result := outlet.results.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            _call_in_loop(outlet, outlet.room.release)
            yield result
    finally:
        if outlet.task is not None:
            _call_in_loop(outlet, outlet.task.cancel)
        thread.join()


def _run_network(fetcher: Fetcher, requests: list[FetchRequest], outlet: _Outlet) -> None:
    async def emit(result: FetchResult) -> None:
        await outlet.room.acquire()
        outlet.results.put(result)

    async def run() -> None:
        outlet.loop, outlet.task = asyncio.get_running_loop(), asyncio.current_task()
        await fetcher.run(requests, emit)

    try:
        asyncio.run(run())
        outlet.results.put(None)
    except asyncio.CancelledError:
        outlet.results.put(None)
    except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
        outlet.results.put(error)


def _call_in_loop(outlet: _Outlet, action: Callable[[], object]) -> None:
    # the loop closes by itself once the last result is out
    with contextlib.suppress(RuntimeError):
        if outlet.loop is not None:
            outlet.loop.call_soon_threadsafe(action)


def fetch_one(
    request: FetchRequest,
    settings: CollectionSettings,
    now: dt.datetime,
    robots: RobotsCache | None = None,
    resolver: Resolver = resolve_host,
) -> FetchResult:
    """Return the result of one request."""
    results = list(fetch_many([request], settings, now, robots, resolver))
    return next(result for result in results if result.request is request)


def issue_of(result: FetchResult, stage: str) -> Issue | None:
    """Return the `issues` row of a failed attempt, or None if there is nothing to tell."""
    fetch = result.fetch
    if fetch.outcome in ("ok", "not_modified"):
        return None
    return Issue(
        at=fetch.fetched_at,
        stage=stage,
        kind=fetch.outcome,
        message=fetch.message or f"HTTP status {fetch.http_status}",
        url=fetch.url,
        feed_id=result.request.feed_id,
    )
