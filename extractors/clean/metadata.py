"""What a page says of itself: JSON-LD, meta tags, canonical link, headline."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

MAX_JSONLD_CHARS = 500_000
MAX_NODES = 2000
ARTICLE_TYPES = re.compile(r"Article$|^(?:Report|BlogPosting|LiveBlogPosting|NewsArticle|Reportage\w*)$")
DATE_METAS = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "article.published",
    "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "dcterms.date", "dc.date", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "originalpublicationdate", "date",
)  # fmt: skip
AUTHOR_METAS = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author_name",
    "byl",
)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_SPACE = re.compile(r"\s+")
_BY = re.compile(r"^(?:by|par|von|por|автор:?|текст:?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageMeta:
    """A page's statements about itself, as written; nothing is decided yet."""

    titles: tuple[str, ...] = ()
    h1: str = ""
    html_title: str = ""
    author: str = ""
    site_name: str = ""
    publisher: str = ""
    canonical: str = ""
    lang: str = ""
    og_type: str = ""
    #: publication dates by source ("jsonld", "meta", "text"), in order of trust
    dates: tuple[tuple[str, str], ...] = ()
    is_free: bool = True
    is_article: bool = False
    metas: dict[str, str] = field(default_factory=dict)


def read_metadata(tree: HtmlElement) -> PageMeta:
    """Return what the head, JSON-LD and headline of a page say; never raises for what they contain."""
    metas = _read_metas(tree)
    nodes = [node for node in _read_jsonld(tree) if _is_article(node)]
    first = nodes[0] if nodes else {}
    h1 = _first_headline(tree)
    html_title = _line("".join(next(iter(tree.xpath("//head/title | //title")), tree.makeelement("x")).itertext()))
    titles = [_text(node.get("headline")) for node in nodes] + [
        metas.get("og:title", ""),
        h1,
        metas.get("twitter:title", ""),
    ]
    return PageMeta(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        h1=h1,
        html_title=html_title,
        author=_read_author(nodes, metas),
        site_name=metas.get("og:site_name", "") or metas.get("application-name", ""),
        publisher=_name_of(first.get("publisher")),
        canonical=_read_canonical(tree) or metas.get("og:url", ""),
        lang=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
        or metas.get("og:locale", "")
        or metas.get("content-language", "")
        or _text(first.get("inLanguage")),
        og_type=metas.get("og:type", "").lower(),
        dates=tuple(_read_dates(tree, nodes, metas)),
        is_free=not any(str(node.get("isAccessibleForFree", "")).lower() in ("false", "no") for node in nodes),
        is_article=bool(nodes) or metas.get("og:type", "").lower() == "article",
        metas=metas,
    )


def _read_metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content)
    return metas


def _read_jsonld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield all objects of all JSON-LD blocks, nested ones after their parents."""
    n_nodes = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip()
        if not text or len(text) > MAX_JSONLD_CHARS:
            continue
        pending = [_load_json(text)]
        while pending and n_nodes < MAX_NODES:
            value = pending.pop(0)
            if isinstance(value, list):
                pending[:0] = value[:MAX_NODES]
            elif isinstance(value, dict):
                n_nodes += 1
                yield value
                pending.extend(
                    value[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                    if key in value
                )


def _load_json(text: str) -> Any:
    text = text.removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
    for candidate in (text, _CONTROL.sub(" ", text), html.unescape(_CONTROL.sub(" ", text))):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and ARTICLE_TYPES.search(kind.rpartition("/")[2]) for kind in kinds)


def _read_dates(tree: HtmlElement, nodes: list[dict[str, Any]], metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in ("datePublished", "dateCreated"):
        for node in nodes:
            if text := _text(node.get(key)):
                yield "jsonld", text
    for name in DATE_METAS:
        if text := metas.get(name, ""):
            yield "meta", text
    for element in tree.xpath("//*[@itemprop='datePublished'][@datetime or @content]"):
        yield "meta", element.get("datetime") or element.get("content") or ""
    for element in tree.xpath("(//article//time | //header//time | //time[@pubdate])[@datetime]")[:3]:
        yield "text", element.get("datetime") or ""


def _read_author(nodes: list[dict[str, Any]], metas: dict[str, str]) -> str:
    for node in nodes:
        authors = node.get("author")
        names = [_name_of(author) for author in (authors if isinstance(authors, list) else [authors])]
        if joined := ", ".join(dict.fromkeys(clean for name in names if (clean := _clean_author(name)))):
            return joined
    return next((clean for name in AUTHOR_METAS if (clean := _clean_author(metas.get(name, "")))), "")


def _clean_author(name: str) -> str:
    name = _BY.sub("", name).strip(" ,;|")
    return "" if "://" in name or "@" in name or len(name) > 200 else name


def _name_of(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return _line(html.unescape(value)) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return _SPACE.sub(" ", text.encode("utf-8", "ignore").decode("utf-8")).strip()


def _first_headline(tree: HtmlElement) -> str:
    headlines = [_line("".join(element.itertext())) for element in tree.xpath("//article//h1 | //main//h1")]
    headlines = [line for line in headlines if line] or [
        _line("".join(element.itertext())) for element in tree.iter("h1")
    ]
    return next((line for line in headlines if len(line) > 3), "")


def _read_canonical(tree: HtmlElement) -> str:
    return next((str(href).strip() for href in tree.xpath("//link[@rel='canonical']/@href") if str(href).strip()), "")
