"""Upkeep of the warehouse: retention, compaction, moving."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from records.errors import WarehouseError
from warehouse.backup import apply_retention, compact
from warehouse.connection import folder_of, open_writer


def keep_house(path: Path, now: dt.datetime) -> tuple[int, int]:
    """Delete what retention lets go, compact, publish; return the size before and after, in bytes."""
    if not path.exists() and not folder_of(path).exists():
        raise WarehouseError("there is no warehouse here", path=path)
    with open_writer(path, now) as writer:
        apply_retention(writer, now)
    return compact(path, now)
