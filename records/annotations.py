"""What is found in an article: mentions, times, quotes, claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

#: event types of the contract
CLAIM_TYPES = (
    "visit", "meeting", "call", "invitation", "agreement", "gift", "aid", "praise", "criticism",
    "denial", "sanction", "threat", "military_action", "protest",
)  # fmt: skip
STATUSES = ("occurred", "ongoing", "scheduled", "planned", "rumoured", "postponed", "cancelled", "denied")
DATE_STATUSES = ("fixed", "approximate", "unset", "none")


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, state, office, place or organisation with its canonical English name.

    `kind` is one of person, organization, country, place, facility, office, other.
    """

    entity_id: str
    name: str
    kind: str
    wikidata_id: str | None = None
    #: id of the country it belongs to (a capital's state, an office's state, a person's state)
    country_id: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of an entity; offsets in the article text."""

    char_start: int
    char_end: int
    text: str
    #: PER, LOC, ORG, GPE (state or capital), OFFICE, MISC
    label: str
    entity: Entity | None
    score: float
    #: "name", "office" (le dirigeant russe), "pronoun", "description", "metonym"
    kind: str = "name"
    #: for "metonym" or GPE: the entity that acts where the mention is an actor (Moscow -> Russia)
    acting: Entity | None = None


@dataclass(frozen=True, slots=True)
class TimeRef:
    """One time expression; half-open local dates, None = open or unknown (see corpora/times/CONVENTIONS.md)."""

    char_start: int
    char_end: int
    text: str
    t_start: dt.date | None
    t_end: dt.date | None
    #: day, week, month, quarter, season, year, decade, open
    granularity: str
    #: fixed, approximate, unset
    date_status: str
    #: name of the grammar row that matched
    rule_id: str = ""
    #: "since", "from", "until", "by", "before", "after" or "": what the preposition says of the edge
    edge: str = ""
    #: True where it points back to another date ("the next day", "la veille")
    is_anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation and who said it; `text` is an exact substring of the article text."""

    char_start: int
    char_end: int
    text: str
    #: "direct" or "indirect"
    kind: str
    speaker: str | None
    speaker_id: str | None
    #: the verb or preposition that attributes it
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says about one event; fields and vocabulary as in the contract's view `claims`."""

    claim_id: str
    article_id: str
    version: int
    url: str
    outlet: str
    lang: str
    published_at: dt.datetime
    seen_at: dt.datetime
    char_start: int
    char_end: int
    evidence: str
    trigger: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    date_status: str
    actor_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()
    place: str | None = None
    place_id: str | None = None
    #: country of the place or of the host, for linking
    country_id: str | None = None
    time_text: str | None = None
    t_start: dt.date | None = None
    t_end: dt.date | None = None
    granularity: str | None = None
    polarity: str = "positive"
    certainty: str = "certain"
    source: str | None = None
    source_id: str | None = None
    #: "self" (who acts says it), "party" (host's or visitor's own official or state media), "official" (an unnamed one),
    #: "third" (a named source of neither side), "media", "unnamed", "article" (no source: the article itself speaks)
    source_kind: str = "article"
    confidence: float = 1.0
    rule_id: str = ""
    extractor_version: str = ""
    plover_code: str = ""
    plover_mode: str = ""
    cameo_root: str = ""
    in_title: bool = False
    #: tense, mood, matrix verb, hypothetical … as found; the status is derived from them by the rule table
    factors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that was found in one article version."""

    article_id: str
    version: int
    mentions: tuple[Mention, ...] = ()
    time_refs: tuple[TimeRef, ...] = ()
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    #: 512-dimensional unit vector of title and lead (float32), or empty
    embedding: tuple[float, ...] = ()
