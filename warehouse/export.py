"""Ways out: the published views as Parquet partitioned by day, or as CSV that a spreadsheet cannot run."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from records.errors import UserError
from warehouse.connection import Connection
from warehouse.failures import failures_told

#: views that grow with time -> the column whose day (UTC) is the partition
DAY_COLUMNS = {
    "articles": "published_at",
    "article_versions": "seen_at",
    "claims": "published_at",
    "event_history": "observed_at",
    "event_chronicle": "observed_at",
    "fetches": "fetched_at",
    "issues": '"at"',
}
WHOLE_VIEWS = (
    "feeds", "entities", "mentions", "time_refs", "quotes", "events", "contradictions", "stories", "story_articles",
)  # fmt: skip
#: a cell that begins so is run as a formula by spreadsheets
_FORMULA = r"^\s*[=+\-@\t\r|%]"


def export_parquet(con: Connection, folder: Path, views: Sequence[str] | None = None) -> dict[str, int]:
    """Write views to `folder/<view>/`, partitioned by `day=YYYY-MM-DD` where they grow; return row counts.

    Each view is written beside its old export and swapped in whole.
    """
    counts = {}
    for view in _chosen(views):
        building = folder / f".{view}.building"
        shutil.rmtree(building, ignore_errors=True)
        with failures_told(folder):
            building.mkdir(parents=True)
            counts[view] = _copy_view(con, view, building)
            _swap(building, folder / view)
    return counts


def _copy_view(con: Connection, view: str, target: Path) -> int:
    """Write one view into an empty folder."""
    day = DAY_COLUMNS.get(view)
    if day is None:
        sql, options, place = f"SELECT * FROM {view}", "FORMAT parquet, COMPRESSION zstd", target / f"{view}.parquet"
    else:
        sql = f"SELECT *, {day}::DATE AS day FROM {view} ORDER BY {day}"
        options, place = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day), OVERWRITE_OR_IGNORE", target
    found = con.execute(f"COPY ({sql}) TO '{_quoted(place)}' ({options})").fetchone()
    return int(found[0]) if found else 0


def export_csv(con: Connection, folder: Path, views: Sequence[str] | None = None) -> dict[str, int]:
    """Write views to `folder/<view>.csv` with formula cells neutralised; return row counts."""
    counts = {}
    with failures_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for view in _chosen(views):
            building = folder / f".{view}.building"
            counts[view] = _copy_csv(con, f"FROM {view}", building)
            building.replace(folder / f"{view}.csv")
    return counts


def write_csv(table: pa.Table, path: Path | str) -> None:
    """Write an Arrow table as CSV with formula cells neutralised ("/dev/stdout" is a path too)."""
    with duckdb.connect() as con, failures_told(path):
        con.register("result", table)
        _copy_csv(con, "FROM result", path)


def write_parquet(table: pa.Table, path: Path | str) -> None:
    """Write an Arrow table as one Parquet file."""
    with duckdb.connect() as con, failures_told(path):
        con.register("result", table)
        con.execute(f"COPY (FROM result) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")


def _copy_csv(con: Connection, query: str, path: Path | str) -> int:
    """Copy a query to a CSV file: lists as JSON, and text that a spreadsheet would run behind an apostrophe."""
    cells = []
    for name, kind, *_ in con.execute(f"DESCRIBE ({query})").fetchall():
        column = '"' + name.replace('"', '""') + '"'
        if kind == "VARCHAR":
            cells.append(
                f"CASE WHEN regexp_matches({column}, '{_FORMULA}') THEN '''' || {column} ELSE {column} END AS {column}"
            )
        elif kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
            cells.append(f"to_json({column})::VARCHAR AS {column}")
        else:
            cells.append(column)
    copied = con.execute(f"COPY (SELECT {', '.join(cells)} FROM ({query})) TO '{_quoted(path)}' (FORMAT csv, HEADER)")
    found = copied.fetchone()
    return int(found[0]) if found else 0


def _chosen(views: Sequence[str] | None) -> list[str]:
    """Return the views asked for, or all; refuse unknown ones."""
    known = [*DAY_COLUMNS, *WHOLE_VIEWS]
    unknown = sorted(set(views or ()) - set(known))
    if unknown:
        raise UserError(f"no such view: {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    return list(views) if views else known


def _quoted(path: Path | str) -> str:
    """Return a path for use between single quotes in SQL."""
    return str(path).replace("'", "''")


def _swap(building: Path, target: Path) -> None:
    """Put a finished folder in the place of the old one."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    building.rename(target)
    shutil.rmtree(old, ignore_errors=True)
