"""Step "poll": due feeds -> items, then the pages that wait; all answers are archived before they are read.

All due feeds are asked in one call and recorded as they answer, a batch in one transaction with its items: no feed waits
for the slowest one. The pages of new items wait in the warehouse (`flows/page_queue.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extractors.archive import write_archive
from extractors.feeds import parse_feed
from extractors.fetch import FetchResult, fetch_batches, issue_of
from extractors.schedule import decide_poll, find_new_items, is_due, is_unchanged, make_request
from flows.page_queue import BATCH_SECONDS, fetch_waiting_pages
from flows.workspace import Workspace
from records.feeds import Feed, FeedItem, FeedState, Fetch, Issue
from warehouse.load import item_key, load_feed_items, load_feed_states, load_fetches, load_issues, resolve_issues
from warehouse.read import read_feed_states, read_feeds, read_known_item_keys, read_open_issues

#: kind of the issue that tells what was wrong in a feed that could be read all the same (cut, not well formed)
PROBLEM_KIND = "feed_problem"


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
    #: what was wrong in a body that could be read all the same; None where none was read
    problem: Issue | None = None
    is_read: bool = False


def poll_feeds(workspace: Workspace, now: dt.datetime, *, is_forced: bool = False) -> PollCount:
    """Poll the feeds that are due (all of them if forced), then fetch the pages that wait."""
    due = [pair for pair in _read_all(workspace) if is_forced or is_due(pair[1], now)]
    total = _poll_due(workspace, due, now) if due else PollCount()
    n_pages, n_failed = fetch_waiting_pages(workspace, now)
    return total + PollCount(n_pages=n_pages, n_failed_pages=n_failed)


def _read_all(workspace: Workspace) -> list[tuple[Feed, FeedState]]:
    """Return every feed with its state; failing feeds too: none is ever given up."""
    states = read_feed_states(workspace.con)
    return [(feed, states.get(feed.feed_id, FeedState(feed.feed_id, feed.url))) for feed in read_feeds(workspace.con)]


def _poll_due(workspace: Workspace, due: Sequence[tuple[Feed, FeedState]], now: dt.datetime) -> PollCount:
    feeds = {feed.feed_id: feed for feed, _ in due}
    states = {state.feed_id: state for _, state in due}
    requests = [make_request(state, now) for state in states.values()]
    total = PollCount()
    for batch in fetch_batches(requests, workspace.settings, now, workspace.robots, max_wait_seconds=BATCH_SECONDS):
        write_archive(workspace.archive, batch, now)
        polled = judge_polls(feeds, states, batch, now)
        n_items = workspace.writer.run(partial(_record_polls, workspace, polled, now))
        issues = [one.issue for one in polled if one.issue]
        first = next((f"{issue.url}: {issue.message}" for issue in issues), "")
        total += PollCount(len(polled), len(issues), n_items, first_failure=first)
        workspace.progress.show("poll", total.n_feeds, len(due))
    return total


def judge_polls(
    feeds: Mapping[str, Feed], states: Mapping[str, FeedState], results: Sequence[FetchResult], now: dt.datetime
) -> list[PolledFeed]:
    """Decide what the answers mean for their feeds."""
    return [
        judge_poll(feeds[feed_id], states[feed_id], result, now)
        for result in results
        if (feed_id := result.request.feed_id) is not None
    ]


def _record_polls(workspace: Workspace, polled: Sequence[PolledFeed], now: dt.datetime) -> int:
    """Record states together with the items that they stand for; return how many items are new."""
    writer = workspace.writer
    open_issues = read_open_issues(workspace.con, "poll")
    read = {one.state.feed_id for one in polled if one.is_read}
    good = {one.state.feed_id for one in polled if one.issue is None}
    troubled = {one.state.feed_id for one in polled if one.problem}
    settled = [
        row["issue_id"]
        for row in open_issues
        if row["feed_id"] in (read - troubled if row["kind"] == PROBLEM_KIND else good)
    ]
    told = {row["feed_id"] for row in open_issues if row["kind"] == PROBLEM_KIND}
    problems = [one.problem for one in polled if one.problem and one.problem.feed_id not in told]
    load_feed_states(writer, [one.state for one in polled], now)
    load_fetches(writer, [one.fetch for one in polled])
    n_items = load_feed_items(writer, _drop_known(workspace, [item for one in polled for item in one.items]), now)
    load_issues(writer, [*(one.issue for one in polled if one.issue), *problems])
    resolve_issues(writer, settled, now)
    return n_items


def judge_poll(feed: Feed, state: FeedState, result: FetchResult, now: dt.datetime) -> PolledFeed:
    """Decide what one answer means for its feed; pure."""
    issue = issue_of(result, "poll")
    parsed = None
    problem = None
    items: tuple[FeedItem, ...] = ()
    if result.page is not None and result.fetch.outcome == "ok" and not is_unchanged(state, result):
        page = result.page
        parsed = parse_feed(page.body, page.content_type, page.final_url, feed.feed_id, now)
        if parsed.is_feed:
            items = find_new_items(state, parsed, feed.identity)
            if parsed.problems:
                told = "; ".join(parsed.problems)
                problem = Issue(now, "poll", PROBLEM_KIND, told, url=feed.url, feed_id=feed.feed_id)
        else:
            why = "; ".join(parsed.problems) or "this is no feed"
            issue = Issue(now, "poll", "not_a_feed", why, url=feed.url, feed_id=feed.feed_id)
    after = decide_poll(state, result, parsed, now, feed.identity)
    outcome = "parse_error" if parsed is not None and not parsed.is_feed else result.fetch.outcome
    fetch = replace(result.fetch, outcome=outcome, next_attempt_at=after.next_poll_at)
    is_read = parsed is not None and parsed.is_feed
    return PolledFeed(after, fetch, items, issue, problem, is_read)


def _drop_known(workspace: Workspace, items: Sequence[FeedItem]) -> list[FeedItem]:
    unique = {item_key(item): item for item in items}
    known = read_known_item_keys(workspace.con, list(unique))
    return [item for key, item in unique.items() if key not in known]
