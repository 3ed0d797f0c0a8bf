"""Autodiscovery: the feeds that a page names, and addresses worth trying when it names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from extractors.feeds.parsed import absolute_url, plain_text
from extractors.feeds.xml import decode_feed

FEED_TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
    "text/xml",
    "application/xml",
    "application/json",
)
GUESSES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feeds/all.atom.xml", "/feed.json",
           "/news-sitemap.xml", "/sitemap-news.xml")  # fmt: skip
MAX_LINKS = 50
MAX_BODY_BYTES = 2 * 1024 * 1024
_LOOKS_LIKE_FEED = re.compile(
    r"(?:^|[/._?=-])(?:rss|atom|feed|rdf)s?(?:[/._?&=-]|$|\d)|\.(?:rss|rdf|atom)$", re.IGNORECASE
)
#: feeds of comments or of one tag are worse than the site's own
_LESSER = re.compile(r"comment|commentaire|/tag/|/author/|podcast", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One feed that a page points to; `is_declared` if by a `<link rel=alternate>`."""

    url: str
    title: str
    kind: str
    is_declared: bool


def find_feeds(body: bytes, content_type: str, url: str) -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, best first: declared ones, then links that look like feeds."""
    parser = html.HTMLParser(encoding="utf-8", recover=True, huge_tree=False)
    try:
        root = html.document_fromstring(
            decode_feed(body[:MAX_BODY_BYTES], content_type).encode("utf-8", "replace"), parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    base = next((href for href in root.xpath("//base/@href")), "")
    base = absolute_url(str(base), url) or url
    found: dict[str, FeedLink] = {}
    for link in root.iter("link"):
        rels, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower().split(";")[0].strip()
        if "alternate" in rels and kind in FEED_TYPES and "oembed" not in (link.get("href") or ""):
            _add(found, link.get("href") or "", base, link.get("title") or "", kind, is_declared=True)
    for anchor in root.iter("a"):
        href = anchor.get("href") or ""
        if _LOOKS_LIKE_FEED.search(urlsplit_path(href)):
            _add(found, href, base, "".join(anchor.itertext()), "", is_declared=False)
    ranked = sorted(
        found.values(), key=lambda link: (not link.is_declared, bool(_LESSER.search(link.url + link.title)))
    )
    return tuple(ranked[:MAX_LINKS])


def urlsplit_path(href: str) -> str:
    """Return path and query of a link, "" if it is no URL."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _add(found: dict[str, FeedLink], href: str, base: str, title: str, kind: str, *, is_declared: bool) -> None:
    url = absolute_url(href, base) if href.strip() else ""
    if url:
        found.setdefault(url, FeedLink(url, plain_text(title, 200), kind, is_declared))


def guess_feed_urls(url: str) -> tuple[str, ...]:
    """Return the addresses at which sites commonly keep their feed, for a site that declares none."""
    return tuple(dict.fromkeys(urljoin(url, path) for path in GUESSES))
