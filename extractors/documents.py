"""Given documents to article versions: article JSON, HTML, text files, folders, WARC files and URLs.

JSON and text files are taken as they are: no white space is touched, since evidence must be an exact part of the text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractors.archive import read_archive
from extractors.clean.dates import offset_minutes
from extractors.clean.pool import Cleaner
from extractors.feeds.dates import clamp_instant
from extractors.fetch import FetchRequest, fetch_one, issue_of
from extractors.identity import canonical_url
from extractors.language import detect_language, normalise_language
from records.articles import ArticleVersion
from records.errors import UserError
from records.feeds import Issue, Page
from records.ids import article_id, stable_id, text_sha256
from seeds.settings import CollectionSettings

SUFFIXES = (".json", ".html", ".htm", ".txt", ".warc", ".gz")
MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
_STAMP = re.compile(r"\s*(?P<day>\d{4}-\d{2}-\d{2})[ T](?P<time>\d{2}:\d{2})(?::\d{2})?\s*$")
_NOT_WORD = re.compile(r"\W+")


class GivenArticle(BaseModel):
    """One article JSON file; further keys (ids, labels) are not ours and are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    url: str = Field(min_length=1)
    published_at: dt.datetime
    title: str
    text: str
    outlet: str = ""
    lang: str = ""
    author: str = ""
    version: int = Field(default=1, ge=1)


def read_documents(
    paths: Sequence[str], settings: CollectionSettings, now: dt.datetime, clock: str = "seen"
) -> Iterator[ArticleVersion | Issue]:
    """Return the versions and issues of all given documents.

    With `clock="published"` each version's `seen_at` is its publication time and versions come in that order (a
    version of an article never before its earlier ones); with "seen" it is `now` and the order is that of the paths.
    Raises `UserError` for a path that does not exist or a kind of file that cannot be read.
    """
    if clock not in ("seen", "published"):
        raise UserError(f"unknown clock {clock!r}: use seen or published")
    found = _read_all(paths, settings, now)
    if clock == "seen":
        return (replace(one, seen_at=now) if isinstance(one, ArticleVersion) else one for one in found)
    results = [replace(one, seen_at=one.published_at) if isinstance(one, ArticleVersion) else one for one in found]
    return iter(sorted(results, key=_order_key))


def _order_key(found: ArticleVersion | Issue) -> tuple[dt.datetime, str, int]:
    if isinstance(found, ArticleVersion):
        return (found.published_at, found.article_id, found.version)
    return (found.at, "", 0)


def _read_all(paths: Sequence[str], settings: CollectionSettings, now: dt.datetime) -> Iterator[ArticleVersion | Issue]:
    given_settings = settings.model_copy(update={"min_text_chars": 0})
    with Cleaner(given_settings) as cleaner:
        for name in paths:
            if name.startswith(("http://", "https://")):
                yield from _read_url(name, settings, cleaner, now)
                continue
            for path in _list_files(Path(name)):
                yield from _read_file(path, cleaner, now)


def _list_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(child for child in path.rglob("*") if child.is_file() and child.suffix.lower() in SUFFIXES)
    if not path.is_file():
        raise UserError("no such file or folder", path=str(path))
    if path.suffix.lower() not in SUFFIXES:
        raise UserError(
            f"cannot read {path.suffix or 'this'} files: give .json, .html, .txt, .warc(.gz) or a URL", path=str(path)
        )
    return [path]


def _read_file(path: Path, cleaner: Cleaner, now: dt.datetime) -> Iterator[ArticleVersion | Issue]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if ".warc" in suffixes:
        for page in read_archive(path):
            yield from _clean(page, cleaner, now)
        return
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        yield _make_issue(path, "too_large", f"more than {MAX_DOCUMENT_BYTES} bytes", now)
        return
    body = path.read_bytes()
    if suffixes[-1:] == [".json"]:
        yield _read_json(path, body, now)
    elif suffixes[-1:] == [".txt"]:
        yield read_text_document(body, path.name, now)
    elif suffixes[-1:] in ([".html"], [".htm"]):
        url = file_url(path.name, body)
        yield from _clean(Page(url, url, now, 200, "text/html", body), cleaner, now)
    else:
        yield _make_issue(path, "unreadable", "a .gz file that is not .warc.gz", now)


def _clean(page: Page, cleaner: Cleaner, now: dt.datetime) -> Iterator[ArticleVersion | Issue]:
    if page.url.endswith("/robots.txt") or _is_feed(page):
        return
    for result in cleaner.clean([page], {}, now):
        # what is given on purpose is taken as it is, however short
        yield replace(result, suspect=None) if isinstance(result, ArticleVersion) and result.text else result


def _is_feed(page: Page) -> bool:
    kind = page.content_type.lower()
    return any(word in kind for word in ("rss", "atom", "feed+json", "application/json")) or (
        page.body[:200].lstrip().startswith((b"<?xml", b"<rss", b"<feed")) and b"<html" not in page.body[:2000].lower()
    )


def _read_url(
    url: str, settings: CollectionSettings, cleaner: Cleaner, now: dt.datetime
) -> Iterator[ArticleVersion | Issue]:
    result = fetch_one(FetchRequest(url, "page"), settings, now)
    issue = issue_of(result, "ingest")
    if issue is not None or result.page is None:
        yield issue or Issue(now, "ingest", "empty", "no body", url=url)
        return
    yield from _clean(result.page, cleaner, now)


def _read_json(path: Path, body: bytes, now: dt.datetime) -> ArticleVersion | Issue:
    try:
        given = GivenArticle.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        return _make_issue(path, "invalid_json", f"{where}: {first['msg']}", now)
    text, title = _without_surrogates(given.text), _without_surrogates(given.title)
    # a time without an offset is UTC
    published_at = given.published_at if given.published_at.tzinfo else given.published_at.replace(tzinfo=dt.UTC)
    # the address stays as given, as everything does; what identifies the article is its canonical form
    url = given.url.strip()
    return ArticleVersion(
        article_id=article_id(canonical_url(url) or url),
        version=given.version,
        url=url,
        outlet=given.outlet or url.split("/")[2].removeprefix("www.") if "://" in url else given.outlet,
        lang=normalise_language(given.lang) or detect_language(f"{title}\n{text}"),
        title=title,
        text=text,
        text_sha256=text_sha256(text),
        published_at=published_at.astimezone(dt.UTC),
        published_at_source="given",
        seen_at=now,
        author=given.author,
        utc_offset_minutes=offset_minutes(published_at),
    )


def read_text_document(body: bytes, name: str, now: dt.datetime) -> ArticleVersion | Issue:
    """Return a plain text document: first line = title, a repeated title is dropped, a trailing time is UTC.

    The time may stand on a line of its own or be glued to the end of the last one.
    """
    text = _decode(body)
    stamp = _STAMP.search(text)
    published_at = _read_stamp(stamp, now) if stamp else None
    if stamp is not None and published_at is not None:
        text = text[: stamp.start()]
    title, _, rest = text.strip().partition("\n")
    title, rest = title.strip(), rest.strip()
    first, _, others = rest.partition("\n")
    if first and _squeeze(first) == _squeeze(title):
        rest = others.strip()
    if not title:
        return Issue(now, "ingest", "empty", f"{name} is empty")
    url = file_url(name, body)
    return ArticleVersion(
        article_id=article_id(url),
        version=1,
        url=url,
        outlet="",
        lang=detect_language(f"{title}\n{rest}"),
        title=title,
        text=rest,
        text_sha256=text_sha256(rest),
        published_at=published_at or now,
        published_at_source="given" if published_at else "seen",
        seen_at=now,
    )


def file_url(name: str, body: bytes) -> str:
    """Return a stable address for a file that has none: its name and a hash of its content, whatever its folder."""
    safe = re.sub(r"[^\w.-]+", "-", name)
    return f"file:///{stable_id('doc', name, hashlib.sha256(body).hexdigest())}/{safe}"


def _read_stamp(found: re.Match[str], now: dt.datetime) -> dt.datetime | None:
    try:
        instant = dt.datetime.fromisoformat(f"{found['day']}T{found['time']}+00:00")
    except ValueError:
        return None
    return clamp_instant(instant, now)


def _decode(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(body).best()
        text = str(best) if best is not None else body.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_surrogates(text: str) -> str:
    """Return text that can be stored: lone surrogates become U+FFFD, one for one, so that offsets stay."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _squeeze(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _make_issue(path: Path, kind: str, message: str, now: dt.datetime) -> Issue:
    return Issue(now, "ingest", kind, f"{path.name}: {message}", url=None)
