"""Upkeep of the warehouse: retention, compaction, moving."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from records.errors import WarehouseError
from warehouse.backup import apply_retention, compact
from warehouse.connection import is_there, open_writer
from warehouse.lake import tend_lake


def keep_house(path: Path, now: dt.datetime) -> tuple[int, int]:
    """Delete what retention lets go, compact, publish; return the size before and after, in bytes (0 on a lake)."""
    if not is_there(path):
        raise WarehouseError("there is no warehouse here", path=path)
    with open_writer(path, now) as writer:
        writer.run(lambda: apply_retention(writer, now))
        if writer.is_lake:
            tend_lake(writer)
            return 0, 0
    return compact(path, now)
