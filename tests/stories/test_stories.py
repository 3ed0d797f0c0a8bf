"""Which articles are one story."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from records.events import Event
from records.ledger import StoryDoc, Watch
from seeds.watches import load_watches
from stories.cluster import link_by_average
from stories.watches import is_watched_event, is_watched_headline
from tests.stories.conftest import MemoryLedger, at, day, make_claim, make_pairs

np = pytest.importorskip("numpy")
MAY = ("2030-05-10", "2030-05-12")
WATCH = Watch(
    "ruz-utopia",
    "Ruz in Utopia",
    ("Amel Ruz", "Utopia"),
    "visit",
    None,
    (day("2030-01-01"), day("2031-01-01")),
    ("en",),
    ("Utopia",),
)


def feed(ledger: MemoryLedger) -> MemoryLedger:
    claims = [
        make_claim("2030-04-01", "scheduled", MAY),
        make_claim("2030-04-03", "scheduled", MAY, outlet="courier"),
        make_claim("2030-05-10", "ongoing", MAY),
        make_claim("2030-04-02", "scheduled", ("2030-04-20", "2030-04-22"), recipients=("Syldavia",), outlet="herald"),
        make_claim("2030-04-21", "ongoing", ("2030-04-20", "2030-04-22"), recipients=("Syldavia",)),
        make_claim("2030-04-21", "protest", article="alone", type="protest", actors=("Fishers",), recipients=()),
    ]
    claims[-1] = replace(claims[-1], status="occurred")
    for pair in make_pairs(claims):
        ledger.take([pair])
    return ledger


def test_two_trips_of_one_leader_are_two_stories_and_a_lone_article_is_none() -> None:
    ledger = feed(MemoryLedger())
    assert sorted(story.n_articles for story in ledger.stories.values()) == [2, 3]
    assert len(ledger.members) == 5


def test_a_watch_gives_its_story_a_name_that_stays() -> None:
    ledger = feed(MemoryLedger(watches=(WATCH,)))
    assert [story.title for story in ledger.stories.values() if story.watch] == ["Ruz in Utopia"]
    watched = next(story for story in ledger.stories.values() if story.watch)
    visit = next(event for event in ledger.events.values() if event.recipients == ("Utopia",))
    assert visit.story_id == watched.story_id


def test_an_event_outside_the_window_is_not_the_watched_one() -> None:
    event = Event(
        "e",
        "visit",
        ("Amel Ruz",),
        ("Utopia",),
        "occurred",
        "fixed",
        at("2030-02-01"),
        at("2030-02-01"),
        t_start=day("2011-07-01"),
        t_end=day("2011-08-01"),
    )
    assert not is_watched_event(WATCH, event)
    assert is_watched_event(WATCH, replace(event, t_start=None, t_end=None))


def test_average_linkage_stops_where_groups_differ_on_average() -> None:
    table = np.array([[1.0, 0.9, 0.3, 0.0], [0.9, 1.0, 0.1, 0.0], [0.3, 0.1, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert link_by_average(table, 0.25) == [[0, 1], [2], [3]]


@pytest.mark.parametrize("watch", load_watches(Path(__file__).parents[2] / "seeds" / "watches"), ids=lambda w: w.id)
def test_headlines_with_the_wrong_cast_never_match_a_watch(watch: object) -> None:
    record = watch.to_record()  # type: ignore[attr-defined]
    for example in watch.examples:  # type: ignore[attr-defined]
        doc = StoryDoc("a", example.headline, at(f"{record.window[0]}"), "gazette", example.lang)
        named = replace(doc, entities=(record.entities[0],))
        assert not is_watched_headline(record, doc), "without the one who acts nothing matches"
        if example.is_match:
            assert is_watched_headline(record, named)
