"""Which claims tell of one event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from records.annotations import Claim
from records.ledger import Judgement
from stories.blocks import assign_blocks, block_keys
from stories.judgements import judge_events
from tests.stories.conftest import WORLD, MemoryLedger, at, make_claim, make_pairs

Follow = Callable[[Iterable[Claim]], MemoryLedger]
MAY = ("2030-05-10", "2030-05-12")


def test_the_visit_of_another_year_is_another_event(follow: Follow) -> None:
    ledger = follow(
        [
            make_claim("2030-04-01", "scheduled", MAY),
            make_claim("2030-04-01", "occurred", ("2011-07-01", "2011-08-01"), char_start=300),
        ]
    )
    assert len(ledger.events) == 2


def test_another_traveller_from_the_same_country_is_another_event(follow: Follow) -> None:
    ledger = follow(
        [make_claim("2030-04-01", "scheduled", MAY), make_claim("2030-04-02", "scheduled", MAY, actors=("Cy Vond",))]
    )
    assert len(ledger.events) == 2


def test_a_person_with_his_office_is_the_person(follow: Follow) -> None:
    odd = make_claim("2030-04-02", "scheduled", MAY, actors=("Amel Ruz", "Ruritanian Palace"))
    ledger = follow([make_claim("2030-04-01", "planned"), odd])
    assert [event.actors for event in ledger.events.values()] == [("Amel Ruz",)]


def test_the_host_is_the_country_of_the_person_received_or_of_the_place() -> None:
    person = make_claim("2030-04-01", "planned", recipients=("Bo Tamm",))
    place = make_claim("2030-04-02", "planned", recipients=(), place="Port Utopia")
    assert {*assign_blocks([person], WORLD).values(), *assign_blocks([place], WORLD).values()} == {
        "visit|ruritania|utopia"
    }


def test_a_trip_without_a_host_takes_the_host_of_its_article() -> None:
    full = make_claim("2030-04-01", "planned")
    bare = make_claim("2030-04-01", "scheduled", MAY, recipients=(), char_start=200)
    assert len(set(assign_blocks([full, bare], WORLD).values())) == 1


def test_an_undated_past_visit_does_not_fulfil_a_plan(follow: Follow) -> None:
    ledger = follow([make_claim("2030-04-01", "planned", date_status="unset"), make_claim("2030-04-05", "occurred")])
    assert sorted(event.status for event in ledger.events.values()) == ["occurred", "planned"]


def test_a_meeting_inside_a_visit_is_a_part_of_it(follow: Follow) -> None:
    meeting = make_claim(
        "2030-05-10",
        "occurred",
        ("2030-05-10", "2030-05-11"),
        type="meeting",
        actors=("Amel Ruz", "Bo Tamm"),
        recipients=(),
        char_start=90,
    )
    ledger = follow([make_claim("2030-04-01", "scheduled", MAY), meeting])
    visit = next(event for event in ledger.events.values() if event.type == "visit")
    assert [event.part_of for event in ledger.events.values() if event.type == "meeting"] == [visit.event_id]
    assert "visit|ruritania|utopia" in block_keys(meeting, WORLD)


def test_a_summit_in_the_host_s_country_is_not_the_visit_put_off_in_the_same_article(follow: Follow) -> None:
    ledger = follow(
        [
            make_claim("2030-04-01", "scheduled", MAY),
            make_claim("2030-04-20", "postponed", date_status="unset"),
            make_claim("2030-04-20", "scheduled", ("2030-07-09", "2030-07-12"), char_start=300),
        ]
    )
    assert sorted(event.status for event in ledger.events.values()) == ["postponed", "scheduled"]


def test_a_split_and_a_merge_hold_through_a_reprocess() -> None:
    claims = [make_claim("2030-04-01", "planned"), make_claim("2030-04-20", "scheduled", MAY)]
    split = Judgement("different", claims[0].claim_id, claims[1].claim_id, "a reader", at("2030-04-21"))
    ledger = MemoryLedger(judgements=(split,))
    ledger.take(make_pairs(claims))
    assert len(ledger.events) == 2
    first, second = sorted(ledger.events)
    merge = judge_events("merge", first, second, list(ledger.claims.values()), by="a reader", at=at("2030-04-22"))
    again = MemoryLedger(judgements=(split, merge))
    again.take(make_pairs(claims))
    assert len(again.events) == 1
    undone = MemoryLedger(judgements=(replace(split, undone_at=at("2030-04-23")),))
    undone.take(make_pairs(claims))
    assert len(undone.events) == 1


def test_outlets_that_cite_one_source_are_one_voice(follow: Follow) -> None:
    ledger = follow(
        [
            make_claim(f"2030-04-0{n}", "rumoured", source="Courier", source_kind="media", outlet=f"outlet{n}")
            for n in (1, 2, 3)
        ]
    )
    event = next(iter(ledger.events.values()))
    assert (event.n_outlets, event.n_independent_sources) == (3, 1)


def test_a_visit_put_off_outlives_the_days_it_was_meant_for(follow: Follow) -> None:
    ledger = follow(
        [
            make_claim("2030-04-01", "scheduled", MAY),
            make_claim("2030-04-28", "postponed", MAY),
            make_claim("2030-09-01", "postponed"),
            make_claim("2030-09-10", "scheduled", ("2030-10-03", "2030-10-05")),
        ]
    )
    assert [event.status for event in ledger.events.values()] == ["scheduled"]
