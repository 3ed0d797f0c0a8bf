"""Opening the warehouse: one writer beside the published file, any number of readers on it.

`w.duckdb` is the published snapshot. The writer works on `w.duckdb.d/writer.duckdb` under the lease of that folder and
publishes by swapping (`warehouse.snapshot`). An address `ducklake:…` in its place opens a lake with many writers
(`warehouse.lake`). Every way in which opening fails is a `WarehouseError` of one line.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from records.errors import WarehouseError
from warehouse.failures import failures_told
from warehouse.lake import open_lake, open_lake_reader
from warehouse.lease import Lease, take_lease
from warehouse.migrate import apply_views, read_schema_number, refuse_newer
from warehouse.upgrade import open_upgraded
from warehouse.writer import Connection, Writer, connect, folder_of, is_lake, is_published, is_there

__all__ = [
    "Connection", "Writer", "connect", "folder_of", "is_lake", "is_published", "is_there", "open_reader", "open_writer",
]  # fmt: skip


def open_writer(path: Path | str, now: dt.datetime | None = None) -> Writer:
    """Open the warehouse for writing, creating or upgrading it as needed.

    Raises `WarehouseError`: another writer at work, newer schema, corrupt, not writable, disk full.
    """
    now = now or dt.datetime.now(dt.UTC)
    if is_lake(path):
        return open_lake(str(path), now)
    path = Path(path)
    folder = folder_of(path)
    with failures_told(path):
        (folder / "archive").mkdir(parents=True, exist_ok=True)
        lease = take_lease(folder, now)
    con: Connection | None = None
    try:
        with failures_told(path):
            is_seeded = _seed_writer_file(path, folder / "writer.duckdb")
            con = open_upgraded(folder / "writer.duckdb", path, now)
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
    if is_lake(path):
        return open_lake_reader(str(path))
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
