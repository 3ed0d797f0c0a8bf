"""The bundled newsroom: invented outlets (`outlets.toml`) and their articles (`articles/*.toml`).

Belongs here: what the demo's outlets publish, when, how they correct it, and the templates of their pages.
Does not belong: serving it (`flows/newsroom_server.py`) and anything about real outlets (`seeds/feeds/`).
An article is one TOML file; a later correction is a `[[versions]]` table in it, served at the same URL.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import field
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AwareDatetime, ConfigDict
from pydantic.dataclasses import dataclass

from records.errors import SeedError
from seeds.reading import read_toml, validate_seed

FOLDER = Path(__file__).parent
STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, slots=True, config=STRICT)
class Outlet:
    """One invented site: where it lives and how its feed and pages are made."""

    key: str
    name: str
    host: str
    lang: Literal["fr", "en", "ru"]
    country: str
    timezone: str
    feed_kind: Literal["rss", "atom", "rdf"]
    feed_path: str
    #: fields: year, month, day, section, slug, id
    url_pattern: str
    template: Literal["agency", "broadsheet", "portal"]
    #: where a page states its publication time: JSON-LD, meta tags, a <time> element, or only visible text
    metadata: Literal["jsonld", "meta", "time", "visible"]
    encoding: str = "utf-8"
    #: False: the Content-Type header names no charset, only the document itself does
    has_charset_header: bool = True
    #: appended to links in the feed, as many outlets do
    tracking: str = ""
    tagline: str = ""
    sections: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a zone, an encoding or a host that cannot be used."""
        if not self.host.endswith(".example"):
            raise ValueError(f"host {self.host} must end in .example: newsroom outlets are invented")
        try:
            ZoneInfo(self.timezone)
            "x".encode(self.encoding)
        except (ZoneInfoNotFoundError, LookupError) as error:
            raise ValueError(f"unknown timezone or encoding: {self.timezone}, {self.encoding}") from error

    @property
    def base_url(self) -> str:
        """The site's address without a trailing slash."""
        return f"http://{self.host}"

    @property
    def feed_url(self) -> str:
        """The feed's address."""
        return self.base_url + self.feed_path


@dataclass(frozen=True, slots=True, config=STRICT)
class Comment:
    """A reader's comment under an article."""

    author: str
    text: str


@dataclass(frozen=True, slots=True, config=STRICT)
class Version:
    """One text of an article, on the site from `updated_at` on; paragraphs are separated by a blank line."""

    updated_at: AwareDatetime
    title: str
    lead: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class NewsroomArticle:
    """One article as its file gives it; `versions` are the later texts, in order."""

    id: str
    outlet: str
    section: str
    slug: str
    published_at: AwareDatetime
    title: str
    text: str
    author: str = ""
    lead: str = ""
    #: the watched story it belongs to, or "" for other news
    story: str = ""
    #: what a reader should know of its role: "background", "rumour", "syndicated" …
    kind: str = "report"
    #: id of the article it copies, for syndicated copies
    copy_of: str = ""
    tags: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    versions: tuple[Version, ...] = ()

    def __post_init__(self) -> None:
        """Refuse versions out of order."""
        instants = [self.published_at, *(version.updated_at for version in self.versions)]
        if instants != sorted(set(instants)):
            raise ValueError("versions must have an updated_at later than published_at, in order")

    def version_at(self, now: dt.datetime) -> Version | None:
        """Return the text on the site at `now`, or None before publication."""
        if now < self.published_at:
            return None
        first = Version(updated_at=self.published_at, title=self.title, lead=self.lead, text=self.text)
        return [first, *(version for version in self.versions if version.updated_at <= now)][-1]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """All outlets by key and all articles in order of publication."""

    outlets: dict[str, Outlet]
    articles: tuple[NewsroomArticle, ...]
    by_url: dict[str, NewsroomArticle] = field(default_factory=dict)

    def outlet_at(self, host: str) -> Outlet | None:
        """Return the outlet of a host name, or None."""
        return next((outlet for outlet in self.outlets.values() if outlet.host == host), None)

    def published(self, outlet: Outlet, now: dt.datetime) -> list[NewsroomArticle]:
        """Return an outlet's articles published by `now`, newest first."""
        return [a for a in reversed(self.articles) if a.outlet == outlet.key and a.published_at <= now]

    def days(self) -> list[dt.date]:
        """Return the UTC days on which something is published or corrected, in order."""
        instants = [a.published_at for a in self.articles]
        instants += [version.updated_at for a in self.articles for version in a.versions]
        return sorted({instant.astimezone(dt.UTC).date() for instant in instants})


def article_url(outlet: Outlet, article: NewsroomArticle) -> str:
    """Return the address of an article: the same for all its versions."""
    local = article.published_at.astimezone(ZoneInfo(outlet.timezone))
    path = outlet.url_pattern.format(
        year=local.year,
        month=f"{local.month:02d}",
        day=f"{local.day:02d}",
        section=article.section,
        slug=article.slug,
        id=article.id,
    )
    return outlet.base_url + path


def load_newsroom(folder: Path = FOLDER) -> Newsroom:
    """Load `outlets.toml` and `articles/*.toml` of a folder; SeedError names the file that is wrong."""
    outlets = load_outlets(folder / "outlets.toml")
    articles = sorted(
        (load_article(path, outlets) for path in sorted((folder / "articles").glob("*.toml"))),
        key=lambda article: (article.published_at, article.id),
    )
    if not articles:
        raise SeedError("no article found; put *.toml files into its folder articles", path=str(folder))
    known = {article.id for article in articles}
    for article in articles:
        if article.copy_of and article.copy_of not in known:
            raise SeedError(f"{article.id}.toml: copy_of names no article: {article.copy_of}", path=str(folder))
    by_url = {article_url(outlets[article.outlet], article): article for article in articles}
    if len(by_url) < len(articles):
        addresses = Counter(article_url(outlets[article.outlet], article) for article in articles)
        raise SeedError(f"two articles share one address: {addresses.most_common(1)[0][0]}", path=str(folder))
    return Newsroom(outlets=outlets, articles=tuple(articles), by_url=by_url)


def load_outlets(path: Path) -> dict[str, Outlet]:
    """Load the tables `[<key>]` of `outlets.toml`."""
    return {key: validate_seed(path, Outlet, {"key": key, **table}) for key, table in read_toml(path).items()}


def load_article(path: Path, outlets: dict[str, Outlet]) -> NewsroomArticle:
    """Load one article; its file is named by its id, and its offset must be the one in force at its outlet."""
    article = validate_seed(path, NewsroomArticle, {"id": path.stem, **read_toml(path)})
    outlet = outlets.get(article.outlet)
    if outlet is None:
        raise SeedError(f"{path.name}: outlet {article.outlet} is not in outlets.toml", path=str(path))
    for instant in (article.published_at, *(version.updated_at for version in article.versions)):
        if instant.utcoffset() != instant.astimezone(ZoneInfo(outlet.timezone)).utcoffset():
            raise SeedError(f"{path.name}: {instant} is not in the outlet's zone {outlet.timezone}", path=str(path))
    return article
