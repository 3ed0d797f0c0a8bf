"""Rows of the published views as mappings by column name; instants in UTC, lists as tuples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from warehouse.connection import Connection


def read_rows(con: Connection, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
    """Return the rows of a query; `parameters` are its named ones."""
    cursor = con.execute(sql, parameters or None)
    names = [column[0] for column in cursor.description or ()]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC)
    return tuple(value) if isinstance(value, list) else value
