"""Opening the warehouse: one writer beside the published file, any number of readers on it.

`w.duckdb` is the published snapshot. The writer works on `w.duckdb.d/writer.duckdb` under the lease of that folder and
publishes by swapping (`warehouse.snapshot`). Every way in which opening fails is a `WarehouseError` of one line.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from records.errors import WarehouseError
from warehouse.failures import failures_told
from warehouse.lease import Lease, take_lease
from warehouse.migrate import apply_views, migrate, read_schema_number, refuse_newer

Connection = duckdb.DuckDBPyConnection

#: nothing is ever downloaded: extensions come from packages and are loaded by path
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(path: Path | str, *, is_read_only: bool = False) -> Connection:
    """Connect to a DuckDB file with the project's settings: nothing downloaded, session time zone UTC."""
    con = duckdb.connect(str(path), read_only=is_read_only, config=_CONFIG)
    con.execute("SET TimeZone = 'UTC'")
    return con


def folder_of(path: Path | str) -> Path:
    """Return the writer's folder `<path>.d` of a warehouse."""
    return Path(f"{path}.d")


@dataclass(slots=True)
class Writer:
    """The one open writer of a warehouse; use it as a context manager."""

    path: Path
    con: Connection
    lease: Lease | None
    #: how many `transaction` blocks are open; the outermost one commits
    depth: int = 0

    @property
    def file(self) -> Path:
        """The writer's own DuckDB file."""
        return folder_of(self.path) / "writer.duckdb"

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run a block in one transaction; nested blocks join the outer one; any error rolls all of it back."""
        if self.depth == 0:
            self.check_fence()
            self.con.execute("BEGIN")
        self.depth += 1
        try:
            with failures_told(self.path):
                yield self.con
                if self.depth == 1:
                    self.con.execute("COMMIT")
        except BaseException:
            if self.depth == 1:
                _roll_back(self.con)
            raise
        finally:
            self.depth -= 1

    def check_fence(self) -> None:
        """Raise `WarehouseError` if another writer has taken over."""
        if self.lease is not None and not self.lease.is_current():
            raise WarehouseError("another writer has taken over this warehouse; stop this one", path=self.path)

    def close(self) -> None:
        """Close the file and give back the lease."""
        self.con.close()
        if self.lease is not None:
            self.lease.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _roll_back(con: Connection) -> None:
    """Roll back; a connection that a full disk has invalidated has nothing left to roll back."""
    with suppress(duckdb.Error):
        con.execute("ROLLBACK")


def open_writer(path: Path | str, now: dt.datetime | None = None) -> Writer:
    """Open the warehouse for writing, creating or upgrading it as needed.

    Raises `WarehouseError`: another writer at work, newer schema, corrupt, not writable, disk full.
    """
    path, now = Path(path), now or dt.datetime.now(dt.UTC)
    folder = folder_of(path)
    with failures_told(path):
        (folder / "archive").mkdir(parents=True, exist_ok=True)
        lease = take_lease(folder, now)
    con: Connection | None = None
    try:
        with failures_told(path):
            is_seeded = _seed_writer_file(path, folder / "writer.duckdb")
            con = connect(folder / "writer.duckdb")
            migrate(con, path, now)
            if is_seeded:
                _restore_plain_views(con, now)
            _record_token(con, lease, now)
        return Writer(path, con, lease)
    except BaseException:
        if con is not None:
            con.close()
        lease.release()
        raise


def _seed_writer_file(path: Path, file: Path) -> bool:
    """Copy the published snapshot to the writer's file if there is only the snapshot; tell whether it was done."""
    if file.exists() or not path.exists():
        return False
    temporary = file.with_suffix(".seeding")
    shutil.copyfile(path, temporary)
    temporary.replace(file)
    return True


def _restore_plain_views(con: Connection, now: dt.datetime) -> None:
    """Turn the snapshot's stored views into views again."""
    apply_views(con, now, is_forced=True)
    con.execute("DROP MACRO TABLE IF EXISTS main.search_text")
    con.execute("DROP SCHEMA IF EXISTS fts_published_search_documents CASCADE")
    con.execute("DROP SCHEMA IF EXISTS published CASCADE")


def _record_token(con: Connection, lease: Lease, now: dt.datetime) -> None:
    """Record the writer's token in the warehouse; refuse one that is not above all earlier ones."""
    row = con.execute("SELECT coalesce(max(token), 0) FROM core.fences").fetchone()
    newest = int(row[0]) if row else 0
    if newest >= lease.token:
        lease.advance(newest + 1)
    con.execute("INSERT INTO core.fences VALUES (?, ?)", [lease.token, now])


def open_reader(path: Path | str) -> Connection:
    """Open the published snapshot read-only; never waits for a writer and never blocks one.

    Close it between queries: a connection that stays open keeps reading the snapshot it opened.
    Raises `WarehouseError`: missing, corrupt, not a warehouse, newer schema.
    """
    path = Path(path)
    if not path.is_file():
        raise WarehouseError("there is no warehouse here; run newsledger ingest or run first", path=path)
    with failures_told(path):
        con = connect(path, is_read_only=True)
    number = read_schema_number(con)
    try:
        if number == 0:
            raise WarehouseError("this file is no newsledger warehouse", path=path)
        refuse_newer(number, path)
    except WarehouseError:
        con.close()
        raise
    return con
