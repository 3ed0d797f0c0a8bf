"""The worked analyses run on every published warehouse and give the output printed beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.hand_ledger import at
from tests.warehouse.worked_ledger import QUERIES, fill_worked, output_of, render
from warehouse.connection import Connection, open_reader, open_writer
from warehouse.sandbox import run_query
from warehouse.snapshot import publish_snapshot


@pytest.fixture(scope="module")
def worked_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("worked") / "w.duckdb"
    with open_writer(path, at(1)) as writer:
        fill_worked(writer)
        assert publish_snapshot(writer, at(12), with_search=False) == []
    return path


@pytest.fixture
def worked(worked_path: Path) -> Iterator[Connection]:
    con = open_reader(worked_path)
    yield con
    con.close()


def test_there_are_at_least_fifteen_analyses() -> None:
    assert len(QUERIES) >= 15


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_an_analysis_gives_the_output_beside_it(query: Path, worked: Connection) -> None:
    text = query.read_text("utf-8")
    assert text.startswith("-- question: ")
    output = render(worked, query)
    assert output == output_of(query).read_text("utf-8"), "run python -m tests.warehouse.worked_ledger"
    assert output.count("\n") > 1, "the ledger of the tests must give every analysis something to show"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_an_analysis_runs_through_newsledger_sql(query: Path, worked_path: Path) -> None:
    assert run_query(worked_path, query.read_text("utf-8")).num_rows > 0
