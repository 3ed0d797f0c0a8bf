"""What is read out of a feed, and the small readers of its fields that all formats share."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from extractors.feeds.dates import clamp_instant, parse_date
from records.feeds import FeedItem

#: further items of one body are dropped with a problem; no outlet announces more between two polls
MAX_ITEMS = 2000
MAX_TITLE_CHARS = 500
MAX_SUMMARY_CHARS = 2000
MAX_URL_CHARS = 4096
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
#: links as nearly all are; the rest takes the long way
_PLAIN_URL = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?(?:/[\w%?=&+,;:@!$'()*~./-]*)?",
    re.ASCII,
)
_NOT_IN_URLS = re.compile(r"[\x00-\x20\x7f<>\"]")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """One feed body as read; `is_feed` is False when the body is no feed at all."""

    is_feed: bool
    #: "rss", "rdf", "atom", "json", "sitemap", "sitemap_index" or ""
    kind: str = ""
    items: tuple[FeedItem, ...] = ()
    title: str = ""
    lang: str = ""
    site_url: str = ""
    #: how long the feed asks to be left alone
    ttl_seconds: float | None = None
    update_seconds: float | None = None
    #: UTC hours and English weekdays without news
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[str] = frozenset()
    self_url: str = ""
    next_url: str = ""
    hub_url: str = ""
    #: sitemaps named by a sitemap index
    child_urls: tuple[str, ...] = ()
    #: what was wrong and could be read all the same
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawItem:
    """The fields of one entry as written, before they are trusted; `links` in order of preference."""

    links: tuple[str, ...]
    guid: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    published_raw: str = ""


def plain_text(text: str, max_chars: int) -> str:
    """Return text without tags and references, on one line, at most `max_chars` long.

    >>> plain_text("Q&amp;A: <b>what</b>  next?", 100)
    'Q&A: what next?'
    """
    if not text:
        return ""
    text = text[: max_chars * 20]
    if "<" in text:
        text = _drop_scripts(text)
        text = _TAG.sub(" " if "<p" in text or "<br" in text else "", text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        # lone surrogates come from numeric references and can be stored nowhere
        text = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(text.split())[:max_chars]


def _drop_scripts(text: str) -> str:
    """Cut scripts and styles out; an unclosed one takes the rest with it. Linear in the length of the text."""
    pieces, at = [], 0
    while (found := _SCRIPT.search(text, at)) is not None:
        pieces.append(text[at : found.start()])
        close = re.compile(rf"</{found[1]}[^>]*>?", re.IGNORECASE).search(text, found.end())
        if close is None:
            return "".join(pieces)
        at = close.end()
    pieces.append(text[at:])
    return "".join(pieces)


def absolute_url(link: str, base: str) -> str:
    """Return a link as an absolute http(s) URL, or "" if it cannot be one (`javascript:`, `mailto:`, empty)."""
    text = html.unescape(link.strip()) if "&amp;" in link else link.strip()
    if not text or len(text) > MAX_URL_CHARS:
        return ""
    if "/." not in text and _PLAIN_URL.fullmatch(text):
        return text
    try:
        url = urljoin(base, text)
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in parts.netloc:
        return ""
    return _NOT_IN_URLS.sub(lambda found: f"%{ord(found.group()):02X}", url)


def build_items(
    raw_items: Iterable[RawItem], base: str, feed_id: str, now: dt.datetime
) -> tuple[tuple[FeedItem, ...], tuple[str, ...]]:
    """Return the usable items, each address once, and what was wrong with the others."""
    items: dict[str, FeedItem] = {}
    n_without_link, problems = 0, []
    for number, raw in enumerate(raw_items):
        if number >= MAX_ITEMS:
            problems.append(f"more than {MAX_ITEMS} items: the rest is dropped")
            break
        url = next((url for link in raw.links if (url := absolute_url(link, base))), "")
        if not url:
            n_without_link += 1
            continue
        instant = parse_date(raw.published_raw)
        items.setdefault(
            url,
            FeedItem(
                feed_id=feed_id,
                url=url,
                guid=plain_text(raw.guid, MAX_URL_CHARS) or url,
                title=plain_text(raw.title, MAX_TITLE_CHARS),
                summary=plain_text(raw.summary, MAX_SUMMARY_CHARS),
                author=plain_text(raw.author, MAX_TITLE_CHARS),
                published_at=clamp_instant(instant, now),
                published_raw=raw.published_raw.strip()[:100],
            ),
        )
    if n_without_link:
        problems.append(f"{n_without_link} items without a usable link")
    return tuple(items.values()), tuple(problems)
