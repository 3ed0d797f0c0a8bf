"""Warehouses of the hand-made ledger for the tests of this package."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse import hand_ledger
from warehouse.connection import Connection, Writer, open_reader, open_writer
from warehouse.snapshot import publish_snapshot


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Path of a warehouse that does not exist yet."""
    return tmp_path / "w.duckdb"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    """The open writer of an empty warehouse."""
    with open_writer(path, hand_ledger.at(1)) as opened:
        yield opened


@pytest.fixture
def filled(writer: Writer) -> Writer:
    """The open writer of the hand-made ledger."""
    hand_ledger.fill(writer)
    return writer


@pytest.fixture(scope="session")
def published_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of the hand-made ledger, not to be changed."""
    path = tmp_path_factory.mktemp("published") / "w.duckdb"
    with open_writer(path, hand_ledger.at(1)) as opened:
        hand_ledger.fill(opened)
        publish_snapshot(opened, hand_ledger.at(10))
    return path


@pytest.fixture
def reader(published_path: Path) -> Iterator[Connection]:
    """A reader of the published hand-made ledger."""
    con = open_reader(published_path)
    yield con
    con.close()
