"""Feeds of every kind, and the traps in them."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from extractors.feeds import ParsedFeed, find_feeds, guess_feed_urls, parse_feed, read_opml, write_opml
from extractors.feeds.dates import clamp_instant, parse_date
from records.errors import UserError
from records.feeds import Feed
from tests.extractors.loopback import NOW

URL = "https://outlet.example/feeds/world.xml"


def parse(text: str | bytes, content_type: str = "") -> ParsedFeed:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, content_type, URL, "feed_1", NOW)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Outlet &amp; Sons</title><language>fr-FR</language>
 <link>https://outlet.example/</link><ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
 <skipHours><hour>1</hour><hour>2</hour></skipHours><skipDays><day>Sunday</day></skipDays>
 <item><title>Pier &lt;b&gt;grows&lt;/b&gt;</title><link>/local/pier</link><guid isPermaLink="false">p1</guid>
 <dc:creator>Ada Reed</dc:creator><description>&lt;p&gt;Forty&amp;nbsp;metres.&lt;/p&gt;</description><pubDate>Fri, 24 May 2024 10:00:00 +0200</pubDate></item>
 </channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Outlet</title><link href="https://outlet.example/"/>
 <link rel="self" href="https://outlet.example/a"/><link rel="hub" href="https://hub.example/"/><link rel="next" href="?p=2"/>
 <entry><id>urn:1</id><title type="text">2 &lt; 3</title><link rel="enclosure" href="/x.mp3"/><link href="https://outlet.example/1"/>
 <published>2024-05-24T08:00:00Z</published><updated>2024-05-25T00:00:00Z</updated><author><name>Bo Lind</name></author></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <channel rdf:about="https://outlet.example/"><title>Outlet</title></channel>
 <item rdf:about="https://outlet.example/1"><title>One</title><link>https://outlet.example/1</link><dc:date>2024-05-24T08:00:00+09:00</dc:date></item></rdf:RDF>"""
JSON = """{"version":"https://jsonfeed.org/version/1.1","title":"Outlet","items":[{"id":7,"url":"https://outlet.example/1","title":"One",
 "date_published":"2024-05-24T08:00:00Z","authors":[{"name":"Bo Lind"}]},{"id":"x"},"junk"]}"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
 <loc>https://outlet.example/1</loc><lastmod>2024-05-24</lastmod><news:news><news:publication><news:name>Outlet</news:name>
 <news:language>en</news:language></news:publication><news:publication_date>2024-05-24T08:00:00Z</news:publication_date>
 <news:title>One</news:title></news:news></url></urlset>"""


def test_rss_says_what_when_and_how_often() -> None:
    feed = parse(RSS)
    item = feed.items[0]
    assert (feed.kind, feed.title, feed.lang, feed.site_url) == (
        "rss",
        "Outlet & Sons",
        "fr-FR",
        "https://outlet.example/",
    )
    assert (feed.ttl_seconds, feed.update_seconds, feed.skip_hours, feed.skip_days) == (1800, 1800, {1, 2}, {"sunday"})
    assert (item.url, item.guid, item.title, item.author) == (
        "https://outlet.example/local/pier",
        "p1",
        "Pier grows",
        "Ada Reed",
    )
    assert item.summary == "Forty metres."
    assert item.published_at == dt.datetime(2024, 5, 24, 8, tzinfo=dt.UTC)


def test_atom_takes_the_page_not_the_enclosure_and_the_publication_not_the_update() -> None:
    feed = parse(ATOM)
    item = feed.items[0]
    assert (feed.kind, feed.hub_url, feed.next_url) == ("atom", "https://hub.example/", f"{URL}?p=2")
    assert (item.url, item.title, item.author) == ("https://outlet.example/1", "2 < 3", "Bo Lind")
    assert item.published_at == dt.datetime(2024, 5, 24, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(("text", "kind"), [(RDF, "rdf"), (JSON, "json"), (SITEMAP, "sitemap")])
def test_other_kinds_give_the_same_items(text: str, kind: str) -> None:
    feed = parse(text)
    assert (feed.is_feed, feed.kind, len(feed.items)) == (True, kind, 1)
    assert (feed.items[0].url, feed.items[0].title) == ("https://outlet.example/1", "One")
    assert feed.items[0].published_at is not None


def test_a_sitemap_index_names_its_sitemaps() -> None:
    feed = parse("<sitemapindex xmlns='x'><sitemap><loc>https://outlet.example/s1.xml</loc></sitemap></sitemapindex>")
    assert (feed.kind, feed.child_urls, feed.items) == ("sitemap_index", ("https://outlet.example/s1.xml",), ())


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>t</title>{''.join(items)}</channel></rss>"


def test_links_that_are_no_web_addresses_bring_no_item() -> None:
    links = (
        "javascript:alert(1)",
        "mailto:a@b.example",
        "file:///etc/passwd",
        "",
        "data:text/html,x",
        "https://",
        "http://ok.example/1",
    )
    feed = parse(rss(*(f"<item><title>x</title><link>{link}</link></item>" for link in links)))
    assert [item.url for item in feed.items if "outlet" not in item.url] == ["http://ok.example/1"]
    assert any("without a usable link" in problem for problem in feed.problems)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"   ", b"/etc/passwd", b"http://127.0.0.1/", b"\xff\xfe", b"{", b"[" * 50_000, b"{\"items\":" + b"[" * 50_000, b"<", b"<rss",
        b"<rss><channel><item><title>&#99999999999999999999;&#xD800;&#0;</title></item></channel></rss>", b"\x00" * 1000,
        b"<html><body>Not a feed</body></html>", b"<?xml version='1.0' encoding='made-up'?><rss/>", b"<a>" * 100_000,
    ],
)  # fmt: skip
def test_no_body_raises(body: bytes) -> None:
    feed = parse(body)
    assert feed.items == ()


def test_entity_bombs_stay_small_and_external_entities_unread() -> None:
    bomb = (
        "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(9))
        + "<!ENTITY file SYSTEM 'file:///etc/passwd'>]>"
    )
    feed = parse(bomb + rss("<item><title>x &j; &file;</title><link>https://a.example/</link></item>"))
    assert len(feed.items[0].title) < 40
    assert "root:" not in feed.items[0].title


def test_quadratic_and_huge_feeds_are_quick() -> None:
    item = "<item><title>n{0}</title><link>https://a.example/{0}</link></item>"
    bodies = (
        rss("<item><title><![CDATA[" + "<!--" * 80_000 + "]]></title></item>"),
        "<rss><channel><item>" + "<!--" * 80_000,
        rss(*(item.format(number) for number in range(50_000))),
        rss("<item><description>" + "&lt;" * 400_000 + "</description><link>https://a.example/</link></item>"),
    )
    for body in bodies:
        started = time.monotonic()
        feed = parse(body)
        assert time.monotonic() - started < 8
        assert len(feed.items) <= 2000


def test_a_broken_feed_gives_what_can_be_read_and_says_so() -> None:
    feed = parse(
        rss("<item><title>Fish & chips</title><link>https://a.example/1?a=1&b=2</link></item>", "<item><title>cut")
    )
    assert (feed.items[0].title, feed.items[0].url) == ("Fish & chips", "https://a.example/1?a=1&b=2")
    assert feed.problems


def test_charsets_come_from_header_declaration_or_bytes() -> None:
    text = rss("<item><title>Причал растёт</title><link>https://a.example/1</link></item>")
    for body, content_type in (
        (text.encode("koi8-r"), "application/rss+xml; charset=koi8-r"),
        (b"<?xml version='1.0' encoding='windows-1251'?>" + text.encode("cp1251"), ""),
        (text.encode("utf-16"), ""),
        (b"\xef\xbb\xbf" + text.encode(), "text/xml"),
        (b"<?xml version='1.0' encoding='us-ascii'?>" + text.encode(), ""),
    ):
        assert parse(body, content_type).items[0].title == "Причал растёт"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fri, 24 May 2024 10:00:00 MSK", "2024-05-24T07:00:00+00:00"), ("24 May 24 10:00 GMT", "2024-05-24T10:00:00+00:00"),
        ("2024-05-24", "2024-05-24T00:00:00+00:00"), ("2024-05-24 10:00:00.123 +0530", "2024-05-24T04:30:00+00:00"),
        ("20240524T100000Z", "2024-05-24T10:00:00+00:00"), ("Fri, 24 May 2024 24:00:00 +0000", "2024-05-25T00:00:00+00:00"),
        ("1 Jan 70 00:00:00 GMT", "1970-01-01T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_dates_are_read_with_their_offset(text: str, wanted: str) -> None:
    instant = parse_date(text)
    assert instant is not None
    assert instant.astimezone(dt.UTC).isoformat() == wanted


@pytest.mark.parametrize("text", ["", "soon", "32 May 2024 10:00 GMT", "2024-13-45", "9" * 100])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_dates_outside_what_can_be_true_are_dropped() -> None:
    assert clamp_instant(NOW + dt.timedelta(hours=23), NOW) is not None
    for text in ("1 Jan 70 00:00:00 GMT", "9999-12-31T23:59:59Z", "2024-05-26T00:00:00Z"):
        assert clamp_instant(parse_date(text), NOW) is None
    feed = parse(rss("<item><title>x</title><link>https://a.example/</link><pubDate>9999-01-01</pubDate></item>"))
    assert (feed.items[0].published_at, feed.items[0].published_raw) == (None, "9999-01-01")


def test_opml_comes_back_as_it_went_out() -> None:
    feeds = (
        Feed("f", "https://a.example/feed?a=1&b=2", "Outlet A", title="World <news>", lang="fr"),
        Feed("g", "https://b.example/feed", "Outlet B"),
    )
    read = read_opml(write_opml(feeds))
    assert [(feed.url, feed.outlet, feed.lang) for feed in read] == [
        (feed.url, feed.outlet, feed.lang) for feed in feeds
    ]
    assert read[0].title == "World <news>"
    with pytest.raises(UserError, match="OPML"):
        read_opml(b"<html/>")


def test_a_page_names_its_feeds_best_first() -> None:
    page = b"""<html><head><base href="https://outlet.example/"><link rel="alternate" type="application/rss+xml" href="comments/feed" title="Comments">
    <link rel="alternate stylesheet" href="x.css"><link rel="alternate" type="application/atom+xml" href="/atom" title="News"></head>
    <body><a href="/section/rss.xml">RSS</a><a href="javascript:rss()">no</a><a href="/about">About</a></body></html>"""
    assert [link.url for link in find_feeds(page, "text/html", "https://outlet.example/home")] == [
        "https://outlet.example/atom", "https://outlet.example/comments/feed", "https://outlet.example/section/rss.xml",
    ]  # fmt: skip
    assert find_feeds(b"", "", URL) == ()
    assert "https://outlet.example/feed" in guess_feed_urls("https://outlet.example/a/b")
