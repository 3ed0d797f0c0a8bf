"""`newsledger sql`: one read-only statement on the published snapshot, by construction.

Nothing is filtered by words: the file is opened read-only, file and network functions are switched off, Python objects
are out of reach, and the configuration is locked before the statement is run. Only one statement that returns rows runs.
"""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import pyarrow as pa

from records.errors import UserError
from warehouse.connection import Connection, open_reader
from warehouse.extensions import load_extension

_ALLOWED = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_LOCKS = (
    "SET python_enable_replacements = false",
    "SET allow_community_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def open_sandbox(path: Path | str) -> Connection:
    """Open the snapshot for statements of strangers: read-only, no files, no network, settings locked."""
    con = open_reader(path)
    load_extension(con, "fts")
    for lock in _LOCKS:
        con.execute(lock)
    return con


def run_query(path: Path | str, query: str, timeout_seconds: float | None = None) -> pa.Table:
    """Return the rows of one SELECT (or EXPLAIN, DESCRIBE, SUMMARIZE, SHOW) as an Arrow table.

    Raises `UserError` of one line for anything else, for wrong SQL, and when the time is over.
    """
    con = open_sandbox(path)
    timer = threading.Timer(timeout_seconds, con.interrupt) if timeout_seconds else None
    try:
        statements = con.extract_statements(query)
        if len(statements) != 1 or statements[0].type not in _ALLOWED:
            raise UserError("give one statement that reads: SELECT, FROM, WITH, DESCRIBE, SUMMARIZE or EXPLAIN")
        if timer is not None:
            timer.start()
        return con.execute(statements[0]).to_arrow_table()
    except duckdb.InterruptException as error:
        raise UserError(f"the query took longer than {timeout_seconds:g} seconds; narrow it") from error
    except duckdb.Error as error:
        raise UserError(_one_line(str(error))) from error
    finally:
        if timer is not None:
            timer.cancel()
        con.close()


def _one_line(message: str) -> str:
    """Return DuckDB's message without the excerpt of the query that follows it."""
    return " ".join(message.split("\n\nLINE ")[0].split())
