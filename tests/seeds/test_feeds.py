"""The bundled feeds, and what a user's own feed files may do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from records.errors import SeedError
from records.ids import stable_id
from seeds.feeds import FOLDER, load_feeds

OWN = """
outlet = "The Paper"
lang = "en"
country = "GB"
timezone = "Europe/London"
feeds = [{ url = "https://paper.example/rss", title = "World" }]
"""


def test_at_least_32_feeds_of_many_outlets_come_bundled() -> None:
    feeds = load_feeds()
    langs = Counter(feed.lang for feed in feeds)
    assert len(feeds) >= 32
    assert len({feed.outlet for feed in feeds}) >= 30
    assert min(langs["fr"], langs["en"], langs["ru"], langs["ko"]) >= 3
    assert len({feed.feed_id for feed in feeds}) == len(feeds)


def test_both_governments_of_the_visit_and_the_united_nations_are_followed() -> None:
    outlets = {feed.outlet for feed in load_feeds()}
    assert {"Kremlin", "Russian Foreign Ministry", "U.S. State Department", "UN News", "Yonhap", "TASS"} <= outlets


def test_every_feed_says_where_and_when_its_outlet_lives() -> None:
    for feed in load_feeds():
        assert ZoneInfo(feed.timezone).key == feed.timezone
        assert feed.title
        assert feed.feed_id == stable_id("feed", feed.url)


def test_outlets_carry_the_names_under_which_others_cite_them() -> None:
    aliases = {feed.outlet: feed.aliases for feed in load_feeds()}
    assert "Ведомости" in aliases["Vedomosti"]
    assert "ТАСС" in aliases["TASS"]


def test_files_are_named_by_their_outlet_in_plain_letters() -> None:
    for path in FOLDER.glob("*.toml"):
        assert path.stem.replace("-", "").isascii()
        assert path.stem == path.stem.lower()


def test_adding_a_feed_is_one_new_file(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text(OWN, encoding="utf-8")
    feed = next(feed for feed in load_feeds(tmp_path) if feed.outlet == "The Paper")
    assert (feed.url, feed.title, feed.timezone) == ("https://paper.example/rss", "World", "Europe/London")
    assert len(load_feeds(tmp_path)) == len(load_feeds()) + 1


def test_the_users_folder_is_read_without_being_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "newsledger-data" / "feeds"
    folder.mkdir(parents=True)
    (folder / "paper.toml").write_text(OWN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert "The Paper" in {feed.outlet for feed in load_feeds()}


def test_a_users_file_replaces_the_bundled_one_of_its_name(tmp_path: Path) -> None:
    off = OWN.replace('feeds = [{ url = "https://paper.example/rss", title = "World" }]', "feeds = []")
    (tmp_path / "tass.toml").write_text(off, encoding="utf-8")
    assert "TASS" not in {feed.outlet for feed in load_feeds(tmp_path)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("https://paper.example/rss", "paper.example/rss"), "mine.toml: feeds.0.url: not a web address"),
        (("Europe/London", "Europe/Lundun"), "mine.toml: timezone: unknown timezone 'Europe/Lundun'"),
        (("outlet =", "outlets ="), "mine.toml: outlets: unknown field"),
        (('lang = "en"', 'lang = "English"'), "mine.toml: lang: "),
        (('lang = "en"', "lang = en"), "mine.toml: not valid TOML"),
        (("https://paper.example/rss", "https://tass.ru/rss/v2.xml"), "https://tass.ru/rss/v2.xml is already in"),
    ],
)
def test_a_broken_file_is_named_in_one_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert change[0] in OWN
    (tmp_path / "mine.toml").write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load_feeds(tmp_path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(OWN.replace("The Paper", "Libération").encode("latin-1"))
    with pytest.raises(SeedError, match="save the file as UTF-8"):
        load_feeds(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no such folder of feeds"):
        load_feeds(tmp_path / "nowhere")
