"""Serves the page on localhost, made anew from the newest snapshot at every visit."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from records.errors import NewsledgerError, UserError

#: nothing may be loaded from elsewhere, even if a text tried to
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def make_server(render: Callable[[], str], port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1 that answers GET / with the page; UserError where the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        """Answers one visit."""

        def do_GET(self) -> None:
            """Send the page, or one line saying why there is none."""
            if self.path.split("?")[0] not in ("/", "/index.html"):
                self._send(404, "text/plain", "there is only one page here: /")
                return
            try:
                page = render()
            except NewsledgerError as error:
                self._send(503, "text/plain", str(error))
                return
            self._send(200, "text/html", page)

        def _send(self, status: int, media_type: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    try:
        return ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        raise UserError(f"port {port} cannot be used: {error.strerror}; give another with --port") from error


def serve_page(render: Callable[[], str], port: int, tell: Callable[[str], None]) -> None:
    """Serve until interrupted; `tell` gets the address."""
    server = make_server(render, port)
    tell(f"http://127.0.0.1:{server.server_port}/")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return
    finally:
        server.server_close()
