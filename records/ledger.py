"""What travels between the warehouse and the resolver: stored claims, stamps of versions, judgements, and the result.

`flows/` reads a `LedgerState` from the warehouse, hands it to `stories.resolve.resolve` and loads the `Resolution`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from records.annotations import Annotation, Claim
from records.articles import ArticleVersion
from records.events import Contradiction, Event, HistoryRow, Story, StoryArticle
from records.ids import stable_id


@dataclass(frozen=True, slots=True)
class VersionStamp:
    """When one version of one article was published and seen; kept for every version, with or without claims."""

    article_id: str
    version: int
    published_at: dt.datetime
    seen_at: dt.datetime
    outlet: str = ""
    url: str = ""
    #: article_id of the article of which this one is a copy
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with the block it is linked in and the event it was given (empty before the first resolution)."""

    claim: Claim
    block: str
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class EventAlias:
    """An event id that stopped being used at `at`; `new_event_id` is None where its claims were all withdrawn."""

    old_event_id: str
    new_event_id: str | None
    at: dt.datetime
    #: "renumbered" (an older article arrived), "merged", "withdrawn"
    reason: str = "renumbered"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision over two claims, kept for ever: they tell of the `same` event or of `different` ones.

    `merge` and `split` say the same of the two events as wholes; `left` and `right` are claim ids (of the events'
    first claims for merge and split), because event ids follow content and claims do not move.
    """

    kind: str
    left: str
    right: str
    by: str
    at: dt.datetime
    reason: str = ""
    #: set where the judgement was taken back
    undone_at: dt.datetime | None = None

    @property
    def judgement_id(self) -> str:
        """Return the id that follows from what was judged and when."""
        return stable_id("jdg", self.kind, *sorted((self.left, self.right)), self.by, self.at.isoformat())


@dataclass(frozen=True, slots=True)
class StoryDoc:
    """What story clustering needs of one article (its newest version)."""

    article_id: str
    title: str
    published_at: dt.datetime
    outlet: str
    lang: str
    embedding: tuple[float, ...] = ()
    #: canonical names of entities, most frequent first
    entities: tuple[str, ...] = ()
    url: str = ""
    duplicate_of: str | None = None
    #: the story it was in before
    story_id: str | None = None
    seen_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerState:
    """The touched part of the ledger as the warehouse holds it before new articles are resolved."""

    #: every claim of every version whose block is among the touched blocks
    claims: tuple[StoredClaim, ...] = ()
    #: every version of every article that has a claim in `claims`, and of every new article
    stamps: tuple[VersionStamp, ...] = ()
    #: the last history row of every event of `claims` (all rows are welcome)
    history: tuple[HistoryRow, ...] = ()
    #: open and resolved contradictions of those events
    contradictions: tuple[Contradiction, ...] = ()
    #: the neighbourhood for story clustering (see stories/README.md)
    docs: tuple[StoryDoc, ...] = ()
    #: the claims of ALL articles of `docs` that lie outside the read blocks, and the current events of all claims here
    other_claims: tuple[StoredClaim, ...] = ()
    other_events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class NewArticles:
    """New article versions with what was found in them, in any order; one annotation per version."""

    versions: tuple[ArticleVersion, ...]
    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Everything that changes because of the new articles; loading it twice changes nothing."""

    #: all claims of the touched blocks with block and event (rows that changed or are new)
    assignments: tuple[StoredClaim, ...] = ()
    #: current belief of every event of the touched blocks; replaces those rows
    events: tuple[Event, ...] = ()
    #: rows to append to `event_history`
    history: tuple[HistoryRow, ...] = ()
    #: whole chronicle of every event of the touched blocks; replaces their rows
    chronicle: tuple[HistoryRow, ...] = ()
    #: events whose stored history must be deleted before `history` is added: only where documents were given with a
    #: seen time that lies before what was already stored (`ingest --clock published` of old documents)
    rewritten_event_ids: tuple[str, ...] = ()
    #: event ids that are no longer used: delete them from `events` and from `event_chronicle`
    retired_event_ids: tuple[str, ...] = ()
    aliases: tuple[EventAlias, ...] = ()
    #: opened and newly resolved contradictions; upsert by (event_id, property, claim_id, other_claim_id)
    contradictions: tuple[Contradiction, ...] = ()
    #: near copies found: article_id -> article_id of the original
    duplicates: dict[str, str] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()
    #: memberships of all articles of `LedgerState.docs` and of the new ones; replace their rows
    story_articles: tuple[StoryArticle, ...] = ()
    retired_story_ids: tuple[str, ...] = ()
    #: every article that was considered for a story: one without a row in `story_articles` is in no story (any more)
    clustered_article_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watch:
    """A watched story, as its seed file says."""

    id: str
    title: str
    entities: tuple[str, ...] = ()
    event_type: str | None = None
    place: str | None = None
    #: first and last day of interest, half-open; None = no limit
    window: tuple[dt.date | None, dt.date | None] = (None, None)
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
