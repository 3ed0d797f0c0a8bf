"""Whether an event or a headline belongs to a watched story."""

from __future__ import annotations

import datetime as dt

from records.events import Event
from records.ledger import StoryDoc, Watch
from stories.intervals import is_dated, overlaps
from stories.world import fold_name


def is_watched_event(watch: Watch, event: Event) -> bool:
    """Whether it is the watched event: its type, all its parties, and a time inside the window.

    An event without dates counts by when it was first told of.
    """
    if watch.event_type is not None and event.type != watch.event_type:
        return False
    parties = {fold_name(name) for name in (*event.actors, *event.recipients)}
    if not {fold_name(name) for name in watch.entities} <= parties:
        return False
    dates = (event.t_start, event.t_end)
    if not is_dated(dates):
        day = event.first_claimed_at.astimezone(dt.UTC).date()
        dates = (day, day + dt.timedelta(days=1))
    return overlaps(dates, watch.window)


def is_watched_headline(watch: Watch, doc: StoryDoc) -> bool:
    """Whether headline and entities point to the watch, for articles in which no claim was found.

    The first of the watch's entities (who acts) must be among the article's, and a keyword in its title or all its
    other entities among the article's.
    """
    if watch.languages and doc.lang not in watch.languages:
        return False
    end = watch.window[1]
    day = doc.published_at.astimezone(dt.UTC).date()
    # news of a visit may come long before it: only what was published after the window's end is out
    if (end is not None and day >= end) or not watch.entities:
        return False
    named = {fold_name(name) for name in doc.entities}
    wanted = [fold_name(name) for name in watch.entities]
    if wanted[0] not in named:
        return False
    title = doc.title.casefold()
    return any(word.casefold() in title for word in watch.keywords) or all(name in named for name in wanted[1:])
