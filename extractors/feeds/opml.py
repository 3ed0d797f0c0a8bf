"""OPML in and out: the exchange format for lists of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml import etree

from extractors.feeds.parsed import absolute_url
from extractors.feeds.xml import decode_feed, parse_tree
from records.errors import UserError
from records.feeds import Feed
from records.ids import stable_id

MAX_NAME_CHARS = 200


def read_opml(body: bytes) -> tuple[Feed, ...]:
    """Return the feeds of an OPML file, each address once, folders flattened.

    Raises `UserError` if the bytes are no OPML.
    """
    root, _ = parse_tree(decode_feed(body, ""))
    if root is None or not isinstance(root.tag, str) or root.tag.rpartition("}")[2].lower() != "opml":
        raise UserError("not an OPML file: export one from your feed reader")
    feeds: dict[str, Feed] = {}
    for outline in root.iter("{*}outline"):
        attributes = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        url = absolute_url(attributes.get("xmlurl", ""), "")
        if not url or url in feeds:
            continue
        title = _line(attributes.get("title") or attributes.get("text") or "")
        feeds[url] = Feed(
            feed_id=stable_id("feed", url),
            url=url,
            outlet=_line(attributes.get("outlet", "")) or title or urlsplit(url).hostname or url,
            title=title,
            lang=attributes.get("language", "")[:2].lower(),
        )
    return tuple(feeds.values())


def _line(text: str) -> str:
    return " ".join(text.split())[:MAX_NAME_CHARS]


def write_opml(feeds: Iterable[Feed], title: str = "newsledger feeds") -> bytes:
    """Return an OPML 2.0 document with one outline per feed; `read_opml` reads it back."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for feed in feeds:
        name = feed.title or feed.outlet
        outline = etree.SubElement(
            body, "outline", type="rss", text=name, title=name, xmlUrl=feed.url, outlet=feed.outlet
        )
        if feed.lang:
            outline.set("language", feed.lang)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))
