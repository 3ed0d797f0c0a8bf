"""What DuckDB and the file system say, told in one line: `WarehouseError` that names the cause and the remedy."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from records.errors import WarehouseError

#: words in DuckDB's messages (lower case) -> what to tell; the first match wins
_CAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("conflicting lock", "could not set lock", "being used by another process"),
     "the warehouse is open for writing in another process; wait for it or stop it"),
    (("no space left", "could not write all", "disk full", "file system is full"),
     "the disk is full; free some space and run the same command again (nothing committed is lost)"),
    (("read-only file system", "permission denied", "read-only", "read only"),
     "the warehouse cannot be written; check the permissions of the file and its folder"),
    (("not a valid duckdb", "checksum", "corrupt", "deserializ", "serialization error", "could not read enough bytes",
      "failed to read", "invalid magic"),
     "the file is not a sound DuckDB warehouse; restore a backup (newsledger restore)"),
    (("unable to connect to postgres", "connection refused", "could not connect", "connection to server"),
     "the lake's catalog does not answer; start its PostgreSQL server or correct the address"),
    (("cannot open file", "does not exist", "no such file"), "there is no warehouse here; run newsledger ingest or run first"),
)  # fmt: skip
_ERRNO_CAUSES = {
    errno.ENOSPC: _CAUSES[1][1],
    errno.EDQUOT: _CAUSES[1][1],
    errno.EROFS: _CAUSES[2][1],
    errno.EACCES: _CAUSES[2][1],
    errno.EPERM: _CAUSES[2][1],
    errno.ENOENT: "the file or its folder does not exist",
    errno.EISDIR: "this is a folder, not a warehouse file",
    errno.ENOTDIR: "the parent is not a folder",
}


def describe_failure(error: duckdb.Error | OSError) -> str | None:
    """Return the one-line cause of a known failure, or None for an error of another kind."""
    if isinstance(error, OSError):
        return _ERRNO_CAUSES.get(error.errno or 0)
    if isinstance(error, duckdb.ProgrammingError | duckdb.DataError) and not isinstance(error, duckdb.IOException):
        return None
    text = str(error).casefold()
    return next((cause for words, cause in _CAUSES if any(word in text for word in words)), None)


@contextmanager
def failures_told(path: Path | str) -> Iterator[None]:
    """Turn known failures of DuckDB and the file system into `WarehouseError`; let every other error pass."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        cause = describe_failure(error)
        if cause is None:
            raise
        raise WarehouseError(cause, path=path) from error
