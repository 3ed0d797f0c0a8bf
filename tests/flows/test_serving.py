"""Prefect around a command: what fails is one line, and what was started is stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.orchestration import refuse_taken, stopping_told
from records.errors import UserError
from tests.flows.conftest import NOW
from warehouse.connection import open_writer

ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `newsledger` as a shell would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children_of(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_port_that_is_taken_is_told_with_what_to_do() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(UserError, match="--port"):
            refuse_taken(holder.getsockname()[1])
    refuse_taken(free_port())


def test_sigterm_leaves_through_what_was_opened_and_is_given_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    closed: list[bool] = []

    def work() -> None:
        with stopping_told():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(5)
            finally:
                closed.append(True)

    with pytest.raises(SystemExit) as stopped:
        work()
    assert (stopped.value.code, closed) == (0, [True])
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.slow
def test_serve_told_to_stop_ends_with_the_server_it_started(tmp_path: Path) -> None:
    serving = start(tmp_path, "serve", "--warehouse", "w.duckdb", "--port", str(free_port()))
    deadline_seconds = time.monotonic() + 90
    while not (children := children_of(serving.pid)) and time.monotonic() < deadline_seconds:
        time.sleep(0.2)
    serving.terminate()
    _, told = serving.communicate(timeout=90)
    assert serving.returncode == 0, told
    assert "Traceback" not in told
    assert len(children) == 1
    assert not is_running(children[0])


@pytest.mark.slow
def test_a_run_that_fails_inside_its_flow_says_so_in_one_line(tmp_path: Path) -> None:
    with open_writer(tmp_path / "w.duckdb", NOW):
        running = start(tmp_path, "run", "--warehouse", "w.duckdb")
        _, told = running.communicate(timeout=300)
    assert running.returncode == 1
    assert told.splitlines()[-1].startswith("newsledger: another writer is at work")
    assert len(told.splitlines()) == 1
