"""Step "poll": due feeds -> new items -> raw pages, archived before they are read, recorded in one transaction per batch.

A batch that is cut short leaves the states of its feeds as they were: the next poll takes the same items again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import batched

from extractors.archive import write_archive
from extractors.feeds import parse_feed
from extractors.fetch import FetchRequest, FetchResult, fetch_many, issue_of
from extractors.identity import canonical_url
from extractors.schedule import decide_poll, find_new_items, is_due, is_unchanged, make_request, next_revisit_at
from flows.archiving import index_pages
from flows.workspace import Workspace
from records.feeds import Feed, FeedItem, FeedState, Fetch, Issue
from warehouse.load import item_key, load_feed_items, load_feed_states, load_fetches, load_issues, load_pages
from warehouse.read import read_feed_states, read_feeds, read_fetched_urls, read_known_item_keys
from warehouse.read.revisits import read_due_retries, read_young_pages

FEEDS_PER_BATCH = 100
#: outcomes after which a page is asked for again, and when (doubled with each attempt)
TRANSIENT = frozenset({"network_error", "timeout"})
RETRY_AFTER = dt.timedelta(minutes=15)
MAX_PAGE_ATTEMPTS = 8
#: articles older than this are not looked at again
REVISIT_SPAN = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PollCount:
    """What one poll did."""

    n_feeds: int = 0
    n_failed_feeds: int = 0
    n_items: int = 0
    n_pages: int = 0
    n_failed_pages: int = 0
    #: message of the first failure
    first_failure: str = ""

    def __add__(self, other: PollCount) -> PollCount:
        return PollCount(
            self.n_feeds + other.n_feeds,
            self.n_failed_feeds + other.n_failed_feeds,
            self.n_items + other.n_items,
            self.n_pages + other.n_pages,
            self.n_failed_pages + other.n_failed_pages,
            self.first_failure or other.first_failure,
        )


@dataclass(frozen=True, slots=True)
class PolledFeed:
    """One feed after its poll: new state, the attempt with its next time, items not seen before, what went wrong."""

    state: FeedState
    fetch: Fetch
    items: tuple[FeedItem, ...] = ()
    issue: Issue | None = None


def poll_feeds(workspace: Workspace, now: dt.datetime, *, is_forced: bool = False) -> PollCount:
    """Poll the feeds that are due (all of them if forced) and fetch the pages of their new items."""
    due = [pair for pair in _read_all(workspace) if is_forced or is_due(pair[1], now)]
    total = _visit_again(workspace, now)
    for batch in batched(due, FEEDS_PER_BATCH):
        total += _poll_batch(workspace, batch, now)
        workspace.progress.show("poll", total.n_feeds, len(due))
    return total


def _visit_again(workspace: Workspace, now: dt.datetime) -> PollCount:
    """Fetch the pages that failed and are due again, and those of young articles that may have been edited."""
    requests = [
        FetchRequest(item.url, "page", feed_id=item.feed_id, item=item)
        for item in read_due_retries(workspace.con, now, MAX_PAGE_ATTEMPTS)
    ]
    for visit in read_young_pages(workspace.con, now - REVISIT_SPAN):
        due_at = next_revisit_at(visit.first_at, visit.n_visits)
        if due_at is not None and due_at <= now:
            requests.append(FetchRequest(visit.url, "page", feed_id=visit.feed_id, item=visit.item))
    if not requests:
        return PollCount()
    results = fetch_pages(workspace, requests, now)
    with workspace.writer.transaction():
        n_pages, n_failed = store_pages(workspace, results, now)
    return PollCount(n_pages=n_pages, n_failed_pages=n_failed)


def _read_all(workspace: Workspace) -> list[tuple[Feed, FeedState]]:
    """Return every feed with its state, the longest overdue first; failing feeds too: none is ever given up."""
    states = read_feed_states(workspace.con)
    return [(feed, states.get(feed.feed_id, FeedState(feed.feed_id, feed.url))) for feed in read_feeds(workspace.con)]


def _poll_batch(workspace: Workspace, batch: Sequence[tuple[Feed, FeedState]], now: dt.datetime) -> PollCount:
    feeds = {feed.feed_id: feed for feed, _ in batch}
    states = {state.feed_id: state for _, state in batch}
    requests = [make_request(state, now) for state in states.values()]
    results = list(fetch_many(requests, workspace.settings, now, workspace.robots))
    write_archive(workspace.archive, results, now)
    polled = [
        judge_poll(feeds[result.request.feed_id], states[result.request.feed_id], result, now)
        for result in results
        if result.request.kind == "feed" and result.request.feed_id in states
    ]
    others = [result.fetch for result in results if result.request.kind != "feed"]
    items = _drop_known(workspace, [item for one in polled for item in one.items])
    pages = fetch_pages(workspace, _page_requests(workspace, items), now)
    issues = [one.issue for one in polled if one.issue]
    with workspace.writer.transaction():
        load_feed_states(workspace.writer, [one.state for one in polled], now)
        load_fetches(workspace.writer, [*(one.fetch for one in polled), *others])
        load_feed_items(workspace.writer, items, now)
        load_issues(workspace.writer, issues)
        n_pages, n_failed = store_pages(workspace, pages, now)
    first = next((f"{issue.url}: {issue.message}" for issue in issues), "")
    return PollCount(len(polled), len(issues), len(items), n_pages, n_failed, first)


def judge_poll(feed: Feed, state: FeedState, result: FetchResult, now: dt.datetime) -> PolledFeed:
    """Decide what one answer means for its feed; pure."""
    issue = issue_of(result, "poll")
    parsed = None
    items: tuple[FeedItem, ...] = ()
    if result.page is not None and result.fetch.outcome == "ok" and not is_unchanged(state, result):
        page = result.page
        parsed = parse_feed(page.body, page.content_type, page.final_url, feed.feed_id, now)
        if parsed.is_feed:
            items = find_new_items(state, parsed, feed.identity)
        else:
            why = "; ".join(str(problem) for problem in parsed.problems) or "this is no feed"
            issue = Issue(now, "poll", "not_a_feed", why, url=feed.url, feed_id=feed.feed_id)
    after = decide_poll(state, result, parsed, now, feed.identity)
    outcome = "parse_error" if parsed is not None and not parsed.is_feed else result.fetch.outcome
    fetch = replace(result.fetch, outcome=outcome, next_attempt_at=after.next_poll_at)
    return PolledFeed(after, fetch, items, issue)


def _drop_known(workspace: Workspace, items: Sequence[FeedItem]) -> list[FeedItem]:
    unique = {item_key(item): item for item in items}
    known = read_known_item_keys(workspace.con, list(unique))
    return [item for key, item in unique.items() if key not in known]


def _page_requests(workspace: Workspace, items: Iterable[FeedItem]) -> list[FetchRequest]:
    """Return one request per page not fetched yet; several items may point to one page."""
    by_page: dict[str, FeedItem] = {}
    for item in items:
        if item.url:
            by_page.setdefault(canonical_url(item.url), item)
    fetched = read_fetched_urls(workspace.con, [item.url for item in by_page.values()])
    return [
        FetchRequest(item.url, "page", feed_id=item.feed_id, item=item)
        for item in by_page.values()
        if item.url not in fetched
    ]


def fetch_pages(workspace: Workspace, requests: Sequence[FetchRequest], now: dt.datetime) -> list[FetchResult]:
    """Fetch pages; one result each, and one per robots.txt asked for on the way."""
    results = []
    for result in fetch_many(requests, workspace.settings, now, workspace.robots):
        results.append(result)
        if result.request.kind == "page":
            workspace.progress.show("fetch", sum(r.request.kind == "page" for r in results), len(requests))
    return results


def store_pages(workspace: Workspace, results: Sequence[FetchResult], now: dt.datetime) -> tuple[int, int]:
    """Archive and record fetched pages; return how many came and how many failed."""
    pages = [result for result in results if result.request.kind == "page"]
    kept = [result for result in pages if result.page is not None and result.fetch.outcome == "ok"]
    refs = write_archive(workspace.archive, kept, now) if kept else ()
    load_pages(workspace.writer, index_pages(refs, kept))
    failed = [result for result in pages if result.fetch.outcome != "ok"]
    load_fetches(workspace.writer, [plan_retry(result, now) for result in results])
    load_issues(workspace.writer, [issue for result in failed if (issue := issue_of(result, "fetch"))])
    return len(refs), len(failed)


def plan_retry(result: FetchResult, now: dt.datetime) -> Fetch:
    """Return the attempt with the time of the next one where a later attempt may help."""
    fetch = result.fetch
    status = fetch.http_status or 0
    is_transient = fetch.outcome in TRANSIENT or status == 429 or status >= 500
    if result.request.kind != "page" or not is_transient:
        return fetch
    seconds = result.retry_after_seconds
    wait = max(RETRY_AFTER, dt.timedelta(seconds=seconds)) if seconds else RETRY_AFTER
    return replace(fetch, next_attempt_at=now + wait)
