"""Fetching over a real loopback server."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.exchange import BodyReader
from extractors.fetch import FetchRequest, fetch_many, fetch_one, issue_of
from extractors.robots import RobotsCache
from records.errors import RefusedError
from seeds.settings import CollectionSettings
from tests.extractors.loopback import NOW, LoopbackServer, serve, settings_for


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with serve() as running:
        yield running


def test_every_request_ends_in_exactly_one_result(server: LoopbackServer) -> None:
    server.routes = {"/a": (200, {}, b"a"), "/b": (500, {}, b"b")}
    settings = settings_for(server, "one.example", "two.example")
    requests = [
        FetchRequest(url, "feed")
        for url in (
            "http://one.example/a", "http://two.example/b", "http://one.example/missing", "ftp://one.example/", "http://",
            "http://127.0.0.1:1/",
        )
    ]  # fmt: skip
    results = list(fetch_many(requests, settings, NOW))
    assert sorted(result.request.url for result in results) == sorted(request.url for request in requests)
    outcomes = {result.request.url: result.fetch.outcome for result in results}
    assert outcomes["http://one.example/a"] == "ok"
    assert outcomes["http://two.example/b"] == "http_error"
    assert outcomes["ftp://one.example/"] == "refused"
    assert outcomes["http://127.0.0.1:1/"] == "network_error"
    assert len({result.fetch.fetch_id for result in results}) == len(results)
    assert all(issue_of(result, "fetch") for result in results if result.fetch.outcome != "ok")


def test_validators_are_sent_and_a_304_has_no_page(server: LoopbackServer) -> None:
    server.routes = {"/feed": (304, {"ETag": '"x"'}, b"")}
    request = FetchRequest("http://one.example/feed", "feed", etag='"x"', last_modified="Fri, 24 May 2024 10:00:00 GMT")
    result = fetch_one(request, settings_for(server, "one.example"), NOW)
    assert (result.fetch.outcome, result.page, result.etag) == ("not_modified", None, '"x"')
    sent = server.seen[0][2]
    assert sent["If-None-Match"] == '"x"'
    assert sent["If-Modified-Since"] == "Fri, 24 May 2024 10:00:00 GMT"
    assert sent["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"hello " * 100)),
        ("gzip", gzip.compress(b"hello " * 50) + gzip.compress(b"hello " * 50)),
        ("deflate", zlib.compress(b"hello " * 100)),
        ("deflate", zlib.compress(b"hello " * 100)[2:-4]),
    ],
)
def test_compressed_bodies_arrive_plain(server: LoopbackServer, encoding: str, body: bytes) -> None:
    server.routes = {"/x": (200, {"Content-Encoding": encoding}, body)}
    result = fetch_one(FetchRequest("http://one.example/x", "feed"), settings_for(server, "one.example"), NOW)
    assert result.page is not None
    assert result.page.body == b"hello " * 100


def test_a_bomb_is_cut_at_the_cap(server: LoopbackServer) -> None:
    bomb = gzip.compress(b"0" * 60_000_000)
    server.routes = {
        "/gzip": (200, {"Content-Encoding": "gzip"}, bomb),
        "/twice": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(bomb)),
        "/brotli": (200, {"Content-Encoding": "br"}, b"\x0b\x02\x80abc\x03"),
        "/plain": (200, {}, b"0" * 3_000_000),
    }
    settings = settings_for(server, "one.example", max_feed_bytes=2_000_000)
    requests = [FetchRequest(f"http://one.example{path}", "feed") for path in server.routes]
    outcomes = {result.request.url[18:]: result.fetch.outcome for result in fetch_many(requests, settings, NOW)}
    assert outcomes == {"/gzip": "too_large", "/twice": "refused", "/brotli": "refused", "/plain": "too_large"}


def test_a_bomb_is_known_by_how_it_grows_long_before_the_cap() -> None:
    reader = BodyReader("gzip", 1_000_000_000, "http://one.example/x")
    with pytest.raises(RefusedError, match="400 times"):
        reader.feed(gzip.compress(b"0" * 60_000_000))
    table = gzip.compress(b"".join(b"<td>%d</td><td></td>\n" % number for number in range(300_000)))
    reader = BodyReader("gzip", 1_000_000_000, "http://one.example/x")
    reader.feed(table)
    assert len(reader.finish()) > 6_000_000


def test_a_long_body_that_begins_like_no_feed_is_given_up_early(server: LoopbackServer) -> None:
    server.routes = {"/words": (200, {}, b"words " * 100_000), "/xml": (200, {}, b"\n <rss>" + b"<a/>" * 150_000)}
    requests = [FetchRequest(f"http://one.example{path}", "feed") for path in server.routes]
    results = fetch_many(requests, settings_for(server, "one.example"), NOW)
    outcomes = {one.request.url[18:]: one.fetch.outcome for one in results}
    assert outcomes == {"/words": "too_large", "/xml": "ok"}


def _drip(handler: object) -> None:
    with contextlib.suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")  # type: ignore[attr-defined]
        for _ in range(100):
            handler.wfile.write(b"x")  # type: ignore[attr-defined]
            handler.wfile.flush()  # type: ignore[attr-defined]
            time.sleep(0.05)


def _endless(handler: object) -> None:
    with contextlib.suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")  # type: ignore[attr-defined]
        while True:
            handler.wfile.write(b"x" * 65536)  # type: ignore[attr-defined]


def _reset(handler: object) -> None:
    connection: socket.socket = handler.connection  # type: ignore[attr-defined]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


def test_hostile_servers_harm_only_themselves(server: LoopbackServer) -> None:
    server.routes = {
        "drip.example/": _drip,
        "endless.example/": _endless,
        "reset.example/": _reset,
        "good.example/": (200, {}, b"fine"),
    }
    settings = settings_for(
        server,
        "drip.example",
        "endless.example",
        "reset.example",
        "good.example",
        deadline_seconds=0.6,
        max_feed_bytes=500_000,
    )
    started = time.monotonic()
    hosts = ("drip", "endless", "reset", "good")
    found = {
        result.request.url: result.fetch.outcome
        for result in fetch_many([FetchRequest(f"http://{host}.example/", "feed") for host in hosts], settings, NOW)
    }
    assert found == {
        "http://drip.example/": "timeout",
        "http://endless.example/": "too_large",
        "http://reset.example/": "network_error",
        "http://good.example/": "ok",
    }
    assert time.monotonic() - started < 10


def test_redirects_are_followed_and_only_permanent_chains_name_a_new_address(server: LoopbackServer) -> None:
    server.routes = {
        "one.example/old": (301, {"Location": "http://two.example/new"}, b""),
        "two.example/new": (200, {}, b"feed"),
        "one.example/mixed": (301, {"Location": "/detour"}, b""),
        "one.example/detour": (302, {"Location": "http://two.example/new"}, b""),
        "one.example/circle": (302, {"Location": "/circle"}, b""),
    }
    for number in range(9):
        server.routes[f"one.example/hop{number}"] = (302, {"Location": f"/hop{number + 1}"}, b"")
    settings = settings_for(server, "one.example", "two.example")

    def fetch(path: str) -> tuple[str, str, str | None]:
        result = fetch_one(FetchRequest(f"http://one.example{path}", "feed"), settings, NOW)
        return result.fetch.outcome, result.fetch.final_url, result.permanent_url

    assert fetch("/old") == ("ok", "http://two.example/new", "http://two.example/new")
    assert fetch("/mixed") == ("ok", "http://two.example/new", None)
    assert fetch("/circle")[0] == "http_error"
    assert fetch("/hop0")[0] == "http_error"
    assert fetch("/hop4")[0] == "http_error"


def test_robots_txt_is_asked_once_and_obeyed_for_pages(server: LoopbackServer) -> None:
    server.routes = {
        "/robots.txt": (200, {}, b"User-agent: newsledger\nDisallow: /private\nUser-agent: *\nDisallow: /\n"),
        "/a": (200, {}, b"a"),
        "/private/b": (200, {}, b"b"),
        "/feed": (200, {}, b"f"),
    }
    settings, robots = settings_for(server, "one.example"), RobotsCache()
    pages = [FetchRequest(f"http://one.example{path}") for path in ("/a", "/private/b")]
    results = list(fetch_many([*pages, FetchRequest("http://one.example/feed", "feed")], settings, NOW, robots))
    outcomes = {(result.request.kind, result.request.url[18:]): result.fetch.outcome for result in results}
    assert outcomes == {
        ("robots", "/robots.txt"): "ok",
        ("page", "/a"): "ok",
        ("page", "/private/b"): "refused",
        ("feed", "/feed"): "ok",
    }
    list(fetch_many(pages, settings, NOW, robots))
    assert [path for _, path, _ in server.seen].count("/robots.txt") == 1


def test_a_site_without_a_readable_robots_txt_is_left_alone_for_now(server: LoopbackServer) -> None:
    server.routes = {"/robots.txt": (503, {}, b""), "/a": (200, {}, b"a")}
    result = fetch_one(FetchRequest("http://one.example/a"), settings_for(server, "one.example"), NOW)
    assert (result.fetch.outcome, "robots.txt" in result.fetch.message) == ("refused", True)


def test_one_host_gets_pauses_and_others_do_not_wait(server: LoopbackServer) -> None:
    server.routes = {
        "/robots.txt": (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n"),
        "/a": (200, {}, b"a"),
        "/b": (200, {}, b"b"),
    }
    settings = settings_for(server, "slow.example", "other.example")
    started = time.monotonic()
    requests = [FetchRequest(f"http://{place}") for place in ("slow.example/a", "slow.example/b", "other.example/a")]
    list(fetch_many(requests, settings, NOW))
    assert 0.3 <= time.monotonic() - started < 10


def test_retry_after_is_read_from_the_answer(server: LoopbackServer) -> None:
    server.routes = {
        "/seconds": (429, {"Retry-After": "120"}, b""),
        "/date": (503, {"Retry-After": "Fri, 24 May 2024 12:05:00 GMT"}, b""),
        "/forever": (429, {"Retry-After": "99999999999"}, b""),
    }
    settings = settings_for(server, "a.example", "b.example", "c.example", max_host_pause_seconds=0.0)
    urls = ("http://a.example/seconds", "http://b.example/date", "http://c.example/forever")
    found = {
        result.request.url: result.retry_after_seconds
        for result in fetch_many([FetchRequest(url, "feed") for url in urls], settings, NOW)
    }
    assert list(map(found.get, urls)) == [120.0, 300.0, 86400.0]


def test_leaving_early_stops_the_network(server: LoopbackServer) -> None:
    server.routes = {"good.example/": (200, {}, b"fine"), "drip.example/": _drip}
    settings = settings_for(server, "good.example", "drip.example", deadline_seconds=30)
    started = time.monotonic()
    requests = [FetchRequest(f"http://{host}.example/", "feed") for host in ("good", "drip")]
    for result in fetch_many(requests, settings, NOW):
        assert result.fetch.outcome == "ok"
        break
    assert time.monotonic() - started < 10
    assert not [thread for thread in threading.enumerate() if thread.name == "fetch"]


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key,
            "-out",
            cert,
            "-days",
            "1",
            "-subj",
            "/CN=wrong.example",
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with serve() as server:
        server.routes = {"/": (200, {}, b"secret")}
        server.socket = context.wrap_socket(server.socket, server_side=True)
        result = fetch_one(FetchRequest("https://right.example/", "feed"), settings_for(server, "right.example"), NOW)
    assert result.fetch.outcome == "network_error"
    assert server.seen == []


def test_host_overrides_need_private_addresses() -> None:
    with pytest.raises(ValueError, match="allow_private_addresses"):
        CollectionSettings(host_overrides={"one.example": "127.0.0.1:1"})
