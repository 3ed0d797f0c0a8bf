"""A writer killed at any moment leaves a warehouse that opens, passes its checks, and replays to the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crash_warehouse import run_all
from records.errors import WarehouseError
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import at
from warehouse import snapshot
from warehouse.connection import Writer, connect, folder_of, open_reader
from warehouse.load import load_article_versions
from warehouse.snapshot import publish_snapshot


@pytest.mark.slow
def test_killed_writers_lose_nothing_and_double_nothing() -> None:
    figures = run_all(3, seed=7)
    assert figures["unsound"] == []
    assert figures["runs"] == 3


def test_a_full_disk_while_publishing_leaves_the_old_snapshot_and_a_working_writer(
    filled: Writer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_snapshot(filled, at(10))
    before = path.read_bytes()

    def fill_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot.shutil, "copyfile", fill_disk)
    with pytest.raises(WarehouseError, match="disk is full"):
        publish_snapshot(filled, at(11))
    monkeypatch.undo()
    assert path.read_bytes() == before
    load_article_versions(filled, [hand_ledger.article("after", 11, "Ada Rell came home.")])
    publish_snapshot(filled, at(12))
    con = open_reader(path)
    assert con.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    con.close()
    assert not [file for file in folder_of(path).iterdir() if "building" in file.name]


def test_the_leftovers_of_a_killed_publisher_are_not_replayed_into_the_next_copy(filled: Writer, path: Path) -> None:
    building = folder_of(path) / "snapshot.building"
    with connect(building) as con:
        con.execute("SET checkpoint_threshold = '1GB'")
        con.execute("CREATE TABLE stray (x INTEGER)")
        left = building.with_name("snapshot.building.wal").read_bytes()
    building.with_name("snapshot.building.wal").write_bytes(left)
    publish_snapshot(filled, at(12))
    con = open_reader(path)
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stray'").fetchone() == (0,)
    con.close()
