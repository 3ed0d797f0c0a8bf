"""Step "process", second half: article versions -> annotations, in batches of similar size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from extractors.annotate import EXTRACTOR_VERSION, annotate_versions
from flows.workspace import Workspace
from records.annotations import Annotation
from records.articles import ArticleVersion
from records.feeds import Issue
from warehouse.connection import Writer
from warehouse.load import load_annotations, load_issues
from warehouse.read import read_unannotated_versions

#: texts are parsed together per language; larger batches are slower and take more memory
VERSIONS_PER_BATCH = 48


def annotate_new_versions(workspace: Workspace, now: dt.datetime) -> int:
    """Annotate every stored version that these extractors have not read; return how many."""
    n_done = 0
    while batch := read_unannotated_versions(workspace.con, EXTRACTOR_VERSION, VERSIONS_PER_BATCH):
        annotations, issues = annotate_safely(batch, now)
        workspace.writer.run(partial(_record, workspace.writer, annotations, issues, now))
        n_done += len(batch)
        n_left = (
            len(read_unannotated_versions(workspace.con, EXTRACTOR_VERSION)) if len(batch) == VERSIONS_PER_BATCH else 0
        )
        workspace.progress.show("annotate", n_done, n_done + n_left)
    return n_done


def _record(writer: Writer, annotations: Sequence[Annotation], issues: Sequence[Issue], now: dt.datetime) -> None:
    load_annotations(writer, annotations, EXTRACTOR_VERSION, now)
    load_issues(writer, issues)


def annotate_safely(versions: Sequence[ArticleVersion], now: dt.datetime) -> tuple[list[Annotation], list[Issue]]:
    """Annotate a batch; a text that breaks the extractors gets an empty annotation and an issue, the others their own."""
    try:
        return annotate_versions(versions), []
    except Exception as error:  # noqa: BLE001 - one text must never cost the batch
        if len(versions) == 1:
            return [_empty(versions[0])], [_issue_of(versions[0], error, now)]
    middle = len(versions) // 2
    left, left_issues = annotate_safely(versions[:middle], now)
    right, right_issues = annotate_safely(versions[middle:], now)
    return left + right, left_issues + right_issues


def _empty(version: ArticleVersion) -> Annotation:
    return Annotation(version.article_id, version.version)


def _issue_of(version: ArticleVersion, error: Exception, now: dt.datetime) -> Issue:
    return Issue(
        now,
        "annotate",
        type(error).__name__,
        f"the text could not be annotated: {' '.join(str(error).split())[:300]}",
        url=version.url,
        feed_id=version.feed_id,
        article_id=version.article_id,
    )
