"""Rows that only the warehouse knows: the archive's index, what became of a page, judgements, alerts, aliases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from records.feeds import FeedItem
from records.ids import stable_id

#: where claims of one event are looked for: event type and sorted ids of the parties (actors and recipients)
type Block = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One archived response body: what `raw.pages` holds of it."""

    url: str
    final_url: str
    fetched_at: dt.datetime
    http_status: int
    content_type: str
    bytes: int
    body_sha256: str
    #: name of the WARC file in the archive folder, with the record's position and length in bytes
    archive_file: str = ""
    archive_offset: int | None = None
    archive_length: int | None = None
    fetch_id: str | None = None
    feed_id: str | None = None
    item_key: str | None = None
    item: FeedItem | None = None

    @property
    def page_id(self) -> str:
        """The same response, stored once, has one id."""
        return stable_id("page", self.url, self.fetched_at.isoformat(), self.body_sha256)


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a stored page in one processing; `outcome` is article, unchanged or issue."""

    page_id: str
    processor_version: str
    outcome: str
    processed_at: dt.datetime
    article_id: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """A known article version seen once more."""

    article_id: str
    version: int
    seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    """The event (and story) of one claim; `event_id=None` waits for an event."""

    claim_id: str
    event_id: str | None
    story_id: str | None = None
    #: where the resolver linked the claim (`stories.blocks`)
    block: str | None = None


@dataclass(frozen=True, slots=True)
class EventAlias:
    """An event that is now known under another id, or under none (None: withdrawn); `new_id == old_id` undoes it."""

    old_id: str
    new_id: str | None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One recorded decision of a person or of the resolver; `undoes` takes an earlier one back."""

    judgement_id: str
    judged_at: dt.datetime
    kind: str
    subjects: tuple[str, ...]
    judge: str = "resolver"
    reason: str = ""
    payload: dict[str, str] = field(default_factory=dict)
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert to be delivered, written in the same transaction as the change that it tells."""

    alert_id: str
    created_at: dt.datetime
    kind: str
    title: str
    body: str = ""
    story_id: str | None = None
    event_id: str | None = None
    payload: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertAttempt:
    """One attempt to deliver an alert; `outcome` is delivered, failed or given_up."""

    alert_id: str
    target: str
    attempted_at: dt.datetime
    outcome: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """The latest version of an article without its text, and the hashes of all its versions."""

    article_id: str
    url: str
    outlet: str
    lang: str
    title: str
    version: int
    text_sha256: str
    seen_at: dt.datetime
    published_at: dt.datetime
    #: version by text_sha256
    versions: dict[str, int]


@dataclass(frozen=True, slots=True)
class StoryVector:
    """What clustering needs of one stored article: its vector, time and stories."""

    article_id: str
    version: int
    seen_at: dt.datetime
    published_at: dt.datetime
    lang: str
    outlet: str
    title: str
    embedding: tuple[float, ...]
    story_ids: tuple[str, ...]
