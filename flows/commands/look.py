"""Commands that read: timeline, sql, search, explain, schema. None of them loads Prefect."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.options import INSTANT, common_options, write_bytes
from records.errors import UserError

if TYPE_CHECKING:
    import pyarrow as pa


@click.command("timeline")
@click.argument("story", required=False)
@click.option("--as-of", type=INSTANT, help="What was believed at this instant, from what had been seen by then.")
@click.option("--by", type=click.Choice(["seen", "published"]), default="seen", show_default=True,
              help="The history as it was seen, or the chronicle by publication time.")  # fmt: skip
@click.option("--all", "is_complete", is_flag=True, help="The history of every event, not of the main one alone.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@common_options
def timeline_command(
    warehouse: Path, story: str | None, as_of: dt.datetime | None, by: str, is_complete: bool, form: str
) -> None:
    """A STORY's events and their history: its id, its watch's id, or words of its title; by default the watched one."""
    from reports.timeline import print_timeline, read_timeline, timeline_to_json
    from warehouse.connection import open_reader

    with open_reader(warehouse) as con:
        timeline = read_timeline(con, story, as_of=as_of, is_chronicle=by == "published", is_complete=is_complete)
    if form == "json":
        click.echo(timeline_to_json(timeline))
    else:
        print_timeline(timeline)


@click.command("sql")
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table",
              show_default=True)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of stdout.")
@click.option("--timeout", type=click.FloatRange(min=0.1), help="Give up after this many seconds.")
@common_options
def sql_command(warehouse: Path, query: str | None, form: str, out: Path | None, timeout: float | None) -> None:
    """Run one read-only QUERY ("-" or none: read it from stdin) on the published warehouse."""
    from warehouse.sandbox import run_query

    if query in (None, "-"):
        query = sys.stdin.read()
    table = run_query(warehouse, str(query), timeout)
    if form == "parquet" and out is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal; give --out FILE or a pipe")
    _write_result(table, form, out)


def _write_result(table: pa.Table, form: str, out: Path | None) -> None:
    from reports.tables import print_table, render_json, render_plain
    from warehouse.export import write_csv, write_parquet

    if form in ("csv", "parquet"):
        write = write_csv if form == "csv" else write_parquet
        if out is not None:
            write(table, out)
            return
        with tempfile.TemporaryDirectory() as folder:
            write(table, Path(folder) / "result")
            write_bytes((Path(folder) / "result").read_bytes())
        return
    columns, rows = table.column_names, [list(row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True)]
    if out is not None:
        text = render_json(columns, rows) if form == "json" else render_plain(columns, rows)
        _write_text(out, text + "\n")
    elif form == "json":
        click.echo(render_json(columns, rows))
    else:
        print_table(columns, rows)


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", path=path) from error


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--semantic", "is_semantic", is_flag=True, help="By meaning, in any language, instead of by words.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@common_options
def search_command(warehouse: Path, words: tuple[str, ...], is_semantic: bool, limit: int) -> None:
    """Find articles that contain WORDS, or that mean the same (`--semantic`), best first."""
    from reports.tables import print_table
    from warehouse.connection import open_reader
    from warehouse.search import search_semantic, search_text

    query = " ".join(words)
    vector: tuple[float, ...] = ()
    if is_semantic:
        from extractors.embed import embed_texts

        vector = embed_texts([query])[0]
    with open_reader(warehouse) as con:
        hits = search_semantic(con, vector, limit) if is_semantic else search_text(con, query, limit)
    columns = ("score", "published", "lang", "outlet", "title", "url")
    print_table(columns, [(f"{h.score:.3f}", h.published_at, h.lang, h.outlet, h.title, h.url) for h in hits])


@click.command("explain")
@click.argument("article")
@common_options
def explain_command(warehouse: Path, article: str) -> None:
    """Show each sentence of ARTICLE (its id, its URL, or a document's path) with what was found and by which rule."""
    from flows.explain import find_version, print_reading

    version = find_version(warehouse, article)
    from extractors.annotate import read_versions

    print_reading(read_versions([version])[0])


@click.command("schema")
@click.argument("name", required=False)
@click.option("--layer", "layers", multiple=True, type=click.Choice(["published", "core", "raw"]),
              default=("published",), show_default=True)  # fmt: skip
@click.option("--markdown", "is_markdown", is_flag=True, help="The reference page as Markdown.")
@common_options
def schema_command(warehouse: Path, name: str | None, layers: tuple[str, ...], is_markdown: bool) -> None:
    """What every view and macro means, or the columns of the one called NAME."""
    from reports.tables import print_table
    from warehouse.connection import open_reader
    from warehouse.extensions import load_extension
    from warehouse.schema_doc import describe_schema, render_markdown

    with open_reader(warehouse) as con:
        load_extension(con, "fts")
        relations: list[Any] = describe_schema(con, layers)
    if is_markdown:
        click.echo(render_markdown(relations))
        return
    if name is None:
        print_table(("name", "kind", "grain"), [(one.name, one.kind, one.grain) for one in relations])
        return
    chosen = [one for one in relations if name in (one.name, one.name.rpartition(".")[2])]
    if not chosen:
        raise UserError(f"there is nothing called {name}; `newsledger schema` lists all")
    for one in chosen:
        print_table(("column", "type", "meaning"), [(c.name, c.type, c.meaning) for c in one.columns], one.grain)
