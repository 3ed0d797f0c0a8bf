"""Serves the bundled newsroom over HTTP on a loopback port: one server, every outlet by its Host header.

Belongs here: sockets, conditional requests, compression, the settable clock. What the sites show is decided in
`newsroom_pages.py`. A client reaches `http://<outlet>.example/…` by connecting to `server.address` and sending the
outlet as Host, or by using the server as an HTTP proxy (absolute request targets are understood).
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

from flows.newsroom_pages import Document, render_document
from records.feeds import Feed
from records.ids import stable_id
from seeds.newsroom import Newsroom, load_newsroom

MIN_GZIP_BYTES = 256


class NewsroomServer(ThreadingHTTPServer):
    """A loopback web server whose sites show what was published by `now`; use it as a context manager."""

    daemon_threads = True
    #: clients that connect at once; with the default of 5 the next ones wait a second
    request_queue_size = 128

    def __init__(self, newsroom: Newsroom, now: dt.datetime, port: int = 0) -> None:
        """Bind 127.0.0.1 at `port` (0 = any free one); serves only inside `with` or after `start`."""
        super().__init__(("127.0.0.1", port), NewsroomHandler)
        self.newsroom = newsroom
        #: answers by (host, status), for tests and the demo's summary
        self.answers: Counter[tuple[str, int]] = Counter()
        self._now = now
        self._lock = Lock()
        self._thread: Thread | None = None

    @property
    def now(self) -> dt.datetime:
        """The instant at which the sites are shown."""
        with self._lock:
            return self._now

    def set_now(self, now: dt.datetime) -> None:
        """Move the clock of all sites; the instant must carry an offset."""
        if now.tzinfo is None:
            raise ValueError("the newsroom's clock needs an instant with an offset")
        with self._lock:
            self._now = now

    @property
    def address(self) -> tuple[str, int]:
        """Host and port where the server listens."""
        return "127.0.0.1", self.server_port

    @property
    def host_overrides(self) -> dict[str, str]:
        """Where to connect for each outlet's host name, as "address:port" (`CollectionSettings.host_overrides`)."""
        return {outlet.host: f"127.0.0.1:{self.server_port}" for outlet in self.newsroom.outlets.values()}

    def count_answer(self, host: str, status: int) -> None:
        """Remember that a request was answered."""
        with self._lock:
            self.answers[host, status] += 1

    def start(self) -> None:
        """Serve in a background thread until `stop`."""
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the socket."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        self.server_close()


class NewsroomHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for one connection."""

    server: NewsroomServer
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Answer with the document, or 304 where the client has it."""
        self.answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers of GET."""
        self.answer(with_body=False)

    def answer(self, *, with_body: bool) -> None:
        """Send the document that the address names now."""
        target = urlsplit(self.path)
        host = (target.hostname or self.headers.get("Host", "").rsplit(":", 1)[0]).lower()
        document = render_document(self.server.newsroom, host, target.path or "/", self.server.now)
        headers = validator_headers(document)
        if is_unchanged(document, headers, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")):
            self.send(host, 304, headers, b"", with_body=False)
            return
        body = document.body
        headers |= {"Content-Type": document.content_type, "Vary": "Accept-Encoding"}
        if len(body) >= MIN_GZIP_BYTES and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        self.send(host, document.status, headers, body, with_body=with_body)

    def send(self, host: str, status: int, headers: dict[str, str], body: bytes, *, with_body: bool) -> None:
        """Write status line, headers and, for GET, the body."""
        self.server.count_answer(host, status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the demo prints its own progress."""


def validator_headers(document: Document) -> dict[str, str]:
    """Return ETag and, where the document says when it changed, Last-Modified; none for error pages."""
    if document.status != 200:
        return {}
    headers = {"ETag": f'"{hashlib.sha256(document.body).hexdigest()[:20]}"', "Cache-Control": "max-age=60"}
    if document.changed_at is not None:
        headers["Last-Modified"] = format_datetime(document.changed_at.astimezone(dt.UTC), usegmt=True)
    return headers


def is_unchanged(
    document: Document, headers: dict[str, str], if_none_match: str | None, if_modified_since: str | None
) -> bool:
    """Tell whether the client's copy is current; an entity tag outranks a date (RFC 9110, section 13.2.2)."""
    if "ETag" not in headers:
        return False
    if if_none_match is not None:
        tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        return "*" in tags or headers["ETag"] in tags
    if if_modified_since is None or document.changed_at is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    if since.tzinfo is None:
        since = since.replace(tzinfo=dt.UTC)
    return document.changed_at.replace(microsecond=0) <= since


@contextmanager
def serve_newsroom(now: dt.datetime, newsroom: Newsroom | None = None, port: int = 0) -> Iterator[NewsroomServer]:
    """Serve the newsroom, by default the bundled one, while the context is open."""
    server = NewsroomServer(newsroom or load_newsroom(), now, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def newsroom_feeds(newsroom: Newsroom) -> tuple[Feed, ...]:
    """Return the outlets' feeds as polling takes them."""
    return tuple(
        Feed(
            feed_id=stable_id("feed", outlet.feed_url),
            url=outlet.feed_url,
            outlet=outlet.name,
            title=outlet.tagline,
            lang=outlet.lang,
            country=outlet.country,
            timezone=outlet.timezone,
        )
        for outlet in newsroom.outlets.values()
    )
