"""Connections that go only to checked addresses: the guard's place in the HTTP stack."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, cast

import httpcore

from extractors.address_guard import choose_address, parse_address
from records.errors import FetchError
from seeds.settings import CollectionSettings

#: bytes that may wait to be read before the server is held back
MAX_BUFFER_BYTES = 256 * 1024

type Resolver = Callable[[str, int], Awaitable[list[str]]]


async def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a host name, in the resolver's order; raise `FetchError` if there are none."""
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise FetchError(f"cannot resolve {host}: {error}", is_transient=True) from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class PlainStream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """One connection straight on an event loop's transport: a third of the cost of the general backend.

    Single reads and writes have no timeouts of their own; the total deadline of the request ends them.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._is_ended = False
        self._error: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (called by the event loop, again after TLS has begun)."""
        # other event loops (uvloop, where Prefect installs it) have transports of their own classes
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep what came; an eager server is held back."""
        self._buffer += data
        if len(self._buffer) > MAX_BUFFER_BYTES and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """Note the end; the transport closes itself."""
        self._is_ended = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Note the end or the error."""
        self._is_ended, self._error = True, exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, b"" at the end."""
        while not self._buffer and not self._is_ended:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        if not self._buffer and self._error is not None:
            raise httpcore.ReadError(str(self._error)) from self._error
        with memoryview(self._buffer) as view:
            data = bytes(view[:max_bytes])
        del self._buffer[:max_bytes]
        if self._transport is not None and len(self._buffer) <= MAX_BUFFER_BYTES:
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a buffer; requests are small, so nothing waits for it to leave."""
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError("the server has closed the connection")
        if buffer:
            self._transport.write(buffer)

    async def aclose(self) -> None:
        """Close without waiting for the other side's goodbye."""
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Return the stream over TLS; the certificate must be good for `server_hostname`."""
        assert self._transport is not None
        try:
            secure = await asyncio.get_running_loop().start_tls(
                self._transport, self, ssl_context, server_hostname=server_hostname, ssl_handshake_timeout=timeout
            )
        except (OSError, ssl.SSLError) as error:
            self._transport.abort()
            raise httpcore.ConnectError(str(error) or "TLS handshake failed") from error
        self._transport = secure
        return self

    def get_extra_info(self, info: str) -> Any:
        """Return "ssl_object" (httpcore reads the negotiated protocol from it), "is_readable" or None."""
        if info == "is_readable":
            # httpcore asks before it uses a connection again: something to read while idle means it is over
            return self._is_ended or bool(self._buffer)
        return self._transport.get_extra_info(info) if self._transport is not None else None


async def connect(address: str, port: int, timeout: float | None) -> PlainStream:
    """Return a connection to an address (no name is resolved)."""
    try:
        async with asyncio.timeout(timeout):
            _, stream = await asyncio.get_running_loop().create_connection(PlainStream, address, port)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(f"no connection within {timeout:g} s") from error
    except OSError as error:
        raise httpcore.ConnectError(error.strerror or str(error)) from error
    return stream


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
        answers = [host] if parse_address(host) is not None else await self._resolver(host, port)
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
    """Return the context for all TLS connections (certificates and names are checked); made once, it takes 50 ms."""
    return ssl.create_default_context()


class HostConnections:
    """The connections to one host: as many as its lane has turns, kept open between them.

    Turns are the lane's business (`extractors/fetch_lanes.py`), so nothing here queues; httpcore's own pool would do
    that a second time at a third of the cost of a request.
    """

    def __init__(self, settings: CollectionSettings, backend: GuardedBackend) -> None:
        self._keepalive_seconds = settings.max_host_pause_seconds + 1
        self._backend = backend
        self._idle: list[httpcore.AsyncHTTPConnection | httpcore.AsyncHTTP11Connection] = []

    @asynccontextmanager
    async def send(self, request: httpcore.Request) -> AsyncIterator[httpcore.Response]:
        """Yield the response to a request, over an idle connection to its origin if there is a good one."""
        connection = await self._take(request)
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

    async def _take(self, request: httpcore.Request) -> httpcore.AsyncHTTPConnection | httpcore.AsyncHTTP11Connection:
        origin = request.url.origin
        while self._idle:
            connection = self._idle.pop()
            if connection.can_handle_request(origin) and connection.is_available() and not connection.has_expired():
                return connection
            await connection.aclose()
        if origin.scheme == b"http":
            # nothing to negotiate: the connection itself, without the layer that would
            timeout = request.extensions.get("timeout", {}).get("connect")
            stream = await self._backend.connect_tcp(origin.host.decode("ascii"), origin.port, timeout)
            return httpcore.AsyncHTTP11Connection(origin, stream, keepalive_expiry=self._keepalive_seconds)
        return httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=make_ssl_context(),
            keepalive_expiry=self._keepalive_seconds,
            http2=True,
            network_backend=self._backend,
        )

    async def aclose(self) -> None:
        """Close what is open and idle."""
        while self._idle:
            await self._idle.pop().aclose()
