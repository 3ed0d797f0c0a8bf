"""The asynchronous part of fetching: one lane per host, hops, robots.txt, one total deadline."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpcore

from extractors.address_guard import Target, check_url
from extractors.connection import GuardedBackend, HostConnections, Resolver
from extractors.exchange import exchange, read_retry_after
from extractors.fetch_records import Attempt, FetchRequest, FetchResult, finish_attempt, judge_answer
from extractors.politeness import HostPace
from extractors.robots import RobotsCache, RobotsRules, parse_robots
from records.errors import FetchError, RefusedError
from seeds.settings import CollectionSettings

type Emit = Callable[[FetchResult], Awaitable[None]]

REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "page": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}


@dataclass(slots=True)
class HostLane:
    """Connections, pace and turns of one host (name and port)."""

    connections: HostConnections
    pace: HostPace
    turns: asyncio.Semaphore
    robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    n_users: int = 0


class Fetcher:
    """Fetches the requests of one call; keeps nothing beyond it but the robots cache it was given."""

    def __init__(self, settings: CollectionSettings, now: dt.datetime, robots: RobotsCache, resolver: Resolver) -> None:
        self._settings = settings
        self._now = now
        self._robots = robots
        self._backend = GuardedBackend(settings, resolver)
        self._lanes: dict[str, HostLane] = {}
        #: URLs checked while requests were sorted by host; the same `settings` hold for the whole call
        self._checked: dict[str, Target] = {}
        self._n_attempts: Counter[tuple[str, str]] = Counter()

    async def run(self, requests: Sequence[FetchRequest], emit: Emit) -> None:
        """Fetch all requests and emit one result for each."""
        by_host: dict[str, list[FetchRequest]] = defaultdict(list)
        for request in requests:
            by_host[self._host_key(request)].append(request)
        slots = asyncio.Semaphore(self._settings.max_connections)
        try:
            async with asyncio.TaskGroup() as group:
                for host, host_requests in by_host.items():
                    for share in _deal(host_requests, self._settings.max_per_host):
                        # a task only when there is room: ten thousand hosts are not ten thousand tasks
                        await slots.acquire()
                        group.create_task(self._run_share(host, share, emit)).add_done_callback(
                            lambda _: slots.release()
                        )
        finally:
            for lane in self._lanes.values():
                await lane.connections.aclose()

    def _host_key(self, request: FetchRequest) -> str:
        try:
            target = check_url(request.url, self._settings)
        except RefusedError:
            return ""
        self._checked[request.url] = target
        return target.netloc

    async def _run_share(self, host: str, requests: Sequence[FetchRequest], emit: Emit) -> None:
        for request in requests:
            attempt = Attempt(request, request.url, _clock())
            await emit(await self._settle(attempt, self._follow(attempt, emit)))
        lane = self._lanes.get(host)
        if lane is not None and lane.n_users == 0:
            await lane.connections.aclose()

    async def _settle(self, attempt: Attempt, work: Coroutine[Any, Any, None]) -> FetchResult:
        """Return the result of an attempt, whatever its work raises that a server or the guard can cause."""
        try:
            await work
            assert attempt.answer is not None
            outcome, message = judge_answer(attempt.answer)
        except (TimeoutError, httpcore.TimeoutException):
            outcome, message = "timeout", f"not finished within {self._settings.deadline_seconds:g} s"
        except RefusedError as error:
            outcome, message = ("too_large" if error.keys.get("is_too_large") else "refused"), error.message
        except FetchError as error:
            outcome, message = ("http_error" if error.keys.get("is_http") else "network_error"), error.message
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
            outcome, message = "network_error", f"{type(error).__name__}: {error}".rstrip(": ")
        key = (attempt.request.kind, attempt.request.url)
        self._n_attempts[key] += 1
        return finish_attempt(
            attempt, outcome, message, now=self._now, clock_seconds=_clock(), number=self._n_attempts[key]
        )

    async def _follow(self, attempt: Attempt, emit: Emit) -> None:
        """Follow redirects; each hop passes the guard, robots.txt and the pace of its own host anew."""
        is_permanent, budget_seconds = True, self._settings.deadline_seconds
        visited: set[str] = set()
        for _ in range(self._settings.max_hops + 1):
            target = self._checked.pop(attempt.final_url, None) or check_url(attempt.final_url, self._settings)
            if target.url in visited:
                raise FetchError("redirects in a circle", is_http=True)
            visited.add(target.url)
            async with self._take_turn(target) as lane:
                if attempt.request.kind == "page" and self._settings.obey_robots:
                    await self._obey_robots(target, lane, emit)
                # waiting for one's turn is politeness, not slowness: only time on the wire is counted
                wait_seconds = lane.pace.wait_seconds(_clock())
                if wait_seconds > 0:
                    await asyncio.sleep(wait_seconds)
                started = _clock()
                async with asyncio.timeout(budget_seconds):
                    await self._ask(attempt, target, lane)
                budget_seconds -= _clock() - started
            location = _redirect_of(attempt)
            if location is None:
                return
            is_permanent = is_permanent and attempt.answer is not None and attempt.answer.http_status in PERMANENT
            attempt.final_url = location
            attempt.permanent_url = location if is_permanent else None
        attempt.permanent_url = None
        raise FetchError(f"more than {self._settings.max_hops} redirects", is_http=True)

    async def _ask(self, attempt: Attempt, target: Target, lane: HostLane) -> None:
        request, settings = attempt.request, self._settings
        headers = {"Accept": ACCEPT.get(request.kind, "*/*")}
        if request.etag:
            headers["If-None-Match"] = _one_line(request.etag)
        if request.last_modified:
            headers["If-Modified-Since"] = _one_line(request.last_modified)
        caps = {"feed": settings.max_feed_bytes, "robots": settings.max_robots_bytes}
        started, retry_after = _clock(), None
        attempt.answer = None
        try:
            max_bytes = caps.get(request.kind, settings.max_page_bytes)
            is_feed = request.kind == "feed"
            answer = await exchange(lane.connections, target, headers, max_bytes, settings, is_feed=is_feed)
            attempt.answer = answer
            if answer.http_status in (429, 503):
                retry_after = read_retry_after(answer.headers.get("retry-after"), self._now)
        finally:
            lane.pace.note_request(_clock() - started, retry_after, _clock(), settings)

    def _lane_of(self, target: Target) -> HostLane:
        lane = self._lanes.get(target.netloc)
        if lane is None:
            connections = HostConnections(self._settings, self._backend)
            lane = HostLane(connections, HostPace(), asyncio.Semaphore(self._settings.max_per_host))
            self._lanes[target.netloc] = lane
            known = self._robots.get(target.origin, self._now, self._settings.robots_max_age_seconds)
            if known is not None:
                lane.pace.crawl_delay_seconds = known.crawl_delay_seconds(self._settings.robots_agent)
        return lane

    @asynccontextmanager
    async def _take_turn(self, target: Target) -> AsyncIterator[HostLane]:
        lane = self._lane_of(target)
        lane.n_users += 1
        try:
            async with lane.turns:
                yield lane
        finally:
            lane.n_users -= 1

    async def _obey_robots(self, target: Target, lane: HostLane, emit: Emit) -> None:
        async with lane.robots_lock:
            rules = self._robots.get(target.origin, self._now, self._settings.robots_max_age_seconds)
            if rules is None:
                rules = await self._ask_robots(target, lane, emit)
        if not rules.allows(target.url, self._settings.robots_agent):
            reason = "cannot be read: nothing is fetched for an hour" if rules.is_unavailable else "forbids it"
            raise RefusedError(f"robots.txt {reason}")

    async def _ask_robots(self, target: Target, lane: HostLane, emit: Emit) -> RobotsRules:
        """Fetch robots.txt within the turn that its page has already taken."""
        url = f"{target.origin}/robots.txt"
        attempt = Attempt(FetchRequest(url, "robots"), url, _clock())
        result = await self._settle(attempt, self._follow_robots(attempt))
        answer = attempt.answer if result.fetch.outcome in ("ok", "http_error") else None
        rules = parse_robots(answer.http_status if answer else None, answer.body if answer else b"", self._now)
        if result.fetch.outcome == "too_large":
            rules = RobotsRules(self._now, None)
        self._robots.by_origin[target.origin] = rules
        lane.pace.crawl_delay_seconds = rules.crawl_delay_seconds(self._settings.robots_agent)
        await emit(result)
        return rules

    async def _follow_robots(self, attempt: Attempt) -> None:
        async with asyncio.timeout(self._settings.deadline_seconds):
            for _ in range(self._settings.max_hops + 1):
                target = check_url(attempt.final_url, self._settings)
                await self._ask(attempt, target, self._lane_of(target))
                location = _redirect_of(attempt)
                if location is None:
                    return
                attempt.final_url = location
        attempt.answer = None
        raise FetchError("robots.txt redirects too often", is_http=True)


def _clock() -> float:
    """Return the event loop's monotonic time in seconds."""
    return asyncio.get_running_loop().time()


def _deal(requests: Sequence[FetchRequest], n_shares: int) -> list[Sequence[FetchRequest]]:
    """Deal requests into at most `n_shares` shares, keeping their order."""
    return [share for number in range(n_shares) if (share := requests[number::n_shares])]


def _redirect_of(attempt: Attempt) -> str | None:
    """Return the absolute URL that the last answer points to, or None if it is no redirect."""
    answer = attempt.answer
    location = answer.headers.get("location", "").strip() if answer else ""
    if answer is None or answer.http_status not in REDIRECTS or not location:
        return None
    try:
        return urljoin(attempt.final_url, location.encode("latin-1").decode("utf-8", "replace")).partition("#")[0]
    except ValueError as error:
        raise RefusedError(f"redirect to an invalid URL {location[:200]!r}") from error


def _one_line(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")
