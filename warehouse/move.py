"""`newsledger move`: a warehouse from a file to a lake or back; the original stays as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from records.errors import UserError
from warehouse.connection import is_lake, open_writer
from warehouse.lake import copy_between
from warehouse.snapshot import publish_snapshot


def move_warehouse(source: Path | str, target: Path | str, now: dt.datetime | None = None) -> dict[str, int]:
    """Copy all facts to the empty warehouse at `target`, check and publish it; return row counts.

    One of the two is a lake. The page archive is a folder of files and is copied by hand.
    """
    now = now or dt.datetime.now(dt.UTC)
    if is_lake(source) == is_lake(target):
        raise UserError("move goes from a file to a lake or back; between files use backup and restore")
    if not is_lake(source) and not Path(source).exists():
        raise UserError(f"there is no warehouse at {source}")
    with open_writer(source, now) as old, open_writer(target, now) as new:
        to_lake = is_lake(target)
        counts = copy_between(old if to_lake else new, new if to_lake else old, to_lake=to_lake)
        publish_snapshot(new, now)
    return counts
