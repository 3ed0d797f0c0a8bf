"""Between the archive's references and the warehouse's index of pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from extractors.archive import ArchiveRef
from extractors.fetch import FetchResult
from warehouse.load import item_key
from warehouse.rows import StoredPage


def index_pages(refs: Sequence[ArchiveRef], results: Iterable[FetchResult]) -> list[StoredPage]:
    """Return the index rows of what was just archived; `refs` are in the order of the results that have a page."""
    kept = [result for result in results if result.page is not None]
    return [_index_page(ref, result) for ref, result in zip(refs, kept, strict=True)]


def _index_page(ref: ArchiveRef, result: FetchResult) -> StoredPage:
    page = result.page
    if page is None:
        raise ValueError("only results with a page are archived")
    return StoredPage(
        url=page.url,
        final_url=page.final_url,
        fetched_at=page.fetched_at,
        http_status=page.http_status,
        content_type=page.content_type,
        bytes=len(page.body),
        body_sha256=hashlib.sha256(page.body).hexdigest(),
        archive_file=Path(ref.path).name,
        archive_offset=ref.offset,
        archive_length=ref.length,
        fetch_id=result.fetch.fetch_id,
        feed_id=page.feed_id,
        item_key=item_key(page.item) if page.item else None,
        item=page.item,
    )


def archive_ref(folder: Path, row: StoredPage) -> ArchiveRef:
    """Return where a page's record lies; ValueError where it was never archived or has been dropped."""
    if not row.archive_file or row.archive_offset is None or row.archive_length is None:
        raise ValueError("the page is not in the archive")
    return ArchiveRef(str(folder / row.archive_file), row.archive_offset, row.archive_length, row.url)
