"""The story half of a resolution: parts of visits, stories of articles and events, and what became of former stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from records.annotations import Claim
from records.events import Event, Story, StoryArticle
from records.ledger import LedgerState, NewArticles, StoryDoc, Watch
from stories.cluster import cluster_articles
from stories.trips import find_wholes
from stories.world import World

#: names of entities kept for an article, most frequent first
N_ENTITIES = 12


@dataclass(frozen=True, slots=True)
class Storylines:
    """Events with `part_of` and `story_id`, the stories, and who is in them."""

    events: tuple[Event, ...]
    stories: tuple[Story, ...]
    members: tuple[StoryArticle, ...]
    clustered_article_ids: tuple[str, ...]
    retired_story_ids: tuple[str, ...]


def resolve_stories(
    previous: LedgerState,
    new: NewArticles,
    claims: Iterable[tuple[Claim, str]],
    events: Sequence[Event],
    retired_event_ids: Sequence[str],
    watches: Sequence[Watch],
    world: World,
) -> Storylines:
    """Return stories over the neighbourhood and the events' places in them.

    `claims` are (claim, event_id), also of older versions; `events` are the touched ones, `retired_event_ids` those
    given up. Of the neighbourhood's other events only those whose story or whole changed are returned.
    """
    linked = keep_newest_versions(claims)
    docs = merge_docs(previous.docs, new)
    touched = {event.event_id for event in events}
    given_up = touched.union(retired_event_ids)
    others = {event.event_id: event for event in previous.other_events if event.event_id not in given_up}
    known = [*events, *others.values()]
    clustering = cluster_articles(docs, linked, known, watches, world)
    articles: dict[str, set[str]] = {event.event_id: set() for event in known}
    for claim, event_id in linked:
        if event_id in articles:
            articles[event_id].add(claim.article_id)
    articles_of = {event_id: frozenset(names) for event_id, names in articles.items()}
    wholes = find_wholes(known, articles_of, world)
    story_of = {member.article_id: member.story_id for member in clustering.members}
    placed = [
        replace(
            event,
            part_of=wholes.get(event.event_id),
            story_id=_main_story(articles_of[event.event_id], story_of),
        )
        for event in known
    ]
    changed = tuple(event for event in placed if event.event_id in touched or event != others.get(event.event_id))
    former = {doc.story_id for doc in docs if doc.story_id}
    return Storylines(
        events=changed,
        stories=clustering.stories,
        members=clustering.members,
        clustered_article_ids=tuple(sorted(doc.article_id for doc in docs)),
        retired_story_ids=tuple(sorted(former - {story.story_id for story in clustering.stories})),
    )


def keep_newest_versions(claims: Iterable[tuple[Claim, str]]) -> list[tuple[Claim, str]]:
    """Return the claims of the newest version of each article, each claim once."""
    unique = {claim.claim_id: (claim, event_id) for claim, event_id in claims}
    newest: dict[str, int] = {}
    for claim, _ in unique.values():
        newest[claim.article_id] = max(newest.get(claim.article_id, 0), claim.version)
    return [pair for pair in unique.values() if pair[0].version == newest[pair[0].article_id]]


def merge_docs(known: Iterable[StoryDoc], new: NewArticles) -> list[StoryDoc]:
    """Return the neighbourhood's articles with the new ones; a new version replaces the known one and keeps its story."""
    docs = {doc.article_id: doc for doc in known}
    annotations = {(a.article_id, a.version): a for a in new.annotations}
    for version in sorted(new.versions, key=lambda v: (v.article_id, v.version)):
        annotation = annotations.get((version.article_id, version.version))
        names: Counter[str] = (
            Counter(m.entity.name for m in annotation.mentions if m.entity) if annotation else Counter()
        )
        before = docs.get(version.article_id)
        docs[version.article_id] = StoryDoc(
            article_id=version.article_id,
            title=version.title,
            published_at=before.published_at if before else version.published_at,
            outlet=version.outlet,
            lang=version.lang,
            embedding=annotation.embedding if annotation else (),
            entities=tuple(name for name, _ in sorted(names.items(), key=lambda x: (-x[1], x[0]))[:N_ENTITIES]),
            url=version.url,
            duplicate_of=version.duplicate_of,
            story_id=before.story_id if before else None,
            seen_at=before.seen_at if before else version.seen_at,
        )
    return list(docs.values())


def _main_story(articles: frozenset[str], story_of: Mapping[str, str]) -> str | None:
    """Return the story that holds most of an event's articles, None where none does."""
    counts = Counter(story_of[article] for article in articles if article in story_of)
    return min(counts, key=lambda story_id: (-counts[story_id], story_id)) if counts else None
