"""When to poll a feed again, and how: pure decisions over `FeedState` (the fetching is `extractors/fetch.py`)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from extractors.feeds.parsed import ParsedFeed
from extractors.fetch_records import FetchRequest, FetchResult
from records.feeds import FeedItem, FeedState, Issue

#: validators lie (an ETag that never changes, a Last-Modified in 2041): once a day they are not sent
UNCONDITIONAL_AFTER = dt.timedelta(days=1)
#: share of a body's items that are new, to the factor of the next interval; first bound that is reached
OVERLAP_FACTORS = ((0.5, 0.4), (0.2, 0.7), (0.01, 1.0), (0.0, 1.5))
#: how much a failure weighs in the back-off exponent
WEIGHTS = {"hard": 2.0, "soft": 1.0, "temporary": 0.5}
MAX_BACKOFF = dt.timedelta(days=3)
MAX_WEIGHT = 16.0
#: a gone feed is still asked now and then: sites come back
GONE_INTERVAL = dt.timedelta(days=7)
DEAD_AFTER_FAILURES = 20
#: polls in a row with the same permanent target that parses, until the address is adopted
REDIRECTS_TO_ADOPT = 3
JITTER_RATIO = 0.1
MAX_ITEM_KEYS = 1000
GAP_SHARE = 0.2
REVISITS = (dt.timedelta(hours=24), dt.timedelta(days=7))
#: a feed is silent when nothing new came for this many times its usual gap, and for at least `SILENT_MIN`
SILENT_GAPS = 10.0
SILENT_MIN = dt.timedelta(days=3)


def is_due(state: FeedState, now: dt.datetime) -> bool:
    """Tell whether a feed is to be polled now."""
    return state.status != "paused" and (state.next_poll_at is None or state.next_poll_at <= now)


def make_request(state: FeedState, now: dt.datetime) -> FetchRequest:
    """Return the request for a feed: conditional, but without validators once a day."""
    last = state.last_unconditional_at
    if last is None or now - last >= UNCONDITIONAL_AFTER:
        return FetchRequest(state.url, "feed", feed_id=state.feed_id)
    return FetchRequest(state.url, "feed", state.etag, state.last_modified, feed_id=state.feed_id)


def body_sha256(result: FetchResult) -> str | None:
    """Return the hash of the body that came, or None if none did."""
    return hashlib.sha256(result.page.body).hexdigest() if result.page is not None else None


def is_unchanged(state: FeedState, result: FetchResult) -> bool:
    """Tell whether the feed is as it was: a 304, or the same bytes as last time."""
    if result.fetch.outcome == "not_modified":
        return True
    return result.fetch.outcome == "ok" and state.body_sha256 is not None and body_sha256(result) == state.body_sha256


def item_key(item: FeedItem, identity: str = "link") -> str:
    """Return what identifies an item within its feed, shortened to 12 hex digits."""
    text = item.guid if identity == "guid" and item.guid else item.url
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def find_new_items(state: FeedState, parsed: ParsedFeed, identity: str = "link") -> tuple[FeedItem, ...]:
    """Return the items that the last body did not have."""
    known = set(state.item_keys)
    return tuple(item for item in parsed.items if item_key(item, identity) not in known)


def decide_poll(
    state: FeedState, result: FetchResult, parsed: ParsedFeed | None, now: dt.datetime, identity: str = "link"
) -> FeedState:
    """Return the state after a poll; every outcome sets the next time.

    `parsed` is what a changed body said, None when nothing was parsed. Save the result together with the new items:
    validators saved without them lose items.
    """
    polled = replace(state, last_polled_at=now, last_outcome=result.fetch.outcome)
    if result.request.etag is None and result.request.last_modified is None and result.fetch.outcome == "ok":
        polled = replace(polled, last_unconditional_at=now)
    if is_unchanged(state, result):
        return _note_unchanged(polled, result, now)
    if result.fetch.outcome != "ok":
        return _note_failure(polled, result, judge_failure(result), now)
    if parsed is None or not parsed.is_feed:
        return _note_failure(replace(polled, last_outcome="parse_error"), result, "soft", now)
    return _note_success(polled, result, parsed, now, identity)


def judge_failure(result: FetchResult) -> str:
    """Return how much a failure means: "temporary", "soft" or "hard"; a gone feed (404, 410) is "hard"."""
    status, outcome = result.fetch.http_status, result.fetch.outcome
    if outcome == "http_error" and status is not None:
        if status in (429, 503, 502, 504, 408, 425):
            return "temporary"
        return "hard" if status in (401, 403, 404, 410, 451) else "soft"
    if outcome in ("refused", "too_large"):
        return "hard"
    return "temporary" if outcome == "timeout" else "soft"


def _note_unchanged(state: FeedState, result: FetchResult, now: dt.datetime) -> FeedState:
    if state.consecutive_failures and result.fetch.outcome == "not_modified":
        # a 304 after a failure only says that the broken body is still the same: stay failed, ask without validators
        failed = _note_failure(state, result, "temporary", now)
        return replace(failed, last_outcome="not_modified", last_unconditional_at=None)
    interval = _bound(state, state.interval_seconds * OVERLAP_FACTORS[-1][1])
    changes: dict[str, Any] = {
        "last_success_at": now,
        "interval_seconds": interval,
        "consecutive_failures": 0,
        "failure_weight": 0.0,
        "status": "active" if state.status in ("failing", "gone") else state.status,
        "etag": result.etag or state.etag,
        "last_modified": result.last_modified or state.last_modified,
        "next_poll_at": _after(state, now, interval, result),
    }
    return replace(state, **changes | _read_redirect(state, result))


def _note_success(
    state: FeedState, result: FetchResult, parsed: ParsedFeed, now: dt.datetime, identity: str
) -> FeedState:
    keys = tuple(item_key(item, identity) for item in parsed.items)[:MAX_ITEM_KEYS]
    known = set(state.item_keys)
    n_new = sum(key not in known for key in keys)
    interval = state.interval_seconds
    if known and keys:
        new_ratio = n_new / len(keys)
        interval *= next(factor for bound, factor in OVERLAP_FACTORS if new_ratio >= bound)
    elif not keys:
        # empty is not broken, only slow
        interval *= OVERLAP_FACTORS[-1][1]
    gap = state.new_item_gap_seconds
    if n_new and state.last_new_item_at is not None:
        since = (now - state.last_new_item_at).total_seconds()
        gap = since if gap == 0 else gap + GAP_SHARE * (since - gap)
    interval = _bound(state, interval, parsed)
    state = replace(
        state,
        status="active",
        etag=result.etag,
        last_modified=_honest_last_modified(result, now),
        body_sha256=body_sha256(result),
        interval_seconds=interval,
        last_success_at=now,
        last_new_item_at=now if n_new else state.last_new_item_at,
        new_item_gap_seconds=gap,
        consecutive_failures=0,
        failure_weight=0.0,
        item_keys=keys or state.item_keys,
    )
    due = _after(state, now, interval, result)
    return replace(state, next_poll_at=_skip_quiet_times(due, parsed), **_read_redirect(state, result))


def _note_failure(state: FeedState, result: FetchResult, weight: str, now: dt.datetime) -> FeedState:
    total = min(state.failure_weight + WEIGHTS[weight], MAX_WEIGHT)
    n_failures = state.consecutive_failures + 1
    is_gone = result.fetch.http_status in (404, 410) and result.fetch.outcome == "http_error"
    wait = min(dt.timedelta(seconds=state.interval_seconds * 2.0 ** min(total, 12.0)), MAX_BACKOFF)
    if is_gone and (result.fetch.http_status == 410 or n_failures >= DEAD_AFTER_FAILURES):
        wait = GONE_INTERVAL
    state = replace(
        state,
        consecutive_failures=n_failures,
        failure_weight=total,
        status=state.status if state.status == "paused" else ("gone" if wait == GONE_INTERVAL else "failing"),
        redirect_url=None,
        redirect_hops=0,
    )
    return replace(state, next_poll_at=_after(state, now, wait.total_seconds(), result))


def _read_redirect(state: FeedState, result: FetchResult) -> dict[str, Any]:
    """Return what a redirect changes: polls sent to the same new address for good are counted, and enough of them adopt it."""
    target = result.permanent_url
    if target is None or target == state.url:
        return {"redirect_url": None, "redirect_hops": 0}
    hops = state.redirect_hops + 1 if target == state.redirect_url else 1
    if hops < REDIRECTS_TO_ADOPT:
        return {"redirect_url": target, "redirect_hops": hops}
    return {"url": target, "redirect_url": None, "redirect_hops": 0, "etag": None, "last_modified": None}


def _bound(state: FeedState, seconds: float, parsed: ParsedFeed | None = None) -> float:
    """Return an interval within the feed's bounds and not shorter than what the feed asks for."""
    asked = max(parsed.ttl_seconds or 0.0, parsed.update_seconds or 0.0) if parsed is not None else 0.0
    return min(max(seconds, state.min_interval_seconds, asked), state.max_interval_seconds)


def _after(state: FeedState, now: dt.datetime, seconds: float, result: FetchResult) -> dt.datetime:
    """Return the instant after an interval with jitter, never before what Retry-After asks for.

    The jitter is computed from feed and hour, so that a replay decides the same and feeds still spread.
    """
    digest = hashlib.sha256(f"{state.feed_id} {now:%Y-%m-%dT%H}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    wait = seconds * (1.0 + JITTER_RATIO * share)
    return now + dt.timedelta(seconds=max(wait, result.retry_after_seconds or 0.0))


def _skip_quiet_times(due: dt.datetime, parsed: ParsedFeed) -> dt.datetime:
    """Return the first instant from `due` outside the hours and days that a feed names as quiet."""
    utc = due.astimezone(dt.UTC)
    for _ in range(24 * 8):
        if utc.hour not in parsed.skip_hours and utc.strftime("%A").lower() not in parsed.skip_days:
            return utc
        utc = utc.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return due


def _honest_last_modified(result: FetchResult, now: dt.datetime) -> str | None:
    """Return the Last-Modified header unless it lies in the future: that would bring 304s for ever."""
    from extractors.feeds.dates import parse_date

    instant = parse_date(result.last_modified or "")
    return result.last_modified if instant is not None and instant <= now + dt.timedelta(hours=1) else None


def next_revisit_at(first_seen_at: dt.datetime, n_visits: int) -> dt.datetime | None:
    """Return when to look at an article again for silent edits: 24 hours and 7 days after first sight, then never."""
    return first_seen_at + REVISITS[n_visits - 1] if 1 <= n_visits <= len(REVISITS) else None


def find_silent_feeds(states: Iterable[FeedState], now: dt.datetime) -> tuple[Issue, ...]:
    """Return an issue for each feed that answers but brings nothing new for much longer than it used to."""
    issues = []
    for state in states:
        if state.status != "active" or state.last_new_item_at is None or state.new_item_gap_seconds == 0:
            continue
        quiet = now - state.last_new_item_at
        usual = dt.timedelta(seconds=state.new_item_gap_seconds)
        if quiet > max(usual * SILENT_GAPS, SILENT_MIN):
            hours = f"{quiet.total_seconds() / 3600:.0f} h without a new item, usual gap {usual.total_seconds() / 3600:.1f} h"
            issues.append(Issue(now, "poll", "silent_feed", hours, url=state.url, feed_id=state.feed_id))
    return tuple(issues)
