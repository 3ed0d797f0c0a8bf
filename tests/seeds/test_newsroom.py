"""The bundled newsroom: what it must contain, and what its loader refuses."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from records.errors import SeedError
from seeds.newsroom import Newsroom, article_url, load_newsroom

OUTLETS = """
[paper]
name = "The Paper"
host = "paper.example"
lang = "en"
country = "GB"
timezone = "Europe/London"
feed_kind = "rss"
feed_path = "/rss"
url_pattern = "/{section}/{slug}"
template = "agency"
metadata = "meta"
"""
ARTICLE = """
outlet = "paper"
section = "world"
slug = "one"
published_at = 2024-06-01T08:00:00+01:00
title = "One"
text = "A text."
"""


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return load_newsroom()


def make_folder(folder: Path, outlets: str = OUTLETS, **articles: str) -> Path:
    (folder / "articles").mkdir()
    (folder / "outlets.toml").write_text(outlets, encoding="utf-8")
    for name, text in articles.items():
        (folder / "articles" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_newsroom_speaks_three_languages_in_at_least_six_invented_outlets(newsroom: Newsroom) -> None:
    langs = Counter(newsroom.outlets[article.outlet].lang for article in newsroom.articles)
    assert langs["fr"] >= 15
    assert langs["en"] >= 14
    assert langs["ru"] >= 10
    assert len({article.outlet for article in newsroom.articles}) >= 6
    assert {outlet.feed_kind for outlet in newsroom.outlets.values()} == {"rss", "atom", "rdf"}


def test_the_visit_is_told_from_january_to_june_with_other_news_beside_it(newsroom: Newsroom) -> None:
    visit = [article for article in newsroom.articles if article.story == "putin-north-korea-2024"]
    days = {article.published_at.date() for article in visit}
    assert {dt.date(2024, 1, 16), dt.date(2024, 5, 24), dt.date(2024, 6, 17), dt.date(2024, 6, 19)} <= days
    assert max(days) == dt.date(2024, 6, 21)
    assert {"background", "rumour", "syndicated", "corrected"} <= {article.kind for article in visit}
    assert sum(article.story == "macron-germany-2024" for article in newsroom.articles) >= 5
    assert sum(article.story == "" for article in newsroom.articles) >= 5


def test_articles_have_the_length_of_news(newsroom: Newsroom) -> None:
    for article in newsroom.articles:
        for text in (article.text, *(version.text for version in article.versions)):
            assert 90 <= len(text.split()) <= 320, article.id


def test_a_syndicated_copy_is_nearly_but_not_quite_its_original(newsroom: Newsroom) -> None:
    by_id = {article.id: article for article in newsroom.articles}
    copies = [article for article in newsroom.articles if article.copy_of]
    assert copies
    for copy in copies:
        original = by_id[copy.copy_of]
        assert copy.outlet != original.outlet
        assert copy.published_at > original.published_at
        assert 0.7 < difflib.SequenceMatcher(None, original.text, copy.text, autojunk=False).ratio() < 1.0


def test_no_two_other_articles_of_a_language_share_a_sentence(newsroom: Newsroom) -> None:
    seen: dict[str, str] = {}
    for article in newsroom.articles:
        if article.copy_of:
            continue
        for sentence in {part.strip() for part in article.text.replace("\n", " ").split(". ") if len(part) > 30}:
            assert sentence not in seen, (sentence, seen[sentence], article.id)
            seen[sentence] = article.id


def test_a_version_shows_only_from_its_own_time_on(newsroom: Newsroom) -> None:
    article = next(article for article in newsroom.articles if article.id == "fr-0613-tramontane")
    corrected_at = article.versions[0].updated_at
    second = dt.timedelta(seconds=1)
    assert article.version_at(article.published_at - second) is None
    before, after = article.version_at(corrected_at - second), article.version_at(corrected_at)
    assert before is not None
    assert after is not None
    assert "dès ce week-end" in before.title
    assert "début de la semaine prochaine" in after.title


def test_addresses_carry_the_outlets_own_local_date(newsroom: Newsroom) -> None:
    article = next(article for article in newsroom.articles if article.id == "en-0617-beacon")
    outlet = newsroom.outlets["beacon"]
    assert article_url(outlet, article) == (
        "http://morning-beacon.example/2024/06/17/world/putin-north-korea-visit-tuesday-wednesday.html"
    )
    assert article.published_at.utcoffset() == dt.timedelta(hours=-4)
    assert article.published_at.astimezone(ZoneInfo(outlet.timezone)).hour == 10


def test_days_name_every_day_on_which_the_sites_change(newsroom: Newsroom) -> None:
    days = newsroom.days()
    assert days == sorted(set(days))
    assert dt.date(2024, 6, 13) in days


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("title =", "titel ="), "a.toml: titel: unknown field"),
        (("+01:00", "+02:00"), "not in the outlet's zone Europe/London"),
        (("+01:00", ""), "published_at: Input should have timezone info"),
        (('"paper"', '"nowhere"'), "outlet nowhere is not in outlets.toml"),
        (("= 2024", "= = 2024"), "a.toml: not valid TOML"),
        (('text = "A text."', 'text = "A text."\ncopy_of = "zzz"'), "copy_of names no article: zzz"),
    ],
)
def test_a_broken_article_is_named_in_one_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    folder = make_folder(tmp_path, a=ARTICLE.replace(*change))
    with pytest.raises(SeedError) as caught:
        load_newsroom(folder)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_outlet_outside_example_is_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, OUTLETS.replace("paper.example", "paper.com"), a=ARTICLE)
    with pytest.raises(SeedError, match=r"must end in \.example"):
        load_newsroom(folder)


def test_two_articles_at_one_address_are_refused(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, a=ARTICLE, b=ARTICLE)
    with pytest.raises(SeedError, match="two articles share one address"):
        load_newsroom(folder)


def test_an_empty_newsroom_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no article found"):
        load_newsroom(make_folder(tmp_path))
