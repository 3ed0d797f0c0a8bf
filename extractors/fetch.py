"""Network in: fetch feeds, pages and robots.txt, politely and safely; every attempt ends in exactly one result.

fetch_many -> one lane per host (pause, robots) -> hops -> exchange -> FetchResult
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import queue
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from extractors.connection import Resolver, resolve_host
from extractors.fetch_lanes import Fetcher
from extractors.fetch_records import FetchRequest, FetchResult
from extractors.robots import RobotsCache
from records.feeds import Issue
from seeds.settings import CollectionSettings

if sys.platform != "win32":
    import uvloop
else:
    uvloop = None

__all__ = ["FetchRequest", "FetchResult", "fetch_batches", "fetch_many", "fetch_one", "issue_of"]

#: finished results that wait for the caller before the network is slowed down
MAX_WAITING_RESULTS = 512


class _Outlet:
    """The channel from the network's thread to the caller's: whole batches, so that the threads seldom meet."""

    def __init__(self, max_results: int, max_wait_seconds: float) -> None:
        self.batches: queue.SimpleQueue[tuple[FetchResult, ...] | BaseException | None] = queue.SimpleQueue()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.task: asyncio.Task[None] | None = None
        self._max_results = max_results
        self._max_wait_seconds = max_wait_seconds
        self._pending: list[FetchResult] = []
        self._room = asyncio.Semaphore(MAX_WAITING_RESULTS)

    async def emit(self, result: FetchResult) -> None:
        """Take one result; waits while the caller is far behind."""
        await self._room.acquire()
        self._pending.append(result)
        if len(self._pending) >= self._max_results:
            self.flush()
        elif len(self._pending) == 1:
            asyncio.get_running_loop().call_later(self._max_wait_seconds, self.flush)

    def flush(self) -> None:
        """Hand over what has come."""
        if self._pending:
            self.batches.put(tuple(self._pending))
            self._pending.clear()

    def release(self, n_results: int) -> None:
        """Make room for as many further results."""
        for _ in range(n_results):
            self._room.release()

    def call(self, action: Callable[[], object]) -> None:
        """Run something in the network's thread; nothing if that has ended."""
        with contextlib.suppress(RuntimeError):
            if self.loop is not None:
                self.loop.call_soon_threadsafe(action)


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
    for batch in fetch_batches(requests, settings, now, robots, resolver, max_results=16, max_wait_seconds=0.05):
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
    outlet = _Outlet(min(max_results, MAX_WAITING_RESULTS), max_wait_seconds)
    thread = threading.Thread(target=_run_network, args=(fetcher, list(requests), outlet), name="fetch", daemon=True)
    thread.start()
    try:
        while (batch := outlet.batches.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            outlet.call(partial(outlet.release, len(batch)))
            yield batch
    finally:
        if outlet.task is not None:
            outlet.call(outlet.task.cancel)
        thread.join()


def _run_network(fetcher: Fetcher, requests: list[FetchRequest], outlet: _Outlet) -> None:
    async def run() -> None:
        outlet.loop, outlet.task = asyncio.get_running_loop(), asyncio.current_task()
        await fetcher.run(requests, outlet.emit)
        outlet.flush()

    try:
        asyncio.run(run(), loop_factory=None if uvloop is None else uvloop.new_event_loop)
        outlet.batches.put(None)
    except asyncio.CancelledError:
        outlet.batches.put(None)
    except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, which raises it
        outlet.batches.put(error)


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
