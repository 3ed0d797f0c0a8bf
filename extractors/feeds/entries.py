"""RSS, RDF and Atom trees to raw items and feed properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from extractors.feeds.parsed import RawItem

type Element = etree._Element

#: namespace fragments to the prefix used below; RSS's own and Atom's names are read without a prefix
NAMESPACES = (
    ("purl.org/dc", "dc"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/syndication", "sy"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("itunes", "itunes"),
    ("search.yahoo.com/mrss", "media"),
    ("w3.org/1999/xhtml", "xhtml"),
    ("w3.org/2005/atom", "atom"),
    ("purl.org/atom", "atom"),
    ("22-rdf-syntax", "rdf"),
    ("sitemap-news", "news"),
)
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
#: names that carry a publication time, best first; a later change is better than nothing
PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dc:issued", "dc:created", "created", "date", "dc:available")
UPDATED = ("updated", "modified", "dc:modified", "lastbuilddate")
SUMMARIES = ("summary", "description", "content:encoded", "content", "dc:description", "xhtml:body", "body", "fullitem",
             "media:description", "itunes:summary", "tagline")  # fmt: skip
_MAIL = re.compile(r"[^\s@()<>]+@[^\s@()<>]+")
PERIOD_SECONDS = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}


def name_of(element: Element) -> str:
    """Return an element's lower-case name with the prefix of `NAMESPACES` ("dc:date", "title")."""
    tag = element.tag
    return _shorten_name(tag, element.prefix) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _shorten_name(tag: str, written_prefix: str | None) -> str:
    space, _, local = tag.rpartition("}")
    local = local.lower()
    if not space:
        return local.removeprefix("atom:").removeprefix("rss:")
    space = space.lower()
    for fragment, prefix in NAMESPACES:
        if fragment in space:
            return local if prefix == "atom" else f"{prefix}:{local}"
    # a module that we do not know may call its elements as it likes, RSS's own namespaces are many
    is_rss = "rss" in space or "netscape" in space or "userland" in space
    return f"{written_prefix}:{local}" if written_prefix and not is_rss else local


def text_of(element: Element) -> str:
    """Return all text of an element; markup inside is dropped, not shown."""
    if len(element) == 0:
        return element.text or ""
    return "".join(_shown_pieces(element))


def _shown_pieces(element: Element) -> Iterator[str]:
    """Yield the text pieces outside scripts and styles (depth is bounded by the parser)."""
    yield element.text or ""
    for child in element:
        if name_of(child).rpartition(":")[2] not in ("script", "style"):
            yield from _shown_pieces(child)
        yield child.tail or ""


def read_fields(element: Element) -> dict[str, list[Element]]:
    """Return the children of an element by name."""
    fields: dict[str, list[Element]] = {}
    for child in element:
        fields.setdefault(name_of(child), []).append(child)
    return fields


def first_text(fields: dict[str, list[Element]], *names: str) -> str:
    """Return the first text that is not blank among the named fields."""
    for name in names:
        for element in fields.get(name, ()):
            text = text_of(element).strip()
            if text:
                return text
    return ""


def find_entries(root: Element) -> Iterator[Element]:
    """Yield the entries of RSS, RDF and Atom in document order."""
    for element in root.iter(etree.Element):
        name = name_of(element)
        if name in ("item", "entry", "rdf:item"):
            yield element


def read_entry(element: Element) -> RawItem:
    """Return the fields of one entry as written."""
    fields = read_fields(element)
    guid = next(iter(fields.get("guid", ())), None)
    guid_text = text_of(guid).strip() if guid is not None else ""
    is_permalink = guid is not None and guid.get("isPermaLink", guid.get("ispermalink", "true")).lower() != "false"
    about = (element.get(RDF_ABOUT) or "").strip()
    links = [
        first_text(fields, "feedburner:origlink"),
        *read_links(fields, "alternate"),
        guid_text if is_permalink and guid_text.startswith(("http://", "https://")) else "",
        about,
    ]
    base = element.get(XML_BASE)
    return RawItem(
        links=tuple(_rebase(link, base) for link in links if link),
        guid=guid_text or first_text(fields, "id", "dc:identifier") or about,
        title=_shown_text(fields, "title", "dc:title", "media:title", "itunes:title"),
        summary=_shown_text(
            fields, "summary", "description", "content:encoded", "content", "dc:description", "tagline"
        ),
        author=read_author(fields),
        published_raw=first_text(fields, *PUBLISHED) or first_text(fields, *UPDATED),
    )


def _rebase(link: str, base: str | None) -> str:
    return f"{base.rstrip('/')}/{link}" if base and base.startswith("http") and "://" not in link[:12] else link


def _shown_text(fields: dict[str, list[Element]], *names: str) -> str:
    """Return a field's text; plain text of Atom is escaped so that it survives the removal of tags."""
    for name in names:
        for element in fields.get(name, ()):
            text = text_of(element).strip()
            if not text:
                continue
            kind = (element.get("type") or "").lower()
            if kind == "text" or (len(element) and kind in ("xhtml", "application/xhtml+xml")):
                return text.replace("&", "&amp;").replace("<", "&lt;")
            return text
    return ""


def read_links(fields: dict[str, list[Element]], rel: str) -> list[str]:
    """Return the links with a relation; an RSS `link` with text is an "alternate"."""
    links: list[str] = []
    for element in fields.get("link", ()):
        href = (element.get("href") or "").strip()
        if href:
            kind = (element.get("type") or "").lower()
            if (element.get("rel") or "alternate").lower() == rel:
                # a page before its other renderings
                links.insert(0 if "html" in kind and rel == "alternate" else len(links), href)
        elif rel == "alternate":
            links.append(text_of(element).strip())
    return links


def read_author(fields: dict[str, list[Element]]) -> str:
    """Return the author's name: `name` of Atom, `dc:creator`, or the name in RSS's "mail (name)"."""
    for name in ("author", "dc:creator", "creator", "itunes:author", "dc:author"):
        for element in fields.get(name, ()):
            inner = read_fields(element)
            text = first_text(inner, "name", "title") if len(element) else text_of(element).strip()
            without_mail = _MAIL.sub("", text).strip(" ()<>")
            if without_mail:
                return without_mail
    return ""


def read_skips(fields: dict[str, list[Element]]) -> tuple[frozenset[int], frozenset[str]]:
    """Return the hours (UTC) and weekdays ("monday") at which a feed never has news."""
    hours = {
        int(text) % 24
        for element in fields.get("skiphours", ())
        for child in element
        if (text := text_of(child).strip()).isdigit() and len(text) <= 2
    }
    days = {text_of(child).strip().lower() for element in fields.get("skipdays", ()) for child in element}
    # a feed that skips every hour or day has nothing to say about its rhythm
    return frozenset(hours if len(hours) < 24 else ()), frozenset(days if len(days) < 7 else ())


def read_update_seconds(fields: dict[str, list[Element]]) -> float | None:
    """Return the length of one update by `sy:updatePeriod` and `sy:updateFrequency`, in seconds."""
    period = PERIOD_SECONDS.get(first_text(fields, "sy:updateperiod").lower())
    frequency = first_text(fields, "sy:updatefrequency")
    if period is None:
        return None
    return period / max(1, int(frequency)) if frequency.isdigit() and len(frequency) < 6 else period
