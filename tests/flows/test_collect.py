"""Polling the bundled newsroom over loopback HTTP, step by step, with a plain annotator."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from flows.clean_pages import clean_new_pages
from flows.collect import poll_feeds
from flows.demo import DEMO_MARKER, clear_demo, plan_visits
from flows.feed_admin import add_urls, check_feeds, make_feed
from flows.feed_list import BUNDLED_MARKER, sync_feeds
from flows.newsroom_server import NewsroomServer, newsroom_feeds, serve_newsroom
from flows.publishing import publish
from flows.understand import annotate_new_versions
from flows.upkeep import keep_house
from flows.workspace import Workspace, open_workspace
from records.errors import UserError, WarehouseError
from records.feeds import Fetch
from seeds.newsroom import Newsroom, load_newsroom
from seeds.settings import CollectionSettings
from tests.flows.conftest import count_rows, fetch
from warehouse.load import load_feeds, load_fetches, set_marker
from warehouse.read import read_feeds, read_marker

DAY = dt.datetime(2024, 6, 20, 18, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return load_newsroom()


@pytest.fixture
def server(newsroom: Newsroom) -> Iterator[NewsroomServer]:
    with serve_newsroom(DAY, newsroom) as running:
        yield running


@pytest.fixture
def settings(server: NewsroomServer) -> CollectionSettings:
    return CollectionSettings(
        allow_private_addresses=True, host_overrides=server.host_overrides, min_host_pause_seconds=0, latency_factor=0
    )


@pytest.fixture
def workspace(path: Path, settings: CollectionSettings, newsroom: Newsroom) -> Iterator[Workspace]:
    """An open warehouse that follows two of the newsroom's feeds."""
    with open_workspace(path, DAY, settings=settings) as opened:
        load_feeds(opened.writer, newsroom_feeds(newsroom)[:2], DAY)
        yield opened


def cycle(workspace: Workspace, now: dt.datetime, *, is_forced: bool = False) -> int:
    """Poll, process and publish; return the number of feeds polled."""
    polled = poll_feeds(workspace, now, is_forced=is_forced)
    clean_new_pages(workspace, now)
    annotate_new_versions(workspace, now)
    publish(workspace, now, is_forced=True)
    return polled.n_feeds


@pytest.mark.usefixtures("plain_annotator")
def test_a_second_run_on_unchanged_feeds_adds_no_row(workspace: Workspace, path: Path) -> None:
    assert cycle(workspace, DAY) == 2
    before = count_rows(path)
    assert before["core.article_versions"] > 5
    assert cycle(workspace, DAY + dt.timedelta(minutes=1)) == 0
    assert count_rows(path) == before


@pytest.mark.usefixtures("plain_annotator")
def test_asking_unchanged_feeds_again_adds_only_the_attempts(workspace: Workspace, path: Path) -> None:
    cycle(workspace, DAY)
    before = count_rows(path)
    assert cycle(workspace, DAY + HOUR, is_forced=True) == 2
    after = count_rows(path)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"raw.fetches", "raw.feed_states"}
    assert after["raw.fetches"] == before["raw.fetches"] + 2
    assert fetch(path, "SELECT DISTINCT outcome FROM fetches WHERE kind = 'feed' AND http_status = 304") == [
        ("not_modified",)
    ]


@pytest.mark.usefixtures("plain_annotator")
def test_a_corrected_article_becomes_a_second_version_when_it_is_visited_again(
    workspace: Workspace, server: NewsroomServer, newsroom: Newsroom, path: Path
) -> None:
    corrected = next(a for a in newsroom.articles if a.versions and a.outlet in list(newsroom.outlets)[:2])
    first_at = corrected.published_at.astimezone(dt.UTC) + dt.timedelta(minutes=5)
    for now in (first_at, first_at + 25 * HOUR):
        server.set_now(now)
        cycle(workspace, now, is_forced=True)
    found = fetch(path, f"SELECT version FROM article_versions WHERE url LIKE '%{corrected.slug}%' ORDER BY version")
    assert found == [(1,), (2,)]


@pytest.mark.usefixtures("plain_annotator")
def test_a_feed_that_is_a_web_page_is_an_issue_and_the_others_go_on(
    workspace: Workspace, newsroom: Newsroom, path: Path
) -> None:
    outlet = next(iter(newsroom.outlets.values()))
    load_feeds(workspace.writer, [make_feed(f"{outlet.base_url}/"), make_feed(f"{outlet.base_url}/gone.xml")], DAY)
    cycle(workspace, DAY)
    assert fetch(path, "SELECT stage, kind FROM issues ORDER BY kind") == [
        ("poll", "http_error"),
        ("poll", "not_a_feed"),
    ]
    assert fetch(path, "SELECT count(DISTINCT outlet) FROM articles") == [(2,)]
    rows, n_bad = check_feeds(path, DAY)
    assert n_bad == 2
    assert rows[0][2] == "failing"


def test_every_response_is_archived_before_it_is_read(workspace: Workspace) -> None:
    count = poll_feeds(workspace, DAY)
    assert count.n_pages > 5
    archived = workspace.con.execute("SELECT DISTINCT archive_file FROM raw.pages").fetchall()
    assert all((workspace.archive / name).is_file() for (name,) in archived)


def test_a_page_whose_archive_was_lost_is_an_issue(workspace: Workspace) -> None:
    poll_feeds(workspace, DAY)
    for file in workspace.archive.glob("*.warc.gz"):
        file.unlink()
    assert clean_new_pages(workspace, DAY) == 0
    kinds = workspace.con.execute("SELECT DISTINCT kind FROM raw.issues").fetchall()
    assert kinds == [("archive",)]


def test_without_a_network_every_feed_is_an_issue_and_will_be_asked_again(path: Path) -> None:
    settings = CollectionSettings(
        allow_private_addresses=True, host_overrides={"quiet.example": "127.0.0.1:9"}, connect_seconds=1.0
    )
    with open_workspace(path, DAY, settings=settings) as workspace:
        load_feeds(workspace.writer, [make_feed("http://quiet.example/feed")], DAY)
        count = poll_feeds(workspace, DAY)
        assert (count.n_feeds, count.n_failed_feeds) == (1, 1)
        assert "quiet.example" in count.first_failure
        due = workspace.con.execute("SELECT next_poll_at > $1, consecutive_failures FROM feeds", [DAY]).fetchall()
        assert due == [(True, 1)]


def test_a_new_warehouse_follows_the_bundled_feeds_and_a_chosen_list_stays_chosen(path: Path, tmp_path: Path) -> None:
    with open_workspace(path, DAY) as workspace:
        assert sync_feeds(workspace, DAY) >= 25
        assert read_marker(workspace.con, BUNDLED_MARKER) == "yes"
        assert sync_feeds(workspace, DAY) == 0
    with open_workspace(tmp_path / "own.duckdb", DAY) as workspace:
        load_feeds(workspace.writer, [make_feed("https://own.example/feed")], DAY)
        sync_feeds(workspace, DAY)
        assert len(read_feeds(workspace.con)) == 1


def test_a_feed_is_found_from_its_site_and_kept_once(
    server: NewsroomServer, newsroom: Newsroom, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet = next(iter(newsroom.outlets.values()))
    monkeypatch.setenv("NEWSLEDGER_ALLOW_PRIVATE_ADDRESSES", "true")
    monkeypatch.setenv("NEWSLEDGER_HOST_OVERRIDES", str(server.host_overrides).replace("'", '"'))
    added, failures = add_urls(path, [f"{outlet.base_url}/", "ftp://no.example/"], DAY)
    assert [urllib.parse.urlsplit(feed.url).path for feed in added] == [outlet.feed_path]
    assert len(failures) == 1
    add_urls(path, [outlet.feed_url], DAY)
    assert fetch(path, "SELECT url FROM feeds") == [(outlet.feed_url,)]


def test_opml_goes_out_and_comes_back(run: Callable[..., Result], path: Path, tmp_path: Path) -> None:
    urls = ["https://a.example/feed", "https://b.example/feed"]
    assert run("feeds", "add", *urls, "--no-check", "--outlet", "Gazette", "--lang", "en").exit_code == 0
    assert run("feeds", "export", tmp_path / "feeds.opml").exit_code == 0
    other = tmp_path / "other.duckdb"
    assert "2 feeds added" in run("feeds", "import", tmp_path / "feeds.opml", "--warehouse", other).output
    assert fetch(other, "SELECT url FROM feeds ORDER BY url") == [(url,) for url in urls]
    assert "https://a.example/feed" in run("feeds", "list").output
    (tmp_path / "no.opml").write_text("hello", "utf-8")
    refused = run("feeds", "import", tmp_path / "no.opml")
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1


def test_keeping_house_lets_go_what_retention_names_and_keeps_the_texts(path: Path) -> None:
    old = Fetch("fetch_old", "page", "https://own.example/a", "https://own.example/a", DAY - 400 * 24 * HOUR, "ok")
    young = Fetch("fetch_new", "page", "https://own.example/b", "https://own.example/b", DAY, "ok")
    with open_workspace(path, DAY) as workspace:
        load_fetches(workspace.writer, [old, young])
    keep_house(path, DAY)
    with open_workspace(path, DAY) as workspace:
        assert workspace.con.execute("SELECT fetch_id FROM raw.fetches").fetchall() == [("fetch_new",)]


def test_a_second_writer_is_told_who_is_at_work(workspace: Workspace, path: Path) -> None:
    with pytest.raises(WarehouseError, match="another writer is at work"), open_workspace(path, DAY, wait_seconds=0.1):
        pass


def test_the_demo_visits_every_publication_within_half_a_day(newsroom: Newsroom) -> None:
    visits = plan_visits(newsroom)
    assert visits == sorted(visits)
    for article in newsroom.articles:
        seen_at = next(visit for visit in visits if visit > article.published_at)
        assert seen_at - article.published_at <= dt.timedelta(hours=13)


def test_the_demo_replaces_its_own_warehouse_and_touches_no_other(path: Path) -> None:
    with open_workspace(path, DAY) as workspace:
        load_feeds(workspace.writer, [make_feed("https://own.example/feed")], DAY)
    with pytest.raises(UserError, match="not made by a demo"):
        clear_demo(path)
    with open_workspace(path, DAY) as workspace:
        assert len(read_feeds(workspace.con)) == 1
        set_marker(workspace.writer, DEMO_MARKER, "yes", DAY)
    clear_demo(path)
    with open_workspace(path, DAY) as workspace:
        assert read_feeds(workspace.con) == []
