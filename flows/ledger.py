"""Step "publish", first half: what was annotated meets what is believed; the resolver decides, this reads and loads."""

from __future__ import annotations

import datetime as dt
from functools import cache

from extractors.annotate import EXTRACTOR_VERSION
from flows.ledger_state import read_rulings, read_state
from flows.workspace import Workspace
from records.ledger import NewArticles, Watch
from seeds.gazetteer import load_gazetteer
from seeds.watches import load_watches
from stories.resolve import plan_reading, resolve
from stories.world import World
from warehouse.load import set_marker
from warehouse.load.resolution import load_resolution
from warehouse.read import read_marker
from warehouse.read.unresolved import RESOLVED_MARKER, read_unresolved

#: annotations resolved in one transaction
ANNOTATIONS_PER_BATCH = 2_000


@cache
def load_world() -> World:
    """Return what linking knows of the world: the gazetteer's entities."""
    return World(load_gazetteer().entities.values())


def load_active_watches() -> list[Watch]:
    """Return the watched stories that are followed, as the resolver takes them."""
    return [watch.to_record() for watch in load_watches() if watch.status == "active"]


def resolve_new_annotations(workspace: Workspace, now: dt.datetime) -> int:
    """Resolve every annotation that the ledger has not seen; return how many article versions that were.

    Decisions are dated by what was seen (the newest `seen_at` of the batch), never by this machine's clock.
    """
    watches = load_active_watches()
    n_done = 0
    while True:
        after = int(read_marker(workspace.con, RESOLVED_MARKER) or 0)
        batch = read_unresolved(workspace.con, EXTRACTOR_VERSION, after, ANNOTATIONS_PER_BATCH)
        if not batch.last_seq:
            return n_done
        new = NewArticles(batch.versions, batch.annotations)
        state = read_state(workspace.con, plan_reading(new, load_world()), new, load_world())
        resolution = resolve(state, new, read_rulings(workspace.con), watches, load_world())
        decided_at = max(version.seen_at for version in batch.versions)
        with workspace.writer.transaction():
            load_resolution(workspace.writer, resolution, decided_at)
            set_marker(workspace.writer, RESOLVED_MARKER, str(batch.last_seq), now)
        n_done += len(batch.versions)
        workspace.progress.show("resolve", n_done, n_done)
