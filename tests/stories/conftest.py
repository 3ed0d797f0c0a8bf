"""Hand-made claims of invented outlets: small worlds for the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from records.annotations import Annotation, Claim, Entity
from records.articles import ArticleVersion
from records.ids import article_id, stable_id
from records.ledger import Judgement, LedgerState, NewArticles, Resolution, StoredClaim, VersionStamp, Watch
from stories.resolve import plan_reading, resolve
from stories.storylines import merge_docs
from stories.world import World

ENTITIES = [
    Entity("state/UT", "Utopia", "country", country_id="state/UT"),
    Entity("state/RU", "Ruritania", "country", country_id="state/RU"),
    Entity("state/SY", "Syldavia", "country", country_id="state/SY"),
    Entity("p/amel", "Amel Ruz", "person", country_id="state/RU"),
    Entity("p/bo", "Bo Tamm", "person", country_id="state/UT"),
    Entity("p/cy", "Cy Vond", "person", country_id="state/RU"),
    Entity("o/palace", "Ruritanian Palace", "office", country_id="state/RU"),
    Entity("c/port", "Port Utopia", "place", country_id="state/UT"),
]
WORLD = World(ENTITIES)


def day(text: str | None) -> dt.date | None:
    """Return a date from ISO text."""
    return dt.date.fromisoformat(text) if text else None


def at(text: str) -> dt.datetime:
    """Return a UTC instant from ISO text."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def make_claim(published: str, status: str, dates: Sequence[str | None] = (None, None), **given: Any) -> Claim:
    """Return one claim, by default of Amel Ruz's visit to Utopia; `article` names its article."""
    article, version = given.pop("article", published), given.pop("version", 1)
    start = given.pop("char_start", 0)
    url = f"https://{given.get('outlet', 'gazette')}.example/{article}"
    kind = given.pop("type", "visit")
    dated = "fixed" if any(dates) else "none"
    fields: dict[str, Any] = {
        "claim_id": stable_id("clm", url, version, start, kind, status, dates),
        "article_id": article_id(url),
        "version": version,
        "url": url,
        "outlet": "gazette",
        "lang": "en",
        "published_at": at(published),
        "seen_at": at(published),
        "char_start": start,
        "char_end": start + 10,
        "evidence": f"{url} {start}",
        "trigger": "",
        "type": kind,
        "actors": ("Amel Ruz",),
        "recipients": ("Utopia",),
        "status": status,
        "date_status": given.pop("date_status", dated),
        "t_start": day(dates[0]),
        "t_end": day(dates[1]),
    }
    return Claim(**{**fields, **given})


def make_pairs(
    claims: Iterable[Claim], titles: dict[str, str] | None = None
) -> list[tuple[ArticleVersion, Annotation]]:
    """Return versions with annotations, one per article and version of the claims, in publication order."""
    grouped: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        grouped.setdefault((claim.article_id, claim.version), []).append(claim)
    pairs = []
    for (name, version), own in grouped.items():
        first = own[0]
        title = (titles or {}).get(first.url, first.url)
        text = ArticleVersion(
            name,
            version,
            first.url,
            first.outlet,
            first.lang,
            title,
            "",
            "",
            first.published_at,
            "given",
            first.seen_at,
        )
        pairs.append((text, Annotation(name, version, claims=tuple(own))))
    return sorted(pairs, key=lambda pair: (pair[0].published_at, pair[0].article_id))


@dataclass
class MemoryLedger:
    """A warehouse in memory that reads and loads as stories/README.md says."""

    world: World = WORLD
    watches: tuple[Watch, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    claims: dict[str, StoredClaim] = field(default_factory=dict)
    stamps: dict[tuple[str, int], VersionStamp] = field(default_factory=dict)
    events: dict[str, Any] = field(default_factory=dict)
    history: list[Any] = field(default_factory=list)
    chronicle: dict[str, list[Any]] = field(default_factory=dict)
    aliases: list[Any] = field(default_factory=list)
    docs: dict[str, Any] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)
    stories: dict[str, Any] = field(default_factory=dict)
    contradictions: dict[tuple[str, str, str, str], Any] = field(default_factory=dict)

    def take(self, pairs: Sequence[tuple[ArticleVersion, Annotation]]) -> Resolution:
        """Resolve and load one batch."""
        new = NewArticles(tuple(v for v, _ in pairs), tuple(a for _, a in pairs))
        result = resolve(self._read(new), new, self.judgements, self.watches, self.world)
        self.claims |= {stored.claim.claim_id: stored for stored in result.assignments}
        for v in new.versions:
            stamp = VersionStamp(v.article_id, v.version, v.published_at, v.seen_at, v.outlet, v.url, v.duplicate_of)
            self.stamps[(v.article_id, v.version)] = stamp
        for event_id in result.retired_event_ids:
            self.events.pop(event_id, None)
            self.chronicle.pop(event_id, None)
        self.events |= {event.event_id: event for event in result.events}
        for row in result.chronicle:
            self.chronicle[row.event_id] = [r for r in result.chronicle if r.event_id == row.event_id]
        kept = [row for row in self.history if row.event_id not in set(result.rewritten_event_ids)]
        self.history = [*kept, *result.history]
        self.aliases += result.aliases
        for story_id in result.retired_story_ids:
            self.stories.pop(story_id, None)
        self.stories |= {story.story_id: story for story in result.stories}
        for name in result.clustered_article_ids:
            self.members.pop(name, None)
        self.members |= {member.article_id: member for member in result.story_articles}
        for doc in merge_docs(self.docs.values(), new):
            member = self.members.get(doc.article_id)
            self.docs[doc.article_id] = replace(doc, story_id=member.story_id if member else None)
        for c in result.contradictions:
            self.contradictions[(c.event_id, c.property, c.claim_id, c.other_claim_id)] = c
        return result

    def _read(self, new: NewArticles) -> LedgerState:
        names = {version.article_id for version in new.versions}
        blocks = {*plan_reading(new, self.world).blocks}
        blocks |= {stored.block for stored in self.claims.values() if stored.claim.article_id in names}
        inside = tuple(stored for stored in self.claims.values() if stored.block in blocks)
        articles = {stored.claim.article_id for stored in inside} | names
        events = {stored.event_id for stored in inside}
        return LedgerState(
            claims=inside,
            stamps=tuple(stamp for stamp in self.stamps.values() if stamp.article_id in articles),
            history=tuple(row for row in self.history if row.event_id in events),
            contradictions=tuple(c for c in self.contradictions.values() if c.event_id in events),
            docs=tuple(self.docs.values()),
            other_claims=tuple(stored for stored in self.claims.values() if stored.block not in blocks),
            other_events=tuple(self.events.values()),
        )

    def course(self, event_id: str) -> list[tuple[Any, ...]]:
        """Return (status, date status, start, end) of an event's history."""
        return [(r.status, r.date_status, r.t_start, r.t_end) for r in self.history if r.event_id == event_id]


@pytest.fixture
def follow() -> Callable[[Iterable[Claim]], MemoryLedger]:
    """Return a function that feeds claims article by article in publication order."""

    def run(claims: Iterable[Claim]) -> MemoryLedger:
        ledger = MemoryLedger()
        for pair in make_pairs(claims):
            ledger.take([pair])
        return ledger

    return run
