"""What one run keeps open: the warehouse's writer, settings, robots.txt answers, cleaning workers, progress.

A plain class, so that Prefect takes it as one opaque argument. The steps (`flows/collect.py`, `clean_pages.py`,
`understand.py`, `ledger.py`, `publishing.py`) take it; tasks and commands call the same steps.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.progress import Progress, Silence
from records.errors import WarehouseError
from seeds.settings import CollectionSettings
from warehouse.connection import Connection, Writer, folder_of, open_writer

if TYPE_CHECKING:
    from extractors.clean import Cleaner
    from extractors.robots import RobotsCache

LEASE_POLL_SECONDS = 0.5


class Workspace:
    """One open warehouse with the tools that steps share."""

    def __init__(self, writer: Writer, settings: CollectionSettings, progress: Progress) -> None:
        self.writer = writer
        self.settings = settings
        self.progress = progress
        self._robots: RobotsCache | None = None
        self._cleaner: Cleaner | None = None

    @property
    def con(self) -> Connection:
        """The writer's connection of this moment (publishing reopens it)."""
        return self.writer.con

    @property
    def archive(self) -> Path:
        """The folder of the WARC files."""
        return folder_of(self.writer.path) / "archive"

    @property
    def robots(self) -> RobotsCache:
        """The robots.txt answers of this run."""
        if self._robots is None:
            from extractors.robots import RobotsCache

            self._robots = RobotsCache()
        return self._robots

    @property
    def cleaner(self) -> Cleaner:
        """The cleaning workers, started at the first use."""
        if self._cleaner is None:
            from extractors.clean import Cleaner

            self._cleaner = Cleaner(self.settings).__enter__()
        return self._cleaner

    def close(self) -> None:
        """Stop the workers and close the warehouse."""
        if self._cleaner is not None:
            self._cleaner.__exit__(None, None, None)
        self.writer.close()


@contextmanager
def open_workspace(
    path: Path | str,
    now: dt.datetime,
    *,
    settings: CollectionSettings | None = None,
    progress: Progress | None = None,
    wait_seconds: float = 0.0,
) -> Iterator[Workspace]:
    """Open the warehouse for writing while the context lasts; waits up to `wait_seconds` for another writer to end."""
    chosen = settings or CollectionSettings()
    workspace = Workspace(_open_patiently(Path(path), now, wait_seconds), chosen, progress or Silence())
    try:
        yield workspace
    finally:
        workspace.close()


def _open_patiently(path: Path, now: dt.datetime, wait_seconds: float) -> Writer:
    deadline_seconds = time.monotonic() + wait_seconds
    while True:
        try:
            return open_writer(path, now)
        except WarehouseError as error:
            if not error.message.startswith("another writer") or time.monotonic() >= deadline_seconds:
                raise
        time.sleep(LEASE_POLL_SECONDS)
