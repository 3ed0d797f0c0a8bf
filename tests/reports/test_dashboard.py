"""The web page: whole, offline, safe, the same for the same content."""

from __future__ import annotations

import dataclasses
import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from threading import Thread

import pytest

from records.errors import UserError
from reports.dashboard import render_dashboard
from reports.dashboard.charts import place_changes
from reports.dashboard.data import read_page_data
from reports.dashboard.page import render_page
from reports.dashboard.server import make_server
from tests.warehouse import hand_ledger
from warehouse.connection import Connection

#: elements without an end tag
VOID = {"meta", "br", "link", "img", "input", "hr", "line", "circle", "rect"}


class Outline(HTMLParser):
    """Collects what a page loads, its ids and its in-page links, and checks that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.anchors: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        if tag == "a" and values.get("href", "").startswith("#"):
            self.anchors.add(values["href"][1:])
        if tag in ("script", "img", "iframe", "link", "source") and (values.get("src") or values.get("href")):
            self.loads.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parsed = Outline()
    parsed.feed(page)
    return parsed


def test_the_page_loads_nothing_from_anywhere(con: Connection) -> None:
    page = render_dashboard(con)
    parsed = outline(page)
    assert parsed.loads == []
    assert parsed.open == []
    assert not re.search(r"@import|url\(", page)


def test_every_link_inside_the_page_has_its_target(con: Connection) -> None:
    parsed = outline(render_dashboard(con))
    assert parsed.anchors <= parsed.ids


def test_each_step_shows_the_sentence_behind_it(con: Connection) -> None:
    page = render_dashboard(con)
    for claim in hand_ledger.CLAIMS:
        assert claim.evidence in page


def test_drawings_have_a_text_alternative(con: Connection) -> None:
    page = render_dashboard(con)
    drawings = re.findall(r"<svg [^>]*>", page)
    assert len(drawings) >= 4
    assert all('role="img"' in drawing and "aria-label=" in drawing for drawing in drawings)


def test_the_same_content_gives_the_same_page(con: Connection) -> None:
    assert render_dashboard(con) == render_dashboard(con)


def test_words_of_a_text_never_become_markup(con: Connection) -> None:
    data = read_page_data(con, None)
    poisoned = '<script>alert("x")</script>'
    changes = tuple(dataclasses.replace(change, source=poisoned, note=poisoned) for change in data.changes)
    page = render_page(dataclasses.replace(data, changes=changes))
    assert poisoned not in page
    assert "&lt;script&gt;" in page


def test_a_script_address_never_becomes_a_link(con: Connection) -> None:
    data = read_page_data(con, None)
    evidence = {
        place: tuple(dataclasses.replace(row, url="javascript:alert(1)") for row in rows)
        for place, rows in data.evidence.items()
    }
    assert 'href="javascript:' not in render_page(dataclasses.replace(data, evidence=evidence))


def test_changes_keep_their_order_and_stay_inside_the_drawing(con: Connection) -> None:
    changes = list(read_page_data(con, None).changes)
    for count in (1, len(changes), 40):
        xs = place_changes((changes * 20)[:count] if count <= len(changes) else [changes[0]] * count)
        assert xs == sorted(xs)
        assert len(xs) == count + 1
        assert xs[-1] <= 1040


@contextmanager
def served(render: object) -> Iterator[str]:
    server = make_server(render, 0)  # type: ignore[arg-type]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_served_page_forbids_foreign_content() -> None:
    with served(lambda: "<p>hello</p>") as url, urllib.request.urlopen(url, timeout=5) as answer:
        assert answer.read() == b"<p>hello</p>"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_warehouse_that_is_gone_is_told_in_one_line() -> None:
    def render() -> str:
        raise UserError("there is no warehouse here")

    with served(render) as url, pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(url, timeout=5)
    with caught.value as answer:
        assert answer.code == 503
        assert answer.read() == b"there is no warehouse here"


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    first = make_server(lambda: "", 0)
    try:
        with pytest.raises(UserError, match="--port"):
            make_server(lambda: "", first.server_port)
    finally:
        first.server_close()
