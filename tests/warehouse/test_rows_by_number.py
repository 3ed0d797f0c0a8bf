"""Picking rows by number: exactly those asked for, however far apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.connection import connect
from warehouse.read.base import rows_by_number


@pytest.mark.parametrize("numbers", [[], [0], [299_999], [0, 7, 8, 9, 2_047, 2_048, 122_880, 299_999], [9, 3, 3]])
def test_exactly_the_rows_asked_for_are_picked(numbers: list[int], tmp_path: Path) -> None:
    con = connect(tmp_path / "rows.duckdb")
    con.execute("CREATE TABLE counted AS SELECT i, [i] AS listed FROM range(300_000) AS t (i)")
    condition, given = rows_by_number(numbers)
    found = con.execute(f"SELECT i FROM counted WHERE {condition} ORDER BY i", given).fetchall()
    assert [number for (number,) in found] == sorted(set(numbers))


def test_rows_not_committed_yet_are_picked_with_rows_of_old(tmp_path: Path) -> None:
    con = connect(tmp_path / "rows.duckdb")
    con.execute("CREATE TABLE counted AS SELECT i FROM range(5) AS t (i)")
    con.execute("BEGIN")
    con.execute("INSERT INTO counted VALUES (5), (6)")
    numbers = [number for (number,) in con.execute("SELECT rowid FROM counted WHERE i IN (1, 6)").fetchall()]
    condition, given = rows_by_number(numbers)
    assert con.execute(f"SELECT i FROM counted WHERE {condition} ORDER BY i", given).fetchall() == [(1,), (6,)]
