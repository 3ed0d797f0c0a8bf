"""Network in: fetch feeds, pages and robots.txt, politely and safely; every attempt ends in exactly one result.

fetch_many -> one lane per host (pause, robots) -> hops -> exchange -> FetchResult
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from extractors.connection import Resolver, resolve_host
from extractors.fetch_lanes import Fetcher
from extractors.fetch_records import FetchRequest, FetchResult
from extractors.robots import RobotsCache
from records.feeds import Issue
from seeds.settings import CollectionSettings

__all__ = ["FetchRequest", "FetchResult", "fetch_batches", "fetch_many", "fetch_one", "issue_of"]

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
    for batch in fetch_batches(requests, settings, now, robots, resolver, max_results=1):
        yield from batch


def fetch_batches(
    requests: Iterable[FetchRequest],
    settings: CollectionSettings,
    now: dt.datetime,
    robots: RobotsCache | None = None,
    resolver: Resolver = resolve_host,
    *,
    max_results: int = 200,
    max_wait_seconds: float = 1.0,
) -> Iterator[tuple[FetchResult, ...]]:
    """Yield the results of `fetch_many` in batches for a transaction each.

    A batch is handed out when it has `max_results` or is `max_wait_seconds` old: what has come never waits for the
    slowest server. Give all requests to one call, since a call ends only with its slowest request.
    """
    fetcher = Fetcher(settings, now, robots if robots is not None else RobotsCache(), resolver)
    outlet = _Outlet()
    thread = threading.Thread(target=_run_network, args=(fetcher, list(requests), outlet), name="fetch", daemon=True)
    thread.start()
    try:
        is_done = False
        while not is_done:
            batch, is_done = _take_batch(outlet, max_results, max_wait_seconds)
            if batch:
                yield tuple(batch)
    finally:
        if outlet.task is not None:
            _call_in_loop(outlet, outlet.task.cancel)
        thread.join()


def _take_batch(outlet: _Outlet, max_results: int, max_wait_seconds: float) -> tuple[list[FetchResult], bool]:
    """Return what has come, and whether that was all; waits without limit for the first result only."""
    batch: list[FetchResult] = []
    closes_at = 0.0
    while len(batch) < max_results:
        try:
            wait = max(0.0, closes_at - time.monotonic()) if batch else None
            result = outlet.results.get(timeout=wait)
        except queue.Empty:
            break
        if result is None:
            return batch, True
        if isinstance(result, BaseException):
            raise result
        closes_at = closes_at or time.monotonic() + max_wait_seconds
        batch.append(result)
        _call_in_loop(outlet, outlet.room.release)
    return batch, False


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
