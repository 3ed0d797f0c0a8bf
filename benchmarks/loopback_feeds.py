"""The server of `poll_feeds.py`: any number of feeds on loopback addresses, one in `hostile_every` of them hostile.

    python benchmarks/loopback_feeds.py PORT TLS_PORT CERT_FOLDER

Every feed has an address of its own (127.1.0.0/16) and 20 items; `GET /round?n=K` on 127.0.0.1 starts round K, in which
`changed` more items are at the top. A process of its own, so that its work is not counted as the reader's.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
import sys
from pathlib import Path

HOSTILE = ("drip", "endless", "bomb", "loop", "busy", "broken", "reset", "tls")
N_ITEMS = 20
NEW_ITEMS = 3
BOMB = gzip.compress(b"0" * 50_000_000)
ROUND = [1]


def build_feed(name: str, number: int) -> bytes:
    """Return the RSS of one feed in one round: items number*NEW_ITEMS … and the 20 before."""
    last = number * NEW_ITEMS
    items = "".join(
        f"<item><title>Report {at} of {name} on the harbour</title><link>http://news.example/{name}/{at}</link>"
        f"<guid isPermaLink='false'>{name}-{at}</guid><pubDate>Fri, 24 May 2024 10:{at % 60:02d}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;The council of {name} met for the {at}th time and talked about the pier.&lt;/p&gt;</description></item>"
        for at in range(last, last - N_ITEMS, -1)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title><link>http://news.example/</link>{items}</channel></rss>".encode()


def answer(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Return one whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request and close."""
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = head.split(" ", 2)[1]
        name = path.strip("/")
        if path.startswith("/round?n="):
            ROUND[0] = int(path.partition("=")[2])
            writer.write(answer("200 OK"))
        elif name.partition("-")[0] in HOSTILE:
            await be_hostile(name.partition("-")[0], path, writer)
        else:
            tag = f'"{name}-{ROUND[0]}"'
            if f"if-none-match: {tag}" in head.lower():
                writer.write(answer("304 Not Modified", b"", f"ETag: {tag}"))
            else:
                writer.write(
                    answer("200 OK", build_feed(name, ROUND[0]), "Content-Type: application/rss+xml", f"ETag: {tag}")
                )
        await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


async def be_hostile(kind: str, path: str, writer: asyncio.StreamWriter) -> None:
    """Do what this kind of server does."""
    if kind == "drip":
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1200):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(1)
    elif kind == "endless":
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(4000):
            writer.write(b"x" * 65536)
            await writer.drain()
    elif kind == "bomb":
        writer.write(answer("200 OK", BOMB, "Content-Encoding: gzip"))
    elif kind == "loop":
        writer.write(answer("302 Found", b"", f"Location: {path}x"))
    elif kind == "busy":
        writer.write(answer("429 Too Many", b"", "Retry-After: 600"))
    elif kind == "broken":
        writer.write(answer("500 Broken"))
    elif kind == "reset":
        writer.transport.abort()


async def main(port: int, tls_port: int, folder: Path) -> None:
    """Serve until killed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    plain = await asyncio.start_server(serve, "0.0.0.0", port, backlog=4096)
    secure = await asyncio.start_server(serve, "0.0.0.0", tls_port, ssl=context, backlog=4096)
    async with plain, secure:
        await asyncio.gather(plain.serve_forever(), secure.serve_forever())


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
