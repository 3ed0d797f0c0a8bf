"""Loads of what was collected: feeds and their states, items, fetches, the archive's index, issues."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from records.feeds import Feed, FeedItem, FeedState, Fetch, Issue
from records.ids import stable_id
from warehouse.connection import Writer
from warehouse.load.base import as_row, load_rows, load_versioned
from warehouse.rows import PageOutcome, StoredPage


def load_feeds(writer: Writer, feeds: Iterable[Feed], decided_at: dt.datetime) -> int:
    """Record feeds as configured; an unchanged feed adds nothing. Returns rows added."""
    return load_versioned(writer, "raw.feeds", map(as_row, feeds), ("feed_id",), decided_at)


def remove_feeds(writer: Writer, feed_ids: Iterable[str], decided_at: dt.datetime) -> int:
    """Take feeds off the list; what they brought stays."""
    rows = [{"feed_id": feed_id, "is_removed": True} for feed_id in feed_ids]
    return load_versioned(writer, "raw.feeds", rows, ("feed_id",), decided_at)


def load_feed_states(writer: Writer, states: Iterable[FeedState], decided_at: dt.datetime) -> int:
    """Record what polling remembers of feeds. Returns rows added."""
    return load_versioned(writer, "raw.feed_states", map(as_row, states), ("feed_id",), decided_at)


def item_key(item: FeedItem) -> str:
    """Return the default identity of an item: its GUID in its feed, or its link without one."""
    return stable_id("item", item.feed_id, item.guid or item.url)


def load_feed_items(
    writer: Writer, items: Sequence[FeedItem], seen_at: dt.datetime, keys: Sequence[str] | None = None
) -> int:
    """Record items not known yet, `keys` (default: `item_key`) being their identities. Returns rows added."""
    keys = keys if keys is not None else [item_key(item) for item in items]
    rows = [as_row(item, item_key=key, seen_at=seen_at) for item, key in zip(items, keys, strict=True)]
    return load_rows(writer, "raw.feed_items", rows, ("item_key",))


def load_fetches(writer: Writer, fetches: Iterable[Fetch]) -> int:
    """Record attempts to fetch. Returns rows added."""
    return load_rows(writer, "raw.fetches", [as_row(fetch) for fetch in fetches], ("fetch_id",))


def load_pages(writer: Writer, pages: Iterable[StoredPage]) -> int:
    """Record where archived pages lie. Returns rows added."""
    rows = [
        as_row(page, page_id=page.page_id, item_json=json.dumps(asdict(page.item), default=str) if page.item else None)
        for page in pages
    ]
    for row in rows:
        del row["item"]
    return load_rows(writer, "raw.pages", rows, ("page_id",))


def load_page_outcomes(writer: Writer, outcomes: Iterable[PageOutcome]) -> int:
    """Record what became of pages, so that they are not taken again by the same version. Returns rows added."""
    rows = [as_row(outcome) for outcome in outcomes]
    return load_rows(writer, "raw.page_outcomes", rows, ("page_id", "processor_version"))


def issue_id(issue: Issue) -> str:
    """Return the id of an issue: the same failure at the same instant is one issue."""
    return stable_id(
        "iss", issue.at.isoformat(), issue.stage, issue.kind, issue.url, issue.feed_id, issue.article_id, issue.message
    )


def load_issues(writer: Writer, issues: Iterable[Issue]) -> int:
    """Record failures and refusals. Returns rows added."""
    rows = [as_row(issue, issue_id=issue_id(issue), occurred_at=issue.at) for issue in issues]
    for row in rows:
        del row["at"]
    return load_rows(writer, "raw.issues", rows, ("issue_id",))


def resolve_issues(writer: Writer, issue_ids: Iterable[str], resolved_at: dt.datetime) -> int:
    """Mark issues as put right. Returns rows added."""
    rows = [{"issue_id": one, "resolved_at": resolved_at} for one in issue_ids]
    return load_rows(writer, "raw.issue_resolutions", rows, ("issue_id",))
