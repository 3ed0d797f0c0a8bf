"""Bringing a writer's file to today's schema; a destructive migration runs on a copy that is verified and swapped in.

A migration that takes rows away says so in its header: `-- destructive: core.a, raw.b` names the tables that may shrink.
Every other table must have the same number of rows afterwards, or the original stays.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

from records.errors import WarehouseError
from warehouse.migrate import Migration, list_pending, migrate
from warehouse.tables import count_rows
from warehouse.writer import Connection, connect


def open_upgraded(file: Path, path: Path, now: dt.datetime) -> Connection:
    """Open a writer's file at today's schema; errors leave it as it was."""
    con = connect(file)
    try:
        destructive = [step for step in list_pending(con, path) if _shrinking(step) is not None]
        if not destructive:
            migrate(con, path, now)
            return con
        con.execute("CHECKPOINT")
        before = count_rows(con, file.stem)
    except BaseException:
        con.close()
        raise
    con.close()
    _upgrade_copy(file, path, now, before, {name for step in destructive for name in _shrinking(step) or ()})
    return connect(file)


def _shrinking(step: Migration) -> list[str] | None:
    """Return the tables that a migration may shrink; None if it takes nothing away."""
    found = re.search(r"^-- destructive:(.*)$", step.sql, re.MULTILINE)
    return [name.strip() for name in found[1].split(",")] if found else None


def _upgrade_copy(file: Path, path: Path, now: dt.datetime, before: dict[str, int], shrinking: set[str]) -> None:
    """Migrate a copy, verify it, and put it in the file's place."""
    copy = file.with_name("migrating.duckdb")
    leftovers = (copy, copy.with_name(copy.name + ".wal"))
    for leftover in leftovers:
        leftover.unlink(missing_ok=True)
    shutil.copyfile(file, copy)
    con = connect(copy)
    try:
        migrate(con, path, now)
        after = count_rows(con, copy.stem)
        changed = sorted(name for name, count in before.items() if name not in shrinking and after.get(name) != count)
        if changed:
            raise WarehouseError(
                f"the upgrade would change the rows of {', '.join(changed)}; nothing was done", path=path
            )
        con.execute("CHECKPOINT")
        con.close()
        copy.replace(file)
    finally:
        con.close()
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
