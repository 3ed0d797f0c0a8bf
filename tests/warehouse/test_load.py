"""Loads are idempotent by key, and reads give the records back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.feeds import Feed, FeedItem, FeedState, Fetch, Issue
from records.ids import stable_id
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, EVENT, HISTORY, PLAN, STORY, VERSIONS, at
from warehouse import load, read
from warehouse.connection import Writer
from warehouse.rows import (
    AlertAttempt,
    AlertRow,
    Assignment,
    EventAlias,
    JudgementRow,
    PageOutcome,
    Sighting,
    StoredPage,
)
from warehouse.tables import count_rows

FEED = Feed("fed_a", "https://gazette.example/rss", "gazette.example", "Gazette", "en")


def test_loading_everything_twice_adds_no_row(filled: Writer) -> None:
    before = count_rows(filled.con, "writer")
    hand_ledger.fill(filled)
    assert count_rows(filled.con, "writer") == before
    assert sum(before.values()) > 30


def test_records_come_back_as_they_went_in(filled: Writer) -> None:
    assert read.read_article_versions(filled.con) == list(VERSIONS)
    assert read.read_claims(filled.con) == list(CLAIMS)
    assert read.read_history(filled.con) == list(HISTORY)
    assert read.read_chronicle(filled.con, [EVENT]) == list(HISTORY)
    assert read.read_events(filled.con) == {EVENT: hand_ledger.event()}


def test_claims_are_found_by_block_party_event_id_and_article(filled: Writer) -> None:
    assert load.block_of(CLAIMS[0]) == ("visit", ("ent_ruler", "ent_southmark"))
    assert read.read_claims(filled.con, blocks=[load.block_of(CLAIMS[0])]) == list(CLAIMS)
    assert read.read_claims(filled.con, blocks=[("meeting", ("ent_ruler", "ent_southmark"))]) == []
    assert read.read_claims(filled.con, parties=[("visit", "ent_southmark")]) == list(CLAIMS)
    assert read.read_claims(filled.con, parties=[]) == []
    assert read.read_claims(filled.con, event_ids=[EVENT]) == list(CLAIMS)
    assert read.read_claims(filled.con, article_ids=[PLAN.article_id]) == [CLAIMS[1]]
    assert read.read_claims(filled.con, claim_ids=[CLAIMS[2].claim_id], article_ids=[PLAN.article_id]) == list(
        CLAIMS[1:]
    )


def test_newer_extractors_replace_older_claims_without_deleting_them(filled: Writer) -> None:
    reread = replace(CLAIMS[1], status="scheduled", extractor_version="test-2")
    load.load_annotations(filled, [hand_ledger.annotation(PLAN, reread)], "test-2", at(10))
    assert read.read_claims(filled.con, article_ids=[PLAN.article_id]) == [reread]
    assert filled.con.execute("SELECT count(*) FROM core.claims").fetchone() == (4,)
    assert filled.con.execute("SELECT count(*) FROM claims").fetchone() == (3,)
    assert filled.con.execute("SELECT count(*) FROM quotes").fetchone() == (1,)


def test_an_unannotated_version_is_handed_out_once_per_extractor_version(filled: Writer) -> None:
    assert read.read_unannotated_versions(filled.con, hand_ledger.EXTRACTORS) == []
    assert read.read_unannotated_versions(filled.con, "test-2") == list(VERSIONS)
    suspect = replace(hand_ledger.article("wall", 6, "Subscribe."), suspect="paywall")
    load.load_article_versions(filled, [suspect])
    assert read.read_unannotated_versions(filled.con, hand_ledger.EXTRACTORS) == []


def test_a_correction_is_a_second_version_of_one_article(filled: Writer) -> None:
    corrected = hand_ledger.article("plan", 6, "Norland said nothing about Ada Rell.", version=2)
    load.load_article_versions(filled, [corrected])
    load.load_sightings(filled, [Sighting(PLAN.article_id, 2, at(8))])
    known = read.read_known_articles(filled.con, [PLAN.article_id])[PLAN.article_id]
    assert (known.version, known.versions) == (2, {PLAN.text_sha256: 1, corrected.text_sha256: 2})
    row = filled.con.execute(
        "SELECT n_versions, first_seen_at, last_seen_at, published_at FROM articles WHERE article_id = ?",
        [PLAN.article_id],
    ).fetchone()
    assert row == (2, PLAN.seen_at, at(8), PLAN.published_at)


def test_equal_keys_in_one_batch_are_loaded_once(writer: Writer) -> None:
    assert load.load_article_versions(writer, [PLAN, replace(PLAN, title="Other"), PLAN]) == 1
    assert read.read_article_versions(writer.con) == [PLAN]


def test_a_lone_surrogate_is_replaced_and_offsets_stay(writer: Writer) -> None:
    broken = hand_ledger.article("broken", 3, "ab\ud800cd 👍 ef")
    load.load_article_versions(writer, [broken])
    (back,) = read.read_article_versions(writer.con)
    assert (len(back.text), back.text[3:5], back.text[-2:]) == (len(broken.text), "cd", "ef")


def test_a_feed_is_due_until_its_state_says_otherwise(writer: Writer) -> None:
    load.load_feeds(writer, [FEED], at(1))
    assert [feed for feed, _ in read.read_due_feeds(writer.con, at(1))] == [FEED]
    polled = FeedState("fed_a", FEED.url, next_poll_at=at(2), etag='"x"', consecutive_failures=1)
    load.load_feed_states(writer, [polled], at(1))
    assert read.read_due_feeds(writer.con, at(1)) == []
    assert read.read_due_feeds(writer.con, at(2)) == [(FEED, polled)]
    load.load_feed_states(writer, [replace(polled, status="gone")], at(2))
    assert read.read_due_feeds(writer.con, at(3)) == []
    assert writer.con.execute("SELECT status, consecutive_failures FROM feeds").fetchall() == [("gone", 1)]


def test_a_removed_feed_can_be_added_again(writer: Writer) -> None:
    load.load_feeds(writer, [FEED], at(1))
    load.remove_feeds(writer, ["fed_a"], at(2))
    assert read.read_feeds(writer.con) == []
    load.load_feeds(writer, [FEED], at(3))
    assert read.read_feeds(writer.con) == [FEED]


def test_items_are_known_by_key_and_pages_wait_until_processed(writer: Writer) -> None:
    item = FeedItem("fed_a", "https://gazette.example/1", "g1", "One", published_at=at(1))
    assert load.load_feed_items(writer, [item, item], at(1)) == 1
    assert read.read_known_item_keys(writer.con, [load.item_key(item), "other"]) == {load.item_key(item)}
    page = StoredPage(
        item.url, item.url + "/", at(1), 200, "text/html", 10, "aa", "a.warc.gz", 7, 9, None, "fed_a", "k", item
    )
    assert load.load_pages(writer, [page]) == 1
    assert read.read_unprocessed_pages(writer.con, "1") == [page] == read.read_pages(writer.con)
    assert read.read_fetched_urls(writer.con, [item.url, item.url + "/", "https://x.example"]) == {
        item.url,
        item.url + "/",
    }
    load.load_page_outcomes(writer, [PageOutcome(page.page_id, "1", "article", at(1), "art_x", 1)])
    assert read.read_unprocessed_pages(writer.con, "1") == []
    assert read.read_unprocessed_pages(writer.con, "2") == [page]


def test_every_attempt_is_a_row_and_an_issue_can_be_resolved(writer: Writer) -> None:
    load.load_fetches(writer, [Fetch("fet_1", "feed", "https://a.example", "https://a.example", at(1), "timeout")])
    issue = Issue(at(1), "fetch", "timeout", "no answer in 30 s", "https://a.example")
    assert load.load_issues(writer, [issue, issue]) == 1
    (row,) = read.read_open_issues(writer.con, "fetch")
    assert (row["kind"], row["url"]) == ("timeout", "https://a.example")
    load.resolve_issues(writer, [row["issue_id"]], at(2))
    assert read.read_open_issues(writer.con) == []
    assert writer.con.execute("SELECT outcome FROM fetches").fetchall() == [("timeout",)]


def test_a_merge_is_followed_in_one_hop_and_can_be_undone(filled: Writer) -> None:
    load.load_events(filled, [hand_ledger.event("evt_b"), hand_ledger.event("evt_c")], at(10))
    load.load_aliases(filled, [EventAlias(EVENT, "evt_b")], at(10))
    load.load_aliases(filled, [EventAlias("evt_b", "evt_c")], at(11))
    assert read.read_aliases(filled.con) == {EVENT: "evt_c", "evt_b": "evt_c"}
    assert {row.event_id for row in read.read_history(filled.con)} == {"evt_c"}
    assert filled.con.execute("SELECT event_id, n_claims FROM events").fetchall() == [("evt_c", 3)]
    load.load_aliases(filled, [EventAlias(EVENT, EVENT), EventAlias("evt_b", "evt_b")], at(12))
    assert read.read_aliases(filled.con) == {}
    assert read.read_claims(filled.con, event_ids=[EVENT]) == list(CLAIMS)


def test_a_merge_into_an_event_that_was_merged_itself_lands_on_the_last(filled: Writer) -> None:
    load.load_aliases(filled, [EventAlias("evt_b", "evt_c"), EventAlias(EVENT, "evt_b")], at(10))
    assert read.read_aliases(filled.con) == {"evt_b": "evt_c", EVENT: "evt_c"}


def test_a_reassigned_claim_keeps_its_former_assignment_on_record(filled: Writer) -> None:
    load.load_events(filled, [hand_ledger.event("evt_b")], at(10))
    load.load_assignments(filled, [Assignment(CLAIMS[0].claim_id, "evt_b", STORY)], at(10))
    assert read.read_assignments(filled.con)[CLAIMS[0].claim_id].event_id == "evt_b"
    assert filled.con.execute("SELECT count(*) FROM core.assignments").fetchone() == (4,)


def test_the_chronicle_of_an_event_is_replaced_and_history_only_grows(filled: Writer) -> None:
    load.load_chronicle(filled, HISTORY[:1])
    assert read.read_chronicle(filled.con) == [HISTORY[0]]
    load.load_chronicle(filled, [], [EVENT])
    assert read.read_chronicle(filled.con) == []
    later = replace(HISTORY[2], observed_at=at(20), note="window passed, unconfirmed")
    assert load.load_history(filled, [HISTORY[0], later]) == 1
    assert read.read_history(filled.con) == [*HISTORY, later]


def test_memberships_and_contradictions_not_given_again_are_withdrawn(filled: Writer) -> None:
    load.load_story_articles(filled, [], at(10), [PLAN.article_id])
    assert len(read.read_story_articles(filled.con)) == 2
    assert read.read_story_articles(filled.con, [PLAN.article_id]) == []
    load.load_contradictions(filled, [], at(10), [EVENT])
    assert read.read_contradictions(filled.con) == []


def test_vectors_come_with_the_stories_of_a_window(filled: Writer) -> None:
    window = read.read_story_vectors(filled.con, published_from=at(4), published_to=at(6))
    assert [(vector.article_id, vector.story_ids, vector.embedding[:2]) for vector in window] == [
        (PLAN.article_id, (STORY,), (0.6000000238418579, 0.800000011920929))
    ]
    assert [vector.article_id for vector in read.read_story_vectors(filled.con)] == [v.article_id for v in VERSIONS]
    assert read.read_entity_ids(filled.con, [PLAN.article_id]) == {PLAN.article_id: frozenset({"ent_ruler"})}


def test_an_alert_is_open_for_each_target_until_delivered(writer: Writer) -> None:
    alert = AlertRow(stable_id("alr", 1), at(1), "date_set", "The visit has a date", payload={"was": "none"})
    assert load.load_alerts(writer, [alert, alert]) == 1
    load.load_alert_attempts(writer, [AlertAttempt(alert.alert_id, "mail", at(1), "failed", "refused")])
    load.load_alert_attempts(writer, [AlertAttempt(alert.alert_id, "chat", at(1), "delivered")])
    assert read.read_open_alerts(writer.con, ["mail", "chat"]) == [(alert, "mail")]
    assert read.read_alert_failures(writer.con) == {(alert.alert_id, "mail"): 1}


def test_judgements_and_markers_come_back(writer: Writer) -> None:
    judged = JudgementRow("jud_1", at(1), "merge", ("evt_a", "evt_b"), "mara", "same trip", {"note": "é"})
    load.load_judgements(writer, [judged])
    assert read.read_judgements(writer.con) == [judged]
    load.set_marker(writer, "alerts", "5", at(1))
    load.set_marker(writer, "alerts", "6", at(1) + dt.timedelta(seconds=1))
    assert (read.read_marker(writer.con, "alerts"), read.read_marker(writer.con, "x")) == ("6", None)
