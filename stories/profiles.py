"""What an article is about, as vectors: its topics (trips, weighted by place in the text) and its leading cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from records.annotations import Claim
from records.ledger import StoryDoc

Matrix = NDArray[np.float64]

#: characters after which a claim weighs half as much for the topic; news tells the main thing first
TOPIC_SCALE_CHARS = 300.0
#: the cast is decided by headline and lead alone
CAST_SCALE_CHARS = 100.0
#: look-alikes of the past are background
PAST_WEIGHT = 0.25
#: days after which something held, or a refused plan, is the past
PAST_DAYS, PAST_REFUSAL_DAYS = 30, 60
TYPE_WEIGHTS = {"visit": 1.0, "meeting": 0.7, "agreement": 0.7, "call": 0.7}
OTHER_TYPE_WEIGHT = 0.3
#: what further claims on the same topic add
REPEAT_WEIGHT = 0.15
RECIPIENT_WEIGHT = 0.3
#: a topic of this weight stands in headline or lead
LEAD_WEIGHT = 0.5
#: cosine of embeddings that unrelated news reach
EMBEDDING_FLOOR = 0.3

TOPIC_SHARE, CAST_SHARE, MEANING_SHARE = 0.5, 0.3, 0.4
#: two articles that each lead with a topic and share none are about different things, whoever takes part
OTHER_TOPIC_PENALTY = 0.15


@dataclass(slots=True)
class Profile:
    """Topic weights by trip and cast weights by party, of one article."""

    topics: dict[str, float] = field(default_factory=dict)
    cast: dict[str, float] = field(default_factory=dict)

    @property
    def has_lead_topic(self) -> bool:
        """Whether some topic stands in its headline or lead."""
        return max(self.topics.values(), default=0.0) >= LEAD_WEIGHT


def make_profiles(claims: Iterable[tuple[Claim, str]], trips: Mapping[str, str]) -> dict[str, Profile]:
    """Return article_id -> profile; `claims` are (claim, event_id) of the newest versions."""
    profiles: dict[str, Profile] = {}
    for claim, event_id in sorted(claims, key=lambda pair: pair[0].claim_id):
        if event_id not in trips:
            continue
        profile = profiles.setdefault(claim.article_id, Profile())
        position = 0 if claim.in_title else claim.char_start
        weight = TYPE_WEIGHTS.get(claim.type, OTHER_TYPE_WEIGHT) / (1 + position / TOPIC_SCALE_CHARS)
        weight *= PAST_WEIGHT if is_background(claim) else 1.0
        topic = trips[event_id]
        known = profile.topics.get(topic, 0.0)
        profile.topics[topic] = max(known, weight) + REPEAT_WEIGHT * min(known, weight)
        lead = (1 + position / CAST_SCALE_CHARS) ** -2
        for names, share in ((claim.actors, 1.0), (claim.recipients, RECIPIENT_WEIGHT)):
            for name in names:
                profile.cast[name] = max(profile.cast.get(name, 0.0), share * lead)
    return profiles


def is_background(claim: Claim) -> bool:
    """Whether a claim tells of the past: held more than a month ago, or called off long since."""
    end = claim.t_end or claim.t_start
    if end is None:
        return False
    age_days = (claim.published_at.astimezone(dt.UTC).date() - end).days
    if claim.status == "occurred":
        return age_days > PAST_DAYS
    return claim.status in ("denied", "cancelled", "postponed") and age_days > PAST_REFUSAL_DAYS


def compare_docs(docs: Sequence[StoryDoc], profiles: Mapping[str, Profile]) -> Matrix:
    """Return the similarity of every two articles, shape (n, n), about 0 for unrelated and 1.2 for the same news."""
    own = [profiles.get(doc.article_id, Profile()) for doc in docs]
    topics = _cosines([profile.topics for profile in own])
    cast = _cosines([profile.cast for profile in own])
    width = max((len(doc.embedding) for doc in docs), default=0)
    vectors = np.array(
        [doc.embedding if len(doc.embedding) == width else (0.0,) * width for doc in docs], dtype=np.float64
    )
    meaning = (np.clip(vectors @ vectors.T, EMBEDDING_FLOOR, 1.0) - EMBEDDING_FLOOR) / (1 - EMBEDDING_FLOOR)
    leads = np.array([profile.has_lead_topic for profile in own], dtype=bool)
    differ = (topics < 0.03) & leads[:, None] & leads[None, :]
    found: Matrix = TOPIC_SHARE * topics + CAST_SHARE * cast + MEANING_SHARE * meaning - OTHER_TOPIC_PENALTY * differ
    return found


def _cosines(weights: Sequence[Mapping[str, float]]) -> Matrix:
    columns = {name: position for position, name in enumerate(sorted({name for row in weights for name in row}))}
    table = np.zeros((len(weights), max(1, len(columns))))
    for position, row in enumerate(weights):
        for name, weight in row.items():
            table[position, columns[name]] = weight
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    found: Matrix = table @ table.T
    return found
