"""What is asked of the network and what comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.exchange import Exchange, read_retry_after
from records.feeds import FeedItem, Fetch, Page
from records.ids import stable_id


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One URL to fetch; `kind` is "feed", "page" or "robots"."""

    url: str
    kind: str = "page"
    etag: str | None = None
    last_modified: str | None = None
    feed_id: str | None = None
    item: FeedItem | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How one attempt ended."""

    request: FetchRequest
    fetch: Fetch
    #: set for every complete answer with a body to keep, whatever its status
    page: Page | None = None
    #: lower-case names
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    retry_after_seconds: float | None = None
    #: where the URL has moved for good: the end of a chain of 301 and 308 only
    permanent_url: str | None = None


@dataclass(slots=True)
class Attempt:
    """What is known of an attempt so far; becomes a result however it ends."""

    request: FetchRequest
    final_url: str
    started_seconds: float
    answer: Exchange | None = None
    permanent_url: str | None = None


def judge_answer(answer: Exchange) -> tuple[str, str]:
    """Return outcome and message of a complete answer."""
    if answer.http_status == 304:
        return "not_modified", ""
    if 200 <= answer.http_status < 300:
        return "ok", ""
    return "http_error", f"HTTP status {answer.http_status}"


def finish_attempt(
    attempt: Attempt, outcome: str, message: str, *, now: dt.datetime, clock_seconds: float, number: int
) -> FetchResult:
    """Return the result of an attempt; `number` counts the attempts for one URL at one `now`."""
    request, answer = attempt.request, attempt.answer
    fetch = Fetch(
        fetch_id=stable_id("fetch", request.kind, request.url, now.isoformat(), number),
        kind=request.kind,
        url=request.url,
        final_url=attempt.final_url,
        fetched_at=now,
        outcome=outcome,
        http_status=answer.http_status if answer else None,
        bytes=len(answer.body) if answer else 0,
        duration_seconds=round(clock_seconds - attempt.started_seconds, 6),
        message=message,
    )
    if answer is None or outcome not in ("ok", "not_modified", "http_error"):
        return FetchResult(request, fetch)
    headers = answer.headers
    page = (
        None
        if outcome == "not_modified"
        else Page(
            url=request.url,
            final_url=attempt.final_url,
            fetched_at=now,
            http_status=answer.http_status,
            content_type=headers.get("content-type", ""),
            body=answer.body,
            headers=headers,
            feed_id=request.feed_id,
            item=request.item,
        )
    )
    return FetchResult(
        request=request,
        fetch=fetch,
        page=page,
        headers=headers,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        retry_after_seconds=read_retry_after(headers.get("retry-after"), now),
        permanent_url=attempt.permanent_url if outcome in ("ok", "not_modified") else None,
    )
