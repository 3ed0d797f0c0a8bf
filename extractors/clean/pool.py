"""Killable children that clean pages: one page at a time each, a deadline, a memory limit, recycling.

A page travels alone, so that when a child dies or hangs its page is known at once and nothing has to be bisected.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pickle
import queue
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from extractors.clean.worker import LENGTH, READY, write_frame
from extractors.identity import canonical_url
from records.articles import ArticleVersion
from records.errors import CleanError
from records.feeds import Feed, Issue, Page
from records.ids import article_id
from seeds.settings import CollectionSettings

START_SECONDS = 60.0
MEMORY_EXIT = 17
MAKE_VERSION = "extractors.clean.page:make_version"
_BOOT = "import sys; sys.path[:] = sys.argv[2:]; from extractors.clean.worker import serve; serve(sys.argv[1])"


class ChildFailedError(CleanError):
    """A child died, hung or ran out of memory over a page; `is_retryable` if the page may be innocent."""

    def __init__(self, message: str, *, is_retryable: bool) -> None:
        super().__init__(message)
        self.is_retryable = is_retryable


class Child:
    """One child process."""

    def __init__(self, settings: CollectionSettings, make_version: str) -> None:
        self._settings = settings
        self.n_pages = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, make_version, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            self._send(settings)
            if self._receive(START_SECONDS) != READY:
                raise ChildFailedError("the cleaning process did not start", is_retryable=False)
        except BaseException:
            self.kill()
            raise

    def work(self, page: Page, feed: Feed | None, now: dt.datetime) -> Any:
        """Return what the child makes of a page; raise `ChildFailedError` after killing it."""
        self.n_pages += 1
        try:
            self._send((page, feed, now))
            return self._receive(self._settings.clean_deadline_seconds)
        except BaseException:
            self.kill()
            raise

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, value)  # type: ignore[arg-type]
        except (BrokenPipeError, OSError) as error:
            raise ChildFailedError(self._describe_end(), is_retryable=True) from error

    def _receive(self, seconds: float) -> Any:
        """Wait for one whole frame; the time is a monotonic deadline, not part of any result."""
        assert self._process.stdout is not None
        descriptor, deadline = self._process.stdout.fileno(), time.monotonic() + seconds
        data, size = bytearray(), LENGTH.size
        while len(data) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise ChildFailedError(f"not cleaned within {seconds:g} s", is_retryable=False)
            piece = os.read(descriptor, 1 << 20)
            if not piece:
                raise self._judge_end()
            data += piece
            if size == LENGTH.size and len(data) >= LENGTH.size:
                size += LENGTH.unpack_from(data)[0]
        return pickle.loads(bytes(data[LENGTH.size :]))

    def _judge_end(self) -> ChildFailedError:
        return ChildFailedError(self._describe_end(), is_retryable=self._process.poll() != MEMORY_EXIT)

    def _describe_end(self) -> str:
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "the cleaning process closed its pipe"
        if code == MEMORY_EXIT:
            return f"needs more memory than {self._settings.clean_memory_bytes >> 20} MB"
        if code < 0:
            return f"the cleaning process was ended by {signal.Signals(-code).name}"
        return f"the cleaning process ended with status {code}"

    def kill(self) -> None:
        """End the process now, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class Cleaner:
    """Cleans pages in child processes; open one for a run, children start in about a second.

    `make_version` names the function that a child runs, as "module:function".
    """

    def __init__(self, settings: CollectionSettings, make_version: str = MAKE_VERSION) -> None:
        self._settings = settings
        self._make_version = make_version
        self._idle: queue.LifoQueue[Child | None] = queue.LifoQueue()
        for _ in range(settings.clean_workers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all children."""
        for _ in range(self._settings.clean_workers):
            child = self._idle.get()
            if child is not None:
                child.kill()
            self._idle.put(None)

    def clean(self, pages: Sequence[Page], feeds: Mapping[str, Feed], now: dt.datetime) -> list[ArticleVersion | Issue]:
        """Return one version (number 1) or issue for each page, in order; a bad page harms no other."""
        if self._settings.clean_workers == 1 or len(pages) < 2:
            return [self._clean_one(page, feeds.get(page.feed_id or ""), now) for page in pages]
        with ThreadPoolExecutor(self._settings.clean_workers) as threads:
            return list(threads.map(lambda page: self._clean_one(page, feeds.get(page.feed_id or ""), now), pages))

    def _clean_one(self, page: Page, feed: Feed | None, now: dt.datetime) -> ArticleVersion | Issue:
        try:
            try:
                answer = self._try(page, feed, now)
            except ChildFailedError as failure:
                if not failure.is_retryable:
                    raise
                # a fresh child tells whether the page is to blame or what came before it
                answer = self._try(page, feed, now)
        except ChildFailedError as failure:
            return _make_issue(page, "poison", failure.message, now)
        if isinstance(answer, Exception):
            return _make_issue(page, "clean_error", f"{type(answer).__name__}: {answer}"[:500], now)
        if not isinstance(answer, ArticleVersion | Issue):
            raise TypeError(f"the cleaning process answered {type(answer).__name__}")
        return answer

    def _try(self, page: Page, feed: Feed | None, now: dt.datetime) -> Any:
        child = self._idle.get()
        try:
            if child is not None and child.n_pages >= self._settings.clean_recycle_pages:
                child.kill()
                child = None
            if child is None:
                child = Child(self._settings, self._make_version)
            answer = child.work(page, feed, now)
        except BaseException:
            self._idle.put(None)
            raise
        self._idle.put(child)
        return answer


def _make_issue(page: Page, kind: str, message: str, now: dt.datetime) -> Issue:
    url = canonical_url(page.final_url or page.url)
    return Issue(
        now, "clean", kind, message, url=page.url, feed_id=page.feed_id, article_id=article_id(url) if url else None
    )


def clean_pages(
    pages: Sequence[Page], feeds: Mapping[str, Feed], settings: CollectionSettings, now: dt.datetime
) -> list[ArticleVersion | Issue]:
    """Return one version or issue for each page, with children of its own (see `Cleaner` for a run of calls)."""
    with Cleaner(settings) as cleaner:
        return cleaner.clean(pages, feeds, now)
