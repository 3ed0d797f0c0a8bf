"""Renders the bundled newsroom: (outlet, path, instant) -> the response its site would give. Pure functions.

Belongs here: which document an address names at an instant, and its bytes. Does not belong: sockets, conditional
requests, compression (`newsroom_server.py`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from markupsafe import Markup

from seeds.newsroom import FOLDER, Newsroom, NewsroomArticle, Outlet, Version, article_url
from seeds.reading import read_toml

TEMPLATES = FOLDER / "templates"
FEED_ITEMS = 15
RELATED_LINKS = 4
SUMMARY_CHARS = 280
FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}
ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /subscribe\n"


@dataclass(frozen=True, slots=True)
class Document:
    """What a site answers to a GET: status, headers' values and the encoded body before compression."""

    status: int
    content_type: str
    body: bytes
    #: when the document last changed, for Last-Modified; None where it is not said
    changed_at: dt.datetime | None = None


def render_document(newsroom: Newsroom, host: str, path: str, now: dt.datetime) -> Document:
    """Return what the site `host` shows at `path` (without query) at the instant `now`.

    Unknown hosts get a plain 404; articles that are not yet published, a 404 page in the site's design.
    """
    outlet = newsroom.outlet_at(host)
    if outlet is None:
        return Document(404, "text/plain; charset=utf-8", f"no site here: {host}\n".encode())
    if path == "/robots.txt":
        return Document(200, "text/plain; charset=utf-8", ROBOTS.encode())
    if path == outlet.feed_path:
        return render_feed(newsroom, outlet, now)
    if path == "/":
        return render_front(newsroom, outlet, now)
    article = newsroom.by_url.get(outlet.base_url + path)
    version = article.version_at(now) if article else None
    if article is None or version is None:
        return render_missing(outlet)
    return render_article(newsroom, outlet, article, version, now)


def render_feed(newsroom: Newsroom, outlet: Outlet, now: dt.datetime) -> Document:
    """Render the feed with the last 15 articles, in the texts on the site at `now`."""
    items = [
        make_item(outlet, article, version)
        for article in newsroom.published(outlet, now)[:FEED_ITEMS]
        if (version := article.version_at(now)) is not None
    ]
    changed_at = max((item["changed_at"] for item in items), default=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    text = render_template(
        f"{outlet.feed_kind}.xml",
        outlet=outlet,
        items=items,
        changed_rfc=format_datetime(changed_at),
        changed_iso=changed_at.isoformat(),
    )
    return encode_document(200, FEED_TYPES[outlet.feed_kind], outlet, text, changed_at)


def render_front(newsroom: Newsroom, outlet: Outlet, now: dt.datetime) -> Document:
    """Render the front page with teasers of the newest articles."""
    teasers = [
        make_item(outlet, article, version)
        for article in newsroom.published(outlet, now)[:FEED_ITEMS]
        if (version := article.version_at(now)) is not None
    ]
    text = render_template("front.html", **common_values(outlet), title=outlet.tagline, teasers=teasers)
    return encode_document(200, "text/html", outlet, text, None)


def render_missing(outlet: Outlet) -> Document:
    """Render the site's own "not found" page."""
    values = common_values(outlet)
    text = render_template("missing.html", **values, title=values["labels"]["missing"])
    return encode_document(404, "text/html", outlet, text, None)


def render_article(
    newsroom: Newsroom, outlet: Outlet, article: NewsroomArticle, version: Version, now: dt.datetime
) -> Document:
    """Render an article's page with navigation, related links and comments around its text."""
    related = [other for other in newsroom.published(outlet, now) if other.id != article.id][:RELATED_LINKS]
    labels = load_labels()[outlet.lang]
    body = version.text.strip().split("\n\n")
    text = render_template(
        f"{outlet.template}.html",
        **common_values(outlet),
        title=version.title,
        article=article,
        version=version,
        body=body if outlet.template == "broadsheet" or not version.lead else [version.lead, *body],
        description=make_summary(version),
        url=article_url(outlet, article),
        is_updated=version.updated_at > article.published_at,
        published_iso=article.published_at.isoformat(),
        updated_iso=version.updated_at.isoformat(),
        published_text=format_local(article.published_at, outlet, labels),
        updated_text=format_local(version.updated_at, outlet, labels),
        jsonld=make_jsonld(outlet, article, version),
        related=[{"url": article_url(outlet, other), "title": other.title} for other in related],
    )
    return encode_document(200, "text/html", outlet, text, version.updated_at)


def make_item(outlet: Outlet, article: NewsroomArticle, version: Version) -> dict[str, Any]:
    """Return the values of one feed item or teaser."""
    url = article_url(outlet, article)
    return {
        "id": article.id,
        "url": url,
        "link": f"{url}?{outlet.tracking}" if outlet.tracking else url,
        "title": version.title,
        "summary": make_summary(version),
        "author": article.author,
        "section": article.section,
        "published_rfc": format_datetime(article.published_at),
        "published_iso": article.published_at.isoformat(),
        "updated_iso": version.updated_at.isoformat(),
        "changed_at": version.updated_at,
    }


def make_summary(version: Version) -> str:
    """Return the lead, or the first paragraph cut at a word."""
    first = version.lead or version.text.strip().split("\n\n")[0].replace("\n", " ")
    return first if len(first) <= SUMMARY_CHARS else first[:SUMMARY_CHARS].rsplit(" ", 1)[0] + "…"


def make_jsonld(outlet: Outlet, article: NewsroomArticle, version: Version) -> Markup:
    """Return a schema.org NewsArticle, safe inside a script element."""
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": version.title,
        "inLanguage": outlet.lang,
        "mainEntityOfPage": article_url(outlet, article),
        "datePublished": article.published_at.isoformat(),
        "dateModified": version.updated_at.isoformat(),
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
    }
    if article.author:
        value["author"] = [{"@type": "Person", "name": article.author}]
    return Markup(json.dumps(value, ensure_ascii=True).replace("<", "\\u003c"))


def common_values(outlet: Outlet) -> dict[str, Any]:
    """Return what every page of a site shows."""
    return {"outlet": outlet, "labels": load_labels()[outlet.lang], "feed_type": FEED_TYPES[outlet.feed_kind]}


def format_local(instant: dt.datetime, outlet: Outlet, labels: Mapping[str, Any]) -> str:
    """Return an instant as the outlet prints it, in its own zone and language."""
    local = instant.astimezone(ZoneInfo(outlet.timezone))
    clock = f"{local:%H h %M}" if outlet.lang == "fr" else f"{local:%H:%M}"
    pattern: str = labels["date"]
    return pattern.format(day=local.day, month=labels["months"][local.month - 1], year=local.year, clock=clock)


def encode_document(
    status: int, media_type: str, outlet: Outlet, text: str, changed_at: dt.datetime | None
) -> Document:
    """Encode a text as its outlet does; letters outside the encoding become character references."""
    content_type = f"{media_type}; charset={outlet.encoding}" if outlet.has_charset_header else media_type
    return Document(status, content_type, text.encode(outlet.encoding, "xmlcharrefreplace"), changed_at)


def render_template(name: str, **values: Any) -> str:
    """Render one template of `seeds/newsroom/templates` with everything escaped."""
    return load_environment(TEMPLATES).get_template(name).render(**values)


@cache
def load_environment(folder: Path) -> jinja2.Environment:
    """Return the template environment; an undefined name is an error."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined)


@cache
def load_labels() -> dict[str, dict[str, Any]]:
    """Return the fixed words of pages per language."""
    return read_toml(TEMPLATES / "labels.toml")
