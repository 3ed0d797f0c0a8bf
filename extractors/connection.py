"""Connections that go only to checked addresses: the guard's place in the HTTP stack."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpcore

from extractors.address_guard import choose_address, parse_address
from records.errors import FetchError
from seeds.settings import CollectionSettings

type Resolver = Callable[[str, int], Awaitable[list[str]]]


async def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a host name, in the resolver's order; raise `FetchError` if there are none."""
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchError(f"cannot resolve {host}: {error}", is_transient=True) from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class PlainStream(httpcore.AsyncNetworkStream):
    """One connection on asyncio's own streams: half the cost per request of the general backend.

    Single reads and writes have no timeouts of their own; the total deadline of the request ends them.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, b"" at the end."""
        try:
            return await self._reader.read(max_bytes)
        except (OSError, ssl.SSLError) as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of a buffer."""
        try:
            self._writer.write(buffer)
            await self._writer.drain()
        except (OSError, ssl.SSLError) as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Close without waiting for the other side's goodbye."""
        self._writer.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Return the stream over TLS; the certificate must be good for `server_hostname`."""
        try:
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname, ssl_handshake_timeout=timeout)
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError) as error:
            self._writer.transport.abort()
            raise httpcore.ConnectError(str(error) or "TLS handshake failed") from error
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return "ssl_object" (httpcore reads the negotiated protocol from it), "is_readable" or None."""
        if info == "is_readable":
            # httpcore asks before it uses a connection again: readable when idle means closed by the server
            return self._reader.at_eof() or self._writer.is_closing()
        return self._writer.get_extra_info(info)


async def connect(address: str, port: int, timeout: float | None) -> PlainStream:
    """Return a connection to an address (no name is resolved)."""
    try:
        async with asyncio.timeout(timeout):
            return PlainStream(*await asyncio.open_connection(address, port))
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"no connection within {timeout:g} s") from error
    except OSError as error:
        raise httpcore.ConnectError(error.strerror or str(error)) from error


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Network backend that resolves once, checks every address and connects to a checked one."""

    def __init__(self, settings: CollectionSettings, resolver: Resolver = resolve_host) -> None:
        self._settings = settings
        self._resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a checked address of `host`; raise `RefusedError` before any packet is sent to another."""
        override = self._settings.host_overrides.get(host) if self._settings.allow_private_addresses else None
        if override is not None:
            address, _, override_port = override.rpartition(":")
            return await connect(address, int(override_port), timeout)
        literal = parse_address(host)
        answers = [str(literal)] if literal is not None else await self._resolver(host, port)
        address = choose_address(answers, self._settings, f"{host}:{port}")
        return await connect(address, port, timeout)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: pages do not live in local sockets."""
        raise FetchError(f"unix sockets are not allowed: {path}")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@cache
def make_ssl_context() -> ssl.SSLContext:
    """Return the context for all TLS connections: certificates and names are checked."""
    return ssl.create_default_context()


class HostConnections:
    """The connections to one host: as many as its lane has turns, kept open between them.

    Turns are the lane's business (`extractors/fetch_lanes.py`), so nothing here queues; httpcore's own pool would do
    that a second time at a third of the cost of a request.
    """

    def __init__(self, settings: CollectionSettings, ssl_context: ssl.SSLContext, backend: GuardedBackend) -> None:
        self._keepalive_seconds = settings.max_host_pause_seconds + 1
        self._ssl_context = ssl_context
        self._backend = backend
        self._idle: list[httpcore.AsyncHTTPConnection] = []

    @asynccontextmanager
    async def send(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Yield the response to a request, over an idle connection to its origin if there is a good one."""
        connection = await self._take(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
            try:
                yield response
            finally:
                await response.aclose()
        except BaseException:
            await connection.aclose()
            raise
        if connection.is_idle() and not connection.is_closed():
            self._idle.append(connection)
        else:
            await connection.aclose()

    async def _take(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        while self._idle:
            connection = self._idle.pop()
            if connection.can_handle_request(origin) and connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        return httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._ssl_context,
            keepalive_expiry=self._keepalive_seconds,
            http2=True,
            network_backend=self._backend,
        )

    async def aclose(self) -> None:
        """Close what is open and idle."""
        while self._idle:
            await self._idle.pop().aclose()
