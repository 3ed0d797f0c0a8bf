"""Events, their history, contradictions and stories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world event and what is believed of it now."""

    event_id: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    date_status: str
    first_claimed_at: dt.datetime
    last_claimed_at: dt.datetime
    place: str | None = None
    t_start: dt.date | None = None
    t_end: dt.date | None = None
    story_id: str | None = None
    #: the event of which this one is a part (the meeting inside the visit)
    part_of: str | None = None
    n_claims: int = 0
    n_outlets: int = 0
    n_independent_sources: int = 0
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of belief about one event.

    In `event_history`, `observed_at` is when we saw it; in `event_chronicle`, when it was published.
    """

    event_id: str
    observed_at: dt.datetime
    status: str
    date_status: str
    t_start: dt.date | None
    t_end: dt.date | None
    previous_status: str | None
    previous_t_start: dt.date | None
    previous_t_end: dt.date | None
    source: str | None
    source_rank: int
    article_id: str
    url: str
    claim_ids: tuple[str, ...]
    n_independent_sources: int
    outlet: str = ""
    #: "", "window passed, unconfirmed", "neither confirmed nor denied", "withdrawn by a correction", …
    note: str = ""
    #: id of the lifecycle rule that decided
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A pair of claims about one event that cannot both hold."""

    event_id: str
    property: str
    claim_id: str
    other_claim_id: str
    first_seen_at: dt.datetime
    resolved_at: dt.datetime | None = None
    resolution: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A developing story: a watch's or a discovered one."""

    story_id: str
    title: str
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    watch: str | None = None
    n_articles: int = 0
    n_outlets: int = 0
    langs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article's membership in a story, with how it was found ("watch", "cluster", "event", "judgement")."""

    story_id: str
    article_id: str
    score: float
    method: str
