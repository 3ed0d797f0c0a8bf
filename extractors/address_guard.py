"""Which URLs and addresses may be reached at all: the guard against server-side request forgery.

The URL is read once, here; the same parts are then connected to, so no second parser can disagree. The host is
resolved once, every address of the answer is checked, and the connection goes to a checked address
(`extractors/connection.py`), again on each redirect.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit

from records.errors import RefusedError
from seeds.settings import CollectionSettings

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL_CHARS = 4096
#: hosts whose addresses are remembered: each is read three times for a request, by the guard, the lane and the connection
_REMEMBERED = 4096
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?")
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")

#: global unicast; everything else of IPv6 (mapped, NAT64, link-local, unique-local, multicast) is refused
_IPV6_GLOBAL = ipaddress.ip_network("2000::/3")
#: parts of 2000::/3 that embed or tunnel to other addresses, or are for documentation
_IPV6_REFUSED = tuple(
    ipaddress.ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
#: what `is_global` lets through: 6to4 relays, AS112, benchmarking, protocol assignments
_IPV4_REFUSED = tuple(
    ipaddress.ip_network(text)
    for text in ("192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "192.0.0.0/24")
)


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: what to connect to and what to ask for."""

    url: str
    scheme: str
    #: lower-case ASCII name, or an address without brackets
    host: str
    port: int
    #: path and query as sent
    path: str

    @property
    def origin(self) -> str:
        """Return `scheme://host:port`, the unit of robots.txt."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Return the value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def check_url(url: str, settings: CollectionSettings) -> Target:
    """Return the parts of a URL that may be asked for, or raise `RefusedError` saying why not."""
    if len(url) > MAX_URL_CHARS:
        raise RefusedError("URL is too long", url=url[:200])
    text = url.strip()
    if _FORBIDDEN.search(text.split("#", 1)[0].split("?", 1)[0]):
        text = text.replace(" ", "%20")
        if _FORBIDDEN.search(text):
            raise RefusedError("URL has control characters or backslashes", url=url)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"not a valid URL: {error}", url=url) from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise RefusedError(f"scheme {scheme or '(none)'} is not allowed: use http or https", url=url)
    if parts.username is not None or parts.password is not None:
        raise RefusedError("user names in URLs are not allowed", url=url)
    host = normalise_host(parts.hostname or "", url)
    effective_port = DEFAULT_PORTS[scheme] if port is None else port
    if effective_port not in settings.allowed_ports and not settings.allow_private_addresses:
        raise RefusedError(f"port {effective_port} is not allowed", url=url)
    literal = parse_address(host)
    if literal is not None:
        check_address(literal, settings, url)
        host = str(literal)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(url, scheme, host, effective_port, f"{path}?{query}" if query else path)


def normalise_host(host: str, url: str) -> str:
    """Return a host in lower-case ASCII (IDNA); raise `RefusedError` if it cannot be one."""
    if ":" in host:
        return host
    name = unicodedata.normalize("NFKC", host).lower().rstrip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise RefusedError("host name is not valid", url=url) from error
    if not _HOST.fullmatch(name) or ".." in name or len(name) > 253:
        raise RefusedError("host name is not valid", url=url)
    return name


@lru_cache(_REMEMBERED)
def parse_address(host: str) -> Address | None:
    """Return the address that a host spells out, in any of the forms a C library accepts, or None for a name.

    >>> parse_address("0x7f.1"), parse_address("outlet.example")
    (IPv4Address('127.0.0.1'), None)
    """
    try:
        return ipaddress.ip_address(host.partition("%")[0] if ":" in host else host)
    except ValueError:
        pass
    if _NUMERIC_HOST.fullmatch(host):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
        except OSError:
            return None
    return None


def is_public(address: Address) -> bool:
    """Tell whether an address is an ordinary one of the public internet.

    `is_global` alone is True for multicast, NAT64 (64:ff9b::/96) and 6to4 (2002::/16), hence the lists.
    """
    if isinstance(address, ipaddress.IPv6Address):
        return (
            address in _IPV6_GLOBAL and address.is_global and not any(address in network for network in _IPV6_REFUSED)
        )
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in _IPV4_REFUSED)


def check_address(address: Address, settings: CollectionSettings, url: str) -> None:
    """Raise `RefusedError` for an address that may not be connected to."""
    if not settings.allow_private_addresses and not is_public(address):
        raise RefusedError(f"address {address} is not on the public internet", url=url)


def choose_address(addresses: Sequence[str], settings: CollectionSettings, url: str) -> str:
    """Return the address to connect to after checking every one of a resolver's answers; IPv4 first."""
    if not addresses:
        raise RefusedError("host has no address", url=url)
    parsed = []
    for text in addresses:
        try:
            address = ipaddress.ip_address(text.partition("%")[0])
        except ValueError as error:
            raise RefusedError(f"resolver answered {text!r}", url=url) from error
        check_address(address, settings, url)
        parsed.append(address)
    return str(min(parsed, key=lambda address: address.version))
