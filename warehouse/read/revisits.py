"""Pages to ask for again: those that could not be read yet, and young articles that may be edited silently."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from records.feeds import FeedItem
from warehouse.connection import Connection
from warehouse.read.base import as_utc, fetch_records


@dataclass(frozen=True, slots=True)
class Visit:
    """An article's page with how often it was read; `item` is what announced it."""

    url: str
    feed_id: str | None
    item: FeedItem | None
    first_at: dt.datetime
    n_visits: int


def read_due_retries(con: Connection, now: dt.datetime, max_attempts: int) -> list[FeedItem]:
    """Return the items whose page failed, whose next attempt is due, and that were tried less than `max_attempts` times."""
    sql = """
        WITH attempts AS (
            SELECT
                url,
                count(*) AS n_attempts,
                arg_max(outcome, fetched_at) AS outcome,
                arg_max_null(next_attempt_at, fetched_at) AS next_attempt_at
            FROM raw.fetches
            WHERE kind = 'page'
            GROUP BY url
        )
        SELECT i.* EXCLUDE (item_key, seen_at) FROM raw.feed_items AS i INNER JOIN attempts AS a USING (url)
        WHERE a.outcome <> 'ok' AND a.next_attempt_at <= $now AND a.n_attempts < $max_attempts
        QUALIFY row_number() OVER (PARTITION BY i.url ORDER BY i.seen_at) = 1
        ORDER BY a.next_attempt_at, i.url
    """
    return fetch_records(con, FeedItem, sql, {"now": now, "max_attempts": max_attempts})


def read_waiting_items(con: Connection, seen_after: dt.datetime) -> list[tuple[FeedItem, tuple[str, ...]]]:
    """Return the items seen after an instant whose address was never asked for, in the order seen.

    Beside each, the addresses asked for that differ from it at most in scheme, `www.`, query and fragment.
    """
    sql = """
        WITH asked AS (
            SELECT url FROM raw.fetches WHERE kind = 'page'
            UNION SELECT url FROM raw.pages UNION SELECT final_url FROM raw.pages
        ),
        waiting AS (
            SELECT * FROM raw.feed_items ANTI JOIN asked USING (url) WHERE seen_at >= $after AND url <> ''
        ),
        stems AS (
            SELECT regexp_extract(lower(url), $stem, 1) AS stem, list(url ORDER BY url) AS urls FROM asked GROUP BY ALL
        )
        SELECT w.* EXCLUDE (item_key, seen_at), s.urls
        FROM waiting AS w LEFT JOIN stems AS s ON s.stem = regexp_extract(lower(w.url), $stem, 1)
        ORDER BY w.seen_at, w.published_at, w.item_key
    """
    given = {"after": seen_after, "stem": r"^https?://(?:www\.)?([^?#]*)"}
    cursor = con.execute(sql, given)
    names = [column[0] for column in cursor.description or ()]
    found = []
    for values in cursor.fetchall():
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        urls = row.pop("urls") or ()
        row["published_at"] = as_utc(row["published_at"])
        found.append((FeedItem(**row), tuple(urls)))
    return found


def read_young_pages(con: Connection, first_after: dt.datetime) -> list[Visit]:
    """Return the pages of articles first read after an instant, with the number of times they were read."""
    rows: list[Any] = con.execute(
        """
        SELECT url, arg_min(feed_id, fetched_at), arg_min(item_json, fetched_at), min(fetched_at), count(*)
        FROM raw.pages AS p
        SEMI JOIN raw.page_outcomes AS o ON o.page_id = p.page_id AND o.article_id IS NOT NULL
        WHERE p.url IN (SELECT url FROM raw.pages WHERE fetched_at >= $after)
        GROUP BY url HAVING min(fetched_at) >= $after ORDER BY url
        """,
        {"after": first_after},
    ).fetchall()
    return [Visit(url, feed_id, _item_of(item), first.astimezone(dt.UTC), n) for url, feed_id, item, first, n in rows]


def _item_of(text: str | None) -> FeedItem | None:
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    published = fields["published_at"]
    return FeedItem(**{**fields, "published_at": dt.datetime.fromisoformat(published) if published else None})
