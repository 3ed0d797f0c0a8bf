"""The three ways of loading: new keys only, changed versions only, replaced groups; all through Arrow.

Correctness rests on anti-joins, never on a primary key. Every function needs an open `Writer.transaction()` or opens one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from warehouse.connection import Connection, Writer

Row = Mapping[str, Any]


def table_schema(con: Connection, table: str) -> pa.Schema:
    """Return the Arrow schema of a table of the warehouse."""
    return con.execute(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema


def to_arrow(con: Connection, table: str, rows: Sequence[Row], *, without: Sequence[str] = ()) -> pa.Table:
    """Return rows (mappings by column name; missing columns become null) as an Arrow table of the table's types."""
    schema = pa.schema([column for column in table_schema(con, table) if column.name not in without])
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist([_without_surrogates(row) for row in rows], schema=schema)


def _without_surrogates(value: Any) -> Any:
    """Replace lone surrogates, which UTF-8 cannot hold, one for one, so that offsets stay right."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {name: _without_surrogates(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(part) for part in value]
    return value


def as_row(record: Any, **more: object) -> dict[str, Any]:
    """Return the fields of a dataclass by name (not recursively), with further columns; mappings become JSON."""
    row = {column.name: getattr(record, column.name) for column in dataclasses.fields(record)}
    row.update(more)
    for name, value in row.items():
        if isinstance(value, dict):
            row[name] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return row


def insert_new(writer: Writer, table: str, batch: pa.Table | pa.RecordBatch, key: Sequence[str]) -> int:
    """Insert the rows of `batch` whose key is not in the table yet, the first of equal keys; return how many."""
    if batch.num_rows == 0:
        return 0
    keys = ", ".join(key)
    with writer.transaction() as con, registered(con, batch) as name:
        # DISTINCT ON carries every column through a hash table: only where a key really comes twice
        distinct = f"DISTINCT ON ({keys})" if _has_duplicates(con, name, keys) else ""
        return _count(
            con,
            f"""
            INSERT INTO {table} BY NAME
            SELECT {distinct} * FROM {name}
            ANTI JOIN (SELECT {keys} FROM {table} SEMI JOIN {name} USING ({keys})) AS known USING ({keys})
            """,
        )


def _has_duplicates(con: Connection, name: str, keys: str) -> bool:
    """Tell whether two rows of a batch have the same key."""
    return con.execute(f"SELECT 1 FROM {name} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1").fetchone() is not None


def append_changed(writer: Writer, table: str, batch: pa.Table, key: Sequence[str], decided_at: dt.datetime) -> int:
    """Append a version of every row of `batch` that differs from the current one of its key; return how many.

    `batch` has one row per key and lacks `decided_at`, `seq`; `is_removed` is false where it is not given.
    """
    if batch.num_rows == 0:
        return 0
    keys = ", ".join(key)
    columns = [name for name in batch.column_names if name not in key]
    theirs, ours = (", ".join(f"{side}.{name}" for name in columns) for side in ("current", "batch"))
    with writer.transaction() as con, registered(con, batch) as name:
        # read before the insertion, which numbers its rows and therefore runs on one core
        newest = con.execute(
            f"""
            SELECT * FROM {table} SEMI JOIN {name} USING ({keys})
            QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY seq DESC) = 1
            """
        ).to_arrow_table()
        with registered(con, newest) as current:
            return _count(
                con,
                f"""
                INSERT INTO {table} BY NAME
                SELECT
                    batch.*,
                    $decided_at::TIMESTAMPTZ AS decided_at,
                    (SELECT coalesce(max(seq), 0) FROM {table}) + row_number() OVER () AS seq
                FROM {name} AS batch LEFT JOIN {current} AS current USING ({keys})
                WHERE current.seq IS NULL OR row({theirs}) IS DISTINCT FROM row({ours})
                """,
                {"decided_at": decided_at},
            )


def load_versioned(
    writer: Writer,
    table: str,
    rows: Iterable[Row],
    key: Sequence[str],
    decided_at: dt.datetime,
) -> int:
    """Append changed versions of rows (mappings); a later row of a key replaces an earlier one of the same call."""
    last = {tuple(row[name] for name in key): {"is_removed": False, **row} for row in rows}
    batch = to_arrow(writer.con, table, list(last.values()), without=("decided_at", "seq"))
    return append_changed(writer, table, batch, key, decided_at)


def load_rows(writer: Writer, table: str, rows: Sequence[Row], key: Sequence[str]) -> int:
    """Insert rows (mappings) with new keys; return how many."""
    return insert_new(writer, table, to_arrow(writer.con, table, rows), key) if rows else 0


@contextmanager
def registered(con: Connection, batch: pa.Table | pa.RecordBatch) -> Iterator[str]:
    """Make an Arrow table visible to SQL for a block; yields its name."""
    name = f"batch_{id(batch):x}"
    con.register(name, pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch)
    try:
        yield name
    finally:
        con.unregister(name)


def _count(con: Connection, sql: str, parameters: Mapping[str, object] | None = None) -> int:
    """Run an INSERT and return the number of rows inserted."""
    found = con.execute(sql, parameters).fetchone() if parameters else con.execute(sql).fetchone()
    return int(found[0]) if found else 0
