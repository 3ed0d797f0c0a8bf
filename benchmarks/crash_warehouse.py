"""Kill a writer at random moments and see whether anything is lost: python benchmarks/crash_warehouse.py 300

Each run starts a child that migrates, loads, publishes and compacts a small synthetic ledger, kills it (SIGKILL) after a
random time, opens the warehouse, runs its checks, lets an undisturbed child do the same work again, and compares every
row with a warehouse that was never disturbed. Prints one JSON document; exit status 1 if any run differs.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pyarrow.parquet as pq  # noqa: E402

from benchmarks.fill_warehouse import TABLES, generate  # noqa: E402
from warehouse.backup import compact  # noqa: E402
from warehouse.checks import run_checks  # noqa: E402
from warehouse.connection import open_reader, open_writer  # noqa: E402
from warehouse.load.base import insert_new  # noqa: E402
from warehouse.snapshot import publish_snapshot  # noqa: E402
from warehouse.tables import list_tables  # noqa: E402

N_ARTICLES = 100
N_ROUNDS = 2
#: loaded by halves; what they refer to is loaded before them, so that every commit is sound
IN_ROUNDS = {"claims", "assignments", "quotes", "mentions"}


def do_work(path: Path, data: Path) -> None:
    """Load the ledger in rounds, publishing after each, then compact: what a killed process was in the middle of."""
    for number in range(N_ROUNDS):
        with open_writer(path) as writer:
            with writer.transaction():
                for table, key in TABLES.items():
                    rows = pq.read_table(data / f"{table}.parquet")
                    if table in IN_ROUNDS:
                        step = rows.num_rows // N_ROUNDS + 1
                        rows = rows.slice(number * step, step)
                    insert_new(writer, f"core.{table}", rows, key)
            publish_snapshot(writer)
    compact(path)


def read_facts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all fact tables in a fixed order; publications carry the clock and are left out."""
    with open_writer(path) as writer:
        tables = [table for table in list_tables(writer.con, "writer") if table != "core.publications"]
        return {table: writer.con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables}


def run_once(folder: Path, data: Path, longest_seconds: float) -> str:
    """Kill one child, replay, and return the name of what was unsound ("" if nothing)."""
    path = folder / "w.duckdb"
    command = [sys.executable, __file__, "--child", str(path), "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(random.uniform(0, longest_seconds))
        child.kill()
    with open_writer(path) as writer:
        failures = [str(finding) for finding in run_checks(writer.con) if finding.is_failure]
    if failures:
        return failures[0]
    if path.exists():
        open_reader(path).close()
    do_work(path, data)
    return ""


def run_all(runs: int, seed: int = 1) -> dict[str, object]:
    """Return the figures of so many killed runs."""
    random.seed(seed)
    unsound = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, N_ARTICLES)
        (folder / "calm").mkdir()
        started = time.perf_counter()
        do_work(folder / "calm" / "w.duckdb", folder)
        seconds = time.perf_counter() - started
        expected = read_facts(folder / "calm" / "w.duckdb")
        for number in range(runs):
            with tempfile.TemporaryDirectory(dir=folder) as place:
                found = run_once(Path(place), folder, seconds)
                if not found and read_facts(Path(place) / "w.duckdb") != expected:
                    found = "rows differ after replay"
                if found:
                    unsound.append(f"run {number}: {found}")
    return {
        "runs": runs,
        "unsound": unsound,
        "rows": sum(map(len, expected.values())),
        "work_seconds": round(seconds, 2),
    }


def main() -> int:
    """Run as parent or as the child to be killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=300)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        print("up", flush=True)
        do_work(arguments.child, arguments.data)
        return 0
    figures = run_all(arguments.runs)
    print(json.dumps(figures, indent=1))
    return 1 if figures["unsound"] else 0


if __name__ == "__main__":
    sys.exit(main())
