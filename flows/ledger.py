"""Step "publish", first half: what was annotated meets what is believed; the resolver decides, this reads and loads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from extractors.annotate import EXTRACTOR_VERSION
from flows.ledger_state import read_rulings, read_state
from flows.workspace import Workspace
from records.ledger import NewArticles, Watch
from seeds.watches import load_watches
from stories.resolve import plan_reading, resolve
from stories.world import load_world
from warehouse.load import set_marker
from warehouse.load.resolution import load_resolution
from warehouse.read import read_marker
from warehouse.read.resolved import Resolved
from warehouse.read.unresolved import RESOLVED_MARKER, read_unresolved

#: annotations resolved in one transaction
ANNOTATIONS_PER_BATCH = 2_000


def load_active_watches() -> list[Watch]:
    """Return the watched stories that are followed, as the resolver takes them."""
    return [watch.to_record() for watch in load_watches() if watch.status == "active"]


def resolve_new_annotations(workspace: Workspace, now: dt.datetime) -> int:
    """Resolve every annotation that the ledger has not seen; return how many article versions that were.

    Decisions are dated by what was seen (the newest `seen_at` of the batch), never by this machine's clock.
    """
    watches = load_active_watches()
    n_done = 0
    # read, decide and load in one transaction: where another writer came first, all of it is done again
    while n_batch := workspace.writer.run(lambda: _resolve_batch(workspace, watches, now)):
        n_done += n_batch
        workspace.progress.show("resolve", n_done, n_done)
    return n_done


def _resolve_batch(workspace: Workspace, watches: Sequence[Watch], now: dt.datetime) -> int:
    """Resolve the oldest annotations that wait; return how many, 0 where none does."""
    after = int(read_marker(workspace.con, RESOLVED_MARKER) or 0)
    batch = read_unresolved(workspace.con, EXTRACTOR_VERSION, after, ANNOTATIONS_PER_BATCH)
    if not batch.last_seq:
        return 0
    new, world = NewArticles(batch.versions, batch.annotations), load_world()
    resolved = Resolved(EXTRACTOR_VERSION, after)
    state = read_state(workspace.con, plan_reading(new, world), new, world, resolved)
    resolution = resolve(state, new, read_rulings(workspace.con), watches, world)
    load_resolution(workspace.writer, resolution, max(version.seen_at for version in batch.versions))
    set_marker(workspace.writer, RESOLVED_MARKER, str(batch.last_seq), now)
    return len(batch.versions)
