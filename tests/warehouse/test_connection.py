"""Opening, refusing, the lease, transactions and migrations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from records.errors import WarehouseError
from tests.warehouse import hand_ledger
from warehouse.connection import Writer, connect, folder_of, open_reader, open_writer
from warehouse.failures import describe_failure
from warehouse.load import load_article_versions
from warehouse.migrate import list_migrations
from warehouse.snapshot import publish_snapshot

_HOLD = "import sys; from warehouse.connection import open_writer; w = open_writer(sys.argv[1]); print('up', flush=True); sys.stdin.read()"


def one_line(error: pytest.ExceptionInfo[WarehouseError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    return text


def test_a_second_writer_is_told_who_holds_the_lease(writer: Writer, path: Path) -> None:
    with pytest.raises(WarehouseError) as error:
        open_writer(path)
    assert f"process {os.getpid()}" in one_line(error)


def test_a_killed_writer_leaves_no_lock_and_the_token_grows(path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        with pytest.raises(WarehouseError, match="another writer"):
            open_writer(path)
        child.kill()
    with open_writer(path) as writer:
        assert writer.lease is not None
        assert writer.lease.token == 2


def test_a_writer_whose_token_was_overtaken_writes_nothing(writer: Writer) -> None:
    assert writer.lease is not None
    writer.lease.path.write_text(json.dumps({"token": 99}))
    with pytest.raises(WarehouseError, match="taken over"):
        load_article_versions(writer, hand_ledger.VERSIONS)
    with pytest.raises(WarehouseError, match="taken over"):
        publish_snapshot(writer)


def test_the_token_stays_above_all_earlier_ones_when_the_lease_file_is_lost(path: Path) -> None:
    for _ in range(3):
        open_writer(path).close()
    (folder_of(path) / "lease").unlink()
    with open_writer(path) as writer:
        assert writer.lease is not None
        assert writer.lease.token == 4


def test_an_error_rolls_back_the_whole_outer_transaction(writer: Writer) -> None:
    def load_and_fail() -> None:
        with writer.transaction():
            load_article_versions(writer, hand_ledger.VERSIONS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        load_and_fail()
    assert writer.con.execute("SELECT count(*) FROM article_versions").fetchone() == (0,)


def test_a_missing_warehouse_is_one_line(path: Path) -> None:
    with pytest.raises(WarehouseError) as error:
        open_reader(path)
    assert "no warehouse here" in one_line(error)


def test_a_corrupt_file_is_one_line_for_reader_and_writer(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))
    for opener in (open_reader, open_writer):
        with pytest.raises(WarehouseError) as error:
            opener(path)
        assert "not a sound DuckDB warehouse" in one_line(error)


def test_a_truncated_warehouse_is_one_line(published_path: Path, path: Path) -> None:
    path.write_bytes(published_path.read_bytes()[:30_000])
    with pytest.raises(WarehouseError) as error:
        open_reader(path)
    assert "not a sound DuckDB warehouse" in one_line(error)


def test_a_file_that_is_no_warehouse_is_refused(path: Path) -> None:
    duckdb.connect(str(path)).close()
    with pytest.raises(WarehouseError, match="no newsledger warehouse"):
        open_reader(path)


def test_a_newer_warehouse_is_refused_by_reader_and_writer(path: Path) -> None:
    with open_writer(path) as writer:
        writer.con.execute("INSERT INTO core.migrations VALUES (9999, 'future', '', now())")
        publish_snapshot(writer)
    for opener in (open_reader, open_writer):
        with pytest.raises(WarehouseError, match=r"schema 9999.*update newsledger"):
            opener(path)


def test_an_edited_migration_is_refused(path: Path) -> None:
    with open_writer(path) as writer:
        writer.con.execute("UPDATE core.migrations SET sha256 = 'x' WHERE number = 1")
    with pytest.raises(WarehouseError, match="migration 0001 was edited"):
        open_writer(path)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.number for step in list_migrations()] == list(range(1, len(list_migrations()) + 1))


def test_the_session_speaks_utc_and_downloads_nothing(writer: Writer) -> None:
    setting = "SELECT current_setting('TimeZone'), current_setting('autoinstall_known_extensions')"
    assert writer.con.execute(setting).fetchone() == ("UTC", False)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("IO Error: Could not set lock on file \"x\": Conflicting lock is held in python (PID 7)", "open for writing"),
        ("IO Error: Could not write file \"x\": No space left on device", "disk is full"),
        ("IO Error: Cannot open file \"x\": Permission denied", "permissions"),
        ("IO Error: Cannot open file \"x\": Read-only file system", "permissions"),
        ("IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2", "restore a backup"),
    ],
)  # fmt: skip
def test_each_failure_of_a_disk_names_its_remedy(message: str, words: str) -> None:
    assert words in (describe_failure(duckdb.IOException(message)) or "")


def test_wrong_sql_is_not_disguised_as_a_failing_disk(writer: Writer) -> None:
    with pytest.raises(duckdb.CatalogException), writer.transaction() as con:
        con.execute("SELECT * FROM nowhere_that_does_not_exist")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WarehouseError, match="permissions"):
        open_writer(tmp_path / "w.duckdb")


def test_a_writer_can_be_made_from_the_snapshot_alone(published_path: Path, path: Path) -> None:
    path.write_bytes(published_path.read_bytes())
    with open_writer(path) as writer:
        schemas = {
            name
            for (name,) in writer.con.execute("SELECT schema_name FROM duckdb_schemas() WHERE NOT internal").fetchall()
        }
        assert schemas == {"core", "raw"}
        hand_ledger.fill(writer)
        assert writer.con.execute("SELECT count(*) FROM claims").fetchone() == (3,)


def test_a_reader_keeps_its_snapshot_while_another_is_published(path: Path) -> None:
    with open_writer(path) as writer:
        publish_snapshot(writer)
        child = subprocess.Popen(
            [sys.executable, "-c",
             "import sys, duckdb; c = duckdb.connect(sys.argv[1], read_only=True); print('up', flush=True); sys.stdin.readline();"
             "print(c.execute('SELECT count(*) FROM claims').fetchone()[0])", str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == "up\n"
            hand_ledger.fill(writer)
            publish_snapshot(writer)
            output, _ = child.communicate("\n", timeout=60)
    assert output == "0\n"
    con = connect(path, is_read_only=True)
    assert con.execute("SELECT count(*) FROM claims").fetchone() == (3,)
    con.close()
