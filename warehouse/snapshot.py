"""Publishing: the writer's file, checked, becomes the snapshot that everybody reads, by one atomic swap.

Readers keep the snapshot they opened; new ones get the new one; nobody ever waits. Whatever happens before the swap
leaves the old snapshot as it was.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from warehouse.connection import Writer, connect, folder_of
from warehouse.failures import failures_told


def publish_snapshot(writer: Writer) -> Path:
    """Publish what the writer has committed; return the snapshot's path.

    Raises `WarehouseError` if a check graded fail finds rows, another writer has taken over, or the disk is full.
    """
    writer.check_fence()
    building = folder_of(writer.path) / "snapshot.building"
    try:
        with failures_told(writer.path):
            _copy_writer_file(writer, building)
            con = connect(building)
            try:
                con.execute("CHECKPOINT")
            finally:
                con.close()
            _sync(building)
            writer.check_fence()
            building.replace(writer.path)
            _sync(writer.path.parent)
    finally:
        building.unlink(missing_ok=True)
        building.with_name(building.name + ".wal").unlink(missing_ok=True)
    return writer.path


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
