"""Publishing: the writer's file, checked, becomes the snapshot that everybody reads, by one atomic swap.

Readers keep the snapshot they opened; new ones get the new one; nobody ever waits. Whatever happens before the swap
leaves the old snapshot as it was.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from records.errors import WarehouseError
from warehouse.checks import Finding, run_checks
from warehouse.connection import Connection, Writer, connect, folder_of
from warehouse.failures import failures_told
from warehouse.published import build_search, store_views


def publish_snapshot(writer: Writer, now: dt.datetime | None = None, *, with_search: bool = True) -> list[Finding]:
    """Publish what the writer has committed; return what the checks graded warn have found.

    `with_search=False` leaves out the full-text index, which takes most of the time on a large warehouse.
    Raises `WarehouseError` if a check graded fail finds rows, another writer has taken over, or the disk is full.
    """
    now = now or dt.datetime.now(dt.UTC)
    if writer.is_lake:
        return _publish_lake(writer, now)
    writer.check_fence()
    path = Path(writer.path)
    building = folder_of(path) / "snapshot.building"
    _remove_building(building)  # a killed publisher leaves its file and a log that must not be replayed into a new copy
    try:
        with failures_told(path):
            _copy_writer_file(writer, building)
            findings = _complete_snapshot(building, path, now, with_search=with_search)
            _sync(building)
            writer.check_fence()
            building.replace(path)
            _sync(path.parent)
            _record_publication(writer.con, now)
    finally:
        _remove_building(building)
    return findings


def _remove_building(building: Path) -> None:
    """Remove an unfinished copy with its log."""
    for leftover in (building, building.with_name(building.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _publish_lake(writer: Writer, now: dt.datetime) -> list[Finding]:
    """Check a lake, whose readers see every commit at once, and write its small rows out to files."""
    findings = run_checks(writer.con)
    if failed := [finding for finding in findings if finding.is_failure]:
        raise WarehouseError(f"the lake has unsound rows: {failed[0]}", path=writer.path)
    writer.run(lambda: _record_publication(writer.con, now))
    return findings


def _complete_snapshot(file: Path, path: Path, now: dt.datetime, *, with_search: bool) -> list[Finding]:
    """Store the published layer in the copy and check it; return the warnings, raise on a failure."""
    con = connect(file)
    try:
        store_views(con)
        findings = run_checks(con)
        if failed := [finding for finding in findings if finding.is_failure]:
            raise WarehouseError(f"not published, the last snapshot stays: {failed[0]}", path=path)
        if with_search:
            build_search(con)
        _record_publication(con, now)
        con.execute("CHECKPOINT")
    finally:
        con.close()
    return findings


def _record_publication(con: Connection, now: dt.datetime) -> None:
    """Record what the checks have seen; in the snapshot and, once it is out, in the writer's file."""
    con.execute("INSERT INTO core.publications SELECT ?, coalesce(max(seq), 0) FROM core.annotations", [now])


def _copy_writer_file(writer: Writer, target: Path) -> None:
    """Copy the checkpointed file while it is closed: closing a second descriptor would drop DuckDB's own lock on it."""
    writer.con.execute("CHECKPOINT")
    writer.con.close()
    try:
        shutil.copyfile(writer.file, target)
    finally:
        writer.con = connect(writer.file)


def _sync(path: Path) -> None:
    """Make a file or folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
