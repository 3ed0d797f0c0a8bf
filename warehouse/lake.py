"""The same schema and SQL on DuckLake: catalog in PostgreSQL, data as Parquet, many writers at once.

Chosen by the warehouse's address alone, e.g.
`ducklake:postgres:host=/run/postgresql dbname=news data_path=/srv/news/` (a libpq connection string; `data_path`, a folder
or an S3 prefix, is needed when the lake is made). Overlapping transactions are serialised by `core.turns`: the later one
conflicts and `Writer.run` runs it again.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import time

import duckdb

from records.errors import WarehouseError
from warehouse.extensions import load_extension
from warehouse.failures import failures_told
from warehouse.migrate import migrate, read_schema_number, refuse_newer
from warehouse.tables import copy_tables
from warehouse.writer import Connection, Writer, connect

#: name of the attached catalog
CATALOG = "lake"
_OPENING_ATTEMPTS = 10
#: schemes that lose a slash where the address was handled as a file path
_SCHEME = re.compile(r"\b(s3|gs|gcs|r2|az|abfss?|https?|postgres(?:ql)?):/(?=[^/])")


def _attach(address: str, *, is_read_only: bool) -> Connection:
    """Return a connection that works in the lake."""
    address = _SCHEME.sub(r"\1://", address)
    data_path = re.search(r"\s*\bdata_path=(\S+)", address)
    catalog = (address.replace(data_path[0], "") if data_path else address).replace("'", "''")
    options = ["READ_ONLY"] if is_read_only else []
    if data_path:
        options.append(f"DATA_PATH '{data_path[1].replace(chr(39), chr(39) * 2)}'")
    con = connect(":memory:")
    try:
        with failures_told(address):
            if catalog.startswith("ducklake:postgres:"):
                load_extension(con, "postgres_scanner")
            load_extension(con, "ducklake")
            con.execute(f"ATTACH '{catalog}' AS {CATALOG}" + (f" ({', '.join(options)})" if options else ""))
            con.execute(f"USE {CATALOG}")
    except BaseException:
        con.close()
        raise
    return con


def open_lake(address: str, now: dt.datetime) -> Writer:
    """Open a lake for writing beside any number of other writers, creating or upgrading it as needed."""
    con = _attach(address, is_read_only=False)
    try:
        for attempt in range(1, _OPENING_ATTEMPTS + 1):
            try:
                migrate(con, address, now)
                break
            except (duckdb.TransactionException, duckdb.CatalogException) as error:
                # another process is making the same tables at this moment: look again at what it has made
                if attempt == _OPENING_ATTEMPTS:
                    raise WarehouseError(
                        "the lake could not be prepared; run the command again", path=address
                    ) from error
                time.sleep(random.uniform(0.1, 0.2 * attempt))
    except BaseException:
        con.close()
        raise
    return Writer(address, con, None)


def open_lake_reader(address: str) -> Connection:
    """Open a lake read-only; a query sees what was committed when it began."""
    con = _attach(address, is_read_only=True)
    number = read_schema_number(con)
    try:
        if number == 0:
            raise WarehouseError("this lake is no newsledger warehouse", path=address)
        refuse_newer(number, address)
    except WarehouseError:
        con.close()
        raise
    return con


def find_data_path(con: Connection) -> str:
    """Return the folder or prefix in which an open lake keeps its data."""
    found = con.execute(f"SELECT data_path FROM ducklake_settings('{CATALOG}')").fetchone()
    return str(found[0]) if found else ""


def tend_lake(writer: Writer, keep_days: int = 7) -> None:
    """Write inlined rows out, merge small files, and drop files that no snapshot of the last days needs."""
    with failures_told(writer.path):
        writer.con.execute(f"CALL ducklake_flush_inlined_data('{CATALOG}')")
        writer.con.execute(f"CALL ducklake_merge_adjacent_files('{CATALOG}')")
        writer.con.execute(f"CALL ducklake_expire_snapshots('{CATALOG}', older_than => now() - to_days({keep_days:d}))")
        writer.con.execute(
            f"CALL ducklake_cleanup_old_files('{CATALOG}', older_than => now() - to_days({keep_days:d}))"
        )


def copy_between(file_writer: Writer, lake_writer: Writer, *, to_lake: bool) -> dict[str, int]:
    """Copy all facts between an open file and an open lake into the empty one; return row counts.

    The file's connection is closed while the lake's reads or fills it.
    """
    file_writer.con.execute("CHECKPOINT")
    file_writer.con.close()
    con = lake_writer.con
    quoted = str(file_writer.file).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS moved" + (" (READ_ONLY)" if to_lake else ""))
    try:
        return copy_tables(con, "moved", CATALOG) if to_lake else copy_tables(con, CATALOG, "moved")
    finally:
        con.execute("DETACH moved")
        file_writer.con = connect(file_writer.file)
