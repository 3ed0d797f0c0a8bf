"""Resolving in batches: whatever the batches and their order, the stored ledger is that of one resolution of everything."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from flows import ledger_state
from flows.ingest import ingest_documents
from flows.reprocess import resolve_everything
from flows.workspace import Workspace, open_workspace
from records.events import Event, HistoryRow, StoryArticle
from records.ledger import EventAlias, Resolution
from tests.flows.conftest import NOW, write_article
from warehouse.connection import Writer
from warehouse.load.resolution import load_resolution

pytestmark = pytest.mark.usefixtures("plain_annotator")

TEXTS = (
    "Ada Rell will visit Norland.",
    "Ada Rell will visit Norland. Bo Tamm visited Sudmark.",
    "Bo Tamm will visit Sudmark.",
    "Ada Rell visited Norland.",
    "Cy Vond will visit Norland. Ada Rell will visit Sudmark.",
    "Bo Tamm visited Sudmark. Cy Vond visited Norland.",
    "Ada Rell visited Sudmark.",
)
LEDGER = {
    "claims": "SELECT claim_id, event_id, story_id FROM claims",
    "events": "SELECT * FROM events",
    "event_history": "SELECT * EXCLUDE (seq) FROM event_history",
    "event_chronicle": "SELECT * EXCLUDE (seq) FROM event_chronicle",
    "contradictions": "SELECT * FROM contradictions",
    "stories": "SELECT * FROM stories",
    "story_articles": "SELECT * FROM story_articles",
    "as of": "SELECT * FROM events_as_of('2031-05-04T12:00:00Z')",
}


def read_ledger(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    return {name: workspace.con.execute(f"{sql} ORDER BY ALL").fetchall() for name, sql in LEDGER.items()}


def write_course(folder: Path) -> list[str]:
    """Write one document a day, the fifth one twice with another text."""
    files = [write_article(folder, f"piece-{day}", text, day) for day, text in enumerate(TEXTS, 1)]
    return [str(file) for file in [*files, write_article(folder, "piece-5", "Cy Vond visited Sudmark.", 8)]]


@pytest.mark.parametrize(("size", "seed"), [(1, 0), (3, 0), (1, 1), (2, 2), (3, 3), (1, 4)])
def test_batches_in_any_order_end_in_the_ledger_of_one_resolution(
    path: Path, tmp_path: Path, size: int, seed: int
) -> None:
    files = write_course(tmp_path / "in")
    # a document replaces the one known at its address only if it comes later: the last two keep their order
    moved = files[:4] + files[5:7]
    if seed:
        random.Random(seed).shuffle(moved)
    files = [*moved, files[4], files[7]]
    with open_workspace(path, NOW) as workspace:
        for start in range(0, len(files), size):
            ingest_documents(workspace, files[start : start + size], NOW, clock="published")
        found = read_ledger(workspace)
        assert len(found["events"]) >= 4
        resolve_everything(workspace, NOW)
        assert read_ledger(workspace) == found


def test_a_state_holds_the_other_claims_of_neighbours_and_all_their_events(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ledger_state.LedgerState] = []
    files = write_course(tmp_path / "in")
    with open_workspace(path, NOW) as workspace:
        ingest_documents(workspace, files[:6], NOW, clock="published")
        import flows.ledger

        def spy(*given: object) -> ledger_state.LedgerState:
            seen.append(ledger_state.read_state(*given))  # type: ignore[arg-type]
            return seen[-1]

        monkeypatch.setattr(flows.ledger, "read_state", spy)
        ingest_documents(workspace, [files[6]], NOW, clock="published")
    (state,) = seen
    blocks = {one.block for one in state.claims}
    assert all("sudmark" in block for block in blocks)
    assert {one.claim.recipients for one in state.other_claims} == {("Norland",), ("Sudmark",)}
    assert blocks.isdisjoint(one.block for one in state.other_claims)
    given = {one.event_id for one in (*state.claims, *state.other_claims)}
    assert {event.event_id for event in state.other_events} == given
    assert len(state.docs) == 6
    assert all(doc.embedding and doc.seen_at for doc in state.docs)


def test_the_neighbourhood_is_bounded_and_keeps_the_newest(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write_course(tmp_path / "in")
    monkeypatch.setattr(ledger_state, "MAX_STORY_DOCS", 2)
    seen: list[Sequence[object]] = []
    original = ledger_state.read_story_docs

    def spy(*given: object, **more: object) -> list[ledger_state.StoryDoc]:
        found = original(*given, **more)  # type: ignore[arg-type]
        seen.append([doc.title for doc in found])
        return found

    monkeypatch.setattr(ledger_state, "read_story_docs", spy)
    with open_workspace(path, NOW) as workspace:
        ingest_documents(workspace, files[:6], NOW, clock="published")
        write_article(tmp_path / "in", "alone", "Nothing is said.", 20)
        ingest_documents(workspace, [str(tmp_path / "in" / "alone-20.json")], NOW, clock="published")
    assert seen[-1] == ["About piece-5", "About piece-6"]


def at(day: int) -> dt.datetime:
    return dt.datetime(2031, 5, day, tzinfo=dt.UTC)


def make_event(event_id: str, status: str = "planned") -> Event:
    return Event(event_id, "visit", ("Ada Rell",), ("Norland",), status, "none", at(1), at(2))


def make_row(event_id: str, day: int, status: str) -> HistoryRow:
    return HistoryRow(event_id, at(day), status, "none", None, None, None, None, None, None, 3, "art", "u", (), 1)


def believed(workspace: Workspace, day: int) -> dict[str, str]:
    sql = "SELECT event_id, status FROM events_as_of(?)"
    return dict(workspace.con.execute(sql, [at(day)]).fetchall())


def test_an_id_given_up_is_dropped_as_of_then_and_comes_back_with_a_later_belief(path: Path) -> None:
    with open_workspace(path, NOW) as workspace:
        first = Resolution(
            events=(make_event("evt_a", "scheduled"), make_event("evt_b")),
            history=(make_row("evt_b", 1, "planned"), make_row("evt_a", 2, "scheduled")),
        )
        load_resolution(workspace.writer, first, at(2))
        assert believed(workspace, 3) == {"evt_a": "scheduled", "evt_b": "planned"}
        merged = Resolution(
            aliases=(EventAlias("evt_a", "evt_b", at(4), "merged"),),
            events=(make_event("evt_b"),),
            retired_event_ids=("evt_a",),
        )
        load_resolution(workspace.writer, merged, at(4))
        # the heir's own older belief stands: the later one of the id given up was about something else
        assert believed(workspace, 5) == {"evt_b": "planned"}
        assert believed(workspace, 3) == {"evt_a": "scheduled", "evt_b": "planned"}
        back = Resolution(
            events=(make_event("evt_a", "occurred"), make_event("evt_b")), history=(make_row("evt_a", 6, "occurred"),)
        )
        load_resolution(workspace.writer, back, at(6))
        assert believed(workspace, 5) == {"evt_b": "planned"}
        assert believed(workspace, 7) == {"evt_a": "occurred", "evt_b": "planned"}
        assert workspace.con.execute("SELECT event_id FROM events ORDER BY 1").fetchall() == [("evt_a",), ("evt_b",)]


def test_a_withdrawn_event_is_believed_only_until_it_was_withdrawn(path: Path) -> None:
    with open_workspace(path, NOW) as workspace:
        load_resolution(
            workspace.writer,
            Resolution(events=(make_event("evt_a"),), history=(make_row("evt_a", 1, "planned"),)),
            at(1),
        )
        gone = Resolution(aliases=(EventAlias("evt_a", None, at(3), "withdrawn"),), retired_event_ids=("evt_a",))
        load_resolution(workspace.writer, gone, at(3))
        assert believed(workspace, 2) == {"evt_a": "planned"}
        assert believed(workspace, 4) == {}


def test_an_article_clustered_into_no_story_leaves_the_one_it_was_in(path: Path) -> None:
    with open_workspace(path, NOW) as workspace:
        both = tuple(StoryArticle("sto_a", name, 1.0, "cluster") for name in ("art_1", "art_2"))
        known = ("art_1", "art_2")
        load_resolution(workspace.writer, Resolution(story_articles=both, clustered_article_ids=known), at(1))
        load_resolution(workspace.writer, Resolution(story_articles=both[:1], clustered_article_ids=known), at(2))
        assert workspace.con.execute("SELECT article_id FROM story_articles").fetchall() == [("art_1",)]


def test_a_chronicle_stays_when_only_the_story_of_its_event_changes(path: Path) -> None:
    with open_workspace(path, NOW) as workspace:
        row = make_row("evt_a", 1, "planned")
        load_resolution(workspace.writer, Resolution(events=(make_event("evt_a"),), chronicle=(row,)), at(1))
        moved = replace(make_event("evt_a"), story_id="sto_a")
        load_resolution(workspace.writer, Resolution(events=(moved,)), at(2))
        assert workspace.con.execute("SELECT event_id FROM event_chronicle").fetchall() == [("evt_a",)]


def test_a_lake_takes_documents_once_and_reprocesses_to_the_same_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = write_course(tmp_path / "in")
    with open_workspace(f"ducklake:{tmp_path}/catalog.ducklake data_path={tmp_path}/lake/", NOW) as workspace:
        assert ingest_documents(workspace, files, NOW, clock="published").n_new == 8
        found = read_ledger(workspace)
        assert ingest_documents(workspace, files, NOW, clock="published").n_new == 0
        assert read_ledger(workspace) == found
        resolve_everything(workspace, NOW)
        assert read_ledger(workspace) == found
        assert len(found["events"]) >= 4


def test_a_resolution_that_meets_another_writer_s_commit_is_decided_again(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.ledger

    attempts: list[int] = []

    def load_late(writer: Writer, resolution: Resolution, decided_at: dt.datetime) -> None:
        load_resolution(writer, resolution, decided_at)
        attempts.append(len(resolution.events))
        if len(attempts) == 1:
            raise duckdb.TransactionException("TransactionContext Error: Conflict on update!")

    monkeypatch.setattr(flows.ledger, "load_resolution", load_late)
    with open_workspace(path, NOW) as workspace:
        ingest_documents(workspace, write_course(tmp_path / "in"), NOW, clock="published")
        assert len(attempts) == 2
        found = read_ledger(workspace)
        resolve_everything(workspace, NOW)
        assert read_ledger(workspace) == found
