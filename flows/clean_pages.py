"""Step "process", first half: archived pages -> article versions, numbered against what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched

from extractors.archive import read_page
from extractors.clean import KnownVersion, number_versions
from flows.archiving import archive_ref
from flows.workspace import Workspace
from records.articles import ArticleVersion
from records.errors import ItemError
from records.feeds import Issue, Page
from warehouse.load import load_article_versions, load_issues, load_page_outcomes, load_sightings
from warehouse.read import read_article_versions, read_feeds, read_unprocessed_pages
from warehouse.rows import PageOutcome, Sighting, StoredPage

#: changes whenever the same page may give another text; `reprocess` then takes every stored page again
PROCESSOR_VERSION = "1"
PAGES_PER_BATCH = 200


@dataclass(frozen=True, slots=True)
class Numbered:
    """Versions sorted by what is known: new texts, known texts seen again, refusals."""

    new: tuple[ArticleVersion, ...] = ()
    again: tuple[ArticleVersion, ...] = ()
    issues: tuple[Issue, ...] = ()
    #: (article_id, text_sha256) -> version
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    #: texts that were known already, whether seen later than before or not
    n_known: int = 0


def clean_new_pages(workspace: Workspace, now: dt.datetime) -> int:
    """Read every archived page that this version has not read; return the number of new article versions."""
    waiting = read_unprocessed_pages(workspace.con, PROCESSOR_VERSION)
    n_done = n_new = 0
    for batch in batched(waiting, PAGES_PER_BATCH):
        n_new += _clean_batch(workspace, batch, now)
        n_done += len(batch)
        workspace.progress.show("clean", n_done, len(waiting))
    return n_new


def _clean_batch(workspace: Workspace, stored: Sequence[StoredPage], now: dt.datetime) -> int:
    pages, issues = _read_pages(workspace, stored, now)
    feeds = {feed.feed_id: feed for feed in read_feeds(workspace.con)}
    made = workspace.cleaner.clean([page for _, page in pages], feeds, now)
    texts = [one for one in made if isinstance(one, ArticleVersion)]
    issues += [one for one in made if isinstance(one, Issue)]
    read = {row.page_id for row, _ in pages}
    lost = [PageOutcome(row.page_id, PROCESSOR_VERSION, "issue", now) for row in stored if row.page_id not in read]

    def record() -> int:
        numbered = number_known(workspace, texts)
        outcomes = [_outcome_of(row, one, numbered, now) for (row, _), one in zip(pages, made, strict=True)]
        store_numbered(workspace, numbered, now)
        load_issues(workspace.writer, issues)
        load_page_outcomes(workspace.writer, [*outcomes, *lost])
        return len(numbered.new)

    return workspace.writer.run(record)


def _read_pages(
    workspace: Workspace, stored: Iterable[StoredPage], now: dt.datetime
) -> tuple[list[tuple[StoredPage, Page]], list[Issue]]:
    """Read bodies from the archive; one that cannot be read becomes an issue."""
    pages, issues = [], []
    for row in stored:
        try:
            pages.append((row, read_page(archive_ref(workspace.archive, row))))
        except (OSError, ItemError, ValueError) as error:
            message = f"the archived page cannot be read: {error}"
            issues.append(Issue(now, "clean", "archive", message, url=row.url, feed_id=row.feed_id))
    return pages, issues


def number_known(workspace: Workspace, texts: Sequence[ArticleVersion]) -> Numbered:
    """Number versions against what is stored."""
    ids = sorted({version.article_id for version in texts})
    known: dict[str, list[KnownVersion]] = {}
    for stored in read_article_versions(workspace.con, ids) if ids else ():
        known.setdefault(stored.article_id, []).append(KnownVersion(stored.version, stored.text_sha256, stored.seen_at))
    old = {(article_id, one.version): one.seen_at for article_id, versions in known.items() for one in versions}
    new: dict[tuple[str, int], ArticleVersion] = {}
    again: list[ArticleVersion] = []
    issues: list[Issue] = []
    numbers: dict[tuple[str, str], int] = {}
    n_known = 0
    for one in number_versions(texts, known):
        if isinstance(one, Issue):
            issues.append(one)
            continue
        numbers[one.article_id, one.text_sha256] = one.version
        key = (one.article_id, one.version)
        if key in old or key in new:
            first_at = old[key] if key in old else new[key].seen_at
            again += [one] if one.seen_at > first_at else []
            n_known += 1
        else:
            new[key] = one
    return Numbered(tuple(new.values()), tuple(again), tuple(issues), numbers, n_known)


def store_numbered(workspace: Workspace, numbered: Numbered, now: dt.datetime) -> None:
    """Load new versions, and note when known ones were seen again."""
    load_article_versions(workspace.writer, numbered.new, now)
    load_sightings(workspace.writer, [Sighting(one.article_id, one.version, one.seen_at) for one in numbered.again])
    load_issues(workspace.writer, numbered.issues)


def _outcome_of(row: StoredPage, made: ArticleVersion | Issue, numbered: Numbered, now: dt.datetime) -> PageOutcome:
    number = None if isinstance(made, Issue) else numbered.numbers.get((made.article_id, made.text_sha256))
    if isinstance(made, Issue) or number is None:
        return PageOutcome(row.page_id, PROCESSOR_VERSION, "issue", now)
    is_new = any(one.article_id == made.article_id and one.version == number for one in numbered.new)
    return PageOutcome(
        row.page_id, PROCESSOR_VERSION, "article" if is_new else "unchanged", now, made.article_id, number
    )
