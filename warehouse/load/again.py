"""Loads that replace: annotations made again by the same extractors, beliefs resolved again from all claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from records.annotations import Annotation
from records.ledger import Resolution
from warehouse.binding import bind_list
from warehouse.connection import Writer
from warehouse.load.articles import load_annotations
from warehouse.load.ledger import load_contradictions, load_events, load_stories

_TABLES = ("core.mentions", "core.time_refs", "core.quotes", "core.embeddings", "core.claims", "core.annotations")


def replace_annotations(
    writer: Writer, annotations: Sequence[Annotation], extractor_version: str, annotated_at: dt.datetime
) -> int:
    """Load annotations in place of those of the same versions by the same extractors; return how many."""
    ids = [one.article_id for one in annotations]
    numbers = [one.version for one in annotations]
    with writer.transaction() as con:
        for table in _TABLES:
            con.execute(
                f"DELETE FROM {table} WHERE extractor_version = ? AND (article_id, version) IN"
                " (SELECT unnest(?::JSON::VARCHAR[]), unnest(?::INTEGER[]))",
                [extractor_version, bind_list(ids), numbers],
            )
        return load_annotations(writer, annotations, extractor_version, annotated_at)


def clear_beliefs(writer: Writer, resolution: Resolution, decided_at: dt.datetime) -> None:
    """Give up all events, stories and contradictions that are not in the resolution, and delete all history.

    History and the ids given up in its course are about to come anew.
    """
    events = {event.event_id for event in resolution.events}
    stories = {story.story_id for story in resolution.stories}
    with writer.transaction() as con:
        known = {name for (name,) in con.execute("SELECT event_id FROM core.current_events").fetchall()}
        load_events(writer, (), decided_at, removed=sorted(known - events))
        known = {name for (name,) in con.execute("SELECT story_id FROM core.current_stories").fetchall()}
        load_stories(writer, (), decided_at, removed=sorted(known - stories))
        disputed = [name for (name,) in con.execute("SELECT event_id FROM core.current_contradictions").fetchall()]
        load_contradictions(writer, resolution.contradictions, decided_at, event_ids=sorted(set(disputed)))
        con.execute("DELETE FROM core.event_history")
        con.execute("DELETE FROM core.event_aliases")
        con.execute("DELETE FROM core.event_chronicle")
