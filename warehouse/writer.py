"""The open warehouse: a connection with the project's settings, and the writer with its transactions."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from records.errors import WarehouseError
from records.ids import stable_id
from warehouse.failures import failures_told
from warehouse.lease import Lease

Connection = duckdb.DuckDBPyConnection

#: nothing is ever downloaded: extensions come from packages and are loaded by path
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(path: Path | str, *, is_read_only: bool = False) -> Connection:
    """Connect to a DuckDB file with the project's settings: nothing downloaded, session time zone UTC."""
    con = duckdb.connect(str(path), read_only=is_read_only, config=_CONFIG)
    con.execute("SET TimeZone = 'UTC'")
    return con


def folder_of(path: Path | str) -> Path:
    """Return the writer's folder `<path>.d` of a warehouse; that of a lake lies where its commands are called.

    >>> folder_of("w.duckdb"), folder_of("ducklake:postgres:dbname=news data_path=/srv/news/").suffix
    (PosixPath('w.duckdb.d'), '.d')
    """
    if not is_lake(path):
        return Path(f"{path}.d")
    catalog = re.sub(r"\s*\bdata_path=\S+", "", str(path))
    return Path(f"newsledger-{stable_id('lake', catalog)}.d")


def is_lake(path: Path | str) -> bool:
    """Tell whether a warehouse's address names a DuckLake."""
    return str(path).startswith("ducklake:")


def is_published(path: Path | str) -> bool:
    """Tell whether there is something to read at an address; of a lake only opening it tells."""
    return is_lake(path) or Path(path).exists()


def is_there(path: Path | str) -> bool:
    """Tell whether a warehouse was made at an address, published or not; of a lake only opening it tells."""
    return is_published(path) or folder_of(path).exists()


@dataclass(slots=True)
class Writer:
    """The one open writer of a warehouse; use it as a context manager."""

    #: path of the published file, or the address of the lake ("ducklake:…")
    path: Path | str
    con: Connection
    #: None on a lake, which has many writers
    lease: Lease | None
    #: how many `transaction` blocks are open; the outermost one commits
    depth: int = 0

    @property
    def file(self) -> Path:
        """The writer's own DuckDB file."""
        return folder_of(self.path) / "writer.duckdb"

    @property
    def is_lake(self) -> bool:
        """Tell whether the warehouse is a DuckLake with many writers at once."""
        return self.lease is None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Run a block in one transaction; nested blocks join the outer one; any error rolls all of it back.

        On a lake another writer's commit may undo it (`duckdb.TransactionException`): `run` tries again by itself.
        """
        if self.depth == 0:
            self.check_fence()
            self.con.execute("BEGIN")
            if self.is_lake:
                self.con.execute("UPDATE core.turns SET n_turns = n_turns + 1")
        self.depth += 1
        try:
            with failures_told(self.path):
                yield self.con
                if self.depth == 1:
                    self.con.execute("COMMIT")
        except BaseException:
            if self.depth == 1:
                _roll_back(self.con)
            raise
        finally:
            self.depth -= 1

    def run[Result](self, work: Callable[[], Result], attempts: int = 30) -> Result:
        """Run `work` in one transaction and return its result; on a lake, again when another writer came first."""
        for attempt in range(1, attempts + 1):
            try:
                with self.transaction():
                    return work()
            except duckdb.TransactionException as error:
                if "conflict" not in str(error).casefold() or attempt == attempts or self.depth > 0:
                    raise
                time.sleep(random.uniform(0, min(2.0, 0.02 * 2**attempt)))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def check_fence(self) -> None:
        """Raise `WarehouseError` if another writer has taken over."""
        if self.lease is not None and not self.lease.is_current():
            raise WarehouseError("another writer has taken over this warehouse; stop this one", path=self.path)

    def close(self) -> None:
        """Close the file and give back the lease."""
        self.con.close()
        if self.lease is not None:
            self.lease.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _roll_back(con: Connection) -> None:
    """Roll back; a connection that a full disk has invalidated has nothing left to roll back."""
    with suppress(duckdb.Error):
        con.execute("ROLLBACK")
