"""Given documents through the same pipeline as fetched pages: read, number, annotate, resolve, publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.documents import SUFFIXES, read_documents
from flows.clean_pages import Numbered, number_known, store_numbered
from flows.ledger import resolve_new_annotations
from flows.snapshots import publish_now
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
    readable, issues = sort_paths(paths, now)
    for one in read_documents(readable, workspace.settings, now, clock="published" if clock == "published" else "seen"):
        if isinstance(one, Issue):
            issues.append(one)
        else:
            texts.append(one)
    workspace.progress.show("read", len(texts), len(texts))
    texts.sort(key=lambda version: (version.seen_at, version.published_at, version.url))

    def record() -> Numbered:
        numbered = number_known(workspace, texts)
        store_numbered(workspace, numbered, now)
        load_issues(workspace.writer, issues)
        return numbered

    numbered = workspace.writer.run(record)
    annotate_new_versions(workspace, now)
    resolve_new_annotations(workspace, now)
    publish_now(workspace, now)
    return IngestCount(len(numbered.new), numbered.n_known, (*issues, *numbered.issues))


def sort_paths(paths: Sequence[str], now: dt.datetime) -> tuple[list[str], list[Issue]]:
    """Return what can be read, and an issue for each path that is missing or of an unknown kind."""
    readable: list[str] = []
    issues: list[Issue] = []
    for name in paths:
        path = Path(name)
        if name.startswith(("http://", "https://")) or path.is_dir():
            readable.append(name)
        elif not path.is_file():
            issues.append(Issue(now, "ingest", "missing", "no such file or folder", url=name))
        elif path.suffix.lower() not in SUFFIXES:
            message = "this kind of file cannot be read: give .json, .html, .txt, .warc(.gz), a folder or a URL"
            issues.append(Issue(now, "ingest", "unknown_kind", message, url=name))
        else:
            readable.append(name)
    return readable, issues
