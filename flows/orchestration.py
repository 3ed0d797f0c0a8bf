"""Prefect's surroundings: quiet, offline, with its files beside the warehouse. Call before the first Prefect import."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from records.errors import UserError
from warehouse.connection import folder_of

START_SECONDS = 120.0
STOP_SECONDS = 30.0


def prepare_prefect(warehouse: Path, *, is_verbose: bool = False, is_served: bool = False) -> None:
    """Set Prefect's environment where the user has not; nothing leaves this machine.

    A flow that the command itself runs tells its failure by raising: Prefect's log would only repeat it, with a
    traceback. What is served has no other way to tell.
    The embedded API takes 10 to 15 seconds to come up on a small machine: it gets two minutes.
    """
    level = "INFO" if is_verbose else "WARNING" if is_served else "CRITICAL"
    home = folder_of(warehouse).absolute() / "prefect"
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": level,
        "PREFECT_INTERNAL_LOGGING_LEVEL": level,
        "PREFECT_SERVER_LOGGING_LEVEL": level,
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_CLI_PROMPT": "false",
        # its SQLite file is shared by server, scheduler and runs: let them wait for one another
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    # this one is named outside Prefect's own tree and tells of the queue that it empties when the process ends
    logging.getLogger("EventsWorker").setLevel(level)
    home.mkdir(parents=True, exist_ok=True)


@contextmanager
def run_server(port: int, log: Path) -> Iterator[None]:
    """Have a Prefect server while the context lasts: the one PREFECT_API_URL names, else one of our own on loopback.

    Our own writes its log to a file and ends with the context, also when this process is told to stop (SIGTERM).
    """
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    refuse_taken(port)
    url = f"http://127.0.0.1:{port}/api"
    os.environ["PREFECT_SERVER_UI_API_URL"] = url
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with stopping_told(), log.open("wb") as stream:
        # in a session of its own: Ctrl-C reaches us alone, and we stop what runs before the server
        server = subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)
        try:
            _await_server(server, f"{url}/health", log)
            os.environ["PREFECT_API_URL"] = url
            yield
        finally:
            _stop(server)


def refuse_taken(port: int) -> None:
    """Raise UserError where another process listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UserError(
                f"port {port} cannot be used ({error.strerror}): give another one with --port, or name the Prefect server "
                "that runs there in PREFECT_API_URL"
            ) from error


@contextmanager
def stopping_told() -> Iterator[None]:
    """Leave by SystemExit on SIGTERM while the context lasts, so that what was opened is closed."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _await_server(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline_seconds = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline_seconds:
        if server.poll() is not None:
            raise UserError(f"the Prefect server ended with status {server.returncode}; its log says why", path=log)
        with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.5)
    raise UserError(f"the Prefect server did not come up within {START_SECONDS:.0f} seconds", path=log)
