"""Whatever the order of arrival, the ledger ends in the same beliefs; as of any instant it knew what it had seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.annotations import Annotation, Claim
from records.articles import ArticleVersion
from tests.stories.conftest import MemoryLedger, at, make_claim, make_pairs

Pair = tuple[ArticleVersion, Annotation]
MAY, JUNE = ("2030-05-10", "2030-05-12"), ("2030-06-20", "2030-06-21")
COURSE = [
    make_claim("2030-03-01", "rumoured", MAY, source="Courier", source_kind="media"),
    make_claim("2030-03-05", "planned", date_status="unset", source_kind="party"),
    make_claim("2030-03-05", "occurred", ("2011-07-01", "2011-08-01"), char_start=300),
    make_claim("2030-03-09", "planned", date_status="unset", outlet="courier"),
    make_claim("2030-04-01", "scheduled", MAY, source_kind="party"),
    make_claim("2030-04-02", "scheduled", ("2030-05-11", "2030-05-12"), article="moving", source_kind="party"),
    make_claim("2030-04-03", "scheduled", MAY, article="moving", version=2, source_kind="party"),
    make_claim("2030-04-20", "postponed", date_status="unset"),
    make_claim("2030-04-22", "scheduled", ("2030-07-09", "2030-07-12"), actors=("Cy Vond",)),
    make_claim("2030-05-20", "scheduled", JUNE),
    make_claim("2030-06-20", "ongoing", ("2030-06-20", None)),
    make_claim(
        "2030-06-20",
        "occurred",
        ("2030-06-20", "2030-06-21"),
        type="meeting",
        actors=("Amel Ruz", "Bo Tamm"),
        recipients=(),
        char_start=80,
    ),
    make_claim("2030-06-23", "occurred", JUNE),
]


def chronicle(ledger: MemoryLedger) -> dict[str, Any]:
    return {
        k: [(r.observed_at, r.status, r.date_status, r.t_start, r.t_end, r.rule_id, r.claim_ids) for r in v]
        for k, v in ledger.chronicle.items()
    }


def beliefs(ledger: MemoryLedger) -> dict[str, Any]:
    return dict(sorted(ledger.events.items()))


def in_order() -> MemoryLedger:
    ledger = MemoryLedger()
    for pair in make_pairs(COURSE):
        ledger.take([pair])
    return ledger


def seen_from(pairs: list[Pair], start: dt.datetime) -> list[Pair]:
    """Return the pairs with seen times in the given order, a minute apart."""
    moved = []
    for position, (version, annotation) in enumerate(pairs):
        seen_at = start + dt.timedelta(minutes=position)
        claims: tuple[Claim, ...] = tuple(replace(claim, seen_at=seen_at) for claim in annotation.claims)
        moved.append((replace(version, seen_at=seen_at), replace(annotation, claims=claims)))
    return moved


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(make_pairs(COURSE)), st.lists(st.integers(1, 4), min_size=20, max_size=20))
def test_any_order_of_arrival_ends_in_the_same_belief_and_chronicle(order: list[Pair], sizes: list[int]) -> None:
    arrived = seen_from(order, at("2031-01-01"))
    ledger = MemoryLedger()
    while arrived:
        size = sizes.pop()
        ledger.take(arrived[:size])
        arrived = arrived[size:]
    expected = in_order()
    assert beliefs(ledger) == beliefs(expected)
    assert chronicle(ledger) == chronicle(expected)


def test_history_equals_the_chronicle_where_articles_are_seen_as_they_come_out() -> None:
    ledger = in_order()
    by_event: dict[str, list[Any]] = {}
    for row in ledger.history:
        by_event.setdefault(row.event_id, []).append(
            (row.observed_at, row.status, row.date_status, row.t_start, row.t_end, row.rule_id, row.claim_ids)
        )
    assert by_event == chronicle(ledger)


def last_states(ledger: MemoryLedger, instant: dt.datetime) -> dict[str, Any]:
    """Return what the history believed at an instant, without ids given up by then."""
    rows = {row.event_id: row for row in ledger.history if row.observed_at <= instant}
    for alias in ledger.aliases:
        row = rows.get(alias.old_event_id)
        if row is not None and row.observed_at <= alias.at <= instant:
            del rows[alias.old_event_id]
    return {k: (r.status, r.date_status, r.t_start, r.t_end) for k, r in rows.items()}


@settings(max_examples=15, deadline=None)
@given(st.permutations(make_pairs(COURSE)), st.integers(0, len(make_pairs(COURSE)) - 1))
def test_the_history_as_of_an_instant_is_what_a_ledger_knew_that_saw_no_more(order: list[Pair], last: int) -> None:
    arrived = seen_from(order, at("2031-01-01"))
    whole = MemoryLedger()
    for pair in arrived:
        whole.take([pair])
    part = MemoryLedger()
    part.take(arrived[: last + 1])
    now = {k: (e.status, e.date_status, e.t_start, e.t_end) for k, e in part.events.items()}
    assert last_states(whole, arrived[last][0].seen_at) == now


def test_resolving_the_same_articles_twice_changes_nothing() -> None:
    ledger = in_order()
    again = ledger.take(make_pairs(COURSE))
    assert (again.history, again.aliases, again.assignments) == ((), (), ())


def test_documents_given_with_an_earlier_seen_time_rewrite_the_history_of_their_events() -> None:
    pairs = make_pairs(COURSE)
    ledger = MemoryLedger()
    ledger.take(pairs[4:])
    result = ledger.take(pairs[:4])
    assert result.rewritten_event_ids
    rows = sorted((r.event_id, r.observed_at, r.status) for r in ledger.history)
    assert rows == sorted((r.event_id, r.observed_at, r.status) for r in in_order().history)


def test_a_correction_withdraws_what_the_first_version_said() -> None:
    wrong = make_claim("2030-04-01", "cancelled", article="hasty")
    right = make_claim("2030-04-02", "planned", article="hasty", version=2)
    ledger = MemoryLedger()
    for pair in make_pairs([make_claim("2030-03-01", "planned"), wrong, right]):
        ledger.take([pair])
    assert [row.status for row in ledger.history] == ["planned", "cancelled", "planned"]
    assert [event.status for event in ledger.events.values()] == ["planned"]


def test_a_copy_of_an_article_is_no_news() -> None:
    sentences = ["The visit is planned.", "No day has been named.", "Talks will follow."]

    def article(published: str, outlet: str) -> list[Claim]:
        kinds = (("planned", "visit"), ("planned", "meeting"), ("occurred", "praise"))
        return [
            make_claim(published, status, type=kind, outlet=outlet, article="one", evidence=text, char_start=n * 50)
            for n, (text, (status, kind)) in enumerate(zip(sentences, kinds, strict=True))
        ]

    ledger = MemoryLedger()
    for pair in make_pairs([*article("2030-03-01", "agency"), *article("2030-03-02", "mirror")]):
        result = ledger.take([pair])
    assert len(result.duplicates) == 1
    assert {event.n_independent_sources for event in ledger.events.values()} == {1}
