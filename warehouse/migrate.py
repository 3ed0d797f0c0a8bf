"""Numbered migrations and the views over them.

A migration is `migrations/NNNN_name.sql`, never edited once released; it runs in one transaction with its record in
`core.migrations`. Views and macros are not migrated: all of `views/` is applied again whenever its files changed.
"""

from __future__ import annotations

import datetime as dt
import graphlib
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from records.errors import WarehouseError

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the schema."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the SQL, to find a released migration that was edited."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def list_migrations() -> tuple[Migration, ...]:
    """Return all migrations in order of number."""
    files = sorted((HERE / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return tuple(Migration(int(file.name[:4]), file.stem[5:], file.read_text("utf-8")) for file in files)


@cache
def list_views() -> tuple[tuple[str, str], ...]:
    """Return (name, SQL) of every view and macro, each after the ones it reads (its `-- inputs:` line).

    A file with a `-- built:` line is applied elsewhere, when what it reads is built.
    """
    texts = {file.stem: file.read_text("utf-8") for file in sorted((HERE / "views").glob("*.sql"))}
    files = {name: sql for name, sql in texts.items() if "\n-- built:" not in sql}
    graph = {name: [used for used in _inputs_of(sql) if used in files] for name, sql in files.items()}
    return tuple((name, files[name]) for name in graphlib.TopologicalSorter(graph).static_order())


def _inputs_of(sql: str) -> list[str]:
    """Return the names in the header's `-- inputs: a, b` line."""
    found = re.search(r"^-- inputs:(.*)$", sql, re.MULTILINE)
    return [name.strip() for name in found[1].split(",")] if found else []


def read_schema_number(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest migration applied; 0 = none, also in a file that is no warehouse."""
    try:
        found = con.execute("SELECT coalesce(max(number), 0) FROM core.migrations").fetchone()
    except duckdb.CatalogException:
        return 0
    return int(found[0]) if found else 0


def refuse_newer(number: int, path: Path | str) -> None:
    """Raise `WarehouseError` if the warehouse's schema is newer than this code."""
    newest = list_migrations()[-1].number
    if number > newest:
        raise WarehouseError(
            f"the warehouse has schema {number}, this newsledger knows up to {newest}; update newsledger", path=path
        )


def list_pending(con: duckdb.DuckDBPyConnection, path: Path | str) -> list[Migration]:
    """Return the migrations that a warehouse lacks; refuse a newer one."""
    number = read_schema_number(con)
    refuse_newer(number, path)
    return [step for step in list_migrations() if step.number > number]


def migrate(con: duckdb.DuckDBPyConnection, path: Path | str, now: dt.datetime) -> list[Migration]:
    """Apply what is missing, then the views; return the migrations applied. Needs a connection outside a transaction."""
    pending = list_pending(con, path)
    con.execute((HERE / "migrations" / "bootstrap.sql").read_text("utf-8"))
    _refuse_edited(con, path)
    for step in pending:
        con.execute("BEGIN")
        try:
            con.execute(step.sql)
            con.execute("INSERT INTO core.migrations VALUES (?, ?, ?, ?)", [step.number, step.name, step.sha256, now])
            con.execute("COMMIT")
        except duckdb.Error:
            con.execute("ROLLBACK")
            raise
    apply_views(con, now)
    return pending


def _refuse_edited(con: duckdb.DuckDBPyConnection, path: Path | str) -> None:
    """Raise if a migration applied here differs from the file of today."""
    known = {step.number: step.sha256 for step in list_migrations()}
    for number, sha256 in con.execute("SELECT number, sha256 FROM core.migrations").fetchall():
        if known.get(number) != sha256:
            raise WarehouseError(f"migration {number:04d} was edited after it was applied; restore its file", path=path)


def apply_views(con: duckdb.DuckDBPyConnection, now: dt.datetime, *, is_forced: bool = False) -> None:
    """Create all views and macros in one transaction, unless the newest recorded set is today's."""
    digest = hashlib.sha256("\n".join(sql for _, sql in list_views()).encode()).hexdigest()
    newest = con.execute("SELECT sha256 FROM core.view_sets ORDER BY applied_at DESC LIMIT 1").fetchone()
    if not is_forced and newest is not None and newest[0] == digest:
        return
    con.execute("BEGIN")
    try:
        for _, sql in list_views():
            con.execute(sql)
        con.execute("INSERT INTO core.view_sets VALUES (?, ?)", [digest, now])
        con.execute("COMMIT")
    except duckdb.Error:
        con.execute("ROLLBACK")
        raise
