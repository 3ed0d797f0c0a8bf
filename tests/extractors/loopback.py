"""A real HTTP server on loopback whose answers a test writes down by host and path."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from seeds.settings import CollectionSettings

NOW = dt.datetime(2024, 5, 24, 12, 0, tzinfo=dt.UTC)

type Answer = tuple[int, dict[str, str], bytes] | Callable[[http.server.BaseHTTPRequestHandler], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from `routes`: "host/path" first, then "/path"; everything else is 404."""

    protocol_version = "HTTP/1.1"
    server: LoopbackServer

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        self.server.seen.append((host, self.path, dict(self.headers)))
        answer = self.server.routes.get(f"{host}{self.path}", self.server.routes.get(self.path, (404, {}, b"")))
        if callable(answer):
            self.close_connection = True
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class LoopbackServer(http.server.ThreadingHTTPServer):
    """The server; `seen` lists (host, path, headers) of every request."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self.routes: dict[str, Answer] = {}
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        super().__init__((address, port), Handler)

    def handle_error(self, *_: Any) -> None:
        pass

    @property
    def place(self) -> str:
        return f"{self.server_address[0]!s}:{self.server_port}"


@contextmanager
def serve(address: str = "127.0.0.1", port: int = 0) -> Iterator[LoopbackServer]:
    """Run a server for the time of a test."""
    server = LoopbackServer(address, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings_for(server: LoopbackServer, *hosts: str, **changes: Any) -> CollectionSettings:
    """Return settings under which the hosts are served by the server, without pauses."""
    values: dict[str, Any] = {
        "allow_private_addresses": True,
        "host_overrides": dict.fromkeys(hosts, server.place),
        "min_host_pause_seconds": 0.0,
        "latency_factor": 0.0,
        "deadline_seconds": 5.0,
    }
    return CollectionSettings(**{**values, **changes})
