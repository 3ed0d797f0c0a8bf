"""One HTTP exchange: headers out, a bounded and decompressed body in.

Only gzip is offered and only gzip is undone, here, piece by piece: clients that decompress on their own hand out
481 bytes of Brotli as one chunk of 300 MB.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore

from extractors.address_guard import Target
from extractors.connection import HostConnections
from records.errors import FetchError, RefusedError
from seeds.settings import CollectionSettings

#: decompressed in pieces of this size, so that a bomb is noticed early
PIECE_BYTES = 256 * 1024
#: a body that grows beyond so many times its compressed size is a bomb (text shrinks to a tenth, the worst table to a fortieth);
#: small ones are let be
BOMB_RATIO = 400
BOMB_MIN_BYTES = 2 * 1024 * 1024
#: a feed that does not begin like XML or JSON (in any encoding) is read no further than this
UNMARKED_MAX_BYTES = 512 * 1024
_MARKS = (b"<", b"{", b"[", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00")
MAX_RETRY_AFTER_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One complete answer of a server."""

    http_status: int
    #: lower-case names; repeated headers joined by ", "
    headers: Mapping[str, str]
    body: bytes


class BodyReader:
    """Collect a body up to a number of decompressed bytes; raise `RefusedError` beyond it."""

    def __init__(self, encoding: str, max_bytes: int, url: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise RefusedError(f"content encoding {encoding!r} was not asked for", url=url)
        self._url = url
        self._max_bytes = max_bytes
        self._is_compressed = encoding in ("gzip", "x-gzip", "deflate")
        self._is_deflate = encoding == "deflate"
        self._inflater = self._make_inflater(raw=False)
        self._pieces: list[bytes] = []
        self._n_bytes = 0
        self._n_compressed = 0
        self._is_fresh = True

    @staticmethod
    def _make_inflater(*, raw: bool) -> zlib._Decompress:
        return zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)

    def feed(self, chunk: bytes) -> None:
        """Take one chunk as it came from the network."""
        if not self._is_compressed:
            self._keep(chunk)
            return
        self._n_compressed += len(chunk)
        while chunk:
            try:
                piece = self._inflater.decompress(chunk, PIECE_BYTES)
            except zlib.error as error:
                if self._is_deflate and self._is_fresh:
                    # servers send raw deflate under this name as often as zlib's
                    self._inflater, self._is_fresh = self._make_inflater(raw=True), False
                    continue
                raise FetchError(
                    f"body is not valid {'deflate' if self._is_deflate else 'gzip'}", url=self._url
                ) from error
            self._is_fresh = False
            self._keep(piece)
            n_read = self._n_compressed - len(self._inflater.unconsumed_tail)
            if self._n_bytes > max(BOMB_MIN_BYTES, BOMB_RATIO * n_read):
                raise RefusedError(
                    f"body grows to more than {BOMB_RATIO} times its size", url=self._url, is_too_large=True
                )
            chunk = self._inflater.unconsumed_tail
            if self._inflater.eof:
                chunk = self._inflater.unused_data.lstrip(b"\0")
                self._inflater = self._make_inflater(raw=False)

    def _keep(self, piece: bytes) -> None:
        self._n_bytes += len(piece)
        if self._n_bytes > self._max_bytes:
            raise RefusedError(f"body is larger than {self._max_bytes} bytes", url=self._url, is_too_large=True)
        self._pieces.append(piece)

    @property
    def is_unmarked(self) -> bool:
        """Tell whether much has come and its beginning is none of a feed."""
        return self._n_bytes > UNMARKED_MAX_BYTES and not self._pieces[0].lstrip()[:3].startswith(_MARKS)

    def finish(self) -> bytes:
        """Return the whole body."""
        return b"".join(self._pieces)


def collect_headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return headers by lower-case name; bytes are read as Latin-1, as HTTP has it."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


async def exchange(
    connections: HostConnections,
    target: Target,
    headers: Mapping[str, str],
    max_bytes: int,
    settings: CollectionSettings,
    *,
    is_feed: bool = False,
) -> Exchange:
    """Ask for one target; the caller sets the deadline around it. `is_feed`: give up early on what begins like none.

    Raises `RefusedError` (guard, size, encoding) and httpcore's errors.
    """
    lines = [
        ("Host", target.netloc),
        ("User-Agent", settings.user_agent),
        ("Accept-Encoding", "gzip"),
        *headers.items(),
    ]
    request = httpcore.Request(
        "GET",
        httpcore.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode("ascii"),
        ),
        headers=[(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in lines],
        extensions={"timeout": {"connect": settings.connect_seconds}},
    )
    async with connections.send(request) as response:
        answer_headers = collect_headers(response.headers)
        length = answer_headers.get("content-length", "")
        if length.isdigit() and int(length) > max_bytes:
            raise RefusedError(f"body is larger than {max_bytes} bytes", url=target.url, is_too_large=True)
        reader = BodyReader(answer_headers.get("content-encoding", "").strip().lower(), max_bytes, target.url)
        async for chunk in response.aiter_stream():
            reader.feed(chunk)
            if is_feed and reader.is_unmarked:
                raise RefusedError("body is long and begins like no feed", url=target.url, is_too_large=True)
        return Exchange(response.status, answer_headers, reader.finish())


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Return a Retry-After header (seconds or HTTP date) as seconds from `now`, within [0, one day]; None if absent.

    >>> read_retry_after("120", dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    120.0
    """
    if not value:
        return None
    text = value.split(",")[0].strip() if value.split(",")[0].strip().isdigit() else value.strip()
    if text.isdigit():
        seconds = float(text[:9])
    else:
        try:
            instant = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        instant = instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)
        seconds = (instant - now).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS)
