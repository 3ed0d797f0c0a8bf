"""`newsledger sql` is read-only by construction; exports, backups and upkeep lose nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from records.errors import UserError, WarehouseError
from records.feeds import FeedState, Fetch
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import at
from warehouse.backup import apply_retention, backup, compact, restore, verify_backup
from warehouse.connection import Connection, Writer, folder_of, open_reader, open_writer
from warehouse.export import export_csv, export_parquet, write_csv, write_parquet
from warehouse.load import load_feed_states, load_fetches
from warehouse.sandbox import run_query
from warehouse.snapshot import publish_snapshot
from warehouse.tables import count_rows


def test_a_query_returns_an_arrow_table(published_path: Path) -> None:
    table = run_query(published_path, "SELECT status, n_claims FROM events")
    assert table.to_pylist() == [{"status": "scheduled", "n_claims": 3}]
    assert run_query(published_path, "DESCRIBE claims").num_rows > 30
    assert run_query(published_path, "SELECT title FROM search_text('sudmark')").num_rows == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('https://a.example/x.parquet')",
        "COPY (SELECT 1) TO '/tmp/newsledger-must-not-exist.csv'",
        "EXPORT DATABASE '/tmp/newsledger-must-not-exist'",
        "ATTACH '/tmp/newsledger-must-not-exist.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "INSERT INTO core.fences VALUES (1, now())",
        "DROP VIEW claims",
        "CREATE TABLE x (i INTEGER)",
        "CREATE TEMP TABLE x (i INTEGER)",
        "CREATE SECRET s (TYPE s3)",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "",
        "SELECT * FROM query",
        "SELEC 1",
        "SELECT * FROM no_such_view",
    ],
)
def test_what_is_no_single_reading_statement_is_one_line(published_path: Path, query: str) -> None:
    with pytest.raises(UserError) as error:
        run_query(published_path, query)
    assert "\n" not in str(error.value)
    assert not list(Path("/tmp").glob("newsledger-must-not-exist*"))


def test_a_query_without_end_is_stopped(published_path: Path) -> None:
    with pytest.raises(UserError, match="longer than"):
        run_query(
            published_path,
            "SELECT count(*) FROM range(1000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 3",
            0.3,
        )


def test_parquet_is_partitioned_by_day_and_complete(reader: Connection, tmp_path: Path) -> None:
    for _ in range(2):
        counts = export_parquet(reader, tmp_path / "out")
    assert counts["claims"] == 3
    days = sorted(folder.name for folder in (tmp_path / "out" / "claims").iterdir())
    assert days == ["day=2031-05-02", "day=2031-05-05", "day=2031-05-09"]
    with duckdb.connect() as con:
        for view, count in counts.items():
            if count:
                found = con.execute(f"SELECT count(*) FROM '{tmp_path}/out/{view}/**/*.parquet'").fetchone()
                assert found == (count,), view


def test_an_unknown_view_is_refused(reader: Connection, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such view: nope"):
        export_csv(reader, tmp_path, ["nope"])


def test_csv_cells_cannot_run_as_formulas(tmp_path: Path) -> None:
    cells = ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "a=1", None]
    table = pa.table({"cell": cells, "n": [-1.5] * 8, "names": [["=a"]] * 8})
    write_csv(table, tmp_path / "x.csv")
    with duckdb.connect() as con:
        back = con.execute(f"SELECT cell, n FROM read_csv('{tmp_path}/x.csv', all_varchar=true)").fetchall()
    assert [cell for cell, _ in back] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "' =1", "a=1", None]
    assert {number for _, number in back} == {"-1.5"}
    write_parquet(table, tmp_path / "x.parquet")
    with duckdb.connect() as con:
        assert con.execute(f"SELECT cell FROM '{tmp_path}/x.parquet'").fetchall() == [(cell,) for cell in cells]


def test_csv_export_has_a_file_for_every_view(reader: Connection, tmp_path: Path) -> None:
    counts = export_csv(reader, tmp_path)
    assert {file.stem for file in tmp_path.glob("*.csv")} == set(counts)
    assert (tmp_path / "claims.csv").read_text().count("\n") == 4


@pytest.fixture
def warehouse(path: Path) -> Path:
    with open_writer(path, at(1)) as writer:
        hand_ledger.fill(writer)
        publish_snapshot(writer)
    (folder_of(path) / "archive" / "2031-05.warc.gz").write_bytes(b"pages")
    return path


def test_a_restored_backup_equals_the_original(warehouse: Path, tmp_path: Path) -> None:
    counts = backup(warehouse, tmp_path / "copy")
    assert counts == verify_backup(tmp_path / "copy") == restore(tmp_path / "copy", tmp_path / "new.duckdb")
    assert (folder_of(tmp_path / "new.duckdb") / "archive" / "2031-05.warc.gz").read_bytes() == b"pages"
    for sql in ("FROM claims ORDER BY ALL", "FROM event_history ORDER BY ALL", "FROM articles ORDER BY ALL"):
        rows = []
        for one in (warehouse, tmp_path / "new.duckdb"):
            con = open_reader(one)
            rows.append(con.execute(sql).fetchall())
            con.close()
        assert rows[0] == rows[1]


def test_a_damaged_backup_is_refused_and_the_warehouse_stays(warehouse: Path, tmp_path: Path) -> None:
    backup(warehouse, tmp_path / "copy")
    (tmp_path / "copy" / "archive" / "2031-05.warc.gz").write_bytes(b"other")
    before = warehouse.read_bytes()
    with pytest.raises(WarehouseError, match="damaged"):
        restore(tmp_path / "copy", warehouse)
    assert warehouse.read_bytes() == before
    (tmp_path / "copy" / "manifest.json").unlink()
    with pytest.raises(WarehouseError, match="no complete backup"):
        verify_backup(tmp_path / "copy")


def test_restore_keeps_what_it_replaces_and_waits_for_no_writer(warehouse: Path, tmp_path: Path) -> None:
    backup(warehouse, tmp_path / "copy")
    with open_writer(warehouse), pytest.raises(WarehouseError, match="another writer"):
        restore(tmp_path / "copy", warehouse)
    restore(tmp_path / "copy", warehouse)
    assert (tmp_path / "w.duckdb.before-restore").exists()
    assert (tmp_path / "w.duckdb.before-restore.d" / "writer.duckdb").exists()


def test_a_backup_never_overwrites(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(WarehouseError, match="exists already"):
        backup(warehouse, tmp_path / "copy")


def test_compacting_keeps_every_row_and_the_fence(warehouse: Path) -> None:
    with open_writer(warehouse) as writer:
        before = count_rows(writer.con, "writer")
        writer.con.execute("CREATE TABLE core.ballast AS SELECT hash(range) AS x FROM range(3000000)")
        writer.con.execute("DROP TABLE core.ballast")
    size_before, size_after = compact(warehouse)
    assert size_after < size_before
    with open_writer(warehouse) as writer:
        assert count_rows(writer.con, "writer") == before
        assert writer.lease is not None
        assert writer.lease.token == 4
        publish_snapshot(writer)


def test_retention_lets_go_of_old_attempts_and_keeps_current_states(filled: Writer) -> None:
    old, new = at(1) - dt.timedelta(days=400), at(1)
    load_fetches(filled, [Fetch(name, "page", "u", "u", when, "ok") for name, when in (("a", old), ("b", new))])
    load_feed_states(filled, [FeedState("fed_a", "u", etag="1")], old)
    load_feed_states(filled, [FeedState("fed_a", "u", etag="2")], old)
    deleted = apply_retention(filled, at(2))
    assert deleted["raw.fetches"] == 1
    assert deleted["raw.feed_states"] == 1
    assert filled.con.execute("SELECT etag FROM raw.feed_states").fetchall() == [("2",)]
    assert filled.con.execute("SELECT count(*) FROM claims").fetchone() == (3,)


def test_the_manifest_names_every_file(warehouse: Path, tmp_path: Path) -> None:
    backup(warehouse, tmp_path / "copy")
    manifest = json.loads((tmp_path / "copy" / "manifest.json").read_text())
    assert set(manifest["sha256"]) == {"warehouse.duckdb", "archive/2031-05.warc.gz"}
