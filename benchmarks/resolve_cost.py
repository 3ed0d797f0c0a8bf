"""What resolving new articles costs with few and with many stored: python -m benchmarks.resolve_cost 10000 1000000

For each number a warehouse is filled with that many synthetic articles (ten claims each, two years, 200 states), then
1,000 more are resolved by the flow's own step (read, decide, load). Prints one JSON document: the seconds of each, on
the clock and of the processor, and their ratios to the first. A million articles need about 12 GB of disk and 20
minutes; `--keep` keeps the filled warehouses in the folder and begins with those that lie there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
import time
from pathlib import Path

import duckdb

from benchmarks.fill_warehouse import ROOT
from extractors.annotate import EXTRACTOR_VERSION
from flows.ledger import resolve_new_annotations
from flows.progress import Silence
from flows.workspace import Workspace
from seeds.settings import CollectionSettings
from warehouse.connection import Writer, open_writer
from warehouse.load import set_marker
from warehouse.read.unresolved import RESOLVED_MARKER

N_NEW = 1_000
MEMORY = "3500MB"
#: table of the warehouse -> view of the synthetic ledger
TABLES = {
    "article_versions": "article_versions",
    "annotations": "annotations",
    "claims": "claims",
    "mentions": "mentions",
    "entities": "entities",
    "embeddings": "embeddings",
    "events": "events",
    "assignments": "stored_assignments",
    "event_history": "event_history",
    "event_chronicle": "event_chronicle",
    "stories": "stories",
    "story_articles": "stored_story_articles",
}


def generate(folder: Path, n_stored: int) -> None:
    """Write the tables of `n_stored` resolved and `N_NEW` new articles as Parquet."""
    con = duckdb.connect()
    con.execute(f"SET memory_limit = '{MEMORY}'; SET TimeZone = 'UTC'")
    con.execute(f"SET VARIABLE n_articles = {n_stored + N_NEW:d}; SET VARIABLE n_new = {N_NEW:d}")
    con.execute(f"SET VARIABLE extractor_version = '{EXTRACTOR_VERSION}'")
    fill = (ROOT / "benchmarks" / "fill_warehouse.sql").read_text("utf-8")
    con.execute(fill.replace("'1' AS extractor_version", "getvariable('extractor_version') AS extractor_version"))
    con.execute((ROOT / "benchmarks" / "resolve_cost.sql").read_text("utf-8"))
    for view in TABLES.values():
        con.execute(f"COPY (FROM {view}) TO '{folder}/{view}.parquet' (FORMAT parquet)")


def fill(writer: Writer, folder: Path, n_stored: int, now: dt.datetime) -> None:
    """Load the Parquet files and mark the stored articles as resolved."""
    writer.con.execute(f"SET memory_limit = '{MEMORY}'")
    for table, view in TABLES.items():
        writer.con.execute(f"INSERT INTO core.{table} BY NAME FROM '{folder}/{view}.parquet'")
    with writer.transaction():
        set_marker(writer, RESOLVED_MARKER, str(n_stored), now)
    writer.con.execute("CHECKPOINT")


def make_filled(folder: Path, n_stored: int, now: dt.datetime) -> None:
    """Make a warehouse with the stored articles resolved and the new ones annotated in a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    making = folder.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    generate(making, n_stored)
    with open_writer(making / "w.duckdb") as writer:
        fill(writer, making, n_stored, now)
    for view in TABLES.values():
        (making / f"{view}.parquet").unlink()
    making.rename(folder)


def measure(folder: Path, n_stored: int, now: dt.datetime, *, is_kept: bool) -> dict[str, float]:
    """Return the seconds for filling a warehouse and for resolving the new articles in it."""
    filled, used = folder / f"filled-{n_stored}", folder / f"used-{n_stored}"
    started = time.perf_counter()
    if not (is_kept and filled.exists()):
        make_filled(filled, n_stored, now)
    shutil.rmtree(used, ignore_errors=True)
    if is_kept:
        shutil.copytree(filled, used)
    else:
        filled.rename(used)
    with open_writer(used / "w.duckdb") as writer:
        writer.con.execute(f"SET memory_limit = '{MEMORY}'")
        ready, busy = time.perf_counter(), time.process_time()
        n_resolved = resolve_new_annotations(Workspace(writer, CollectionSettings(), Silence()), now)
        done, idle = time.perf_counter(), time.process_time()
    shutil.rmtree(used)
    if n_resolved != N_NEW:
        sys.exit(f"resolved {n_resolved} articles instead of {N_NEW}: fill_warehouse.sql and the schema have parted")
    return {
        "stored": n_stored,
        "fill_seconds": round(ready - started, 1),
        "resolve_seconds": round(done - ready, 2),
        "resolve_cpu_seconds": round(idle - busy, 2),
    }


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_stored", type=int, nargs="*", default=[10_000, 1_000_000])
    parser.add_argument("--folder", type=Path, default=Path("bench-resolve"))
    parser.add_argument("--keep", action="store_true", help="keep filled warehouses, use those there")
    arguments = parser.parse_args()
    now = dt.datetime.now(dt.UTC)
    rows = [measure(arguments.folder, n_stored, now, is_kept=arguments.keep) for n_stored in arguments.n_stored]
    for row in rows:
        row["ratio"] = round(row["resolve_seconds"] / rows[0]["resolve_seconds"], 2)
        row["cpu_ratio"] = round(row["resolve_cpu_seconds"] / rows[0]["resolve_cpu_seconds"], 2)
    print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
