"""The newsroom's sites as a client sees them, over real HTTP on the loopback interface."""

from __future__ import annotations

import datetime as dt
import gzip
import http.client
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime

import feedparser
import pytest

from extractors.fetch import FetchRequest, fetch_many
from flows.newsroom_server import NewsroomServer, newsroom_feeds, serve_newsroom
from seeds.newsroom import Newsroom, article_url, load_newsroom
from seeds.settings import CollectionSettings

START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(2024, 6, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return load_newsroom()


@pytest.fixture
def server(newsroom: Newsroom) -> Iterator[NewsroomServer]:
    with serve_newsroom(END, newsroom) as running:
        yield running


def get(server: NewsroomServer, url: str, method: str = "GET", **headers: str) -> Reply:
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/{path}", headers={"Host": host, **sent})
        response = connection.getresponse()
        return Reply(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def url_of(newsroom: Newsroom, article_id: str) -> str:
    article = next(article for article in newsroom.articles if article.id == article_id)
    return article_url(newsroom.outlets[article.outlet], article)


def parse(reply: Reply) -> feedparser.FeedParserDict:
    return feedparser.parse(io.BytesIO(reply.body), response_headers={"content-type": reply.headers["Content-Type"]})


def test_every_feed_is_well_formed_and_lists_its_outlets_articles(server: NewsroomServer, newsroom: Newsroom) -> None:
    versions = {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}
    for outlet in newsroom.outlets.values():
        reply = get(server, outlet.feed_url)
        feed = parse(reply)
        titles = [entry.title for entry in feed.entries]
        assert reply.status == 200
        assert feed.version == versions[outlet.feed_kind], outlet.key
        assert titles == [
            version.title
            for article in newsroom.published(outlet, END)
            if (version := article.version_at(END)) is not None
        ]


def test_every_link_of_a_feed_leads_to_its_article(server: NewsroomServer, newsroom: Newsroom) -> None:
    for outlet in newsroom.outlets.values():
        for entry in parse(get(server, outlet.feed_url)).entries:
            page = get(server, entry.link)
            assert page.status == 200
            assert page.headers["Content-Type"].startswith("text/html")


def test_a_feed_shows_only_what_is_published_by_the_clock(server: NewsroomServer, newsroom: Newsroom) -> None:
    feed_url = newsroom.outlets["tramontane"].feed_url
    server.set_now(START)
    assert parse(get(server, feed_url)).entries == []
    server.set_now(dt.datetime(2024, 1, 16, 16, 25, tzinfo=dt.UTC))
    assert len(parse(get(server, feed_url)).entries) == 1
    server.set_now(END)
    assert len(parse(get(server, feed_url)).entries) == 6


def test_an_unpublished_article_is_not_found(server: NewsroomServer, newsroom: Newsroom) -> None:
    url = url_of(newsroom, "en-0619-han")
    server.set_now(dt.datetime(2024, 6, 19, 9, 39, tzinfo=dt.UTC))
    reply = get(server, url)
    assert reply.status == 404
    assert "ETag" not in reply.headers
    server.set_now(dt.datetime(2024, 6, 19, 9, 40, tzinfo=dt.UTC))
    assert get(server, url).status == 200


def test_a_correction_is_served_at_the_same_address_with_another_tag(
    server: NewsroomServer, newsroom: Newsroom
) -> None:
    url = url_of(newsroom, "fr-0613-tramontane")
    server.set_now(dt.datetime(2024, 6, 13, 8, 0, tzinfo=dt.UTC))
    first = get(server, url)
    server.set_now(dt.datetime(2024, 6, 13, 14, 0, tzinfo=dt.UTC))
    second = get(server, url, If_None_Match=first.headers["ETag"])
    assert second.status == 200
    assert "dès ce week-end" in first.body.decode()
    assert "début de la semaine prochaine" in second.body.decode()
    assert second.headers["ETag"] != first.headers["ETag"]


def test_a_client_that_has_the_feed_gets_304_by_tag_and_by_date(server: NewsroomServer, newsroom: Newsroom) -> None:
    url = newsroom.outlets["listok"].feed_url
    first = get(server, url)
    by_tag = get(server, url, If_None_Match=f'W/"other", {first.headers["ETag"]}')
    by_date = get(server, url, If_Modified_Since=first.headers["Last-Modified"])
    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]


def test_a_stale_or_unreadable_validator_gets_the_whole_feed(server: NewsroomServer, newsroom: Newsroom) -> None:
    url = newsroom.outlets["listok"].feed_url
    tag, date = '"old"', format_datetime(START, usegmt=True)
    current = get(server, url).headers["Last-Modified"]
    assert get(server, url, If_None_Match=tag).status == 200
    assert get(server, url, If_Modified_Since=date).status == 200
    assert get(server, url, If_Modified_Since="yesterday").status == 200
    assert get(server, url, If_None_Match=tag, If_Modified_Since=current).status == 200


def test_a_new_article_ends_the_304(server: NewsroomServer, newsroom: Newsroom) -> None:
    url = newsroom.outlets["telegraf"].feed_url
    server.set_now(dt.datetime(2024, 6, 16, tzinfo=dt.UTC))
    tag = get(server, url).headers["ETag"]
    server.set_now(dt.datetime(2024, 6, 16, 12, tzinfo=dt.UTC))
    assert get(server, url, If_None_Match=tag).status == 304
    server.set_now(dt.datetime(2024, 6, 18, tzinfo=dt.UTC))
    assert get(server, url, If_None_Match=tag).status == 200


def test_russian_pages_come_in_windows_1251_and_say_so(server: NewsroomServer, newsroom: Newsroom) -> None:
    reply = get(server, url_of(newsroom, "ru-0617-telegraf"))
    assert reply.headers["Content-Type"] == "text/html; charset=windows-1251"
    assert "Кремль объявил даты" in reply.body.decode("windows-1251")
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")


def test_a_belgian_page_declares_its_latin_encoding_only_inside(server: NewsroomServer, newsroom: Newsroom) -> None:
    reply = get(server, url_of(newsroom, "fr-0621-fanal"))
    assert reply.headers["Content-Type"] == "text/html"
    assert b'<meta charset="iso-8859-15">' in reply.body
    assert "très grosse erreur" in reply.body.decode("iso-8859-15")


def test_gzip_is_used_only_where_it_is_asked_for(server: NewsroomServer, newsroom: Newsroom) -> None:
    url = newsroom.outlets["belvedere"].feed_url
    plain, packed = get(server, url), get(server, url, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body


def test_pages_look_real_around_the_text(server: NewsroomServer, newsroom: Newsroom) -> None:
    page = get(server, url_of(newsroom, "fr-0619-belvedere")).body.decode()
    assert 'id="cookie-banner"' in page
    assert '<nav class="main-nav">' in page
    assert 'property="article:published_time" content="2024-06-19T18:10:00+02:00"' in page
    assert "Vieux Briscard" in page
    assert "À lire aussi" in page
    assert "<footer" in page


def test_json_ld_on_a_page_is_valid_and_dated(server: NewsroomServer, newsroom: Newsroom) -> None:
    page = get(server, url_of(newsroom, "en-0618-tidewater")).body.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    value = json.loads(block.group(1))
    assert value["headline"] == "Putin lands in North Korea for first visit in 24 years"
    assert value["datePublished"] == "2024-06-18T14:30:00+01:00"
    assert value["dateModified"] == "2024-06-18T20:05:00+01:00"


def test_robots_front_pages_and_unknown_hosts_answer_as_sites_do(server: NewsroomServer) -> None:
    assert b"Disallow: /search" in get(server, "http://le-fanal.example/robots.txt").body
    front = get(server, "http://morning-beacon.example/").body.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in front
    assert get(server, "http://nobody.example/").status == 404
    assert get(server, "http://le-fanal.example/nothing").status == 404


def test_head_answers_with_the_headers_of_get_and_no_body(server: NewsroomServer) -> None:
    url = "http://le-fanal.example/index.rdf"
    head, full = get(server, url, "HEAD"), get(server, url)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(full.body))
    assert server.answers["le-fanal.example", 200] == 2


def test_the_server_works_as_a_proxy_for_its_sites(server: NewsroomServer) -> None:
    connection = http.client.HTTPConnection(*server.address, timeout=10)
    try:
        connection.request("GET", "http://han-gazette.example/rss/northkorea.xml", headers={"Host": "other.example"})
        assert connection.getresponse().status == 200
    finally:
        connection.close()


def test_the_projects_own_fetching_reaches_every_site(server: NewsroomServer, newsroom: Newsroom) -> None:
    settings = CollectionSettings(
        allow_private_addresses=True, host_overrides=server.host_overrides, min_host_pause_seconds=0, latency_factor=0
    )
    requests = [FetchRequest(url=feed.url, kind="feed") for feed in newsroom_feeds(newsroom)]
    results = [result for result in fetch_many(requests, settings, END) if result.fetch.kind == "feed"]
    assert [result.fetch.outcome for result in results] == ["ok"] * len(newsroom.outlets)


def test_the_clock_needs_an_offset(server: NewsroomServer) -> None:
    with pytest.raises(ValueError, match="offset"):
        server.set_now(dt.datetime(2024, 6, 1))  # noqa: DTZ001 - the naive instant is the point


def test_the_outlets_feeds_are_ready_for_polling(newsroom: Newsroom) -> None:
    feeds = newsroom_feeds(newsroom)
    assert len({feed.feed_id for feed in feeds}) == len(newsroom.outlets)
    assert {feed.timezone for feed in feeds} >= {"Europe/Paris", "Asia/Seoul", "Europe/Moscow"}
