"""Every released schema is kept as a fixture and still opens, upgraded, with its rows."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from records.errors import WarehouseError
from tests.warehouse import hand_ledger
from warehouse import migrate
from warehouse.connection import folder_of, open_reader, open_writer
from warehouse.migrate import list_migrations, read_schema_number
from warehouse.read import read_article_versions, read_claims
from warehouse.snapshot import publish_snapshot

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.duckdb.gz"))


@pytest.mark.parametrize("fixture", RELEASED, ids=lambda fixture: fixture.name)
def test_a_released_warehouse_is_upgraded_with_its_rows(fixture: Path, path: Path) -> None:
    path.write_bytes(gzip.decompress(fixture.read_bytes()))
    with open_writer(path) as writer:
        assert read_schema_number(writer.con) == list_migrations()[-1].number
        assert read_claims(writer.con) == list(hand_ledger.CLAIMS)
        assert read_article_versions(writer.con) == list(hand_ledger.VERSIONS)
        hand_ledger.fill(writer)
        assert read_claims(writer.con) == list(hand_ledger.CLAIMS)
        publish_snapshot(writer)
    con = open_reader(path)
    assert con.execute("SELECT status, n_claims FROM events").fetchall() == [("scheduled", 3)]
    con.close()


def test_the_newest_schema_has_a_fixture() -> None:
    newest = list_migrations()[-1].number
    assert f"schema-{newest:04d}.duckdb.gz" in {fixture.name for fixture in RELEASED}, (
        "run python -m tests.warehouse.make_released before releasing a migration"
    )


def test_a_failing_migration_leaves_the_schema_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_writer(path) as writer:
        hand_ledger.fill(writer)
    number = list_migrations()[-1].number + 1
    broken = migrate.Migration(number, "broken", "CREATE TABLE core.half (x INTEGER); SELECT * FROM core.nowhere;")
    steps = (*list_migrations(), broken)
    monkeypatch.setattr(migrate, "list_migrations", lambda: steps)
    with pytest.raises(duckdb.CatalogException):
        open_writer(path)
    monkeypatch.undo()
    con = duckdb.connect(str(folder_of(path) / "writer.duckdb"))
    tables = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "half" not in tables
    con.close()
    with open_writer(path) as writer:
        assert read_claims(writer.con) == list(hand_ledger.CLAIMS)


def test_a_destructive_migration_runs_on_a_copy_that_is_kept_out_until_verified(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_writer(path) as writer:
        hand_ledger.fill(writer)
    number = list_migrations()[-1].number + 1
    losing = migrate.Migration(number, "losing", "-- destructive: core.sightings\nDELETE FROM core.quotes;")
    steps = (*list_migrations(), losing)
    monkeypatch.setattr(migrate, "list_migrations", lambda: steps)
    with pytest.raises(WarehouseError, match=r"core\.quotes"):
        open_writer(path)
    monkeypatch.undo()
    with open_writer(path) as writer:
        assert writer.con.execute("SELECT count(*) FROM quotes").fetchone() == (1,)
