"""What one wrong or passing sentence cannot do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from records.annotations import Claim
from stories.blocks import assign_blocks
from tests.stories.conftest import WORLD, MemoryLedger, make_claim

Follow = Callable[[Iterable[Claim]], MemoryLedger]
MAY = ("2030-05-10", "2030-05-12")
PALACE = {"source": "Ruritanian Palace", "source_kind": "party"}


def states(ledger: MemoryLedger) -> list[tuple[Any, ...]]:
    """Return the course of the one event there is, dates as text."""
    (event_id,) = ledger.events
    return [
        (status, kind, *(str(day) if day else None for day in dates))
        for status, kind, *dates in ledger.course(event_id)
    ]


def test_the_day_on_which_a_plan_is_told_is_not_its_date(follow: Follow) -> None:
    told = make_claim("2030-04-05", "planned", ("2030-04-05", "2030-04-06"), time_text="on Friday", **PALACE)
    assert states(follow([told])) == [("planned", "none", None, None)]


def test_what_is_days_ahead_is_not_scheduled_for_the_day_of_the_announcement(follow: Follow) -> None:
    again = make_claim("2030-05-02", "scheduled", ("2030-05-02", "2030-05-03"), time_text="on Thursday", **PALACE)
    assert len(states(follow([make_claim("2030-04-20", "scheduled", MAY), again]))) == 1


def test_a_weekday_taken_for_last_week_s_is_the_one_of_the_visit(follow: Follow) -> None:
    arrived = make_claim("2030-05-10", "occurred", ("2030-05-04", None), time_text="Saturday")
    course = states(follow([make_claim("2030-04-20", "scheduled", MAY), arrived]))
    assert course[-1] == ("ongoing", "fixed", "2030-05-11", "2030-05-12")


def test_a_date_written_out_is_never_shifted(follow: Follow) -> None:
    other = make_claim("2030-05-10", "occurred", ("2030-05-03", "2030-05-04"), time_text="on May 3")
    ledger = follow([make_claim("2030-05-01", "scheduled", ("2030-05-10", "2030-05-11")), other])
    assert all(event.t_start != dt.date(2030, 5, 10) or event.status != "occurred" for event in ledger.events.values())


def test_what_has_days_still_to_come_is_under_way(follow: Follow) -> None:
    held = make_claim("2030-05-10", "occurred", ("2030-05-10", "2030-05-14"))
    assert states(follow([held])) == [("ongoing", "fixed", "2030-05-10", "2030-05-14")]


def test_one_sentence_in_passing_does_not_carry_out_a_plan_but_two_do(follow: Follow) -> None:
    plan = make_claim("2030-04-01", "planned", date_status="unset", **PALACE)
    lead = make_claim("2030-04-09", "planned", date_status="unset", article="later")
    passing = make_claim("2030-04-09", "occurred", ("2030-04-08", "2030-04-09"), article="later", char_start=700)
    second = make_claim("2030-04-10", "occurred", ("2030-04-08", "2030-04-09"), outlet="courier")
    assert states(follow([plan, lead, passing])) == [("planned", "unset", None, None)]
    assert states(follow([plan, lead, passing, second]))[-1][0] == "occurred"


def test_a_stranger_in_passing_calls_nothing_off_but_host_or_visitor_do(follow: Follow) -> None:
    plan = make_claim("2030-04-01", "scheduled", MAY, **PALACE)
    lead = make_claim("2030-04-09", "scheduled", MAY, article="later")
    analyst = make_claim(
        "2030-04-09", "cancelled", article="later", char_start=700, source="A. Nalyst", source_kind="third"
    )
    palace = make_claim("2030-04-09", "cancelled", article="later", char_start=700, **PALACE)
    assert len(states(follow([plan, lead, analyst]))) == 1
    assert states(follow([plan, lead, palace]))[-1] == ("cancelled", "fixed", *MAY)


def test_beside_a_rumour_in_the_lead_only_a_party_makes_a_plan_of_it(follow: Follow) -> None:
    rumour = make_claim("2030-04-01", "rumoured", MAY, source="Courier", source_kind="media")
    third = make_claim(
        "2030-04-01", "planned", date_status="unset", char_start=400, source="Cy Land", source_kind="third"
    )
    palace = make_claim("2030-04-01", "planned", date_status="unset", char_start=400, **PALACE)
    assert states(follow([rumour, third])) == [("rumoured", "fixed", *MAY)]
    assert states(follow([rumour, palace])) == [("planned", "fixed", *MAY)]


def test_a_date_beside_a_lead_that_names_none_is_hearsay_until_an_official_one_comes(follow: Follow) -> None:
    lead = make_claim("2030-04-01", "planned", date_status="unset", **PALACE)
    body = make_claim("2030-04-01", "scheduled", MAY, char_start=300)
    remote = make_claim("2030-04-01", "scheduled", ("2031-01-01", "2031-02-01"), char_start=500)
    assert states(follow([lead, body])) == [("planned", "fixed", *MAY)]
    assert states(follow([lead, remote]))[0] == ("planned", "unset", None, None)


def test_a_date_further_down_does_not_move_what_the_lead_says(follow: Follow) -> None:
    lead = make_claim("2030-04-01", "scheduled", MAY)
    other = make_claim("2030-04-01", "scheduled", ("2030-05-21", "2030-05-22"), char_start=600)
    assert states(follow([lead, other])) == [("scheduled", "fixed", *MAY)]


def test_only_a_first_day_told_again_keeps_the_end(follow: Follow) -> None:
    stage = make_claim("2030-05-01", "scheduled", ("2030-05-11", None), article="later")
    assert states(follow([make_claim("2030-04-01", "scheduled", MAY), stage]))[-1][3] == MAY[1]


def test_a_companion_nobody_knows_makes_no_other_visit(follow: Follow) -> None:
    company = make_claim("2030-04-02", "scheduled", MAY, actors=("Amel Ruz", "delegation"))
    ledger = follow([make_claim("2030-04-01", "planned"), company])
    assert [event.actors for event in ledger.events.values()] == [("Amel Ruz",)]


def test_a_visit_without_a_visitor_is_that_of_its_article() -> None:
    full = make_claim("2030-04-01", "planned")
    bare = make_claim("2030-04-01", "scheduled", MAY, actors=(), char_start=200)
    past = make_claim("2030-04-01", "occurred", ("2011-07-01", "2011-08-01"), actors=(), char_start=300)
    blocks = assign_blocks([full, bare, past], WORLD)
    assert blocks[full.claim_id] == blocks[bare.claim_id] != blocks[past.claim_id]


def test_what_was_denied_and_is_announced_after_all_is_one_event(follow: Follow) -> None:
    claims = [
        make_claim("2030-03-01", "rumoured", source="Courier", source_kind="media"),
        make_claim("2030-03-02", "denied", **PALACE),
        make_claim("2030-04-01", "scheduled", MAY, **PALACE),
    ]
    assert [state[0] for state in states(follow(claims))] == ["rumoured", "denied", "scheduled"]


def test_what_was_called_off_years_ago_is_not_what_is_planned_now(follow: Follow) -> None:
    old = make_claim("2030-04-01", "cancelled", ("2021-01-01", "2022-01-01"), char_start=500)
    soon = make_claim("2030-04-01", "rumoured", ("2030-05-01", None), date_status="approximate", time_text="soon")
    ledger = follow([old, soon])
    assert sorted(event.status for event in ledger.events.values()) == ["cancelled", "rumoured"]


def test_legs_of_a_tour_and_the_return_visit_stay_apart(follow: Follow) -> None:
    claims = [
        make_claim("2030-04-01", "scheduled", MAY),
        make_claim("2030-04-01", "scheduled", ("2030-05-12", "2030-05-14"), recipients=("Syldavia",), char_start=50),
        make_claim("2030-04-01", "planned", actors=("Bo Tamm",), recipients=("Ruritania",), char_start=90),
        make_claim("2030-05-13", "occurred", MAY),
    ]
    ledger = follow(claims)
    assert sorted((event.recipients, event.status) for event in ledger.events.values()) == [
        (("Ruritania",), "planned"),
        (("Syldavia",), "scheduled"),
        (("Utopia",), "occurred"),
    ]
