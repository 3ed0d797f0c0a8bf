"""Feeds and pages as they go wrong in the world, over a real loopback server: an issue each, and the rest goes on."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from flows import collect
from flows.clean_pages import clean_new_pages
from flows.collect import poll_feeds
from flows.feed_admin import make_feed
from flows.page_queue import list_requests
from flows.publishing import publish
from flows.understand import annotate_new_versions
from flows.workspace import Workspace, open_workspace
from seeds.settings import CollectionSettings
from tests.flows.conftest import NOW, count_rows, fetch
from warehouse.load import load_feeds
from warehouse.read import read_open_issues

PARAGRAPH = (
    "The council of the island met for the whole day and spoke about the harbour, the school and the long road. " * 4
)
HOUR = dt.timedelta(hours=1)


class SiteServer(ThreadingHTTPServer):
    """Answers by path with what `bodies` holds; a float first is the seconds to wait."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SiteHandler)
        self.bodies: dict[str, tuple[str, bytes]] = {}
        self.waits: dict[str, float] = {}
        self.asked: Counter[str] = Counter()


class SiteHandler(BaseHTTPRequestHandler):
    server: SiteServer

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked[path] += 1
        time.sleep(self.server.waits.get(path, 0.0))
        kind, body = self.server.bodies.get(path, ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[SiteServer]:
    server = SiteServer()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def workspace(path: Path, site: SiteServer) -> Iterator[Workspace]:
    hosts = {f"{name}.example": f"127.0.0.1:{site.server_port}" for name in ("gazette", "courier")}
    settings = CollectionSettings(
        allow_private_addresses=True, host_overrides=hosts, min_host_pause_seconds=0, latency_factor=0
    )
    with open_workspace(path, NOW, settings=settings) as opened:
        yield opened


def rss(*links: str, ending: str = "</channel></rss>") -> tuple[str, bytes]:
    items = "".join(f"<item><title>About {link}</title><link>{link}</link></item>" for link in links)
    return "application/rss+xml", f"<rss version='2.0'><channel><title>T</title>{items}{ending}".encode()


def page(text: str = PARAGRAPH, lang: str = "en") -> tuple[str, bytes]:
    body = f"<html lang='{lang}'><head><title>A day</title></head><body><article><h1>A day</h1><p>{text}</p></article>"
    return "text/html; charset=utf-8", body.encode()


def follow(workspace: Workspace, *paths: str, host: str = "gazette") -> None:
    load_feeds(workspace.writer, [make_feed(f"http://{host}.example{path}") for path in paths], NOW)


def cycle(workspace: Workspace, now: dt.datetime = NOW, *, is_forced: bool = False) -> None:
    poll_feeds(workspace, now, is_forced=is_forced)
    clean_new_pages(workspace, now)
    annotate_new_versions(workspace, now)
    publish(workspace, now, is_forced=True)


@pytest.mark.usefixtures("plain_annotator")
def test_empty_missing_and_foreign_pages_cost_only_themselves(
    workspace: Workspace, site: SiteServer, path: Path
) -> None:
    links = [f"http://gazette.example/{name}" for name in ("good", "empty", "gone", "foreign")]
    site.bodies = {"/feed": rss(*links), "/good": page(), "/empty": ("text/html", b"")}
    site.bodies["/foreign"] = page(
        "La konsilio de la insulo kunvenis la tutan tagon pri la haveno kaj la lernejo. " * 5, "eo"
    )
    follow(workspace, "/feed")
    cycle(workspace)
    assert fetch(path, "SELECT url FROM articles ORDER BY url") == [
        ("http://gazette.example/foreign",),
        ("http://gazette.example/good",),
    ]
    found = fetch(path, "SELECT stage, url FROM issues ORDER BY url")
    assert found == [("clean", "http://gazette.example/empty"), ("fetch", "http://gazette.example/gone")]
    before = count_rows(path)
    cycle(workspace, NOW + dt.timedelta(minutes=1))
    assert count_rows(path) == before


@pytest.mark.usefixtures("plain_annotator")
def test_a_feed_cut_in_the_middle_gives_its_items_and_one_issue_until_it_is_whole(
    workspace: Workspace, site: SiteServer, path: Path
) -> None:
    first, second = "http://gazette.example/one", "http://gazette.example/two"
    site.bodies = {"/feed": rss(first, ending="<item><title>Cut"), "/one": page(), "/two": page(PARAGRAPH + "More.")}
    follow(workspace, "/feed")
    cycle(workspace)
    assert fetch(path, "SELECT kind, resolved_at IS NULL FROM issues") == [("feed_problem", True)]
    assert fetch(path, "SELECT count(*) FROM articles") == [(1,)]
    site.bodies["/feed"] = rss(first, second, ending="<item><title>Cut again")
    cycle(workspace, NOW + HOUR, is_forced=True)
    assert fetch(path, "SELECT count(*) FROM issues") == [(1,)]
    site.bodies["/feed"] = rss(first, second)
    cycle(workspace, NOW + 2 * HOUR, is_forced=True)
    assert fetch(path, "SELECT kind, resolved_at IS NULL FROM issues") == [("feed_problem", False)]
    assert fetch(path, "SELECT count(*) FROM articles") == [(2,)]


def test_an_issue_is_settled_when_the_feed_and_the_page_come_after_all(workspace: Workspace, site: SiteServer) -> None:
    site.bodies = {"/feed": rss("http://courier.example/late")}
    follow(workspace, "/feed", "/other")
    poll_feeds(workspace, NOW)
    assert {row["stage"] for row in read_open_issues(workspace.con)} == {"poll", "fetch"}
    site.bodies |= {"/other": rss(), "/late": page()}
    # a page that is gone is not asked for again: the outlet announces it once more under another address
    site.bodies["/feed"] = rss("http://courier.example/late?id=2")
    poll_feeds(workspace, NOW + HOUR, is_forced=True)
    assert [row["url"] for row in read_open_issues(workspace.con)] == ["http://courier.example/late"]


def test_a_scheduled_publish_shows_the_issues_of_a_poll_that_brought_nothing(workspace: Workspace, path: Path) -> None:
    publish(workspace, NOW)
    follow(workspace, "/nothing")
    poll_feeds(workspace, NOW + HOUR)
    publish(workspace, NOW + 2 * HOUR)
    assert fetch(path, "SELECT stage, kind FROM issues") == [("poll", "http_error")]
    stamp = path.stat().st_mtime_ns
    publish(workspace, NOW + 3 * HOUR)
    assert path.stat().st_mtime_ns == stamp


def test_a_poll_that_dies_before_its_pages_leaves_them_waiting(
    workspace: Workspace, site: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.bodies = {
        "/feed": rss("http://gazette.example/one", "http://gazette.example/two"),
        "/one": page(),
        "/two": page(),
    }
    follow(workspace, "/feed")

    def die(*_: object) -> tuple[int, int]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(collect, "fetch_waiting_pages", die)
        with pytest.raises(KeyboardInterrupt):
            poll_feeds(workspace, NOW)
    count = poll_feeds(workspace, NOW + dt.timedelta(minutes=1))
    assert (count.n_feeds, count.n_pages) == (0, 2)


def test_two_addresses_of_one_page_are_asked_for_once(workspace: Workspace, site: SiteServer) -> None:
    links = ("http://gazette.example/one?utm_source=a", "http://gazette.example/one?utm_source=b")
    site.bodies = {"/feed": rss(*links), "/one": page()}
    follow(workspace, "/feed")
    poll_feeds(workspace, NOW)
    assert site.asked["/one"] == 1
    assert list(list_requests(workspace, NOW + HOUR)) == []


def test_what_has_come_is_recorded_while_the_slowest_feed_is_still_awaited(
    workspace: Workspace, site: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.bodies = {"/feed": rss(), "/slow": rss()}
    site.waits = {"/slow": 1.5}
    follow(workspace, "/feed")
    follow(workspace, "/slow", host="courier")
    monkeypatch.setattr(collect, "BATCH_SECONDS", 0.1)
    batches: list[list[str]] = []
    original = collect.judge_polls

    def spy(*given: object) -> list[collect.PolledFeed]:
        polled = original(*given)  # type: ignore[arg-type]
        batches.append([one.state.url for one in polled])
        return polled

    monkeypatch.setattr(collect, "judge_polls", spy)
    assert poll_feeds(workspace, NOW).n_feeds == 2
    assert batches == [["http://gazette.example/feed"], ["http://courier.example/slow"]]


def test_a_young_article_is_visited_again_after_a_day_and_a_week_then_never(
    workspace: Workspace, site: SiteServer
) -> None:
    site.bodies = {"/feed": rss("http://gazette.example/one"), "/one": page()}
    follow(workspace, "/feed")
    visits = []
    for hours in (0, 1, 25, 26, 24 * 7 + 1, 24 * 7 + 2, 24 * 20):
        poll_feeds(workspace, NOW + hours * HOUR)
        clean_new_pages(workspace, NOW + hours * HOUR)
        visits.append(site.asked["/one"])
    assert visits == [1, 1, 2, 2, 3, 3, 3]
