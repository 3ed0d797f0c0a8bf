"""From page to article version, and what happens to pages that kill their reader."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from extractors.clean import Cleaner, KnownVersion, make_version, number_versions
from extractors.clean.dates import choose_date, read_evidence, read_url_date, zone_of
from extractors.clean.titles import strip_outlet
from records.articles import ArticleVersion
from records.feeds import Feed, FeedItem, Issue, Page
from seeds.settings import CollectionSettings
from tests.extractors.loopback import NOW

SENTENCES = (
    "The harbour council agreed on Tuesday to lengthen the northern pier by forty metres before the winter storms arrive.",
    "Work will begin in March, the engineer in charge told the meeting, and should take no longer than seven months.",
    "Fishing families had asked for the change since the autumn flood of three years ago, which sank eleven boats.",
)
FRENCH = (
    "Le conseil du port a décidé mardi de prolonger la jetée nord de quarante mètres avant les tempêtes d’hiver.",
    "Les travaux commenceront en mars, a précisé l’ingénieure responsable, et dureront sept mois au plus.",
    "Les pêcheurs réclamaient cet ouvrage depuis la crue d’automne, qui avait coulé onze bateaux dans la rade.",
)
SETTINGS = CollectionSettings()


def build_page(
    *,
    head: str = "",
    sentences: tuple[str, ...] = SENTENCES,
    h1: str = "Council lengthens the pier",
    url: str = "https://www.harbour-news.example/local/pier",
    charset: str = "utf-8",
    content_type: str = "text/html",
    item: FeedItem | None = None,
    html_lang: str = "en",
) -> Page:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    text = (
        f"<html lang='{html_lang}'><head>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{h1}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    )
    return Page(url, url, NOW, 200, content_type, text.encode(charset), feed_id="feed_1" if item else None, item=item)


def read(page: Page, feed: Feed | None = None) -> ArticleVersion:
    version = make_version(page, feed, SETTINGS, NOW)
    assert isinstance(version, ArticleVersion), version
    return version


def test_paragraphs_are_separated_by_a_blank_line_and_the_title_is_not_repeated() -> None:
    version = read(build_page())
    assert version.text == "\n\n".join(SENTENCES)
    assert version.title == "Council lengthens the pier"
    assert (version.lang, version.suspect, version.version) == ("en", None, 1)


def test_the_outlet_is_cut_off_the_title() -> None:
    head = '<meta property="og:site_name" content="Harbour News"><meta property="og:title" content="Council lengthens the pier | Harbour News">'
    version = read(build_page(head=head, h1=""))
    assert (version.title, version.outlet) == ("Council lengthens the pier", "Harbour News")
    assert strip_outlet("A pier - longer - at last", {"harbournews"}) == "A pier - longer - at last"


def test_json_ld_beats_meta_beats_feed_beats_url() -> None:
    jsonld = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",'
        '"headline":"Pier to grow","datePublished":"2024-05-20T09:30:00+02:00","author":[{"@type":"Person","name":"Ada Reed"}]}]}</script>'
    )
    meta = '<meta property="article:published_time" content="2024-05-19T08:00:00Z">'
    item = FeedItem(
        "feed_1",
        "u",
        "g",
        "Pier",
        published_at=dt.datetime(2024, 5, 18, 7, tzinfo=dt.UTC),
        published_raw="2024-05-18T07:00:00Z",
    )
    url = "https://www.harbour-news.example/2024/05/17/pier"
    found = read(build_page(head=jsonld + meta, item=item, url=url))
    assert (found.published_at, found.published_at_source) == (dt.datetime(2024, 5, 20, 7, 30, tzinfo=dt.UTC), "jsonld")
    assert (found.utc_offset_minutes, found.author, found.title) == (120, "Ada Reed", "Pier to grow")
    assert read(build_page(head=meta, item=item, url=url)).published_at_source == "meta"
    assert read(build_page(item=item, url=url)).published_at == dt.datetime(2024, 5, 18, 7, tzinfo=dt.UTC)
    assert read(build_page(url=url)).published_at == dt.datetime(2024, 5, 17, tzinfo=dt.UTC)
    assert read(build_page()).published_at_source == "seen"


def test_an_announced_date_is_no_publication_date() -> None:
    head = '<meta name="date" content="2031-01-01T00:00:00Z"><meta name="pubdate" content="1970-01-01">'
    version = read(build_page(head=head))
    assert (version.published_at, version.published_at_source) == (NOW, "seen")


def test_a_time_without_an_offset_is_local_to_the_outlet() -> None:
    feed = Feed("feed_1", "https://harbour-news.example/feed", "Harbour News", timezone="Europe/Paris")
    item = FeedItem("feed_1", "u", "g")
    version = read(build_page(head='<meta name="date" content="2024-05-24 00:30">', item=item), feed)
    assert version.published_at == dt.datetime(2024, 5, 23, 22, 30, tzinfo=dt.UTC)
    assert version.anchor_on == dt.date(2024, 5, 24)
    in_utc = read(build_page(head='<meta name="date" content="2024-05-23T22:30:00Z">', item=item), feed)
    assert in_utc.anchor_on == dt.date(2024, 5, 24)


def test_a_bare_day_takes_its_time_from_later_evidence_of_that_day() -> None:
    day = read_evidence("jsonld", "2024-05-20", dt.UTC)
    same = read_evidence("feed", "2024-05-20T10:15:00Z", dt.UTC)
    other = read_evidence("feed", "2024-05-21T10:15:00Z", dt.UTC)
    assert choose_date([day, other, same], NOW).instant == dt.datetime(2024, 5, 20, 10, 15, tzinfo=dt.UTC)
    assert choose_date([day, other], NOW).instant == dt.datetime(2024, 5, 20, tzinfo=dt.UTC)
    assert read_url_date("https://a.example/x/20240520-pier.html", zone_of("UTC")) is not None
    assert read_url_date("https://a.example/99991399", zone_of("Nowhere/Land")) is None


@pytest.mark.parametrize(
    ("charset", "content_type", "sentences", "lang"),
    [
        ("windows-1251", "text/html; charset=windows-1251", ("Совет порта решил во вторник удлинить северный причал на сорок метров до зимы.",) * 3, "ru"),
        ("koi8-r", "text/html; charset=koi8-r", ("Совет порта решил во вторник удлинить северный причал на сорок метров до зимы.",) * 3, "ru"),
        ("iso-8859-15", "text/html; charset=iso-8859-15", (FRENCH[0].replace("’", "'") + " Coût : 40 €.",), "fr"),
        ("euc-kr", "text/html; charset=euc-kr", ("항구 위원회는 화요일에 겨울 폭풍이 오기 전에 북쪽 부두를 사십 미터 연장하기로 결정했다고 밝혔다.",) * 2, "ko"),
        ("utf-8", "text/html", FRENCH, "fr"),
    ],
)  # fmt: skip
def test_charsets_come_from_the_header(charset: str, content_type: str, sentences: tuple[str, ...], lang: str) -> None:
    version = read(build_page(sentences=sentences, charset=charset, content_type=content_type, html_lang=""))
    assert sentences[0] in version.text
    assert version.lang == lang


def test_charsets_come_from_the_meta_tag_too() -> None:
    page = build_page(
        head='<meta charset="koi8-r">',
        sentences=("Совет порта решил удлинить причал на сорок метров до зимы.",) * 3,
        charset="koi8-r",
    )
    assert "Совет порта" in read(page).text


def test_the_canonical_link_decides_within_the_site_only() -> None:
    def url_with(canonical: str) -> str:
        return read(build_page(head=f'<link rel="canonical" href="{canonical}">')).url

    own = "https://www.harbour-news.example/local/pier"
    assert (
        url_with("https://harbour-news.example/local/the-pier?utm_source=x")
        == "https://harbour-news.example/local/the-pier"
    )
    assert url_with("/local/other") == "https://www.harbour-news.example/local/other"
    assert url_with("https://elsewhere.example/stolen") == own
    assert url_with("https://www.harbour-news.example/") == own
    assert url_with("javascript:void(0)") == own


@pytest.mark.parametrize(
    ("page", "suspect"),
    [
        (build_page(h1="Page not found", sentences=("Sorry, this page is no longer here. " + SENTENCES[0],)), "soft_404"),
        (build_page(h1="Страница не найдена", sentences=("Проверьте адрес или вернитесь на главную, пожалуйста, и попробуйте ещё раз найти нужное.",) * 2), "soft_404"),
        (build_page(h1="Before you continue", sentences=SENTENCES[:1]), "consent"),
        (build_page(sentences=(SENTENCES[0], "Subscribe now to continue reading this and all our other articles.")), "paywall"),
        (build_page(sentences=(FRENCH[0], "La suite est réservée aux abonnés de notre journal en ligne."), html_lang="fr"), "paywall"),
        (build_page(sentences=("Too short.",)), "empty"),
        (build_page(sentences=SENTENCES * 8 + ("Subscribe to continue reading other articles.",)), None),
        (build_page(h1="Ministry consents to new cookie law"), None),
    ],
)  # fmt: skip
def test_pages_that_are_not_news_are_marked(page: Page, suspect: str | None) -> None:
    assert read(page).suspect == suspect


def test_what_is_not_html_or_not_there_becomes_an_issue() -> None:
    page = build_page()
    for changed, kind in (
        (Page(page.url, page.url, NOW, 404, "text/html", page.body), "http_error"),
        (Page(page.url, page.url, NOW, 200, "application/pdf", b"%PDF-1.7"), "not_html"),
        (Page(page.url, page.url, NOW, 200, "text/html", b""), "not_html"),
        (Page(page.url, page.url, NOW, 200, "text/html", b"x" * 6_000_000), "too_large"),
    ):
        found = make_version(changed, None, SETTINGS, NOW)
        assert isinstance(found, Issue)
        assert found.kind == kind


def test_the_same_page_gives_the_same_version_at_any_later_time() -> None:
    page = build_page()
    assert make_version(page, None, SETTINGS, NOW) == make_version(page, None, SETTINGS, NOW + dt.timedelta(days=400))


def test_versions_count_distinct_texts_and_a_flapping_page_is_stopped() -> None:
    first = read(build_page())
    second = read(build_page(sentences=SENTENCES[:2]))
    assert first.article_id == second.article_id
    known = {first.article_id: [KnownVersion(1, first.text_sha256, NOW)]}
    numbers = [
        one.version for one in number_versions([second, first, second], known) if isinstance(one, ArticleVersion)
    ]
    assert numbers == [2, 1, 2]
    texts = [
        read(build_page(sentences=(*SENTENCES, f"Visitors so far on the pier this season: {count} thousand people.")))
        for count in range(12)
    ]
    found = number_versions(texts, known)
    assert [one.version for one in found if isinstance(one, ArticleVersion)] == list(range(2, 9))
    assert {one.kind for one in found if isinstance(one, Issue)} == {"flapping"}


@pytest.fixture(scope="module")
def planted_cleaner() -> Iterator[Cleaner]:
    settings = CollectionSettings(clean_deadline_seconds=4.0, clean_memory_bytes=700_000_000)
    with Cleaner(settings, "tests.extractors.planted:make_version") as cleaner:
        yield cleaner


def test_only_the_planted_pages_are_quarantined(planted_cleaner: Cleaner) -> None:
    plants = ("abort", "hang", "memory", "raise")
    pages = []
    for number, plant in enumerate(plants):
        pages.append(build_page(url=f"https://harbour-news.example/good/{number}"))
        pages.append(
            build_page(url=f"https://harbour-news.example/bad/{plant}", sentences=(*SENTENCES, f"plant:{plant}"))
        )
    pages.append(build_page(url="https://harbour-news.example/good/last"))
    started = time.monotonic()
    results = planted_cleaner.clean(pages, {}, NOW)
    assert time.monotonic() - started < 60
    for page, result in zip(pages, results, strict=True):
        assert isinstance(result, Issue if "/bad/" in page.url else ArticleVersion), page.url
    issues = {str(one.url).rpartition("/")[2]: one for one in results if isinstance(one, Issue)}
    assert {name: issue.kind for name, issue in issues.items()} == {
        "abort": "poison", "hang": "poison", "memory": "poison", "raise": "clean_error",
    }  # fmt: skip
    assert "SIGABRT" in issues["abort"].message
    assert "memory" in issues["memory"].message
    assert issues["hang"].article_id is not None


def test_a_quarantined_page_can_be_cleaned_when_its_cause_is_gone(planted_cleaner: Cleaner) -> None:
    page = build_page(url="https://harbour-news.example/bad/abort", sentences=(*SENTENCES, "plant:abort"))
    assert isinstance(planted_cleaner.clean([page], {}, NOW)[0], Issue)
    with Cleaner(SETTINGS) as cleaner:
        assert isinstance(cleaner.clean([page], {}, NOW)[0], ArticleVersion)


def test_a_page_of_endless_attributes_ends_within_its_deadline() -> None:
    monster = (
        b"<html><body><p "
        + b" ".join(b'a%d="%s"' % (number, b"x" * 20) for number in range(40_000))
        + b">text</p></body></html>"
    )
    page = Page("https://a.example/1", "https://a.example/1", NOW, 200, "text/html", monster)
    with Cleaner(CollectionSettings(clean_deadline_seconds=2.0)) as cleaner:
        started = time.monotonic()
        results = cleaner.clean([page, build_page()], {}, NOW)
    assert time.monotonic() - started < 30
    assert isinstance(results[1], ArticleVersion)
