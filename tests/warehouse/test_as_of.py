"""What was believed then, from what had been seen then."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, EVENT, STORY, at
from warehouse.connection import Writer, open_writer
from warehouse.load import (
    load_aliases,
    load_annotations,
    load_article_versions,
    load_assignments,
    load_events,
    load_history,
)
from warehouse.rows import Assignment, EventAlias

_STATE = "SELECT status, date_status, t_start, t_end, n_claims, n_outlets, n_independent_sources, langs FROM "


@pytest.mark.parametrize("day", [1, 3, 6, 10])
def test_as_of_equals_a_warehouse_that_only_ever_saw_the_articles_up_to_then(
    filled: Writer, tmp_path_factory: pytest.TempPathFactory, day: int
) -> None:
    seen = [position for position, claim in enumerate(CLAIMS) if claim.seen_at <= at(day)]
    with open_writer(tmp_path_factory.mktemp("fresh") / "w.duckdb") as fresh:
        load_article_versions(fresh, [hand_ledger.VERSIONS[position] for position in seen])
        load_annotations(
            fresh, [hand_ledger.ANNOTATIONS[position] for position in seen], hand_ledger.EXTRACTORS, at(day)
        )
        load_assignments(fresh, [Assignment(CLAIMS[position].claim_id, EVENT, STORY) for position in seen], at(day))
        if seen:
            load_events(fresh, [hand_ledger.event(last=seen[-1])], at(day))
        load_history(fresh, [hand_ledger.HISTORY[position] for position in seen])
        expected = fresh.con.execute(_STATE + "events").fetchall()
    assert filled.con.execute(_STATE + "events_as_of($1)", [at(day)]).fetchall() == expected


def test_history_as_of_shows_nothing_seen_later(filled: Writer) -> None:
    sql = "SELECT status FROM event_history_as_of(?) ORDER BY observed_at"
    assert filled.con.execute(sql, [at(6)]).fetchall() == [("rumoured",), ("planned",)]


def test_as_of_takes_a_date_written_as_text(filled: Writer) -> None:
    assert filled.con.execute("SELECT status FROM events_as_of('2031-05-06')").fetchall() == [("planned",)]


def test_a_later_merge_does_not_change_what_was_believed_before(filled: Writer) -> None:
    load_events(filled, [hand_ledger.event("evt_b")], at(12))
    load_aliases(filled, [EventAlias(EVENT, "evt_b")], at(12))
    assert filled.con.execute("SELECT event_id, n_claims FROM events_as_of(?)", [at(11)]).fetchall() == [(EVENT, 3)]
    assert filled.con.execute("SELECT event_id, n_claims FROM events_as_of(?)", [at(13)]).fetchall() == [("evt_b", 3)]


def test_a_claim_moved_later_counts_where_it_was_then(filled: Writer) -> None:
    load_events(filled, [hand_ledger.event("evt_b", 0)], at(12))
    load_history(filled, [hand_ledger.history(0, event_id="evt_b")])
    load_assignments(filled, [Assignment(CLAIMS[0].claim_id, "evt_b", STORY)], at(12))
    counts = "SELECT n_claims FROM events_as_of(?) WHERE event_id = ?"
    assert filled.con.execute(counts, [at(11), EVENT]).fetchone() == (3,)
    assert filled.con.execute(counts, [at(13), EVENT]).fetchone() == (2,)
    assert filled.con.execute(counts, [at(13), "evt_b"]).fetchone() == (1,)


def test_the_state_of_an_event_is_the_one_decided_by_then(filled: Writer) -> None:
    moved = hand_ledger.event()
    load_events(
        filled, [type(moved)(**{**{f: getattr(moved, f) for f in moved.__slots__}, "place": "Capital"})], at(15)
    )
    place = "SELECT place FROM events_as_of(?)"
    assert filled.con.execute(place, [at(14)]).fetchone() == ("Southmark",)
    assert filled.con.execute(place, [at(15) + dt.timedelta(seconds=1)]).fetchone() == ("Capital",)
