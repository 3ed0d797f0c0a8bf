"""Prefect's surroundings: quiet, offline, with its files beside the warehouse. Call before the first Prefect import."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from records.errors import UserError
from warehouse.connection import folder_of

START_SECONDS = 120.0


def prepare_prefect(warehouse: Path, *, is_verbose: bool = False) -> None:
    """Set Prefect's environment where the user has not; nothing leaves this machine.

    The embedded API takes 10 to 15 seconds to come up on a small machine: it gets two minutes.
    """
    home = folder_of(warehouse).absolute() / "prefect"
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "INFO" if is_verbose else "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "INFO" if is_verbose else "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_CLI_PROMPT": "false",
        # its SQLite file is shared by server, scheduler and runs: let them wait for one another
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    home.mkdir(parents=True, exist_ok=True)


@contextmanager
def run_server(port: int) -> Iterator[None]:
    """Have a Prefect server while the context lasts: the one PREFECT_API_URL names, else one of our own on loopback."""
    if os.environ.get("PREFECT_API_URL"):
        yield
        return
    url = f"http://127.0.0.1:{port}/api"
    os.environ["PREFECT_SERVER_UI_API_URL"] = url
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _await_server(server, f"{url}/health")
        os.environ["PREFECT_API_URL"] = url
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await_server(server: subprocess.Popen[bytes], url: str) -> None:
    deadline_seconds = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline_seconds:
        if server.poll() is not None:
            raise UserError(f"the Prefect server ended with status {server.returncode}; is the port taken?")
        with suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.5)
    raise UserError(f"the Prefect server did not come up within {START_SECONDS:.0f} seconds")
