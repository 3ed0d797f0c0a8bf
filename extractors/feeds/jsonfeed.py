"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from extractors.feeds.parsed import MAX_TITLE_CHARS, ParsedFeed, RawItem, absolute_url, build_items, plain_text

MAX_DEPTH_BRACKETS = 100_000


def parse_json_feed(text: str, url: str, feed_id: str, now: dt.datetime) -> ParsedFeed:
    """Return what a JSON Feed says; fields of a wrong type are left out."""
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        return ParsedFeed(False, problems=(f"not JSON: {error}"[:200],))
    if not isinstance(data, dict) or not (_text(data, "version").find("jsonfeed.org") >= 0 or "items" in data):
        return ParsedFeed(False, problems=("not a JSON Feed",))
    entries = data.get("items")
    raw_items = [_read_item(entry) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    items, problems = build_items(raw_items, url, feed_id, now)
    hubs = data.get("hubs")
    hub = next((_text(hub, "url") for hub in hubs if isinstance(hub, dict)), "") if isinstance(hubs, list) else ""
    return ParsedFeed(
        is_feed=True,
        kind="json",
        items=items,
        title=plain_text(_text(data, "title"), MAX_TITLE_CHARS),
        lang=_text(data, "language")[:20],
        site_url=absolute_url(_text(data, "home_page_url"), url),
        self_url=absolute_url(_text(data, "feed_url"), url) if _text(data, "feed_url") else "",
        next_url=absolute_url(_text(data, "next_url"), url) if _text(data, "next_url") else "",
        hub_url=absolute_url(hub, url) if hub else "",
        problems=problems,
    )


def _read_item(entry: dict[str, Any]) -> RawItem:
    guid = _text(entry, "id")
    return RawItem(
        links=(_text(entry, "url"), guid if guid.startswith("http") else "", _text(entry, "external_url")),
        guid=guid,
        title=_text(entry, "title"),
        summary=_text(entry, "summary") or _text(entry, "content_text") or _text(entry, "content_html"),
        author=_read_author(entry),
        published_raw=_text(entry, "date_published") or _text(entry, "date_modified"),
    )


def _read_author(entry: dict[str, Any]) -> str:
    authors = entry.get("authors")
    candidates = [*(authors if isinstance(authors, list) else []), entry.get("author")]
    names = [_text(author, "name") for author in candidates if isinstance(author, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
