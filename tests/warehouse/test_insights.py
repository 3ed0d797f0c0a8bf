"""The insight views answer the analyst's questions on the hand-made ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.articles import ArticleVersion
from records.events import StoryArticle
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, DATED, EVENT, PLAN, RUMOUR, STORY, at
from warehouse.connection import Connection, Writer
from warehouse.load import (
    load_annotations,
    load_article_versions,
    load_assignments,
    load_duplicates,
    load_events,
    load_history,
    load_story_articles,
)
from warehouse.rows import Assignment


def follow(writer: Writer, *, day: int, outlet: str, status: str, start: dt.date | None = None) -> None:
    """Load one more article with a claim of the visit."""
    version = hand_ledger.article(f"more-{day}", day, "Ada Rell will visit Southmark, it is said.", outlet)
    more = hand_ledger.claim(version, "Ada Rell will visit Southmark, it is said.", status, start)
    load_article_versions(writer, [version])
    load_annotations(writer, [hand_ledger.annotation(version, more)], hand_ledger.EXTRACTORS, version.seen_at)
    load_assignments(writer, [Assignment(more.claim_id, EVENT, STORY)], version.seen_at)


def test_the_date_converges_and_slips_are_counted(filled: Writer) -> None:
    moved = replace(
        hand_ledger.HISTORY[2], observed_at=at(12), status="postponed", t_start=dt.date(2031, 6, 3), t_end=dt.date(2031, 6, 5),
        previous_status="scheduled", previous_t_start=dt.date(2031, 5, 20), previous_t_end=dt.date(2031, 5, 21),
    )  # fmt: skip
    load_history(filled, [moved])
    sql = "SELECT status, earliest_on, latest_on, width_days, slip_days, n_slips FROM date_convergence ORDER BY observed_at"
    assert filled.con.execute(sql).fetchall() == [
        ("scheduled", dt.date(2031, 5, 20), dt.date(2031, 5, 20), 1, None, 0),
        ("postponed", dt.date(2031, 6, 3), dt.date(2031, 6, 4), 2, 14, 1),
    ]


def test_who_was_first_and_by_how_many_hours(filled: Writer) -> None:
    follow(filled, day=6, outlet="late.example", status="planned")
    sql = "SELECT outlet, place_in_order, lag_hours, lead_hours FROM first_reports WHERE status = 'planned' ORDER BY 2"
    assert filled.con.execute(sql).fetchall() == [("gazette.example", 1, 0.0, 24.0), ("late.example", 2, 24.0, None)]


def test_a_state_that_was_never_believed_has_no_first_report(filled: Writer) -> None:
    follow(filled, day=6, outlet="late.example", status="cancelled")
    assert filled.con.execute("SELECT count(*) FROM first_reports WHERE status = 'cancelled'").fetchone() == (0,)


def test_the_lag_between_languages(reader: Connection) -> None:
    sql = "SELECT lang, first_lang, lag_hours, n_claims FROM coverage_lag ORDER BY lag_hours"
    assert reader.execute(sql).fetchall() == [("en", "en", 0.0, 2), ("de", "en", 168.0, 1)]


def test_claims_are_confirmed_or_refuted_by_what_happened(filled: Writer) -> None:
    follow(filled, day=10, outlet="wrong.example", status="scheduled", start=dt.date(2031, 6, 1))
    follow(filled, day=11, outlet="no.example", status="denied")
    assert filled.con.execute("SELECT DISTINCT outcome FROM claim_outcomes").fetchall() == [("open",)]
    load_events(filled, [replace(hand_ledger.event(), status="occurred")], at(22))
    outcomes = dict(filled.con.execute("SELECT outlet, outcome FROM claim_outcomes").fetchall())
    assert outcomes == {
        "whisper.example": "confirmed", "gazette.example": "confirmed", "zeitung.example": "confirmed",
        "wrong.example": "refuted", "no.example": "refuted",
    }  # fmt: skip
    assert filled.con.execute(
        "SELECT n_claims, n_confirmed, n_refuted, confirmed_ratio FROM source_outcomes WHERE source = 'Norland'"
    ).fetchall() == [(4, 2, 2, 0.5)]
    assert filled.con.execute("SELECT count(*) FROM outlet_outcomes").fetchone() == (5,)


def test_silence_while_a_window_is_open(reader: Connection) -> None:
    sql = "SELECT event_id, silent_days FROM silence(?, 3)"
    assert reader.execute(sql, [at(11)]).fetchall() == []
    assert reader.execute(sql, [at(13)]).fetchall() == [(EVENT, 4)]
    assert reader.execute(sql, [at(25)]).fetchall() == []


def test_a_story_is_open_then_quiet_while_something_is_to_come_then_ended(reader: Connection) -> None:
    sql = "SELECT state, n_waiting, next_on, ended_on FROM story_states(?)"
    assert reader.execute(sql, [at(11)]).fetchall() == [("open", 1, dt.date(2031, 5, 20), None)]
    assert reader.execute(sql, [at(24)]).fetchall() == [("quiet", 1, None, None)]
    late = dt.datetime(2031, 7, 15, tzinfo=dt.UTC)
    assert reader.execute(sql, [late]).fetchall() == [("ended", 0, None, dt.date(2031, 5, 9))]


def move(writer: Writer, day: int, *members: tuple[str, ArticleVersion]) -> None:
    """Decide that these articles are in these stories, and in no other."""
    rows = [StoryArticle(story_id, version.article_id, 0.9, "cluster") for story_id, version in members]
    load_story_articles(writer, rows, at(day), [version.article_id for _, version in members])


def test_a_split_a_merge_and_a_new_id_of_a_story_are_told_apart(filled: Writer) -> None:
    move(filled, 10, ("sto_new", DATED))
    move(filled, 11, (STORY, DATED))
    move(filled, 12, ("sto_other", RUMOUR), ("sto_other", PLAN), ("sto_other", DATED))
    sql = "SELECT changed_at, story_id, to_story_id, kind, n_articles FROM story_changes ORDER BY 1"
    assert filled.con.execute(sql).fetchall() == [
        (at(10), STORY, "sto_new", "split", 1),
        (at(11), "sto_new", STORY, "merge", 1),
        (at(12), STORY, "sto_other", "renamed", 3),
    ]


def test_stories_that_tell_of_one_event_are_related(filled: Writer) -> None:
    assert filled.con.execute("SELECT count(*) FROM related_stories").fetchone() == (0,)
    move(filled, 10, ("sto_new", DATED))
    sql = "SELECT story_id, other_story_id, n_shared_events, shared_event_ids, n_claims FROM related_stories ORDER BY 1"
    assert filled.con.execute(sql).fetchall() == [
        ("sto_new", STORY, 1, [EVENT], 3),
        (STORY, "sto_new", 1, [EVENT], 3),
    ]


def test_participants_and_places_of_a_story(reader: Connection) -> None:
    sql = "SELECT name, role, n_claims, n_outlets FROM story_participants WHERE story_id = ? ORDER BY role"
    assert reader.execute(sql, [STORY]).fetchall() == [("Ada Rell", "actor", 3, 3), ("Southmark", "recipient", 3, 3)]
    assert reader.execute("SELECT place, n_claims FROM story_places").fetchall() == [("Southmark", 3)]


def test_quotes_of_a_speaker_leave_out_copies(filled: Writer) -> None:
    sql = "SELECT speaker, text, story_ids, url FROM speaker_quotes"
    assert filled.con.execute(sql).fetchall() == [("Ada Rell", "We shall talk,", [STORY], PLAN.url)]
    load_duplicates(filled, {PLAN.article_id: RUMOUR.article_id}, at(10))
    assert filled.con.execute(sql).fetchall() == []


def test_the_calendar_names_day_and_source(reader: Connection) -> None:
    sql = "SELECT t_start, status, source, url, last_changed_at FROM calendar"
    assert reader.execute(sql).fetchall() == [
        (dt.date(2031, 5, 20), "scheduled", "Norland", DATED.url, CLAIMS[2].seen_at)
    ]
