"""The raw archive: every answer as WARC, on disk before anything is parsed; everything later is rebuilt from it."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.fetch_records import FetchResult
from records.errors import UserError
from records.feeds import FeedItem, Page

#: what of ours goes beside a response: the feed and the item that led to it, the address asked for
HEADER_FEED = "Newsledger-Feed"
HEADER_ITEM = "Newsledger-Item"
HEADER_URL = "Newsledger-Requested-URI"
_NAME_DAY = re.compile(r"(?P<day>\d{8})[T-].*\.warc\.gz")
#: headers that described the body on the wire, not the body as stored
_WIRE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})


@dataclass(frozen=True, slots=True)
class ArchiveRef:
    """Where one response lies: a gzip member of its own at `offset`, `length` bytes long."""

    path: str
    offset: int
    length: int
    url: str


def write_archive(folder: Path, results: Iterable[FetchResult], now: dt.datetime) -> tuple[ArchiveRef, ...]:
    """Write the responses of one batch to a new file and return where each lies; durable when it returns.

    The file appears under its name only when it is whole. Results without a page (304, refused) are left out; a batch
    without any makes no file.
    """
    results = [result for result in results if result.page is not None]
    if not results:
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.warc.gz"
    part = path.with_suffix(".part")
    refs = []
    try:
        with part.open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            for result in results:
                if result.page is not None:
                    offset = stream.tell()
                    writer.write_record(_make_record(writer, result.page))
                    refs.append(ArchiveRef(str(path), offset, stream.tell() - offset, result.page.url))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        _sync_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    return tuple(refs)


def _make_record(writer: WARCWriter, page: Page) -> object:
    lines = [(name.title(), _one_line(value)) for name, value in page.headers.items() if name not in _WIRE_HEADERS]
    if "content-type" not in page.headers and page.content_type:
        lines.append(("Content-Type", _one_line(page.content_type)))
    lines.append(("Content-Length", str(len(page.body))))
    ours = {"WARC-Date": f"{page.fetched_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}", HEADER_URL: page.url}
    if page.feed_id is not None:
        ours[HEADER_FEED] = page.feed_id
    if page.item is not None:
        ours[HEADER_ITEM] = json.dumps(asdict(page.item), default=_write_instant)
    return writer.create_warc_record(
        page.final_url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.http_status} Status", lines, protocol="HTTP/1.1"),
        warc_headers_dict=ours,
    )


def _write_instant(value: object) -> str:
    assert isinstance(value, dt.datetime)
    return value.isoformat()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def read_archive(path: Path) -> Iterator[Page]:
    """Yield the pages of a WARC file (also one that other tools wrote), in order.

    Raises `UserError` if the file is no WARC; a file cut off at its end yields what is whole.
    """
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path))
    except OSError as error:
        raise UserError(f"cannot read the archive: {error.strerror or error}", path=str(path)) from error


def _read_stream(stream: object, name: str) -> Iterator[Page]:
    n_pages = 0
    try:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            yield _read_record(record)
            n_pages += 1
    except (ArchiveLoadFailed, EOFError) as error:
        if n_pages == 0:
            raise UserError(f"not a WARC file: {error}", path=name) from error


def _read_record(record: object) -> Page:
    warc, http = record.rec_headers, record.http_headers  # type: ignore[attr-defined]
    headers = {name.lower(): value for name, value in http.headers}
    final_url = warc.get_header("WARC-Target-URI") or ""
    item = warc.get_header(HEADER_ITEM)
    status = http.get_statuscode()
    return Page(
        url=warc.get_header(HEADER_URL) or final_url,
        final_url=final_url,
        fetched_at=dt.datetime.fromisoformat(warc.get_header("WARC-Date")),
        http_status=int(status) if status and status.isdigit() else 0,
        content_type=headers.get("content-type", ""),
        # files of other tools keep the body as it was on the wire
        body=record.content_stream().read(),  # type: ignore[attr-defined]
        headers=headers,
        feed_id=warc.get_header(HEADER_FEED),
        item=_read_item(item) if item else None,
    )


def _read_item(text: str) -> FeedItem | None:
    try:
        data = json.loads(text)
        if data.get("published_at"):
            data["published_at"] = dt.datetime.fromisoformat(data["published_at"])
        return FeedItem(**data)
    except (ValueError, TypeError, AttributeError):
        # a file of another version of this project: the page is worth more than its item
        return None


def read_page(ref: ArchiveRef) -> Page:
    """Return the one page at a reference."""
    with Path(ref.path).open("rb") as stream:
        stream.seek(ref.offset)
        data = stream.read(ref.length)
    for page in _read_stream(io.BytesIO(data), ref.path):
        return page
    raise UserError("the archive holds no page at this place", path=ref.path)


def list_archives(folder: Path) -> tuple[Path, ...]:
    """Return the archive files of a folder, oldest first."""
    return tuple(sorted(folder.glob("*.warc.gz"))) if folder.is_dir() else ()


def compact_archives(folder: Path, before: dt.date) -> tuple[Path, ...]:
    """Join the files of each day before `before` into one file a day; return the joined files.

    Gzip members are copied as they are: offsets change, contents do not.
    """
    joined = []
    for day, paths in _group_by_day(folder, before).items():
        if len(paths) < 2:
            continue
        target, part = folder / f"{day}-day-{secrets.token_hex(4)}.warc.gz", folder / f"{day}-day.part"
        with part.open("wb") as stream:
            for path in paths:
                with path.open("rb") as source:
                    shutil.copyfileobj(source, stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        _sync_folder(folder)
        for path in paths:
            path.unlink()
        joined.append(target)
    return tuple(joined)


def drop_archives(folder: Path, before: dt.date) -> tuple[Path, ...]:
    """Delete the files of the days before `before` (the retention limit) and return them."""
    dropped = [path for paths in _group_by_day(folder, before).values() for path in paths]
    for path in dropped:
        path.unlink()
    return tuple(dropped)


def _group_by_day(folder: Path, before: dt.date) -> dict[str, list[Path]]:
    days: dict[str, list[Path]] = {}
    for path in list_archives(folder):
        found = _NAME_DAY.fullmatch(path.name)
        if found and found["day"] < f"{before:%Y%m%d}":
            days.setdefault(found["day"], []).append(path)
    return days


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
