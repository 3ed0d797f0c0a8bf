"""Every table, view, macro and column is documented, and the page says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.connection import Connection, Writer
from warehouse.extensions import load_extension
from warehouse.migrate import HERE
from warehouse.schema_doc import RelationDoc, list_published, list_stored, read_types, render_schema_page


@pytest.mark.parametrize("relation", list_published(), ids=lambda relation: relation.name)
def test_a_view_documents_exactly_its_columns(relation: RelationDoc, reader: Connection) -> None:
    load_extension(reader, "fts")
    assert [column.name for column in relation.columns] == list(read_types(reader, relation))
    assert relation.grain.startswith("one row per")
    assert relation.why
    assert all(column.meaning for column in relation.columns)


def test_every_table_documents_exactly_its_columns(writer: Writer) -> None:
    docs = {relation.name: relation for relation in list_stored()}
    found = writer.con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core')"
    ).fetchall()
    assert {name for (name,) in found} == set(docs)
    for relation in docs.values():
        assert [column.name for column in relation.columns] == list(read_types(writer.con, relation)), relation.name
        assert relation.grain.startswith("one row per"), relation.name


def test_every_view_file_states_its_grain_and_reason() -> None:
    for file in (HERE / "views").glob("*.sql"):
        head = file.read_text("utf-8").split("\n\n")[0]
        assert head.startswith("-- grain: one row per"), file.name
        assert "\n-- inputs: " in head, file.name
        assert "\n-- why: " in head, file.name


def test_no_key_is_left_to_a_constraint() -> None:
    for file in (HERE / "migrations").glob("*.sql"):
        statements = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("--")]
        assert not [line for line in statements if "PRIMARY KEY" in line or "UNIQUE" in line], file.name


def test_the_rendered_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "schema.md"
    assert page.read_text("utf-8") == render_schema_page(), "run python -m warehouse.schema_doc"
