"""WARC in and out, addresses and copies, languages, given documents."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from extractors.archive import compact_archives, drop_archives, list_archives, read_archive, read_page, write_archive
from extractors.copies import find_copies, fingerprint
from extractors.documents import read_documents
from extractors.fetch_records import FetchRequest, FetchResult
from extractors.identity import canonical_url, is_same_site
from extractors.language import detect_language
from records.articles import ArticleVersion
from records.errors import UserError
from records.feeds import FeedItem, Fetch, Issue, Page
from seeds.settings import CollectionSettings
from tests.extractors.loopback import NOW, serve, settings_for

ITEM = FeedItem("feed_1", "https://a.example/1", "guid", "Pier é", published_at=NOW, published_raw="raw")
BODY = "<html>Причал \r\n\r\n</html>".encode()
TEXT = (
    "The harbour council agreed on Tuesday to lengthen the northern pier by forty metres before the storms arrive. "
    "Work will begin in March, the engineer told the meeting, and should take no longer than seven months in all."
)


def fetched(page: Page) -> FetchResult:
    fetch = Fetch("fetch_1", "page", page.url, page.final_url, NOW, "ok", page.http_status)
    return FetchResult(FetchRequest(page.url), fetch, page)


def build_pages() -> list[Page]:
    headers = {"content-type": "text/html; charset=utf-8", "etag": '"x"'}
    return [
        Page(
            "https://a.example/1",
            "https://a.example/moved",
            NOW,
            200,
            headers["content-type"],
            BODY,
            headers,
            "feed_1",
            ITEM,
        ),
        Page("https://a.example/2", "https://a.example/2", NOW, 404, "", b"", {}),
    ]


def test_pages_come_back_from_the_archive_as_they_went_in(tmp_path: Path) -> None:
    pages = build_pages()
    refs = write_archive(tmp_path, map(fetched, pages), NOW)
    assert len(refs) == 2
    for page, again in zip(pages, read_archive(Path(refs[0].path)), strict=True):
        for name in ("url", "final_url", "fetched_at", "http_status", "content_type", "body", "feed_id", "item"):
            assert getattr(again, name) == getattr(page, name), name
    assert read_page(refs[1]).url == "https://a.example/2"
    assert write_archive(tmp_path, [], NOW) == ()


def test_a_file_cut_off_gives_what_is_whole_and_no_file_is_half_written(tmp_path: Path) -> None:
    refs = write_archive(tmp_path, map(fetched, build_pages()), NOW)
    path = Path(refs[0].path)
    path.write_bytes(path.read_bytes()[: refs[1].offset + 20])
    assert [page.url for page in read_archive(path)] == ["https://a.example/1"]
    with pytest.raises(UserError):
        list(read_archive(tmp_path / "missing.warc.gz"))
    assert not list(tmp_path.glob("*.part"))


def test_old_days_are_joined_and_older_ones_dropped(tmp_path: Path) -> None:
    for number in range(3):
        write_archive(tmp_path, map(fetched, build_pages()), NOW + dt.timedelta(hours=number))
    write_archive(tmp_path, map(fetched, build_pages()), NOW + dt.timedelta(days=2))
    joined = compact_archives(tmp_path, NOW.date() + dt.timedelta(days=1))
    assert len(joined) == 1
    assert len(list(read_archive(joined[0]))) == 6
    assert len(list_archives(tmp_path)) == 2
    assert drop_archives(tmp_path, NOW.date() + dt.timedelta(days=1)) == joined
    assert len(list_archives(tmp_path)) == 1


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("HTTPS://Outlet.EXAMPLE:443/a/b/?utm_source=x&fbclid=y#top", "https://outlet.example/a/b"),
        ("https://outlet.example/a?b=2&a=1", "https://outlet.example/a?a=1&b=2"),
        ("https://amp.outlet.example/a", "https://outlet.example/a"),
        ("https://outlet.example/a/amp/", "https://outlet.example/a"),
        ("https://m.outlet.example/a", "https://outlet.example/a"),
        ("https://m.example/a", "https://m.example/a"),
        ("https://outlet.example/champ/", "https://outlet.example/champ"),
        ("https://outlet.example//a///b", "https://outlet.example/a/b"),
        ("https://outlet.example/путь", "https://outlet.example/%D0%BF%D1%83%D1%82%D1%8C"),
        ("https://outlet.example", "https://outlet.example/"),
        ("javascript:alert(1)", ""), ("http://[", ""), ("", ""),
    ],
)  # fmt: skip
def test_one_article_has_one_address(url: str, wanted: str) -> None:
    assert canonical_url(url) == wanted
    assert canonical_url(wanted) == wanted


def test_sites_are_told_apart_at_the_registered_name() -> None:
    assert is_same_site("https://www.outlet.example/a", "https://news.outlet.example/b")
    assert not is_same_site("https://one.co.uk/", "https://two.co.uk/")
    assert not is_same_site("http://127.0.0.1/", "http://10.0.0.1/")
    assert not is_same_site("", "")


def test_near_copies_point_to_the_oldest_and_other_texts_to_nothing() -> None:
    agency = " ".join(f"sentence {number} tells of boat {number * 7} and pier {number * 3}." for number in range(40))
    other = " ".join(
        f"clause {number} speaks about train {number * 5} near bridge {number * 2}." for number in range(40)
    )
    known = {"old": fingerprint(agency)}
    new = {
        "copy": fingerprint(agency + " More follows."),
        "other": fingerprint(other),
        "short": fingerprint("Too short."),
    }
    assert find_copies(new, known) == {"copy": "old"}
    assert find_copies({"x": fingerprint(other), "y": fingerprint(other)}, {}) == {"y": "x"}
    assert fingerprint(agency) == fingerprint(agency.upper())


@pytest.mark.parametrize(
    ("text", "hint", "lang"),
    [
        ("Le conseil du port a décidé mardi de prolonger la jetée.", "en", "fr"),
        ("Совет порта решил во вторник удлинить причал.", "", "ru"),
        ("The council agreed on Tuesday to lengthen the pier.", "", "en"),
        ("OK", "fr-CA", "fr"), ("", "", "und"),
    ],
)  # fmt: skip
def test_the_text_tells_its_language_and_the_hint_helps_short_ones(text: str, hint: str, lang: str) -> None:
    assert detect_language(text, hint) == lang


def read(*paths: object, clock: str = "seen") -> list[ArticleVersion | Issue]:
    return list(read_documents([str(path) for path in paths], CollectionSettings(), NOW, clock))


def test_article_json_is_taken_exactly_as_it_is(tmp_path: Path) -> None:
    text = "  Two  spaces.\u00a0\r\n\n\nThree lines. 😀 "
    given = {
        "url": "https://a.example/1/?utm_source=x",
        "published_at": "2024-05-24T10:00:00+02:00",
        "title": " T ",
        "text": text,
        "version": 3,
        "claims": [],
    }
    (tmp_path / "a.json").write_text(json.dumps(given), encoding="utf-8")
    (version,) = read(tmp_path / "a.json")
    assert isinstance(version, ArticleVersion)
    assert (version.text, version.title, version.url, version.version) == (text, " T ", given["url"], 3)
    assert (version.published_at.hour, version.utc_offset_minutes, version.published_at_source) == (8, 120, "given")
    assert version.seen_at == NOW


@pytest.mark.parametrize("ending", ["\n\n2024-05-20 20:01", "2024-05-20 20:01", "\n2024-05-20 20:01\n"])
def test_a_text_file_has_title_text_and_time(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.txt").write_text(
        f"A pier grows\n\nA pier grows\n\n{TEXT}\n\nIt ends here.{ending}", encoding="utf-8"
    )
    (version,) = read(tmp_path / "a.txt")
    assert isinstance(version, ArticleVersion)
    assert (version.title, version.text) == ("A pier grows", f"{TEXT}\n\nIt ends here.")
    assert version.published_at == dt.datetime(2024, 5, 20, 20, 1, tzinfo=dt.UTC)
    assert version.url.startswith("file:///")


def test_a_folder_by_the_published_clock_comes_in_order_of_publication(tmp_path: Path) -> None:
    for number, day in enumerate((22, 20, 21)):
        given = {
            "url": f"https://a.example/{number}",
            "published_at": f"2024-05-{day}T10:00:00Z",
            "title": "T",
            "text": TEXT,
        }
        (tmp_path / f"{number}.json").write_text(json.dumps(given))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "no-url.json").write_text(json.dumps({"title": "T", "text": "x", "published_at": "2024-05-20"}))
    found = read(tmp_path, clock="published")
    versions = [one for one in found if isinstance(one, ArticleVersion)]
    assert [one.published_at.day for one in versions] == [20, 21, 22]
    assert all(one.seen_at == one.published_at for one in versions)
    assert sorted(one.message.partition(":")[0] for one in found if isinstance(one, Issue)) == [
        "broken.json",
        "no-url.json",
    ]


def test_html_warc_and_urls_go_through_the_cleaner_however_short(tmp_path: Path) -> None:
    page = f"<html><head><link rel=canonical href='https://a.example/pier'></head><body><article><h1>A pier grows</h1><p>{TEXT}</p></article></body></html>"
    (tmp_path / "saved.html").write_text(page)
    (tmp_path / "bare.html").write_text(page.replace("canonical", "x"))
    stored = Page(
        "https://a.example/2", "https://a.example/2", NOW, 200, "text/html", page.replace("/pier", "/2").encode()
    )
    write_archive(tmp_path / "warc", [fetched(stored)], NOW)
    with serve() as server:
        server.routes = {"/pier": (200, {"Content-Type": "text/html"}, page.encode())}
        paths = [
            str(tmp_path / "saved.html"),
            str(tmp_path / "bare.html"),
            str(tmp_path / "warc"),
            "http://a.example/pier",
            "http://a.example/none",
        ]
        found = list(read_documents(paths, settings_for(server, "a.example"), NOW))
    assert [one.url for one in found if isinstance(one, ArticleVersion)][0::2] == [
        "https://a.example/pier",
        "https://a.example/2",
    ]
    assert all(one.text == TEXT and one.suspect is None for one in found if isinstance(one, ArticleVersion))
    assert [one.kind for one in found if isinstance(one, Issue)] == ["http_error"]
    bare = found[1]
    assert isinstance(bare, ArticleVersion)
    assert bare.url.startswith("file:///")


def test_what_does_not_exist_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file"):
        read(tmp_path / "missing.json")
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(UserError, match="docx"):
        read(tmp_path / "a.docx")
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"no warc"))
    with pytest.raises(UserError, match="WARC"):
        read(tmp_path / "a.warc.gz")
