"""How long work shows itself: a bar on a terminal, plain lines elsewhere, nothing in tests. All on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

#: plain lines come at most this often
LINE_SECONDS = 5.0


class Progress(Protocol):
    """What steps report to."""

    def show(self, stage: str, done: int, total: int) -> None:
        """Tell that `done` of `total` items of a stage are done."""

    def note(self, message: str) -> None:
        """Tell something in one line."""


class Silence:
    """Says nothing."""

    def show(self, stage: str, done: int, total: int) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""


class PlainLines:
    """One line per stage when it ends, and every few seconds in between."""

    def __init__(self) -> None:
        self._last_seconds = time.monotonic()

    def show(self, stage: str, done: int, total: int) -> None:
        """Print `stage: done of total` when it ends or a few seconds have passed."""
        if total and (done >= total or time.monotonic() - self._last_seconds >= LINE_SECONDS):
            self._last_seconds = time.monotonic()
            self.note(f"{stage}: {done} of {total}")

    def note(self, message: str) -> None:
        """Print one line."""
        sys.stderr.write(message + "\n")
        sys.stderr.flush()


class Bars:
    """One bar per stage, gone when the work ends."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        """Move the bar of a stage."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)

    def note(self, message: str) -> None:
        """Print one line above the bars."""
        self._bars.console.print(message, markup=False, highlight=False)


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Yield bars on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield PlainLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Bars(bars)
