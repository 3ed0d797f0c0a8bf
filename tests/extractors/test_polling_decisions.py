"""When a feed is polled again: every circumstance is one test."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from extractors.feeds import ParsedFeed
from extractors.fetch_records import FetchRequest, FetchResult
from extractors.schedule import (
    decide_poll,
    find_new_items,
    find_silent_feeds,
    is_due,
    is_unchanged,
    make_request,
    next_revisit_at,
)
from records.feeds import FeedItem, FeedState, Fetch, Page
from tests.extractors.loopback import NOW

HOUR = dt.timedelta(hours=1)
STATE = FeedState("feed_1", "https://outlet.example/feed", interval_seconds=3600.0, last_unconditional_at=NOW)


def result(outcome: str = "ok", status: int | None = 200, body: bytes = b"body", **changes: object) -> FetchResult:
    request = FetchRequest(STATE.url, "feed", etag='"old"', feed_id="feed_1")
    fetch = Fetch("fetch_1", "feed", STATE.url, STATE.url, NOW, outcome, status)
    page = Page(STATE.url, STATE.url, NOW, status or 0, "", body) if outcome in ("ok", "http_error") else None
    return replace(FetchResult(request, fetch, page), **changes)  # type: ignore[arg-type]


def parsed(*urls: str, **changes: object) -> ParsedFeed:
    items = tuple(FeedItem("feed_1", url, f"guid-{url}") for url in urls)
    return replace(ParsedFeed(True, "rss", items), **changes)  # type: ignore[arg-type]


def wait(state: FeedState) -> float:
    assert state.next_poll_at is not None
    return (state.next_poll_at - NOW).total_seconds()


def test_a_new_feed_is_due_and_asked_without_validators() -> None:
    assert is_due(FeedState("f", "u"), NOW)
    assert make_request(FeedState("f", "u", etag='"x"'), NOW).etag is None


def test_validators_are_sent_except_once_a_day() -> None:
    state = replace(STATE, etag='"x"', last_modified="y")
    assert make_request(state, NOW + HOUR).etag == '"x"'
    assert make_request(state, NOW + 25 * HOUR) == FetchRequest(STATE.url, "feed", feed_id="feed_1")


def test_little_overlap_polls_sooner_and_much_overlap_later() -> None:
    first = decide_poll(STATE, result(), parsed("a", "b", "c", "d"), NOW)
    all_new = decide_poll(first, result(body=b"2"), parsed("e", "f", "g", "h"), NOW)
    some_new = decide_poll(first, result(body=b"2"), parsed("a", "b", "c", "e"), NOW)
    none_new = decide_poll(first, result(body=b"2"), parsed("a", "b", "c", "d"), NOW)
    assert all_new.interval_seconds < some_new.interval_seconds < first.interval_seconds < none_new.interval_seconds
    assert all_new.interval_seconds >= STATE.min_interval_seconds


def test_intervals_stay_within_the_bounds_of_the_feed() -> None:
    slow = replace(STATE, interval_seconds=80_000.0)
    for _ in range(5):
        slow = decide_poll(slow, result("not_modified", 304), None, NOW)
    assert slow.interval_seconds == STATE.max_interval_seconds


def test_only_items_that_the_last_body_did_not_have_are_new() -> None:
    state = decide_poll(STATE, result(), parsed("a", "b"), NOW)
    assert [item.url for item in find_new_items(state, parsed("b", "c"))] == ["c"]
    by_guid = decide_poll(STATE, result(), parsed("a"), NOW, identity="guid")
    moved = replace(parsed(), items=(FeedItem("feed_1", "https://new-link.example/", "guid-a"),))
    assert find_new_items(by_guid, moved, "guid") == ()


def test_the_same_bytes_are_unchanged_whatever_the_etag_says() -> None:
    state = decide_poll(STATE, result(etag='"1"'), parsed("a"), NOW)
    assert is_unchanged(state, result(etag='"2"'))
    assert not is_unchanged(state, result(body=b"other", etag='"1"'))
    assert not is_unchanged(STATE, result())


def test_a_last_modified_in_the_future_is_not_kept() -> None:
    state = decide_poll(STATE, result(last_modified="Sat, 24 May 2041 10:00:00 GMT"), parsed("a"), NOW)
    assert state.last_modified is None
    honest = decide_poll(STATE, result(last_modified="Fri, 24 May 2024 10:00:00 GMT"), parsed("a"), NOW)
    assert honest.last_modified is not None


def test_failures_back_off_by_their_weight_and_never_for_good() -> None:
    temporary = decide_poll(STATE, result("http_error", 503), None, NOW)
    soft = decide_poll(STATE, result("network_error", None), None, NOW)
    hard = decide_poll(STATE, result("http_error", 403), None, NOW)
    assert wait(temporary) < wait(soft) < wait(hard)
    state = STATE
    for _ in range(100):
        state = decide_poll(state, result("network_error", None), None, NOW)
    assert state.status == "failing"
    assert wait(state) <= 3.5 * 86400
    assert decide_poll(state, result(), parsed("a"), NOW).consecutive_failures == 0


def test_a_gone_feed_is_asked_once_a_week() -> None:
    state = decide_poll(STATE, result("http_error", 410), None, NOW)
    assert state.status == "gone"
    assert 7 * 86400 <= wait(state) <= 8 * 86400
    assert decide_poll(state, result(), parsed("a"), NOW).status == "active"
    assert decide_poll(STATE, result("http_error", 404), None, NOW).status == "failing"


def test_retry_after_is_respected() -> None:
    state = decide_poll(STATE, result("http_error", 429, retry_after_seconds=50_000.0), None, NOW)
    assert wait(state) >= 50_000


def test_a_permanent_redirect_is_adopted_after_three_polls_that_parse() -> None:
    moved = {"permanent_url": "https://new.example/feed"}
    state = STATE
    for number in range(2):
        state = decide_poll(state, result(body=str(number).encode(), **moved), parsed("a"), NOW)
        assert state.url == STATE.url
    broken = decide_poll(state, result(body=b"html", **moved), ParsedFeed(False), NOW)
    assert (broken.url, broken.redirect_hops, broken.last_outcome) == (STATE.url, 0, "parse_error")
    elsewhere = decide_poll(state, result(body=b"x", permanent_url="https://other.example/"), parsed("a"), NOW)
    assert (elsewhere.url, elsewhere.redirect_hops) == (STATE.url, 1)
    adopted = decide_poll(state, result(body=b"x", **moved), parsed("a"), NOW)
    assert (adopted.url, adopted.etag) == ("https://new.example/feed", None)


def test_a_304_after_a_failure_stays_failed_and_asks_anew() -> None:
    failed = decide_poll(STATE, result(body=b"<html>"), ParsedFeed(False), NOW)
    after = decide_poll(failed, result("not_modified", 304), None, NOW)
    assert (after.status, after.consecutive_failures) == ("failing", 2)
    assert make_request(replace(after, etag='"x"'), NOW).etag is None


def test_an_empty_feed_is_not_broken() -> None:
    state = decide_poll(STATE, result(), parsed(), NOW)
    assert (state.status, state.consecutive_failures) == ("active", 0)


def test_what_the_feed_asks_for_is_honoured() -> None:
    assert wait(decide_poll(STATE, result(), parsed("a", ttl_seconds=7200.0), NOW)) >= 7200
    assert wait(decide_poll(STATE, result(), parsed("a", update_seconds=86400.0), NOW)) >= 86400
    quiet = decide_poll(STATE, result(), parsed("a", skip_hours=frozenset({13, 14, 15})), NOW)
    assert quiet.next_poll_at is not None
    assert quiet.next_poll_at.hour == 16
    friday = decide_poll(STATE, result(), parsed("a", skip_days=frozenset({"friday"})), NOW)
    assert friday.next_poll_at is not None
    assert friday.next_poll_at.strftime("%A") == "Saturday"


def test_jitter_spreads_feeds_and_is_the_same_on_replay() -> None:
    waits = {
        wait(decide_poll(replace(STATE, feed_id=f"f{number}"), result(), parsed("a"), NOW)) for number in range(20)
    }
    assert len(waits) == 20
    assert decide_poll(STATE, result(), parsed("a"), NOW) == decide_poll(STATE, result(), parsed("a"), NOW)


@pytest.mark.parametrize(
    "outcome", ["ok", "not_modified", "http_error", "network_error", "refused", "too_large", "timeout"]
)
def test_every_outcome_has_a_next_time(outcome: str) -> None:
    state = decide_poll(STATE, result(outcome, 500 if outcome == "http_error" else None), None, NOW)
    assert wait(state) > 0
    assert state.last_polled_at == NOW


def test_articles_are_visited_again_after_a_day_and_a_week() -> None:
    assert next_revisit_at(NOW, 1) == NOW + dt.timedelta(days=1)
    assert next_revisit_at(NOW, 2) == NOW + dt.timedelta(days=7)
    assert next_revisit_at(NOW, 3) is None


def test_a_feed_that_falls_silent_is_noticed() -> None:
    busy = replace(STATE, last_new_item_at=NOW - 100 * HOUR, new_item_gap_seconds=3600.0)
    rare = replace(STATE, last_new_item_at=NOW - 100 * HOUR, new_item_gap_seconds=86400.0 * 7)
    assert [issue.kind for issue in find_silent_feeds([busy, rare, STATE], NOW)] == ["silent_feed"]
