"""Consistent copies and upkeep: backup, restore (verified before it replaces anything), compact, retention."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import duckdb

from records.errors import WarehouseError
from warehouse.connection import Writer, connect, folder_of, open_writer
from warehouse.failures import failures_told
from warehouse.lease import take_lease
from warehouse.migrate import list_migrations, migrate
from warehouse.snapshot import publish_snapshot
from warehouse.tables import copy_tables, count_rows

_HERE = Path(__file__).parent


def backup(path: Path | str, target: Path | str, now: dt.datetime | None = None) -> dict[str, int]:
    """Copy a warehouse (facts and archive) to the new folder `target` with a manifest of hashes; return row counts.

    Takes the lease, so that nothing changes meanwhile. The folder appears whole or not at all.
    """
    path, target, now = Path(path), Path(target), now or dt.datetime.now(dt.UTC)
    if not path.exists() and not (folder_of(path) / "writer.duckdb").exists():
        raise WarehouseError("there is no warehouse here to back up", path=path)
    if target.exists():
        raise WarehouseError("the target exists already; give a new folder", path=target)
    building = target.with_name(target.name + ".building")
    shutil.rmtree(building, ignore_errors=True)
    with open_writer(path, now) as writer, failures_told(target):
        counts = count_rows(writer.con, "writer")
        writer.con.execute("CHECKPOINT")
        writer.con.close()
        building.mkdir(parents=True)
        shutil.copyfile(writer.file, building / "warehouse.duckdb")
        shutil.copytree(folder_of(path) / "archive", building / "archive")
        manifest = {
            "made_at": now.isoformat(timespec="seconds"),
            "schema": list_migrations()[-1].number,
            "rows": counts,
            "sha256": {str(f.relative_to(building)): _sha256(f) for f in sorted(building.rglob("*")) if f.is_file()},
        }
        (building / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
        building.rename(target)
    return counts


def verify_backup(source: Path | str) -> dict[str, int]:
    """Read a backup back: every hash, then every table's count. Raises `WarehouseError` naming what differs."""
    source = Path(source)
    try:
        manifest = json.loads((source / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WarehouseError(
            "this folder is no complete backup: manifest.json is missing or unreadable", path=source
        ) from error
    for name, sha256 in manifest["sha256"].items():
        file = source / name
        if not file.is_file() or _sha256(file) != sha256:
            raise WarehouseError("the backup is damaged: this file is missing or changed", path=file)
    with failures_told(source):
        con = connect(source / "warehouse.duckdb", is_read_only=True)
    try:
        counts = count_rows(con, "warehouse")
    finally:
        con.close()
    if counts != manifest["rows"]:
        raise WarehouseError("the backup is damaged: its tables have other row counts than recorded", path=source)
    return counts


def restore(source: Path | str, path: Path | str, now: dt.datetime | None = None) -> dict[str, int]:
    """Put a verified backup in place at `path`, publish it, and return row counts.

    A warehouse that is there already is kept beside it as `<path>.before-restore` (and `….d`).
    """
    source, path, now = Path(source), Path(path), now or dt.datetime.now(dt.UTC)
    counts = verify_backup(source)
    building = path.with_name(path.name + ".restoring.d")
    shutil.rmtree(building, ignore_errors=True)
    with failures_told(path):
        building.mkdir(parents=True)
        shutil.copyfile(source / "warehouse.duckdb", building / "writer.duckdb")
        shutil.copytree(source / "archive", building / "archive")
        if path.exists() or folder_of(path).exists():
            _refuse_busy(path, now)
        kept = path.with_name(path.name + ".before-restore")
        for old, aside in ((path, kept), (folder_of(path), folder_of(kept))):
            if old.exists():
                _remove(aside)
                old.rename(aside)
        building.rename(folder_of(path))
    with open_writer(path, now) as writer:
        publish_snapshot(writer, now)
    return counts


def _refuse_busy(path: Path, now: dt.datetime) -> None:
    """Raise `WarehouseError` if a writer is at work on the warehouse that is to be replaced."""
    folder = folder_of(path)
    if folder.exists():
        take_lease(folder, now).release()


def compact(path: Path | str, now: dt.datetime | None = None) -> tuple[int, int]:
    """Rewrite the writer's file without what was deleted; return its size before and after, in bytes.

    The new file is verified by row counts before it takes the old one's place.
    """
    now = now or dt.datetime.now(dt.UTC)
    with open_writer(path, now) as writer, failures_told(path):
        writer.con.execute("CHECKPOINT")
        before = writer.file.stat().st_size
        building = writer.file.with_name("compacting.duckdb")
        for leftover in (building, building.with_name(building.name + ".wal")):
            leftover.unlink(missing_ok=True)
        _write_compact_copy(writer, building, now)
        building.replace(writer.file)
        writer.con = connect(writer.file)
        return before, writer.file.stat().st_size


def _write_compact_copy(writer: Writer, building: Path, now: dt.datetime) -> None:
    """Build a fresh file of the same schema and copy all facts into it; closes the writer's connection."""
    fences = writer.con.execute("FROM core.fences").fetchall()
    writer.con.close()
    fresh = connect(building)
    try:
        migrate(fresh, building, now)
        fresh.executemany("INSERT INTO core.fences VALUES (?, ?)", fences)
        fresh.execute(f"ATTACH '{str(writer.file).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        copy_tables(fresh, "old", "compacting")
        fresh.execute("DETACH old")
        fresh.execute("CHECKPOINT")
    except (duckdb.Error, WarehouseError):
        fresh.close()
        writer.con = connect(writer.file)
        raise
    fresh.close()


def apply_retention(writer: Writer, now: dt.datetime) -> dict[str, int]:
    """Delete what `retention.toml` lets go by age (never texts, claims or beliefs); return rows deleted by table."""
    rules = tomllib.loads((_HERE / "retention.toml").read_text("utf-8"))
    deleted = {}
    with writer.transaction() as con:
        for table, rule in rules.items():
            before = now - dt.timedelta(days=rule["days"])
            found = con.execute(f"DELETE FROM {table} WHERE {rule['where']}", {"before": before}).fetchone()
            deleted[table] = int(found[0]) if found else 0
    return deleted


def _sha256(file: Path) -> str:
    """Return the hash of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _remove(path: Path) -> None:
    """Remove a file or folder if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
