"""Pages that wait to be fetched: announced and never asked for, failed and due again, young and perhaps edited.

The queue is what the warehouse holds, so a run that is killed loses nothing: what it did not record still waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.archive import write_archive
from extractors.fetch import FetchRequest, FetchResult, fetch_batches, issue_of
from extractors.identity import canonical_url
from extractors.schedule import next_revisit_at
from flows.archiving import index_pages
from flows.workspace import Workspace
from records.feeds import Fetch
from warehouse.load import load_fetches, load_issues, load_pages, resolve_issues
from warehouse.read import read_open_issues
from warehouse.read.revisits import read_due_retries, read_waiting_items, read_young_pages

#: outcomes after which a page is asked for again, how soon and how often
TRANSIENT = frozenset({"network_error", "timeout"})
RETRY_AFTER = dt.timedelta(minutes=15)
MAX_PAGE_ATTEMPTS = 8
#: articles older than this are not looked at again
REVISIT_SPAN = dt.timedelta(days=30)
#: items announced longer ago are no longer asked for
WAITING_SPAN = dt.timedelta(days=7)
#: results are archived and recorded together when they are this old, or earlier when there are many
BATCH_SECONDS = 5.0


def fetch_waiting_pages(workspace: Workspace, now: dt.datetime) -> tuple[int, int]:
    """Fetch every page that waits, in one call; return how many came and how many failed."""
    requests = list(list_requests(workspace, now))
    if not requests:
        return 0, 0
    n_pages = n_failed = n_done = 0
    for batch in fetch_batches(requests, workspace.settings, now, workspace.robots, max_wait_seconds=BATCH_SECONDS):
        came, failed = store_pages(workspace, batch, now)
        n_pages, n_failed = n_pages + came, n_failed + failed
        n_done += sum(result.request.kind == "page" for result in batch)
        workspace.progress.show("fetch", n_done, len(requests))
    return n_pages, n_failed


def list_requests(workspace: Workspace, now: dt.datetime) -> Iterator[FetchRequest]:
    """Yield one request per page that waits; several addresses may be one page."""
    taken: set[str] = set()
    for item in read_due_retries(workspace.con, now, MAX_PAGE_ATTEMPTS):
        taken.add(canonical_url(item.url))
        yield FetchRequest(item.url, "page", feed_id=item.feed_id, item=item)
    for visit in read_young_pages(workspace.con, now - REVISIT_SPAN):
        due_at = next_revisit_at(visit.first_at, visit.n_visits)
        if due_at is not None and due_at <= now and canonical_url(visit.url) not in taken:
            taken.add(canonical_url(visit.url))
            yield FetchRequest(visit.url, "page", feed_id=visit.feed_id, item=visit.item)
    for item, asked_urls in read_waiting_items(workspace.con, now - WAITING_SPAN):
        page = canonical_url(item.url)
        if page not in taken and page not in map(canonical_url, asked_urls):
            taken.add(page)
            yield FetchRequest(item.url, "page", feed_id=item.feed_id, item=item)


def store_pages(workspace: Workspace, results: Sequence[FetchResult], now: dt.datetime) -> tuple[int, int]:
    """Archive fetched pages, then record them in one transaction; return how many came and how many failed."""
    pages = [result for result in results if result.request.kind == "page"]
    kept = [result for result in pages if result.page is not None and result.fetch.outcome == "ok"]
    failed = [result for result in pages if result.fetch.outcome != "ok"]
    index = index_pages(write_archive(workspace.archive, kept, now), kept)
    fetches = [plan_retry(result, now) for result in results]
    issues = [issue for result in failed if (issue := issue_of(result, "fetch"))]

    def record() -> None:
        load_pages(workspace.writer, index)
        load_fetches(workspace.writer, fetches)
        load_issues(workspace.writer, issues)
        came = {result.request.url for result in kept}
        settled = [row["issue_id"] for row in read_open_issues(workspace.con, "fetch") if row["url"] in came]
        resolve_issues(workspace.writer, settled, now)

    workspace.writer.run(record)
    return len(kept), len(failed)


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
