"""Stories: groups of articles about one developing matter, discovered or watched.

Articles are compared by topic (the trips they tell of), cast and meaning, and joined by average linkage while two
groups are alike enough on average. Nothing depends on the order of arrival, and articles that no chain of likeness
connects are never compared in the same run, so a neighbourhood gives the same groups as the whole archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from records.annotations import Claim
from records.events import Event, Story, StoryArticle
from records.ids import stable_id
from records.ledger import StoryDoc, Watch
from stories.profiles import Matrix, compare_docs, make_profiles
from stories.trips import group_trips
from stories.watches import is_watched_event, is_watched_headline
from stories.world import World

#: average similarity down to which two groups are one story (flat between .20 and .32 on development news)
JOIN_AT = 0.23


@dataclass(frozen=True, slots=True)
class Clustering:
    """Stories of two and more articles and of watches, with their articles."""

    stories: tuple[Story, ...]
    members: tuple[StoryArticle, ...]


def cluster_articles(
    docs: Sequence[StoryDoc],
    claims: Iterable[tuple[Claim, str]],
    events: Sequence[Event],
    watches: Sequence[Watch],
    world: World,
) -> Clustering:
    """Return the stories of a neighbourhood of articles.

    `claims` are (claim, event_id) of each article's newest version, `events` what is believed of those events.
    """
    ordered = sorted({doc.article_id: doc for doc in docs}.values(), key=lambda doc: (doc.published_at, doc.article_id))
    linked = [(claim, event_id) for claim, event_id in claims if event_id]
    articles_of: dict[str, set[str]] = {event.event_id: set() for event in events}
    for claim, event_id in linked:
        if event_id in articles_of:
            articles_of[event_id].add(claim.article_id)
    frozen = {event_id: frozenset(articles) for event_id, articles in articles_of.items()}
    trips = group_trips(events, frozen, world)
    profiles = make_profiles(linked, trips)
    similarity = compare_docs(ordered, profiles)
    groups = link_by_average(similarity, JOIN_AT)
    watched = {
        watch.id: {trips[event.event_id] for event in events if is_watched_event(watch, event)} for watch in watches
    }
    labelled: list[tuple[str | None, list[int]]] = []
    for group in groups:
        topic = find_main_topic(
            [profiles[ordered[i].article_id].topics for i in group if ordered[i].article_id in profiles]
        )
        label = next((watch.id for watch in watches if topic in watched[watch.id]), None)
        label = label or _label_by_headline([ordered[i] for i in group], watches)
        labelled.append((label, group))
    return _make_stories(ordered, similarity, _join_watched(labelled), {watch.id: watch for watch in watches})


def find_main_topic(topics: Sequence[Mapping[str, float]]) -> str | None:
    """Return the topic with the most weight over the articles of a group."""
    total: dict[str, float] = {}
    for row in topics:
        for topic, weight in row.items():
            total[topic] = total.get(topic, 0.0) + weight
    return max(sorted(total), key=lambda topic: total[topic]) if total else None


def link_by_average(similarity: Matrix, join_at: float) -> list[list[int]]:
    """Return groups of row numbers by average linkage: the two most alike groups join while their average is enough.

    Groups never reach over the components of the graph of pairs alike enough, so each component is linked alone.
    """
    groups: list[list[int]] = []
    for component in _components(similarity >= join_at):
        groups += [
            [component[i] for i in group]
            for group in _link_component(similarity[np.ix_(component, component)], join_at)
        ]
    return sorted(sorted(group) for group in groups)


def _components(is_edge: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[list[int]]:
    left = set(range(len(is_edge)))
    components = []
    while left:
        frontier, found = [min(left)], {min(left)}
        while frontier:
            reached = {int(i) for i in np.flatnonzero(is_edge[frontier.pop()])} - found
            found |= reached
            frontier += sorted(reached)
        left -= found
        components.append(sorted(found))
    return components


def _link_component(similarity: Matrix, join_at: float) -> list[list[int]]:
    table = np.round(similarity, 9)
    np.fill_diagonal(table, -np.inf)
    groups = {i: [i] for i in range(len(table))}
    # the best partner of each row, so that a join looks at few rows anew; of equal ones the first
    partner = np.argmax(table, axis=1)
    best = table[np.arange(len(table)), partner]
    while len(groups) > 1:
        row = int(np.argmax(best))
        if best[row] < join_at:
            break
        one, other = sorted((row, int(partner[row])))
        size, other_size = len(groups[one]), len(groups[other])
        merged = (table[one] * size + table[other] * other_size) / (size + other_size)
        table[one, :] = merged
        table[:, one] = merged
        table[one, one] = -np.inf
        table[other, :] = -np.inf
        table[:, other] = -np.inf
        groups[one] += groups.pop(other)
        best[other] = -np.inf
        is_stale = ((partner == one) | (partner == other) | (merged >= best)) & (best > -np.inf)
        is_stale[one] = True
        stale = np.flatnonzero(is_stale)
        partner[stale] = np.argmax(table[stale], axis=1)
        best[stale] = table[stale, partner[stale]]
    return list(groups.values())


def _label_by_headline(docs: Sequence[StoryDoc], watches: Sequence[Watch]) -> str | None:
    for watch in watches:
        if 2 * sum(is_watched_headline(watch, doc) for doc in docs) > len(docs):
            return watch.id
    return None


def _join_watched(labelled: Iterable[tuple[str | None, list[int]]]) -> list[tuple[str | None, list[int]]]:
    joined: dict[str, list[int]] = {}
    free: list[tuple[str | None, list[int]]] = []
    for label, group in labelled:
        if label is None:
            free.append((None, group))
        else:
            joined[label] = sorted([*joined.get(label, []), *group])
    return [*sorted(joined.items()), *free]


def _make_stories(
    docs: Sequence[StoryDoc],
    similarity: Matrix,
    groups: Iterable[tuple[str | None, list[int]]],
    watches: Mapping[str, Watch],
) -> Clustering:
    stories, members = [], []
    for label, group in groups:
        if label is None and len(group) < 2:
            continue
        own = [docs[i] for i in group]
        inner = similarity[np.ix_(group, group)]
        central = own[int(np.argmax(np.round(inner.mean(axis=1), 9)))]
        story_id = stable_id("sty", "watch", label) if label else stable_id("sty", own[0].article_id)
        stories.append(
            Story(
                story_id=story_id,
                title=watches[label].title if label else central.title,
                first_seen_at=min(doc.seen_at or doc.published_at for doc in own),
                last_seen_at=max(doc.seen_at or doc.published_at for doc in own),
                watch=label,
                n_articles=len(own),
                n_outlets=len({doc.outlet for doc in own}),
                langs=tuple(sorted({doc.lang for doc in own})),
            )
        )
        for row, doc in enumerate(own):
            others = (inner[row].sum() - inner[row, row]) / max(1, len(own) - 1)
            score = round(float(min(1.0, max(0.0, others if len(own) > 1 else 1.0))), 4)
            members.append(StoryArticle(story_id, doc.article_id, score, "watch" if label else "cluster"))
    return Clustering(tuple(stories), tuple(sorted(members, key=lambda m: (m.story_id, m.article_id))))
