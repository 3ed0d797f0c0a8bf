"""One entrance for every kind of feed."""

from __future__ import annotations

import datetime as dt
import io

import feedparser
from lxml import etree

from extractors.feeds.entries import (
    XML_BASE,
    XML_LANG,
    find_entries,
    first_text,
    name_of,
    read_entry,
    read_fields,
    read_links,
    read_skips,
    read_update_seconds,
)
from extractors.feeds.jsonfeed import parse_json_feed
from extractors.feeds.parsed import MAX_TITLE_CHARS, ParsedFeed, RawItem, absolute_url, build_items, plain_text
from extractors.feeds.sitemap import parse_sitemap
from extractors.feeds.xml import decode_feed, parse_tree

#: feedparser takes quadratic time on some bodies (21 s for 320 kB of `<!--`): it only sees short ones
MAX_FALLBACK_BYTES = 48 * 1024
MAX_FALLBACK_DECLARATIONS = 200
MAX_TTL_MINUTES = 60 * 24 * 7


def parse_feed(body: bytes, content_type: str, url: str, feed_id: str, now: dt.datetime) -> ParsedFeed:
    """Return what a feed body says; never raises, whatever the bytes are.

    Well-formed and mendable XML is read by lxml (no entities, no network); feedparser, slower and made for the
    hopeless, gets short bodies in which lxml finds no item.
    """
    if not body.strip():
        return ParsedFeed(False, problems=("empty body",))
    text = decode_feed(body, content_type)
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return parse_json_feed(text, url, feed_id, now)
    root, problems = parse_tree(text)
    parsed = ParsedFeed(False, problems=problems) if root is None else _read_root(root, url, feed_id, now, problems)
    if parsed.items or parsed.child_urls or not _is_worth_fallback(body):
        return parsed
    return _read_with_feedparser(body, content_type, url, feed_id, now) or parsed


def _read_root(root: etree._Element, url: str, feed_id: str, now: dt.datetime, problems: tuple[str, ...]) -> ParsedFeed:
    name = name_of(root)
    if name in ("urlset", "sitemapindex"):
        return parse_sitemap(root, url, feed_id, now, problems)
    kinds = {"rss": "rss", "rdf": "rdf", "rdf:rdf": "rdf", "feed": "atom", "channel": "rss"}
    if name not in kinds:
        return ParsedFeed(False, problems=(*problems, f"not a feed: the root element is <{name[:40]}>"))
    top = root
    if kinds[name] != "atom" and name != "channel":
        top = next((child for child in root if name_of(child) == "channel"), root)
    fields = read_fields(top)
    alternates = read_links(fields, "alternate")
    site_url = next((found for link in alternates if (found := absolute_url(link, url))), "")
    base = root.get(XML_BASE) or top.get(XML_BASE) or (url or site_url)
    items, item_problems = build_items(
        map(read_entry, find_entries(root)), absolute_url(base, url) or site_url, feed_id, now
    )
    ttl = first_text(fields, "ttl")
    skip_hours, skip_days = read_skips(fields)
    return ParsedFeed(
        is_feed=True,
        kind=kinds[name],
        items=items,
        title=plain_text(first_text(fields, "title", "dc:title"), MAX_TITLE_CHARS),
        lang=(first_text(fields, "language", "dc:language") or root.get(XML_LANG) or top.get(XML_LANG) or "").strip()[
            :20
        ],
        site_url=site_url,
        ttl_seconds=min(int(ttl), MAX_TTL_MINUTES) * 60.0 if ttl.isdigit() and len(ttl) < 9 else None,
        update_seconds=read_update_seconds(fields),
        skip_hours=skip_hours,
        skip_days=skip_days,
        self_url=_first_link(fields, "self", url),
        next_url=_first_link(fields, "next", url),
        hub_url=_first_link(fields, "hub", url),
        problems=(*problems, *item_problems),
    )


def _first_link(fields: dict[str, list[etree._Element]], rel: str, url: str) -> str:
    return next((found for link in read_links(fields, rel) if (found := absolute_url(link, url))), "")


def _is_worth_fallback(body: bytes) -> bool:
    if len(body) > MAX_FALLBACK_BYTES or body.count(b"<!") > MAX_FALLBACK_DECLARATIONS:
        return False
    lowered = body.lower()
    return b"<item" in lowered or b"<entry" in lowered or b":item" in lowered or b":entry" in lowered


def _read_with_feedparser(
    body: bytes, content_type: str, url: str, feed_id: str, now: dt.datetime
) -> ParsedFeed | None:
    headers = {"content-type": content_type, "content-location": url} if content_type else {"content-location": url}
    try:
        # always a stream: bytes that spell a path would be opened, a URL fetched
        found = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    except (ValueError, OverflowError, RecursionError, LookupError, TypeError, AttributeError, AssertionError):
        return None
    if not found.get("entries"):
        return None
    raw_items = [
        RawItem(
            links=(str(entry.get("link", "")),),
            guid=str(entry.get("id", "")),
            title=str(entry.get("title", "")),
            summary=str(entry.get("summary", "")),
            author=str(entry.get("author", "")),
            published_raw=str(entry.get("published") or entry.get("updated") or ""),
        )
        for entry in found["entries"]
    ]
    items, problems = build_items(raw_items, url, feed_id, now)
    feed = found.get("feed", {})
    return ParsedFeed(
        is_feed=bool(items) or bool(found.get("version")),
        kind=str(found.get("version", "")).rstrip("0123456789") or "rss",
        items=items,
        title=plain_text(str(feed.get("title", "")), MAX_TITLE_CHARS),
        lang=str(feed.get("language", ""))[:20],
        site_url=absolute_url(str(feed.get("link", "")), url),
        problems=("not XML: read by feedparser", *problems),
    )
