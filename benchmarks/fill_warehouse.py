"""Fill a warehouse with a synthetic ledger and time what analysts do: python benchmarks/fill_warehouse.py 1000000

Prints one JSON document: seconds to load (against a bare INSERT … FROM the same Parquet), to publish, and the median of
each query of docs/queries with the peak memory of the process. The scale is the number of articles; claims are ten times
as many. Data stays in --folder, so that `--reuse` times the queries again.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from warehouse.connection import open_reader, open_writer  # noqa: E402
from warehouse.load.base import insert_new  # noqa: E402
from warehouse.snapshot import publish_snapshot  # noqa: E402

#: table -> key of its load, in the order loaded
TABLES = {
    "article_versions": ("article_id", "version"),
    "annotations": ("article_id", "version", "extractor_version"),
    "claims": ("claim_id", "extractor_version"),
    "quotes": ("article_id", "version", "char_start"),
    "mentions": ("article_id", "version", "char_start"),
    "entities": ("entity_id",),
    "events": ("event_id",),
    "assignments": ("claim_id",),
    "event_history": ("history_id",),
    "event_chronicle": ("history_id",),
    "contradictions": ("event_id", "claim_id"),
    "stories": ("story_id",),
    "story_articles": ("story_id", "article_id"),
    "duplicates": ("article_id",),
}
BATCH_ROWS = 500_000
MEMORY = "3500MB"


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def generate(folder: Path, n_articles: int) -> None:
    """Write every table as Parquet."""
    con = duckdb.connect()
    con.execute(f"SET VARIABLE n_articles = {n_articles:d}; SET memory_limit = '{MEMORY}'; SET TimeZone = 'UTC'")
    con.execute((ROOT / "benchmarks" / "fill_warehouse.sql").read_text("utf-8"))
    for table in TABLES:
        con.execute(f"COPY (FROM {table}) TO '{folder}/{table}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 500000)")


def load_bare(folder: Path) -> None:
    """INSERT … FROM the Parquet files into tables of the same columns, without keys: the speed to compare with."""
    with open_writer(folder / "bare.duckdb") as writer:
        writer.con.execute(f"SET memory_limit = '{MEMORY}'")
        for table in TABLES:
            writer.con.execute(f"INSERT INTO core.{table} BY NAME FROM '{folder}/{table}.parquet'")
        writer.con.execute("CHECKPOINT")


def load_batches(folder: Path) -> None:
    """Load the same files through the warehouse's own load, in batches of Arrow."""
    with open_writer(folder / "w.duckdb") as writer:
        writer.con.execute(f"SET memory_limit = '{MEMORY}'")
        for table, key in TABLES.items():
            with pq.ParquetFile(folder / f"{table}.parquet") as file:
                for batch in file.iter_batches(BATCH_ROWS):
                    insert_new(writer, f"core.{table}", batch, key)
        writer.con.execute("CHECKPOINT")


def publish(folder: Path) -> None:
    """Publish without the full-text index."""
    with open_writer(folder / "w.duckdb") as writer:
        for finding in publish_snapshot(writer, with_search=False):
            print(finding, file=sys.stderr)


def time_queries(path: Path, runs: int) -> dict[str, float]:
    """Return the median seconds of each worked query, on a connection of its own."""
    seconds = {}
    for file in sorted((ROOT / "docs" / "queries").glob("*.sql")):
        sql = re.sub(r"^--.*$", "", file.read_text("utf-8"), flags=re.MULTILINE)
        con = open_reader(path)
        con.execute(f"SET memory_limit = '{MEMORY}'")
        taken = []
        for _ in range(runs):
            started = time.perf_counter()
            con.execute(sql).fetchall()
            taken.append(time.perf_counter() - started)
        con.close()
        seconds[file.stem] = round(statistics.median(taken), 3)
    return seconds


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_articles", type=int)
    parser.add_argument("--folder", type=Path, default=Path("bench-warehouse"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reuse", action="store_true", help="time the queries on what is there")
    arguments = parser.parse_args()
    folder = arguments.folder
    figures: dict[str, object] = {"articles": arguments.n_articles, "claims": 10 * arguments.n_articles}
    if not arguments.reuse:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        figures["generate_seconds"] = timed(lambda: generate(folder, arguments.n_articles))
        bare = figures["bare_load_seconds"] = timed(lambda: load_bare(folder))
        loaded = figures["load_seconds"] = timed(lambda: load_batches(folder))
        figures["load_ratio"] = round(bare / loaded, 2)
        figures["publish_seconds"] = timed(lambda: publish(folder))
    figures["query_seconds"] = time_queries(folder / "w.duckdb", arguments.runs)
    figures["snapshot_gb"] = round((folder / "w.duckdb").stat().st_size / 1e9, 2)
    figures["peak_memory_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
