"""News sitemaps as a source of items, and sitemap indexes as a source of sitemaps."""

from __future__ import annotations

import datetime as dt

from lxml import etree

from extractors.feeds.entries import first_text, name_of, read_fields
from extractors.feeds.parsed import ParsedFeed, RawItem, absolute_url, build_items

#: addresses of sitemaps taken from one index; newest files come first or last, so both ends are kept
MAX_CHILDREN = 100


def parse_sitemap(
    root: etree._Element, url: str, feed_id: str, now: dt.datetime, problems: tuple[str, ...]
) -> ParsedFeed:
    """Return the items of a `urlset`, or the children of a `sitemapindex`."""
    if name_of(root) == "sitemapindex":
        links = [first_text(read_fields(child), "loc") for child in root if name_of(child) == "sitemap"]
        urls = list(dict.fromkeys(found for link in links if (found := absolute_url(link, url))))
        if len(urls) > MAX_CHILDREN:
            urls = urls[: MAX_CHILDREN // 2] + urls[-MAX_CHILDREN // 2 :]
        return ParsedFeed(True, kind="sitemap_index", child_urls=tuple(urls), problems=problems)
    entries = [child for child in root if name_of(child) == "url"]
    items, item_problems = build_items(map(_read_url, entries), url, feed_id, now)
    lang = next((first_text(read_fields(element), "news:language") for element in root.iter("{*}publication")), "")
    return ParsedFeed(True, kind="sitemap", items=items, lang=lang[:20], problems=(*problems, *item_problems))


def _read_url(element: etree._Element) -> RawItem:
    fields = read_fields(element)
    news = next(iter(fields.get("news:news", ())), None)
    inner = read_fields(news) if news is not None else {}
    return RawItem(
        links=(first_text(fields, "loc"),),
        title=first_text(inner, "news:title"),
        # lastmod is a change, not a publication: it dates nothing
        published_raw=first_text(inner, "news:publication_date"),
    )
