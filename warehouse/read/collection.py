"""What collection needs back: feeds, their states, what is known already, pages that wait."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from records.feeds import Feed, FeedItem, FeedState
from warehouse.binding import bind_list
from warehouse.connection import Connection
from warehouse.read.base import as_utc, fetch_records
from warehouse.rows import StoredPage


def read_feeds(con: Connection) -> list[Feed]:
    """Return the feeds on the list, by id."""
    return fetch_records(con, Feed, "SELECT * FROM core.current_feeds ORDER BY feed_id")


def read_feed_states(con: Connection, feed_ids: Sequence[str] | None = None) -> dict[str, FeedState]:
    """Return the polling states by feed id (of the given feeds, or all)."""
    sql = "SELECT * FROM core.current_feed_states WHERE $all OR list_contains($ids::JSON::VARCHAR[], feed_id)"
    states = fetch_records(con, FeedState, sql, {"all": feed_ids is None, "ids": list(feed_ids or [])})
    return {state.feed_id: state for state in states}


def read_due_feeds(con: Connection, now: dt.datetime, limit: int = 1_000_000) -> list[tuple[Feed, FeedState]]:
    """Return active feeds that are due at `now` with their states, the longest overdue first."""
    feeds = {feed.feed_id: feed for feed in read_feeds(con)}
    states = read_feed_states(con)
    pairs = [(feed, states.get(feed.feed_id, FeedState(feed.feed_id, feed.url))) for feed in feeds.values()]
    due = [p for p in pairs if p[1].status == "active" and (p[1].next_poll_at is None or p[1].next_poll_at <= now)]
    due.sort(key=lambda pair: (pair[1].next_poll_at or dt.datetime.min.replace(tzinfo=dt.UTC), pair[0].feed_id))
    return due[:limit]


def read_known_item_keys(con: Connection, keys: Sequence[str]) -> set[str]:
    """Return which of the given item keys are known."""
    sql = "SELECT item_key FROM raw.feed_items WHERE item_key IN (SELECT unnest(?::JSON::VARCHAR[]))"
    return {key for (key,) in con.execute(sql, [bind_list(keys)]).fetchall()}


def read_fetched_urls(con: Connection, urls: Sequence[str]) -> set[str]:
    """Return which of the given URLs were already fetched as pages (asked for or answered)."""
    sql = """
        SELECT url FROM raw.pages WHERE url IN (SELECT unnest($urls::JSON::VARCHAR[]))
        UNION SELECT final_url FROM raw.pages WHERE final_url IN (SELECT unnest($urls::JSON::VARCHAR[]))
    """
    return {url for (url,) in con.execute(sql, {"urls": bind_list(urls)}).fetchall()}


def read_unprocessed_pages(con: Connection, processor_version: str, limit: int = 1_000_000) -> list[StoredPage]:
    """Return archived pages that this processor version has not read yet, in the order fetched."""
    return _read_pages(
        con,
        """
        ANTI JOIN (SELECT page_id FROM raw.page_outcomes WHERE processor_version = $version) USING (page_id)
        ORDER BY fetched_at, page_id LIMIT $limit
        """,
        {"version": processor_version, "limit": limit},
    )


def read_pages(con: Connection) -> list[StoredPage]:
    """Return all archived pages, in the order fetched (for `reprocess`)."""
    return _read_pages(con, "ORDER BY fetched_at, page_id", {})


def _read_pages(con: Connection, clauses: str, parameters: dict[str, object]) -> list[StoredPage]:
    """Return rows of the archive's index with their announcing items."""
    cursor = con.execute(f"SELECT * EXCLUDE (page_id) FROM raw.pages {clauses}", parameters or None)
    columns = [column[0] for column in cursor.description or ()]
    pages = []
    for values in cursor.fetchall():
        row: dict[str, Any] = dict(zip(columns, values, strict=True))
        item_json = row.pop("item_json")
        row["fetched_at"] = as_utc(row["fetched_at"])
        pages.append(StoredPage(**row, item=_item_of(item_json)))
    return pages


def _item_of(item_json: str | None) -> FeedItem | None:
    """Return the item stored with a page."""
    if item_json is None:
        return None
    fields = json.loads(item_json)
    published = fields["published_at"]
    return FeedItem(**{**fields, "published_at": dt.datetime.fromisoformat(published) if published else None})


def has_unpublished_fetches(con: Connection) -> bool:
    """Tell whether something was asked of the network since the last snapshot."""
    sql = """
        SELECT (SELECT max(fetched_at) FROM raw.fetches) > (SELECT max(published_at) FROM core.publications)
    """
    found = con.execute(sql).fetchone()
    return bool(found and found[0])


def read_open_issues(con: Connection, stage: str | None = None) -> list[dict[str, Any]]:
    """Return issues not yet put right (columns of the view `issues`), the oldest first."""
    sql = """
        SELECT * FROM main.issues
        WHERE resolved_at IS NULL AND ($stage IS NULL OR stage = $stage) ORDER BY "at", issue_id
    """
    cursor = con.execute(sql, {"stage": stage})
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
