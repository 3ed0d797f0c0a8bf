"""Everything stored, understood and resolved again: after a change of extractors or rules, or of a judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import batched

from extractors.annotate import EXTRACTOR_VERSION
from flows.clean_pages import clean_new_pages
from flows.ledger import load_active_watches
from flows.ledger_state import read_rulings
from flows.snapshots import publish_now
from flows.understand import VERSIONS_PER_BATCH, annotate_safely
from flows.workspace import Workspace
from records.annotations import Annotation
from records.feeds import Issue
from records.ledger import LedgerState, NewArticles
from stories.resolve import resolve
from stories.world import load_world
from warehouse.connection import Writer
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
        workspace.writer.run(partial(_record, workspace.writer, annotations, issues, now))
        n_done += len(batch)
        workspace.progress.show("annotate", n_done, len(versions))
    resolve_everything(workspace, now)
    publish_now(workspace, now)
    return len(versions)


def _record(writer: Writer, annotations: Sequence[Annotation], issues: Sequence[Issue], now: dt.datetime) -> None:
    replace_annotations(writer, annotations, EXTRACTOR_VERSION, now)
    load_issues(writer, issues)


def resolve_everything(workspace: Workspace, now: dt.datetime) -> None:
    """Replace all beliefs by those that follow from the stored annotations and judgements; one transaction."""
    n_done = workspace.writer.run(lambda: _resolve_all(workspace, now))
    workspace.progress.show("resolve", n_done, n_done)


def _resolve_all(workspace: Workspace, now: dt.datetime) -> int:
    batch = read_unresolved(workspace.con, EXTRACTOR_VERSION, 0)
    if not batch.last_seq:
        return 0
    new = NewArticles(batch.versions, batch.annotations)
    resolution = resolve(LedgerState(), new, read_rulings(workspace.con), load_active_watches(), load_world())
    decided_at = max(version.seen_at for version in batch.versions)
    clear_beliefs(workspace.writer, resolution, decided_at)
    load_resolution(workspace.writer, resolution, decided_at)
    set_marker(workspace.writer, RESOLVED_MARKER, str(batch.last_seq), now)
    return len(batch.versions)
