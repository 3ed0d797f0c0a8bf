"""Loading all that the resolver decided, in one transaction; loading it twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from records.ledger import EventAlias as DecidedAlias
from records.ledger import Resolution
from warehouse.binding import bind_list
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
        claims = [Assignment(s.claim.claim_id, s.event_id or None, block=s.block) for s in resolution.assignments]
        load_assignments(writer, claims, decided_at)
        delete_history(writer, resolution.rewritten_event_ids)
        load_event_aliases(writer, resolution.aliases, [event.event_id for event in resolution.events], decided_at)
        load_events(writer, resolution.events, decided_at, removed=resolution.retired_event_ids)
        load_history(writer, resolution.history)
        # `events` also holds neighbours whose story alone changed: their chronicle stays
        folded = {stored.event_id for stored in resolution.assignments if stored.event_id}
        load_chronicle(writer, resolution.chronicle, folded.union(resolution.retired_event_ids))
        gone = set(resolution.retired_event_ids)
        disputes = [dispute for dispute in resolution.contradictions if dispute.event_id not in gone]
        load_contradictions(writer, disputes, decided_at, event_ids=gone.union(resolution.rewritten_event_ids))
        load_duplicates(writer, resolution.duplicates, decided_at)
        load_stories(writer, resolution.stories, decided_at, removed=resolution.retired_story_ids)
        load_story_articles(writer, resolution.story_articles, decided_at, resolution.clustered_article_ids)


def load_event_aliases(
    writer: Writer, aliases: Iterable[DecidedAlias], event_ids: Sequence[str], decided_at: dt.datetime
) -> None:
    """Record ids that were given up, each as of its instant; one that is among the events in use is in use again."""
    for at, group in groupby(sorted(aliases, key=lambda alias: alias.at), key=lambda alias: alias.at):
        load_aliases(writer, [EventAlias(alias.old_event_id, alias.new_event_id) for alias in group], at)
    sql = "SELECT old_id FROM core.current_aliases WHERE old_id IN (SELECT unnest(?::JSON::VARCHAR[])) ORDER BY old_id"
    back = [name for (name,) in writer.con.execute(sql, [bind_list(event_ids)]).fetchall()]
    load_aliases(writer, [EventAlias(name, name) for name in back], decided_at)


def delete_history(writer: Writer, event_ids: Sequence[str]) -> None:
    """Delete the history of events that is about to be written anew, with that of the ids they had before.

    Only where given documents were seen at instants before what was stored (`ingest --clock published`).
    """
    if not event_ids:
        return
    with writer.transaction() as con:
        sql = "SELECT old_id FROM core.event_aliases WHERE old_id IN (SELECT unnest($ids::JSON::VARCHAR[])) OR new_id IN (SELECT unnest($ids::JSON::VARCHAR[]))"
        former = [name for (name,) in con.execute(sql, {"ids": bind_list(event_ids)}).fetchall()]
        names = sorted({*event_ids, *former})
        con.execute(
            "DELETE FROM core.event_history WHERE event_id IN (SELECT unnest(?::JSON::VARCHAR[]))", [bind_list(names)]
        )
        con.execute(
            "DELETE FROM core.event_aliases WHERE old_id IN (SELECT unnest(?::JSON::VARCHAR[]))", [bind_list(names)]
        )
