"""One page to one article version: the work of a child process."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import htmldate
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html
from w3lib.encoding import html_to_unicode

from extractors.clean.dates import DateEvidence, choose_date, offset_minutes, read_evidence, read_url_date, zone_of
from extractors.clean.metadata import PageMeta, read_metadata
from extractors.clean.suspect import find_suspicion
from extractors.clean.titles import choose_title
from extractors.identity import canonical_url, is_same_site
from extractors.language import detect_language, normalise_language
from records.articles import ArticleVersion
from records.feeds import Feed, Issue, Page
from records.ids import article_id, text_sha256
from seeds.settings import CollectionSettings

HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\ud800-\udfff]")
_NOT_WORD = re.compile(r"\W+")


def make_version(
    page: Page, feed: Feed | None, settings: CollectionSettings, now: dt.datetime
) -> ArticleVersion | Issue:
    """Return the article on a page as version 1 (see `number_versions`), or the issue that prevents it.

    Depends on the page alone, not on `now` (used for the issue): a rebuild from the archive gives the same version.
    """

    def refuse(kind: str, message: str) -> Issue:
        return Issue(now, "clean", kind, message, url=page.url, feed_id=page.feed_id)

    if page.http_status >= 400:
        return refuse("http_error", f"HTTP status {page.http_status}")
    if page.content_type.split(";")[0].strip().lower() not in HTML_TYPES or page.body.startswith(_NOT_TEXT):
        return refuse("not_html", f"content type {page.content_type[:80]!r}")
    if len(page.body) > settings.max_clean_bytes:
        return refuse("too_large", f"{len(page.body)} bytes: more than max_clean_bytes")
    tree = parse_page(page.body, page.content_type)
    if tree is None:
        return refuse("not_html", "no HTML in the body")
    meta = read_metadata(tree)
    url = choose_url(page, meta)
    zone = zone_of(feed.timezone if feed else "UTC")
    evidence = choose_date(_list_evidence(page, meta, url, zone, tree), page.fetched_at)
    outlet = (feed.outlet if feed else "") or meta.site_name or meta.publisher or _host(url)
    item = page.item
    names = (outlet, meta.site_name, meta.publisher, feed.title if feed else "")
    title = choose_title(meta.titles, meta.html_title, item.title if item else "", names, url)
    text = extract_text(tree, title)
    suspect = find_suspicion(
        title,
        text,
        url=page.url,
        final_url=page.final_url,
        is_free=meta.is_free,
        min_text_chars=settings.min_text_chars,
    )
    hint = normalise_language(feed.lang if feed else "") or normalise_language(meta.lang)
    return ArticleVersion(
        article_id=article_id(url),
        version=1,
        url=url,
        outlet=outlet,
        lang=detect_language(f"{title}\n{text}", hint),
        title=title,
        text=text,
        text_sha256=text_sha256(text),
        published_at=evidence.instant.astimezone(dt.UTC),
        published_at_source=evidence.source,
        seen_at=page.fetched_at,
        author=meta.author or (item.author if item else ""),
        utc_offset_minutes=offset_minutes(
            evidence.instant if evidence.source != "seen" else page.fetched_at.astimezone(zone)
        ),
        feed_id=page.feed_id,
        suspect=suspect,
    )


def parse_page(body: bytes, content_type: str) -> HtmlElement | None:
    """Return the tree of a page, read in the charset of its BOM, header, meta tag or best guess; None if there is none."""
    _, text = html_to_unicode(content_type or None, body, auto_detect_fun=_guess_charset, default_encoding="utf-8")
    tree = load_html(_CONTROL.sub("", text))
    return tree if tree is not None and len(tree) else None


def _guess_charset(body: bytes) -> str | None:
    """Return the charset of bytes that name none: UTF-8 if they are, else what charset-normalizer finds likely."""
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(body[:200_000]).best()
        return best.encoding if best else None


def choose_url(page: Page, meta: PageMeta) -> str:
    """Return the canonical address: the page's own statement if it is of the same site and not its front page."""
    own = canonical_url(page.final_url or page.url) or page.final_url
    if meta.canonical:
        stated = canonical_url(
            urljoin(page.final_url, meta.canonical) if "://" not in meta.canonical else meta.canonical
        )
        is_front = stated and urlsplit(stated).path == "/" and not urlsplit(stated).query
        if stated and not own.startswith("http"):
            # a saved file: what it says of itself is all there is
            return stated
        if stated and is_same_site(stated, own) and not (is_front and urlsplit(own).path != "/"):
            return stated
    return own


def extract_text(tree: HtmlElement, title: str) -> str:
    """Return the main text: paragraphs separated by a blank line, without the title at the top; "" if there is none."""
    document = bare_extraction(tree, with_metadata=False, fast=True, include_comments=False)
    raw = str(getattr(document, "text", None) or "")
    paragraphs = [line.strip() for line in raw.split("\n")]
    paragraphs = [line for line in paragraphs if line]
    squeezed = _squeeze(title)
    while paragraphs and squeezed and _squeeze(paragraphs[0]) == squeezed:
        paragraphs.pop(0)
    return "\n\n".join(paragraphs)


def _squeeze(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _list_evidence(
    page: Page, meta: PageMeta, url: str, zone: dt.tzinfo, tree: HtmlElement
) -> Iterator[DateEvidence | None]:
    """Yield the evidence in order of trust: JSON-LD, meta tags, feed, URL, text."""
    yield from (read_evidence(source, text, zone) for source, text in meta.dates if source != "text")
    item = page.item
    if item is not None and item.published_at is not None:
        yield read_evidence("feed", item.published_raw, zone) or DateEvidence(
            "feed", item.published_at.astimezone(zone)
        )
    in_url = read_url_date(url, zone) or read_url_date(page.url, zone)
    yield in_url
    times = [read_evidence(source, text, zone) for source, text in meta.dates if source == "text"]
    yield from times
    if not meta.dates and in_url is None and (item is None or item.published_at is None):
        yield _search_date(tree, zone, page.fetched_at)


def _search_date(tree: HtmlElement, zone: dt.tzinfo, seen_at: dt.datetime) -> DateEvidence | None:
    """Return the day that htmldate finds in the visible text, the last resort."""
    try:
        found = htmldate.find_date(
            tree,
            extensive_search=False,
            original_date=True,
            max_date=seen_at.strftime("%Y-%m-%d"),
            outputformat="%Y-%m-%d",
        )
    except (ValueError, TypeError, etree.LxmlError):
        return None
    return read_evidence("text", found, zone) if found else None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
