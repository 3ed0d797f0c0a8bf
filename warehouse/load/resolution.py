"""Loading all that the resolver decided, in one transaction; loading it twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from records.ledger import Resolution
from warehouse.connection import Writer
from warehouse.load.articles import load_duplicates
from warehouse.load.ledger import (
    load_aliases,
    load_assignments,
    load_chronicle,
    load_contradictions,
    load_events,
    load_history,
    load_stories,
    load_story_articles,
)
from warehouse.rows import Assignment, EventAlias


def load_resolution(writer: Writer, resolution: Resolution, decided_at: dt.datetime) -> None:
    """Load assignments, events, history, chronicle, contradictions, duplicates and stories."""
    with writer.transaction():
        claims = [Assignment(s.claim.claim_id, s.event_id or None) for s in resolution.assignments]
        load_assignments(writer, claims, decided_at)
        aliases = [EventAlias(a.old_event_id, a.new_event_id) for a in resolution.aliases if a.new_event_id]
        load_aliases(writer, aliases, decided_at)
        load_events(writer, resolution.events, decided_at, removed=resolution.retired_event_ids)
        delete_history(writer, resolution.rewritten_event_ids)
        load_history(writer, resolution.history)
        replaced = [*(event.event_id for event in resolution.events), *resolution.retired_event_ids]
        load_chronicle(writer, resolution.chronicle, replaced)
        load_contradictions(writer, resolution.contradictions, decided_at)
        load_duplicates(writer, resolution.duplicates, decided_at)
        load_stories(writer, resolution.stories, decided_at, removed=resolution.retired_story_ids)
        named = sorted({row.article_id for row in resolution.story_articles})
        load_story_articles(writer, resolution.story_articles, decided_at, named)


def delete_history(writer: Writer, event_ids: Sequence[str]) -> None:
    """Delete the history of events that is about to be written anew.

    Only where given documents were seen at instants before what was stored (`ingest --clock published`).
    """
    if event_ids:
        with writer.transaction() as con:
            con.execute("DELETE FROM core.event_history WHERE event_id IN (SELECT unnest(?))", [list(event_ids)])
