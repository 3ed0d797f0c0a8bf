"""The feed list as people keep it: adding addresses, autodiscovery, health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from extractors.feeds import find_feeds, guess_feed_urls, parse_feed, read_opml
from extractors.fetch import FetchRequest, FetchResult, fetch_one
from flows.feed_list import add_feeds
from flows.options import make_room
from flows.snapshots import publish_now
from flows.workspace import open_workspace
from records.errors import FetchError, UserError
from records.feeds import Feed, FeedState
from records.ids import stable_id
from seeds.feeds import check_url
from seeds.settings import CollectionSettings
from warehouse.connection import is_published, open_reader
from warehouse.read import read_feed_states, read_feeds

#: an active feed without a new item for so long is silent
SILENT_AFTER = dt.timedelta(days=14)


def make_feed(
    url: str, *, outlet: str = "", title: str = "", lang: str = "", country: str = "", timezone: str = "UTC"
) -> Feed:
    """Return a feed as a person gives it; the host stands for an outlet without a name."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Feed(stable_id("feed", url), url, outlet or host, title, lang, country, timezone)


def add_urls(
    path: Path,
    urls: Sequence[str],
    now: dt.datetime,
    *,
    outlet: str = "",
    lang: str = "",
    country: str = "",
    timezone: str = "UTC",
    is_checked: bool = True,
) -> tuple[list[Feed], list[str]]:
    """Add the feeds at (or named by) addresses; return those added and one line for each address that failed."""
    feeds: list[Feed] = []
    failures: list[str] = []
    settings = CollectionSettings()
    for url in urls:
        try:
            check_url(url)
            found = find_feed(url, settings, now) if is_checked else (url, "", "")
        except (ValueError, FetchError) as error:
            failures.append(str(error))
            continue
        address, title, found_lang = found
        given = {"outlet": outlet, "country": country, "timezone": timezone}
        feeds.append(make_feed(address, title=title, lang=lang or found_lang, **given))
    if feeds:
        add_known(path, feeds, now)
    return feeds, failures


def find_feed(url: str, settings: CollectionSettings, now: dt.datetime) -> tuple[str, str, str]:
    """Return address, title and language of the feed at a URL, or of the first one that its page names.

    Raises FetchError where neither the address nor what it names is a feed.
    """
    body = _fetch(url, settings, now)
    if body is None or body.page is None:
        raise FetchError(f"{url}: cannot be read: {body.fetch.message if body else ''}".rstrip(": "))
    page = body.page
    parsed = parse_feed(page.body, page.content_type, page.final_url, "", now)
    if parsed.is_feed:
        return url, parsed.title, parsed.lang[:2].lower()
    named = [link.url for link in find_feeds(page.body, page.content_type, page.final_url)]
    for candidate in named or guess_feed_urls(page.final_url):
        result = _fetch(candidate, settings, now)
        if result and result.page and result.fetch.outcome == "ok":
            parsed = parse_feed(result.page.body, result.page.content_type, candidate, "", now)
            if parsed.is_feed:
                return candidate, parsed.title, parsed.lang[:2].lower()
    raise FetchError(f"{url}: this is no feed and names none; give the address of its RSS or Atom feed")


def _fetch(url: str, settings: CollectionSettings, now: dt.datetime) -> FetchResult | None:
    result = fetch_one(FetchRequest(url, "feed"), settings, now)
    if result.fetch.outcome != "ok":
        message = result.fetch.message or f"HTTP status {result.fetch.http_status}"
        raise FetchError(f"{url}: cannot be read: {message}")
    return result


def add_known(path: Path, feeds: Sequence[Feed], now: dt.datetime) -> int:
    """Add feeds as they are and publish the list; return how many are new or changed."""
    make_room(path)
    with open_workspace(path, now) as workspace:
        n_new = add_feeds(workspace, feeds, now)
        if n_new or not is_published(path):
            publish_now(workspace, now)
    return n_new


def read_opml_file(path: Path) -> tuple[Feed, ...]:
    """Return the feeds of an OPML file; UserError of one line where it is none."""
    try:
        feeds = read_opml(path.read_bytes())
    except OSError as error:
        raise UserError(f"cannot read the OPML file: {error.strerror}", path=path) from error
    except ValueError as error:
        raise UserError(f"this is no OPML file: {error}", path=path) from error
    if not feeds:
        raise UserError("this OPML file names no feed", path=path)
    return feeds


def check_feeds(path: Path, now: dt.datetime, *, is_live: bool = False) -> tuple[list[tuple[object, ...]], int]:
    """Return one row of health per feed, the worst first, and how many need attention."""
    with open_reader(path) as con:
        feeds, states = read_feeds(con), read_feed_states(con)
    settings = CollectionSettings()
    rows = []
    for feed in feeds:
        state = states.get(feed.feed_id, FeedState(feed.feed_id, feed.url))
        health, advice = judge_live(feed, settings, now) if is_live else judge_health(state, now)
        rows.append((feed.url, feed.outlet, health, state.last_success_at, state.last_new_item_at, advice))
    rows.sort(key=lambda row: (row[2] == "good", str(row[2]), str(row[0])))
    return list(rows), sum(row[2] not in ("good", "new") for row in rows)


def judge_health(state: FeedState, now: dt.datetime) -> tuple[str, str]:
    """Return the health of a feed by what polling remembers, and what to do."""
    if state.status != "active":
        return state.status, "the address is gone: find its new one"
    if state.last_polled_at is None:
        return "new", "will be read by the next run"
    if state.consecutive_failures:
        return "failing", f"{state.consecutive_failures} failures in a row, the last: {state.last_outcome or 'unknown'}"
    if state.last_new_item_at is not None and now - state.last_new_item_at > SILENT_AFTER:
        return "silent", "no new item for two weeks: is it still kept?"
    return "good", ""


def judge_live(feed: Feed, settings: CollectionSettings, now: dt.datetime) -> tuple[str, str]:
    """Ask a feed and return its health."""
    try:
        find_feed(feed.url, settings, now)
    except FetchError as error:
        return "failing", error.message
    return "good", ""
