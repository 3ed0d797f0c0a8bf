"""The published hand-made ledger, as reports see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse import hand_ledger
from warehouse.connection import Connection, open_reader, open_writer
from warehouse.snapshot import publish_snapshot


@pytest.fixture(scope="session")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse, not to be changed."""
    path = tmp_path_factory.mktemp("reports") / "w.duckdb"
    with open_writer(path, hand_ledger.at(1)) as opened:
        hand_ledger.fill(opened)
        publish_snapshot(opened, hand_ledger.at(10))
    return path


@pytest.fixture
def con(ledger_path: Path) -> Iterator[Connection]:
    """A reader of it."""
    reader = open_reader(ledger_path)
    yield reader
    reader.close()
