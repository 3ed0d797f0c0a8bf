"""What a claim does to a belief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from records.annotations import Claim
from records.errors import SeedError
from seeds.lifecycle_rules import FACTS, load_horizons, load_lifecycle
from stories.facts import _TESTS
from tests.stories.conftest import MemoryLedger, make_claim

Follow = Callable[[Iterable[Claim]], MemoryLedger]
MAY = ("2030-05-10", "2030-05-12")


def states(follow: Follow, *claims: Claim) -> list[tuple[Any, ...]]:
    """Return the course of the one event that the claims tell of."""
    ledger = follow(claims)
    assert len(ledger.events) == 1
    return ledger.course(next(iter(ledger.events)))


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_a_rumour_never_moves_an_official_date(follow: Follow) -> None:
    official = make_claim("2030-04-01", "scheduled", MAY, source="Ruritanian Palace", source_kind="party")
    rumour = make_claim("2030-04-03", "rumoured", ("2030-05-20", "2030-05-21"), source="Courier", source_kind="media")
    assert states(follow, official, rumour) == [("scheduled", "fixed", d(MAY[0]), d(MAY[1]))]


def test_a_rumour_dates_a_plan_that_officials_leave_open(follow: Follow) -> None:
    plan = make_claim("2030-04-01", "planned", date_status="unset", source_kind="party")
    weeks = make_claim(
        "2030-04-05", "rumoured", ("2030-04-05", None), date_status="approximate", time_text="in the coming weeks"
    )
    days = make_claim(
        "2030-04-09", "rumoured", ("2030-04-09", None), date_status="approximate", time_text="within days"
    )
    assert states(follow, plan, weeks, days) == [
        ("planned", "unset", None, None),
        ("planned", "approximate", d("2030-04-05"), None),
        ("planned", "approximate", d("2030-04-09"), None),
    ]


def test_soon_is_no_window(follow: Follow) -> None:
    plan = make_claim("2030-04-01", "planned", date_status="unset")
    soon = make_claim("2030-04-05", "rumoured", ("2030-04-05", None), date_status="approximate", time_text="soon")
    assert states(follow, plan, soon) == [("planned", "unset", None, None)]


def test_no_date_yet_said_again_is_no_change(follow: Follow) -> None:
    plan = make_claim("2030-04-01", "planned", date_status="unset")
    week = make_claim(
        "2030-04-05", "rumoured", ("2030-04-08", "2030-04-15"), date_status="approximate", time_text="next week"
    )
    again = make_claim("2030-04-06", "planned", date_status="unset", source_kind="party")
    assert len(states(follow, plan, week, again)) == 2


def test_a_visit_lives_from_plan_to_return(follow: Follow) -> None:
    claims = [
        make_claim("2030-04-01", "planned"),
        make_claim("2030-04-20", "scheduled", MAY),
        make_claim("2030-05-10", "ongoing", ("2030-05-10", None)),
        make_claim("2030-05-13", "occurred", MAY),
        make_claim("2030-05-20", "occurred", ("2030-05-01", "2030-06-01")),
    ]
    assert [state[0] for state in states(follow, *claims)] == ["planned", "scheduled", "ongoing", "occurred"]


def test_a_delay_without_a_date_clears_the_date_and_a_stale_article_does_not_bring_it_back(follow: Follow) -> None:
    claims = [
        make_claim("2030-04-01", "scheduled", MAY),
        make_claim("2030-04-20", "postponed", date_status="unset"),
        make_claim("2030-04-21", "postponed", date_status="unset"),
        make_claim("2030-04-21", "scheduled", MAY, char_start=400),
    ]
    assert states(follow, *claims)[-1] == ("postponed", "unset", None, None)


def test_a_new_plan_after_a_delay_is_the_same_event(follow: Follow) -> None:
    claims = [
        make_claim("2030-04-01", "scheduled", MAY),
        make_claim("2030-04-20", "postponed", date_status="unset"),
        make_claim("2030-05-20", "scheduled", ("2030-06-20", "2030-06-21")),
    ]
    assert states(follow, *claims)[-1] == ("scheduled", "fixed", d("2030-06-20"), d("2030-06-21"))


def test_called_off_keeps_the_dates_for_which_it_was_meant(follow: Follow) -> None:
    vague = make_claim("2030-04-20", "cancelled", ("2030-05-06", "2030-05-13"), date_status="approximate")
    assert states(follow, make_claim("2030-04-01", "scheduled", MAY), vague)[-1] == (
        "cancelled",
        "fixed",
        d(MAY[0]),
        d(MAY[1]),
    )


def test_a_stage_does_not_move_the_trip(follow: Follow) -> None:
    stage = make_claim("2030-04-05", "scheduled", ("2030-05-11", "2030-05-12"), place="Port Utopia")
    assert len(states(follow, make_claim("2030-04-01", "scheduled", MAY), stage)) == 1


def test_an_undated_visited_before_the_first_day_is_no_news(follow: Follow) -> None:
    claims = [make_claim("2030-04-01", "scheduled", MAY), make_claim("2030-04-02", "ongoing")]
    ledger = follow(claims)
    assert all(row.status != "ongoing" or row.event_id != ledger.history[0].event_id for row in ledger.history)


def test_not_before_a_day_denies_nothing(follow: Follow) -> None:
    claims = [
        make_claim("2030-04-01", "planned", date_status="unset"),
        make_claim("2030-04-02", "denied", (None, "2030-05-01")),
    ]
    assert len(states(follow, *claims)) == 1


def test_every_row_names_the_rule_that_decided(follow: Follow) -> None:
    ledger = follow([make_claim("2030-04-01", "planned"), make_claim("2030-04-20", "scheduled", MAY)])
    ids = {rule.id for rule in load_lifecycle().rules}
    assert {row.rule_id for row in ledger.history} <= ids
    assert all(rule.why.endswith(".") for rule in load_lifecycle().rules)


def test_every_fact_that_a_rule_may_ask_for_is_computed() -> None:
    relations = {"first", "same", "inside", "covers", "overlaps", "apart"}
    assert set(_TESTS) | relations == FACTS
    assert set(load_horizons()) >= {"day", "week", "month"}


def test_an_unknown_fact_is_refused_with_the_rule_s_name(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        'version = "1"\n[[rules]]\nid = "odd"\nstatus = "keep"\ndates = "keep"\nwhy = "."\nall = ["moonlight"]\n'
    )
    with pytest.raises(SeedError, match="odd"):
        load_lifecycle(path)


def test_a_change_is_told_on_the_best_authority_of_its_article(follow: Follow) -> None:
    bare = make_claim("2030-04-01", "planned", date_status="unset", char_start=0)
    palace = make_claim(
        "2030-04-01", "planned", date_status="unset", char_start=40, source="Ruritanian Palace", source_kind="party"
    )
    rows = follow([bare, palace]).history
    assert [(row.source, row.source_rank, row.claim_ids) for row in rows] == [
        ("Ruritanian Palace", 5, (palace.claim_id, bare.claim_id))
    ]
