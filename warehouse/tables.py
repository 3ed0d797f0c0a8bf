"""The stored tables by name, and copying all of them from one open database to another (compact, move, restore)."""

from __future__ import annotations

import duckdb

from records.errors import WarehouseError

#: written by opening and migrating; each database has its own
_OWN = {"core.migrations", "core.view_sets", "core.fences", "core.turns"}


def list_tables(con: duckdb.DuckDBPyConnection, catalog: str) -> list[str]:
    """Return `schema.table` of every fact table of the raw and core layers in a catalog, by name."""
    found = con.execute(
        """
        SELECT schema_name || '.' || table_name FROM duckdb_tables()
        WHERE database_name = ? AND schema_name IN ('raw', 'core') ORDER BY ALL
        """,
        [catalog],
    ).fetchall()
    return [name for (name,) in found if name not in _OWN]


def count_rows(con: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, int]:
    """Return the number of rows of every fact table."""
    counts = {}
    for table in list_tables(con, catalog):
        found = con.execute(f"SELECT count(*) FROM {catalog}.{table}").fetchone()
        counts[table] = int(found[0]) if found else 0
    return counts


def copy_tables(con: duckdb.DuckDBPyConnection, source: str, target: str) -> dict[str, int]:
    """Copy all facts from one attached catalog to an empty one of the same schema, in one transaction; return row counts.

    Raises `WarehouseError` if the target is not empty or the counts differ afterwards.
    """
    if any(count_rows(con, target).values()):
        raise WarehouseError(f"the target {target} already holds data; give an empty one")
    tables = list_tables(con, source)
    if tables != list_tables(con, target):
        raise WarehouseError("the two warehouses have different schemas; open both with the same newsledger first")
    con.execute("BEGIN")
    try:
        for table in tables:
            con.execute(f"INSERT INTO {target}.{table} BY NAME SELECT * FROM {source}.{table}")
        con.execute("COMMIT")
    except duckdb.Error:
        con.execute("ROLLBACK")
        raise
    counts = count_rows(con, target)
    if counts != count_rows(con, source):
        raise WarehouseError("the copy has other row counts than the original; it was left aside")
    return counts
