"""Windows, contradictions, copies, alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from records.annotations import Claim
from records.events import Story
from stories.alerts import find_alerts
from stories.dedupe import CopyPair, choose_originals
from stories.windows import WINDOW_PASSED, find_silences, note_passed_windows
from tests.stories.conftest import MemoryLedger, at, make_claim

Follow = Callable[[Iterable[Claim]], MemoryLedger]
MAY = ("2030-05-10", "2030-05-12")


def test_time_alone_never_makes_a_schedule_come_true(follow: Follow) -> None:
    ledger = follow([make_claim("2030-04-01", "scheduled", MAY)])
    rows = note_passed_windows(ledger.events.values(), ledger.history, at("2030-05-20"))
    assert [(row.status, row.note) for row in rows] == [("scheduled", WINDOW_PASSED)]
    assert note_passed_windows(ledger.events.values(), rows, at("2030-05-21")) == ()
    assert note_passed_windows(ledger.events.values(), ledger.history, at("2030-05-11")) == ()


def test_silence_is_told_while_a_window_is_near(follow: Follow) -> None:
    ledger = follow([make_claim("2030-04-01", "scheduled", MAY)])
    assert [s.silent_days for s in find_silences(ledger.events.values(), at("2030-05-01"))] == [30]
    assert find_silences(ledger.events.values(), at("2030-04-05")) == ()


def test_two_fixed_dates_contradict_each_other_until_the_event_decides(follow: Follow) -> None:
    one = make_claim("2030-04-01", "scheduled", MAY, source="Ruritanian Palace", source_kind="party")
    other = make_claim("2030-04-02", "scheduled", ("2030-05-17", "2030-05-18"), source="Bo Tamm", source_kind="party")
    opened = list(follow([one, other]).contradictions.values())
    assert [(c.property, c.resolved_at) for c in opened] == [("t_start", None)]
    held = make_claim("2030-05-18", "occurred", ("2030-05-17", "2030-05-18"))
    settled = list(follow([one, other, held]).contradictions.values())
    assert settled[0].resolution.endswith(other.claim_id)


def test_a_correction_takes_its_contradiction_back(follow: Follow) -> None:
    one = make_claim("2030-04-01", "scheduled", MAY, source="Ruritanian Palace", source_kind="party")
    wrong = make_claim("2030-04-02", "scheduled", ("2030-05-17", "2030-05-18"), article="hasty", source="Bo Tamm")
    right = make_claim("2030-04-03", "scheduled", MAY, article="hasty", version=2, source="Bo Tamm")
    found = list(follow([one, wrong, right]).contradictions.values())
    assert [c.resolution for c in found] == ["withdrawn by a correction"]


def test_a_change_is_told_once_and_only_of_watched_stories(follow: Follow) -> None:
    ledger = follow([make_claim("2030-04-01", "planned"), make_claim("2030-04-20", "scheduled", MAY)])
    event = next(iter(ledger.events.values()))
    story = Story("s", "Ruz in Utopia", at("2030-04-01"), at("2030-04-20"), watch="ruz-utopia")
    assert find_alerts(ledger.history, ledger.events, {}) == ()
    alerts = find_alerts(ledger.history, ledger.events, {}, only_watched=False)
    assert [alert.kind for alert in alerts] == ["new_event", "date_set", "status_changed"] or {
        a.kind for a in alerts
    } == {"new_event", "date_set", "status_changed"}
    again = find_alerts([*ledger.history, *ledger.history], ledger.events, {story.story_id: story}, only_watched=False)
    assert {a.alert_id for a in again} == {a.alert_id for a in alerts}
    assert event.story_id is None or event.story_id in ledger.stories


def test_all_copies_point_to_the_first_published_or_to_the_origin_named() -> None:
    when = {"a": at("2030-01-02"), "b": at("2030-01-01"), "c": at("2030-01-03")}
    pairs = [CopyPair("c", "a", 0.9), CopyPair("a", "b", 0.8)]
    assert choose_originals(pairs, when) == {"a": "b", "c": "b"}
    assert choose_originals(reversed(pairs), when) == {"a": "b", "c": "b"}
    assert choose_originals(pairs, when, {"c": "a"}) == {"b": "a", "c": "a"}
    assert choose_originals([CopyPair("a", "b", 0.3)], when) == {}
