"""Given documents through the same pipeline as fetched pages: read, number, annotate, resolve, publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.documents import read_documents
from flows.clean_pages import number_known, store_numbered
from flows.ledger import resolve_new_annotations
from flows.publishing import publish_now
from flows.understand import annotate_new_versions
from flows.workspace import Workspace
from records.articles import ArticleVersion
from records.feeds import Issue
from warehouse.load import load_issues


@dataclass(frozen=True, slots=True)
class IngestCount:
    """What one ingestion did; `failures` are what could not be read, each an `issues` row too."""

    n_new: int
    n_known: int
    failures: tuple[Issue, ...]


def ingest_documents(
    workspace: Workspace, paths: Sequence[str], now: dt.datetime, *, clock: str = "now"
) -> IngestCount:
    """Take documents as they are; `clock` is "now" or "published" (each seen when it was published, in that order).

    A document that was taken before adds nothing; a new text at a known address is a new version of that article.
    """
    texts: list[ArticleVersion] = []
    issues: list[Issue] = []
    for one in read_documents(paths, workspace.settings, now, clock="published" if clock == "published" else "seen"):
        if isinstance(one, Issue):
            issues.append(one)
        else:
            texts.append(one)
    workspace.progress.show("read", len(texts), len(texts) + len(issues))
    texts.sort(key=lambda version: (version.seen_at, version.published_at, version.url))
    numbered = number_known(workspace, texts)
    with workspace.writer.transaction():
        store_numbered(workspace, numbered, now)
        load_issues(workspace.writer, issues)
    annotate_new_versions(workspace, now)
    resolve_new_annotations(workspace, now)
    publish_now(workspace, now)
    return IngestCount(len(numbered.new), len(numbered.again), (*issues, *numbered.issues))
