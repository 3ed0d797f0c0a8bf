"""The watched stories and what their loader refuses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from records.errors import SeedError
from seeds.newsroom import load_newsroom
from seeds.watches import FOLDER, Party, Watch, load_watches


def find_watch(watch_id: str) -> Watch:
    return next(watch for watch in load_watches() if watch.id == watch_id)


def read_bundled(watch_id: str) -> str:
    return (FOLDER / f"{watch_id}.toml").read_text(encoding="utf-8")


def test_the_visit_is_watched_by_who_goes_where() -> None:
    watch = find_watch("putin-north-korea-2024")
    assert watch.event.type == "visit"
    assert watch.event.actors == (Party(name="Vladimir Putin", wikidata="Q7747"),)
    assert watch.event.recipients == (Party(name="North Korea", wikidata="Q423"),)
    assert [party.name for party in watch.parties] == ["Vladimir Putin", "North Korea"]


def test_the_resolver_gets_canonical_names_and_each_keyword_once() -> None:
    record = find_watch("macron-germany-2024").to_record()
    assert record.entities == ("Emmanuel Macron", "Germany")
    assert (record.event_type, record.place) == ("visit", "Berlin")
    assert record.window == (dt.date(2023, 7, 1), dt.date(2024, 7, 1))
    assert len(set(record.keywords)) == len(record.keywords)
    assert {"Dresde", "Dresden", "Дрезден"} <= set(record.keywords)


def test_the_visit_of_2000_lies_outside_the_window() -> None:
    window = find_watch("putin-north-korea-2024").window
    assert window.overlaps(dt.date(2024, 6, 18), dt.date(2024, 6, 20))
    assert window.overlaps(None, None)
    assert window.overlaps(dt.date(2024, 6, 10), None)
    assert not window.overlaps(dt.date(2000, 7, 1), dt.date(2000, 8, 1))
    assert not window.overlaps(dt.date(2025, 1, 1), None)


def test_file_names_are_ids_and_every_language_has_examples() -> None:
    watches = load_watches()
    assert {watch.id for watch in watches} == {path.stem for path in FOLDER.glob("*.toml")}
    for watch in watches:
        assert {example.lang for example in watch.examples if example.is_match} == set(watch.languages)


def test_the_newsroom_tells_the_watched_stories() -> None:
    told = {article.story for article in load_newsroom().articles if article.story}
    assert told == {watch.id for watch in load_watches()}


def test_a_users_watch_is_one_new_file(tmp_path: Path) -> None:
    text = read_bundled("macron-germany-2024").replace('id = "macron-germany-2024"', 'id = "own-story"')
    (tmp_path / "own-story.toml").write_text(text, encoding="utf-8")
    assert [watch.id for watch in load_watches(tmp_path)] == sorted(
        ["own-story", *(watch.id for watch in load_watches())]
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('type = "visit"', 'type = "voyage"'), "event: type 'voyage' is not one of visit, meeting"),
        (("end = 2024-07-01", "end = 2023-07-01"), "window: the window is empty"),
        (("Q3052772", "3052772"), "event.actors.0.wikidata"),
        (('["fr", "en", "ru", "de"]', '["fr", "en", "es"]'), "no keywords for language es"),
        (("is_match = false", "is_match = true"), "examples need a headline that must match and one that must not"),
        (('id = "macron-germany-2024"', 'id = "putin-north-korea-2024"'), "is already used"),
        (("title =", "titel ="), "titel: unknown field"),
    ],
)
def test_a_broken_watch_is_named_in_one_line(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = read_bundled("macron-germany-2024")
    assert change[0] in text
    (tmp_path / "macron-germany-2024.toml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(SeedError) as caught:
        load_watches(tmp_path)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="no such folder of watches"):
        load_watches(tmp_path / "nowhere")
