"""Everything stored, understood and resolved again: after a change of extractors or rules, or of a judgement."""

from __future__ import annotations

import datetime as dt
from itertools import batched

from extractors.annotate import EXTRACTOR_VERSION
from flows.clean_pages import clean_new_pages
from flows.ledger import load_active_watches
from flows.ledger_state import read_rulings
from flows.snapshots import publish_now
from flows.understand import VERSIONS_PER_BATCH, annotate_safely
from flows.workspace import Workspace
from records.ledger import LedgerState, NewArticles
from stories.resolve import resolve
from stories.world import load_world
from warehouse.load import load_issues, set_marker
from warehouse.load.again import clear_beliefs, replace_annotations
from warehouse.load.resolution import load_resolution
from warehouse.read import read_article_versions
from warehouse.read.unresolved import RESOLVED_MARKER, read_unresolved


def reprocess(workspace: Workspace, now: dt.datetime, *, is_cleaned: bool = True) -> int:
    """Clean pages of older cleaners, annotate every text and resolve all of it again; return how many versions.

    Nothing is fetched; the same texts and extractors give the same rows.
    """
    if is_cleaned:
        clean_new_pages(workspace, now)
    versions = [version for version in read_article_versions(workspace.con) if version.suspect is None]
    n_done = 0
    for batch in batched(versions, VERSIONS_PER_BATCH):
        annotations, issues = annotate_safely(batch, now)
        with workspace.writer.transaction():
            replace_annotations(workspace.writer, annotations, EXTRACTOR_VERSION, now)
            load_issues(workspace.writer, issues)
        n_done += len(batch)
        workspace.progress.show("annotate", n_done, len(versions))
    resolve_everything(workspace, now)
    publish_now(workspace, now)
    return len(versions)


def resolve_everything(workspace: Workspace, now: dt.datetime) -> None:
    """Replace all beliefs by those that follow from the stored annotations and judgements; one transaction."""
    batch = read_unresolved(workspace.con, EXTRACTOR_VERSION, 0)
    if not batch.last_seq:
        return
    new = NewArticles(batch.versions, batch.annotations)
    resolution = resolve(LedgerState(), new, read_rulings(workspace.con), load_active_watches(), load_world())
    decided_at = max(version.seen_at for version in batch.versions)
    with workspace.writer.transaction():
        clear_beliefs(workspace.writer, resolution, decided_at)
        load_resolution(workspace.writer, resolution, decided_at)
        set_marker(workspace.writer, RESOLVED_MARKER, str(batch.last_seq), now)
    workspace.progress.show("resolve", len(batch.versions), len(batch.versions))
