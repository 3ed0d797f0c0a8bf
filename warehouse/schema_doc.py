"""What every table, view and macro means: read from the comments beside the SQL, joined with the types in force.

A view file documents itself (`-- grain:`, `-- why:`, `-- column NAME: meaning, unit; null rule`); a table is documented
by the comment after `CREATE TABLE name (` (its grain) and by one comment per column line of its migration.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from warehouse.connection import Connection, open_reader, open_writer
from warehouse.extensions import load_extension
from warehouse.migrate import HERE, list_migrations
from warehouse.snapshot import publish_snapshot

#: arguments with which a macro is asked for its columns
_ARGUMENTS = {"instant": "TIMESTAMPTZ '2000-01-01 00:00:00+00'", "vector": "[]::FLOAT[]", "query": "''", "days": "1"}


@dataclass(frozen=True, slots=True)
class ColumnDoc:
    """One column; `type` is empty until joined with a database."""

    name: str
    meaning: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class RelationDoc:
    """One table, view or macro; `kind` is table, view or macro, `arguments` those of a macro."""

    layer: str
    name: str
    kind: str
    grain: str
    why: str
    columns: tuple[ColumnDoc, ...]
    arguments: tuple[str, ...] = ()

    @property
    def call(self) -> str:
        """How it stands in a FROM clause."""
        return f"{self.name}({', '.join(self.arguments)})" if self.kind == "macro" else self.name


@cache
def list_published() -> tuple[RelationDoc, ...]:
    """Return the documentation of all views and macros of `main`, by name."""
    docs = []
    for file in sorted((HERE / "views").glob("*.sql")):
        sql = file.read_text("utf-8")
        made = re.search(r"^CREATE OR REPLACE (VIEW|MACRO) main\.(\w+)(?:\(([^)]*)\))?", sql, re.MULTILINE)
        if made:
            arguments = tuple(part.split(":=")[0].strip() for part in (made[3] or "").split(",") if part.strip())
            docs.append(
                RelationDoc(
                    "published", made[2], made[1].lower(), _header(sql, "grain"), _header(sql, "why"),
                    tuple(ColumnDoc(*pair) for pair in re.findall(r"^-- column (\w+): (.+)$", sql, re.MULTILINE)),
                    arguments,
                )
            )  # fmt: skip
    return tuple(docs)


def _header(sql: str, name: str) -> str:
    """Return a header line with its continuation lines ("--      more")."""
    found = re.search(rf"^-- {name}: (.+(?:\n--   +.+)*)", sql, re.MULTILINE)
    return re.sub(r"\n--\s+", " ", found[1]) if found else ""


@cache
def list_stored() -> tuple[RelationDoc, ...]:
    """Return the documentation of all tables of the raw and core layers, in order of their migrations."""
    docs: dict[str, RelationDoc] = {}
    bootstrap = (HERE / "migrations" / "bootstrap.sql").read_text("utf-8")
    for sql in (bootstrap, *(step.sql for step in list_migrations())):
        for name, grain, body in re.findall(
            r"^CREATE TABLE (?:IF NOT EXISTS )?(\S+) \( -- (.+)\n((?:    .+\n)+)\)", sql, re.MULTILINE
        ):
            columns = re.findall(r'^ +"?(\w+)"? .*?-- (.+)$', body, re.MULTILINE)
            docs[name] = RelationDoc(
                name.split(".")[0], name, "table", grain, "", tuple(ColumnDoc(*pair) for pair in columns)
            )
        for name, column, meaning in re.findall(r"^ALTER TABLE (\S+) ADD COLUMN (\w+) .*?-- (.+)$", sql, re.MULTILINE):
            old = docs[name]
            docs[name] = RelationDoc(
                old.layer, name, "table", old.grain, "", (*old.columns, ColumnDoc(column, meaning))
            )
    return tuple(docs.values())


def read_types(con: Connection, relation: RelationDoc) -> dict[str, str]:
    """Return the columns that a relation really has, with their types, in order."""
    arguments = ", ".join(_ARGUMENTS.get(name, "NULL") for name in relation.arguments)
    source = f"{relation.name}({arguments})" if relation.kind == "macro" else relation.name
    return {name: kind for name, kind, *_ in con.execute(f"DESCRIBE (SELECT * FROM {source})").fetchall()}


def describe_schema(con: Connection, layers: tuple[str, ...] = ("published",)) -> list[RelationDoc]:
    """Return documentation joined with the types in force, for `newsledger schema`; layers are published, raw, core."""
    described = []
    for relation in (*list_published(), *list_stored()):
        if relation.layer in layers:
            types = read_types(con, relation)
            columns = tuple(ColumnDoc(c.name, c.meaning, types.get(c.name, "")) for c in relation.columns)
            described.append(
                RelationDoc(
                    relation.layer,
                    relation.name,
                    relation.kind,
                    relation.grain,
                    relation.why,
                    columns,
                    relation.arguments,
                )
            )
    return described


def render_markdown(relations: list[RelationDoc]) -> str:
    """Return the reference page `docs/schema.md`."""
    lines = [
        "# Views, macros and tables",
        "",
        "Rendered from the comments beside the SQL by `python -m warehouse.schema_doc`; a test compares them.",
        "Instants are UTC, intervals half-open, character offsets count code points of `article_versions.text`.",
    ]
    for layer, title in (("published", "Published (schema main)"), ("raw", "Raw"), ("core", "Core")):
        chosen = [relation for relation in relations if relation.layer == layer]
        lines += ["", f"## {title}"] if chosen else []
        for one in chosen:
            lines += [
                "",
                f"### {one.call}",
                "",
                f"{one.grain[:1].upper()}{one.grain[1:]}." + (f" Why: {one.why}." if one.why else ""),
                "",
            ]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            lines += [f"| {c.name} | {c.type} | {c.meaning.replace('|', chr(92) + '|')} |" for c in one.columns]
    return "\n".join(lines) + "\n"


def render_schema_page() -> str:
    """Return the page for the schema of this code, from an empty warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.duckdb"
        with open_writer(path) as writer:
            publish_snapshot(writer)
        con = open_reader(path)
        try:
            load_extension(con, "fts")
            return render_markdown(describe_schema(con, ("published", "raw", "core")))
        finally:
            con.close()


if __name__ == "__main__":
    (HERE.parent / "docs" / "schema.md").write_text(render_schema_page(), "utf-8")
