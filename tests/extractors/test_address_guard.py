"""The guard against requests into the internal network: nothing may reach the internal listener."""

from __future__ import annotations

import ipaddress

import pytest

import extractors.address_guard as guard
from extractors.fetch import FetchRequest, fetch_many, fetch_one
from records.errors import RefusedError
from seeds.settings import CollectionSettings
from tests.extractors.loopback import NOW, LoopbackServer, serve

#: hosts that mean 127.0.0.1 or another internal place; {port} is the listener's
INTERNAL_HOSTS = (
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1",
    "0177.1", "017700000001", "00000177.0.0.1", "0", "0.0.0.0", "0x0", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[2002:7f00:0001::1]", "[2001:0:7f00:1::]", "[2001::1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]",
    "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[100::1]", "[::ffff:169.254.169.254]", "10.0.0.1", "10.255.255.255",
    "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.254", "169.254.169.254",
    "169.254.170.2", "192.0.0.192", "198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "１２７.0.0.1",
    "①②⑦.⓪.⓪.①", "127。0。0。1",
)  # fmt: skip
STRANGE_URLS = (
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "http://user@127.0.0.1:{port}/",
    "http://news.example@127.0.0.1:{port}/", "http://127.0.0.1:{port}\\@news.example/", "http://127.0.0.1:{port}#@news.example/",
    "http:///127.0.0.1:{port}/", "http://127.0.0.1:{port}%2f@news.example/", "javascript:alert(1)", "data:text/html,x",
    "http://", "http://[::1", "http://news.example:99999/", "//127.0.0.1:{port}/", "jar:http://127.0.0.1:{port}!/",
    "http://internal-name.example:{port}/", "http://mixed-answers.example:{port}/", "http://mapped-answer.example:{port}/",
    "http://nat64-answer.example:{port}/", "http://127.0.0.1\t:{port}/", "http://127.0.0.1\n.news.example:{port}/",
    "http://127.0.0.1:22/", "http://metadata.example:{port}/latest/meta-data/",
)  # fmt: skip
ANSWERS = {
    "internal-name.example": ["127.0.0.1"],
    "mixed-answers.example": ["93.184.215.14", "127.0.0.1"],
    "mapped-answer.example": ["::ffff:127.0.0.1"],
    "nat64-answer.example": ["64:ff9b::7f00:1"],
    "metadata.example": ["169.254.169.254"],
    "news.example": ["127.0.0.1"],
    "localhost": ["127.0.0.1", "::1"],
}


async def resolve_badly(host: str, port: int) -> list[str]:
    """Answer as a hostile resolver would."""
    return ANSWERS.get(host, ["127.0.0.1"])


def settings_with_port(server: LoopbackServer) -> CollectionSettings:
    """Return the strict settings, with the listener's port allowed so that only the address can be at fault."""
    return CollectionSettings(
        allowed_ports=frozenset({80, 443, server.server_port}), obey_robots=False, deadline_seconds=3.0
    )


def test_no_url_of_the_matrix_reaches_the_internal_listener() -> None:
    with serve() as server:
        server.routes = {"/": (200, {}, b"internal")}
        urls = [f"http://{host}:{server.server_port}/" for host in INTERNAL_HOSTS]
        urls += [url.format(port=server.server_port) for url in STRANGE_URLS]
        assert len(urls) >= 60
        results = list(
            fetch_many([FetchRequest(url) for url in urls], settings_with_port(server), NOW, resolver=resolve_badly)
        )
        assert server.seen == []
    assert len(results) == len(urls)
    assert {result.fetch.outcome for result in results} == {"refused"}


def test_a_redirect_into_the_internal_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = guard.is_public
    # 127.0.0.2 plays the public internet
    monkeypatch.setattr(guard, "is_public", lambda address: str(address) == "127.0.0.2" or strict(address))
    with serve() as internal, serve("127.0.0.2") as public:
        targets = [
            f"http://{host}:{internal.server_port}/"
            for host in ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "[::ffff:127.0.0.1]")
        ]
        public.routes = {f"/{number}": (302, {"Location": target}, b"") for number, target in enumerate(targets)}
        public.routes["/relative"] = (302, {"Location": f"//127.0.0.1:{internal.server_port}/"}, b"")
        settings = CollectionSettings(
            allowed_ports=frozenset({internal.server_port, public.server_port}),
            obey_robots=False,
            min_host_pause_seconds=0,
        )
        requests = [FetchRequest(f"http://127.0.0.2:{public.server_port}{path}") for path in public.routes]
        outcomes = [result.fetch.outcome for result in fetch_many(requests, settings, NOW, resolver=resolve_badly)]
        assert outcomes == ["refused"] * len(requests)
        assert len(public.seen) == len(requests)
        assert internal.seen == []


def test_a_resolver_that_flips_is_asked_once_per_connection_and_its_answer_is_what_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strict = guard.is_public
    monkeypatch.setattr(guard, "is_public", lambda address: str(address) == "127.0.0.2" or strict(address))
    asked: list[str] = []

    async def flip(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.2"] if len(asked) % 2 else ["127.0.0.1"]

    with serve() as internal, serve("127.0.0.2", internal.server_port) as public:
        public.routes = {"/": (200, {"Connection": "close"}, b"public")}
        internal.routes = {"/": (200, {}, b"internal")}
        settings = settings_with_port(internal)
        request = FetchRequest(f"http://flip.example:{internal.server_port}/")
        outcomes = [fetch_one(request, settings, NOW, resolver=flip).fetch.outcome for _ in range(6)]
        assert outcomes == ["ok", "refused"] * 3
        assert len(asked) == 6
        assert internal.seen == []


@pytest.mark.parametrize("text", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450::1"])
def test_public_addresses_pass(text: str) -> None:
    assert guard.is_public(ipaddress.ip_address(text))


def test_a_url_is_sent_as_it_was_checked() -> None:
    target = guard.check_url("https://Пример.Example:443/путь с/пробелом?q=ё&x=%20#part", CollectionSettings())
    assert target.host == "xn--e1afmkfd.example"
    assert target.netloc == "xn--e1afmkfd.example"
    assert (
        target.path
        == "/%D0%BF%D1%83%D1%82%D1%8C%20%D1%81/%D0%BF%D1%80%D0%BE%D0%B1%D0%B5%D0%BB%D0%BE%D0%BC?q=%D1%91&x=%20"
    )


def test_other_ports_need_to_be_allowed() -> None:
    with pytest.raises(RefusedError, match="port 25"):
        guard.check_url("http://news.example:25/", CollectionSettings())
