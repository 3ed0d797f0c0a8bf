"""Connections that go only to checked addresses: the guard's place in the HTTP stack."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
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


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Network backend that resolves once, checks every address and connects to a checked one."""

    def __init__(self, settings: CollectionSettings, resolver: Resolver = resolve_host) -> None:
        self._settings = settings
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

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
            return await self._inner.connect_tcp(address, int(override_port), timeout, local_address, socket_options)
        literal = parse_address(host)
        answers = [str(literal)] if literal is not None else await self._resolver(host, port)
        address = choose_address(answers, self._settings, f"{host}:{port}")
        return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

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


def make_pool(
    settings: CollectionSettings, ssl_context: ssl.SSLContext, backend: GuardedBackend
) -> httpcore.AsyncConnectionPool:
    """Return a connection pool for one host; HTTP/2 where the server offers it over TLS."""
    return httpcore.AsyncConnectionPool(
        ssl_context=ssl_context,
        max_connections=settings.max_per_host,
        keepalive_expiry=settings.max_host_pause_seconds + 1,
        http2=True,
        network_backend=backend,
    )
