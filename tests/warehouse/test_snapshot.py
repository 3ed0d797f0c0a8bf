"""Publishing: checks, the stored layer, search, and what a failure leaves behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import WarehouseError
from records.feeds import FeedItem
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, DATED, EVENT, PLAN, at
from warehouse.checks import list_checks, run_checks
from warehouse.connection import Connection, Writer, folder_of, open_reader
from warehouse.load import load_annotations, load_article_versions, load_claims, load_events, load_feed_items
from warehouse.migrate import list_views
from warehouse.schema_doc import list_published
from warehouse.search import search_semantic, search_text
from warehouse.snapshot import publish_snapshot


def test_a_sound_ledger_has_no_findings(filled: Writer) -> None:
    assert run_checks(filled.con) == []
    assert publish_snapshot(filled) == []


def test_stored_views_give_the_same_rows_as_computed_ones(filled: Writer, reader: Connection) -> None:
    for relation in list_published():
        if relation.kind == "view":
            sql = f"SELECT * FROM {relation.name} ORDER BY ALL"
            assert reader.execute(sql).fetchall() == filled.con.execute(sql).fetchall(), relation.name
    assert reader.execute("SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'published'").fetchone() > (8,)


def test_a_failed_check_stops_publishing_and_leaves_the_old_snapshot(filled: Writer, path: Path) -> None:
    publish_snapshot(filled)
    filled.con.execute("INSERT INTO core.article_versions SELECT * FROM core.article_versions LIMIT 1")
    with pytest.raises(WarehouseError, match="duplicate_article_versions"):
        publish_snapshot(filled)
    assert filled.con.execute("SELECT count(*) FROM core.article_versions").fetchone() == (4,)
    con = open_reader(path)
    assert con.execute("SELECT count(*) FROM article_versions").fetchone() == (3,)
    con.close()
    assert not [file for file in folder_of(path).iterdir() if "building" in file.name]


def test_every_check_states_grade_and_reason() -> None:
    assert {check.grade for check in list_checks()} == {"fail", "warn"}
    assert all(len(check.why) > 20 for check in list_checks())


def names_found(writer: Writer) -> set[str]:
    return {finding.check.name for finding in run_checks(writer.con)}


def test_a_claim_without_its_text_is_found(filled: Writer) -> None:
    filled.con.execute("DELETE FROM core.article_versions WHERE article_id = ?", [PLAN.article_id])
    assert "orphan_claims" in names_found(filled)


def test_offsets_that_do_not_reproduce_the_text_are_found_once(filled: Writer) -> None:
    other = hand_ledger.article("other", 8, "👍 Ada Rell will visit Southmark soon, Norland said.")
    good = hand_ledger.claim(other, "Ada Rell will visit Southmark soon, Norland said.", "planned")
    load_article_versions(filled, [other])
    load_annotations(filled, [hand_ledger.annotation(other, good)], hand_ledger.EXTRACTORS, at(9))
    assert names_found(filled) == set()
    filled.con.execute("UPDATE core.claims SET char_start = char_start + 1 WHERE claim_id = ?", [good.claim_id])
    assert names_found(filled) == {"claim_offsets"}
    publish_snapshot(filled)
    assert names_found(filled) == set()


def test_a_state_that_its_history_contradicts_is_found(filled: Writer) -> None:
    load_events(filled, [replace(hand_ledger.event(), status="cancelled")], at(11))
    assert names_found(filled) == {"history_contradicts_state"}


def test_an_empty_interval_is_found(filled: Writer) -> None:
    upside_down = replace(CLAIMS[2], claim_id="clm_x", t_end=CLAIMS[2].t_start)
    load_claims(filled, [upside_down], hand_ledger.EXTRACTORS)
    assert names_found(filled) == {"dates_out_of_range"}


def test_a_feed_that_falls_silent_or_floods_is_found(writer: Writer) -> None:
    def load_day(day: int, n_items: int) -> None:
        items = [hand_ledger_item(day, number) for number in range(n_items)]
        load_feed_items(writer, items, at(day))

    for day in range(1, 15):
        load_day(day, 10)
    load_day(15, 9)
    assert names_found(writer) == set()
    load_day(16, 60)
    assert names_found(writer) == {"feed_volume"}


def hand_ledger_item(day: int, number: int) -> FeedItem:
    return FeedItem("fed_a", f"https://gazette.example/{day}/{number}", f"{day}-{number}")


def test_words_of_any_script_are_found_without_their_accents(reader: Connection) -> None:
    assert [hit.article_id for hit in search_text(reader, "SUDMARK")] == [DATED.article_id]
    assert [hit.article_id for hit in search_text(reader, "südmark besuchen")] == [DATED.article_id]
    assert search_text(reader, "nowhere") == []
    assert search_text(reader, "'; DROP TABLE x; --") == []


def test_new_articles_are_found_after_publishing(filled: Writer, path: Path) -> None:
    load_article_versions(filled, [hand_ledger.article("кир", 8, "Президент прибыл в столицу.", lang="ru")])
    publish_snapshot(filled)
    con = open_reader(path)
    assert [hit.url for hit in search_text(con, "столицу")] == ["https://gazette.example/кир"]
    con.close()


def test_a_snapshot_without_search_says_so(filled: Writer, path: Path) -> None:
    publish_snapshot(filled, with_search=False)
    con = open_reader(path)
    with pytest.raises(WarehouseError, match="no full-text index"):
        search_text(con, "x")
    con.close()


def test_articles_are_ranked_by_nearness_of_meaning(reader: Connection) -> None:
    hits = search_semantic(reader, [0.0, 1.0, *([0.0] * 510)])
    assert hits[0].article_id == PLAN.article_id
    assert hits[0].score == pytest.approx(0.8)
    assert search_semantic(reader, [1.0, 0.0]) == []


def test_every_contract_view_is_there(reader: Connection) -> None:
    wanted = {
        "feeds", "fetches", "articles", "article_versions", "entities", "mentions", "time_refs", "quotes", "claims",
        "events", "event_history", "event_chronicle", "contradictions", "stories", "story_articles", "issues",
        "events_as_of", "event_history_as_of", "search_text", "search_semantic",
    }  # fmt: skip
    assert wanted <= {relation.name for relation in list_published()}
    assert wanted - {"search_text"} <= {name for name, _ in list_views()}
    assert reader.execute("SELECT event_id FROM events").fetchall() == [(EVENT,)]
