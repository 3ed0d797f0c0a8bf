"""The same schema and SQL on DuckLake with a real PostgreSQL catalog; many writers lose nothing and double nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.errors import UserError, WarehouseError
from tests.warehouse import hand_ledger
from tests.warehouse.hand_ledger import CLAIMS, EVENT, HISTORY, at
from warehouse import read
from warehouse.connection import Writer, open_reader, open_writer
from warehouse.lake import tend_lake
from warehouse.load import load_aliases, load_annotations, load_events
from warehouse.move import move_warehouse
from warehouse.rows import EventAlias
from warehouse.schema_doc import list_published
from warehouse.search import search_semantic, search_text
from warehouse.snapshot import publish_snapshot

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.skipif(not BINARIES, reason="no PostgreSQL server: apt-get install postgresql to run these tests"),
]

_LOADER = """
import sys
from dataclasses import replace
from tests.warehouse import hand_ledger
from warehouse.connection import open_writer
from warehouse.load import load_article_versions
first, last = int(sys.argv[2]), int(sys.argv[3])
with open_writer(sys.argv[1]) as writer:
    print("up", flush=True)
    sys.stdin.readline()
    for start in range(first, last, 10):
        versions = [hand_ledger.article(f"n{number}", 3, f"text {number}") for number in range(start, start + 10)]
        writer.run(lambda: load_article_versions(writer, versions))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The folder of a running PostgreSQL server's socket; the server is stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lake-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(tool: str, *arguments: str) -> None:
        command = [str(BINARIES[-1].with_name(tool)), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    run("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "lake")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-D", f"{folder}/data", "-o", options, "-w", "-l", f"{folder}/log", "start")
    try:
        yield folder
    finally:
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def make_lake(server: Path, folder: Path) -> str:
    """Return the address of a new lake."""
    name = f"lake_{os.urandom(4).hex()}"
    subprocess.run([BINARIES[-1].with_name("createdb"), "-h", server, "-U", "lake", name], check=True, timeout=60)
    return f"ducklake:postgres:host={server} user=lake dbname={name} data_path={folder}/lake/"


@pytest.fixture
def lake(server: Path, tmp_path: Path) -> str:
    """The address of a new lake."""
    return make_lake(server, tmp_path)


@pytest.fixture(scope="module")
def lake_writer(server: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """The open writer of a lake with the hand-made ledger, shared by the tests of this module."""
    with open_writer(make_lake(server, tmp_path_factory.mktemp("shared")), at(1)) as writer:
        writer.run(lambda: hand_ledger.fill(writer))
        yield writer


def test_every_view_gives_the_same_rows_as_on_a_file(lake_writer: Writer, filled: Writer) -> None:
    lake_writer.run(lambda: hand_ledger.fill(lake_writer))
    assert publish_snapshot(lake_writer) == []
    con = open_reader(lake_writer.path)
    for relation in list_published():
        if relation.kind == "view":
            sql = f"SELECT * FROM {relation.name} ORDER BY ALL"
            assert con.execute(sql).fetchall() == filled.con.execute(sql).fetchall(), relation.name
    for sql in ("FROM events_as_of($1)", "FROM event_history_as_of($1) ORDER BY observed_at"):
        for day in (1, 3, 6, 10):
            assert con.execute(sql, [at(day)]).fetchall() == filled.con.execute(sql, [at(day)]).fetchall()
    assert search_semantic(con, [1.0, *([0.0] * 511)])[0].score == pytest.approx(1.0)
    with pytest.raises(WarehouseError, match="no full-text index"):
        search_text(con, "x")
    con.close()


def test_reads_and_changes_work_as_on_a_file(lake_writer: Writer) -> None:
    assert read.read_claims(lake_writer.con, event_ids=[EVENT]) == list(CLAIMS)
    assert read.read_history(lake_writer.con) == list(HISTORY)
    lake_writer.run(lambda: load_events(lake_writer, [hand_ledger.event("evt_b")], at(12)))
    lake_writer.run(lambda: load_aliases(lake_writer, [EventAlias(EVENT, "evt_b")], at(12)))
    assert set(read.read_events(lake_writer.con)) == {"evt_b"}
    again = lake_writer.run(
        lambda: load_annotations(lake_writer, hand_ledger.ANNOTATIONS, hand_ledger.EXTRACTORS, at(13))
    )
    assert again == 0
    tend_lake(lake_writer)
    assert read.read_article_versions(lake_writer.con) == list(hand_ledger.VERSIONS)


def test_two_writers_at_once_lose_nothing_and_double_nothing(lake: str) -> None:
    open_writer(lake).close()
    command = [sys.executable, "-c", _LOADER, lake]
    spans = ((0, 120), (60, 180))
    children = [
        subprocess.Popen([*command, str(first), str(last)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for first, last in spans
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "up\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=120)
        assert child.returncode == 0
    con = open_reader(lake)
    assert con.execute("SELECT count(*), count(DISTINCT article_id) FROM core.article_versions").fetchone() == (
        180,
        180,
    )
    con.close()


def test_moving_to_a_lake_and_back_changes_no_row(published_path: Path, lake: str, tmp_path: Path) -> None:
    source = tmp_path / "source.duckdb"
    source.write_bytes(published_path.read_bytes())
    there = move_warehouse(source, lake)
    back = move_warehouse(lake, tmp_path / "back.duckdb")
    assert {k: v for k, v in there.items() if k != "core.publications"} == {
        k: v for k, v in back.items() if k != "core.publications"
    }
    rows = []
    for path in (published_path, tmp_path / "back.duckdb"):
        con = open_reader(path)
        rows.append(
            [con.execute(f"FROM {view} ORDER BY ALL").fetchall() for view in ("claims", "events", "event_history")]
        )
        con.close()
    assert rows[0] == rows[1]
    with pytest.raises(WarehouseError, match="already holds data"):
        move_warehouse(tmp_path / "back.duckdb", lake)
    with pytest.raises(UserError, match="from a file to a lake"):
        move_warehouse(source, tmp_path / "x.duckdb")


def test_a_catalog_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="catalog does not answer") as error:
        open_writer(f"ducklake:postgres:host={tmp_path} dbname=none data_path={tmp_path}/x/")
    assert "\n" not in str(error.value)
