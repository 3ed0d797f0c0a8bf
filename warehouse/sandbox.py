"""`newsledger sql`: one read-only statement on the published snapshot, by construction.

Nothing is filtered by words: the file is opened read-only, file and network functions are switched off, Python objects
are out of reach, and the configuration is locked before the statement is run. Only one statement that returns rows runs.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

import duckdb
import pyarrow as pa

from records.errors import UserError
from warehouse.connection import Connection, is_lake, open_reader
from warehouse.extensions import load_extension
from warehouse.lake import find_data_path

_EXPLAIN = re.compile(r"^\s*EXPLAIN\s*(?:\([^)]*\)\s*)?(?:ANALYZE\b\s*)?", re.IGNORECASE)
_LOCKS = (
    "SET python_enable_replacements = false",
    "SET allow_community_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def open_sandbox(path: Path | str) -> Connection:
    """Open the snapshot for statements of strangers: read-only, no files, no network, settings locked.

    Of a lake only the folder of its own data can be read.
    """
    con = open_reader(path)
    if is_lake(path):
        con.execute("SET allowed_directories = ?", [[find_data_path(con)]])
    else:
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
        if len(statements) != 1 or not _only_reads(con, statements[0]):
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


def _only_reads(con: Connection, statement: duckdb.Statement) -> bool:
    """Tell whether a statement is a SELECT (or of its kin), or explains one: EXPLAIN ANALYZE runs what it explains."""
    if statement.type != duckdb.StatementType.EXPLAIN:
        return bool(statement.type == duckdb.StatementType.SELECT)
    explained = con.extract_statements(_EXPLAIN.sub("", statement.query, count=1))
    return len(explained) == 1 and bool(explained[0].type == duckdb.StatementType.SELECT)


def _one_line(message: str) -> str:
    """Return DuckDB's message without the excerpt of the query that follows it."""
    return " ".join(message.split("\n\nLINE ")[0].split())
