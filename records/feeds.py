"""Feeds, their items, and the attempts to fetch feeds and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Feed:
    """One source of items as configured: RSS, Atom, RDF, JSON Feed or news sitemap."""

    feed_id: str
    url: str
    outlet: str
    title: str = ""
    lang: str = ""
    country: str = ""
    #: IANA zone of the outlet; relative times are anchored in it
    timezone: str = "UTC"
    #: "link" or "guid": what identifies an item of this feed
    identity: str = "link"
    #: other names under which the outlet is cited ("Ведомости" for Vedomosti)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What polling remembers about a feed between polls."""

    feed_id: str
    url: str
    status: str = "active"
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    interval_seconds: float = 1800.0
    next_poll_at: dt.datetime | None = None
    last_polled_at: dt.datetime | None = None
    last_success_at: dt.datetime | None = None
    last_unconditional_at: dt.datetime | None = None
    last_new_item_at: dt.datetime | None = None
    consecutive_failures: int = 0
    redirect_url: str | None = None
    redirect_hops: int = 0
    #: outcome of the last attempt, as in `Fetch.outcome`
    last_outcome: str = ""
    #: sum of failure weights since the last success (hard 2, soft 1, temporary 0.5); drives the back-off
    failure_weight: float = 0.0
    #: short keys of the items in the last body, for the overlap between polls
    item_keys: tuple[str, ...] = ()
    #: bounds of the interval for this feed
    min_interval_seconds: float = 600.0
    max_interval_seconds: float = 86400.0
    #: running mean of the time between polls that brought something new; 0 = not known yet
    new_item_gap_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed, as announced; nothing is trusted yet."""

    feed_id: str
    url: str
    guid: str
    title: str = ""
    summary: str = ""
    author: str = ""
    published_at: dt.datetime | None = None
    published_raw: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One attempt to fetch a feed or page: exactly one per attempt, whatever happened."""

    fetch_id: str
    #: "feed", "page" or "robots"
    kind: str
    url: str
    final_url: str
    fetched_at: dt.datetime
    #: "ok", "not_modified", "http_error", "network_error", "refused", "too_large", "timeout", "parse_error"
    outcome: str
    http_status: int | None = None
    bytes: int = 0
    duration_seconds: float = 0.0
    next_attempt_at: dt.datetime | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A stored HTTP response body with what is needed to read it again."""

    url: str
    final_url: str
    fetched_at: dt.datetime
    http_status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    feed_id: str | None = None
    item: FeedItem | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that failed or was refused, for one item."""

    at: dt.datetime
    #: "poll", "fetch", "clean", "annotate", "resolve", "publish", "ingest", "deliver"
    stage: str
    kind: str
    message: str
    url: str | None = None
    feed_id: str | None = None
    article_id: str | None = None
