"""Polling speed and resilience on loopback, beside lemon24's `reader` in the same run.

    python benchmarks/poll_feeds.py --feeds 10000 --reader-python /path/to/python-with-reader --reader-feeds 1000

1. `--feeds` feeds, healthy only, then with 5 % hostile ones among them: feeds an hour, CPU, p99 delay of the healthy ones
   (the time from the start of the run until a feed's result is recorded).
2. `--reader-feeds` healthy feeds polled by newsledger and by `reader` (its best of 1 and 8 workers): first sight,
   changed (3 of 20 items new), not changed (304). Both archive or store what they get: newsledger as WARC and in DuckDB,
   `reader` in SQLite.
"""

from __future__ import annotations

import argparse
import datetime as dt
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.loopback_feeds import HOSTILE
from extractors.archive import write_archive
from extractors.fetch import fetch_batches
from extractors.schedule import make_request
from flows.collect import judge_poll
from records.feeds import Feed, FeedState
from seeds.settings import CollectionSettings
from warehouse.connection import open_writer
from warehouse.load import load_feed_items, load_feed_states, load_feeds, load_fetches, load_issues

START = dt.datetime(2024, 5, 24, 12, 0, tzinfo=dt.UTC)
HOSTILE_EVERY = 20
RESULTS_PER_TRANSACTION = 500

READER_SCRIPT = """
import sys, time
from reader import make_reader
path, workers, urls = sys.argv[1], int(sys.argv[2]), sys.stdin.read().split()
with make_reader(path) as reader:
    for url in urls:
        reader.add_feed(url, exist_ok=True)
    started, cpu = time.perf_counter(), time.process_time()
    results = list(reader.update_feeds_iter(workers=workers, scheduled=False))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    good = sum(1 for result in results if not isinstance(result.value, Exception))
    print(seconds, cpu, good)
"""


@dataclass(slots=True)
class Run:
    """What one poll of all feeds took."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    n_items: int = 0
    delays: dict[str, float] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)


class Ledger:
    """Feeds, states and a warehouse of our own in a temporary folder."""

    def __init__(self, urls: list[str], folder: Path) -> None:
        self.feeds = {url: Feed(url, url, "outlet") for url in urls}
        self.states = {url: FeedState(url, url) for url in urls}
        self.folder = folder
        self.writer = open_writer(folder / "w.duckdb", START)
        self.settings = CollectionSettings(allow_private_addresses=True, min_host_pause_seconds=0, deadline_seconds=20)
        load_feeds(self.writer, list(self.feeds.values()), START)

    def poll(self, now: dt.datetime) -> Run:
        """Poll every feed once; results are archived, judged and stored as they come."""
        run, started, cpu = Run(), time.perf_counter(), time.process_time()
        requests = [make_request(state, now) for state in self.states.values()]
        for results in fetch_batches(requests, self.settings, now, max_results=RESULTS_PER_TRANSACTION):
            write_archive(self.folder / "archive", results, now)
            polled = [
                judge_poll(self.feeds[str(one.request.feed_id)], self.states[str(one.request.feed_id)], one, now)
                for one in results
            ]
            items = [item for one in polled for item in one.items]
            with self.writer.transaction():
                load_feed_states(self.writer, [one.state for one in polled], now)
                load_fetches(self.writer, [one.fetch for one in polled])
                load_feed_items(self.writer, items, now)
                load_issues(self.writer, [one.issue for one in polled if one.issue])
            elapsed = time.perf_counter() - started
            for one in polled:
                self.states[one.state.feed_id] = one.state
                run.delays[one.state.feed_id] = elapsed
                run.outcomes[one.fetch.outcome] += 1
            run.n_items += len(items)
        run.seconds, run.cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        return run


def list_urls(n_feeds: int, port: int, tls_port: int, *, with_hostile: bool) -> tuple[list[str], list[str]]:
    """Return the healthy addresses and all addresses, hostile ones spread among them."""
    healthy, every = [], []
    for number in range(n_feeds):
        host = f"127.1.{number // 250}.{number % 250 + 1}"
        if number % HOSTILE_EVERY == 0:
            kind = HOSTILE[number // HOSTILE_EVERY % len(HOSTILE)]
            scheme, place = ("https", tls_port) if kind == "tls" else ("http", port)
            if with_hostile:
                every.append(f"{scheme}://{host}:{place}/{kind}-{number}")
            continue
        healthy.append(f"http://{host}:{port}/feed{number}")
        every.append(healthy[-1])
    return healthy, every


def set_round(port: int, number: int) -> None:
    """Tell the server which round it is."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/round?n={number}", timeout=10).read()


def percentile(values: list[float], share: float) -> float:
    """Return a percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measure_resilience(n_feeds: int, port: int, tls_port: int, folder: Path) -> None:
    """Part 1."""
    p99 = {}
    for label, with_hostile in (("healthy only", False), ("5 % hostile", True)):
        healthy, every = list_urls(n_feeds, port, tls_port, with_hostile=with_hostile)
        run = Ledger(every, folder / label.replace(" ", "-").replace("%", "")).poll(START)
        delays = [run.delays[url] for url in healthy]
        p99[label] = percentile(delays, 0.99)
        rate = len(every) / run.cpu_seconds * 3600
        print(
            f"{label:14s} {len(every):6d} feeds {run.seconds:6.1f} s  CPU {run.cpu_seconds:6.1f} s  "
            f"{len(every) / run.seconds * 3600:9.0f} feeds/h  {rate:9.0f} feeds/h and core  p50 {percentile(delays, 0.5):5.1f} s  p99 {p99[label]:5.1f} s"
        )
        print(f"{'':14s} {dict(run.outcomes)}")
    print(f"p99 of the healthy with hostile neighbours: {p99['5 % hostile'] / p99['healthy only']:.2f} times")


def run_reader(python: str, urls: list[str], database: Path, workers: int) -> tuple[float, float]:
    """Return the seconds and CPU seconds of one update by `reader`."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", READER_SCRIPT, str(database), str(workers)],
        input="\n".join(urls), capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, cpu, good = done.stdout.split()
    if int(good) != len(urls):
        raise SystemExit(f"reader updated {good} of {len(urls)} feeds: {done.stderr[-500:]}")
    return float(seconds), float(cpu)


def measure_beside_reader(n_feeds: int, port: int, tls_port: int, python: str, folder: Path) -> None:
    """Part 2."""
    urls, _ = list_urls(n_feeds, port, tls_port, with_hostile=False)
    set_round(port, 10)
    ledger = Ledger(urls, folder / "beside")
    for label, number in (("first sight", 10), ("changed", 11), ("not changed", 11)):
        set_round(port, number)
        run = ledger.poll(START + dt.timedelta(minutes=number))
        workers = {count: run_reader(python, urls, folder / f"reader{count}.sqlite", count) for count in (1, 8)}
        best = min(workers, key=lambda count: workers[count])
        ours, theirs = len(urls) / run.seconds, len(urls) / workers[best][0]
        cpu_ratio = min(cpu for _, cpu in workers.values()) / run.cpu_seconds
        print(
            f"{label:12s} newsledger {ours:6.0f} feeds/s ({run.n_items} new items)   reader {theirs:6.0f} feeds/s "
            f"({best} workers)   {ours / theirs:5.2f} times, per CPU second {cpu_ratio:5.2f} times   {dict(run.outcomes)}"
        )


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--reader-feeds", type=int, default=1000)
    parser.add_argument("--reader-python", default="", help="an interpreter that has `reader` installed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
             "-days", "1", "-subj", "/CN=wrong.example"],
            check=True, capture_output=True,
        )  # fmt: skip
        port, tls_port = free_port(), free_port()
        script = Path(__file__).with_name("loopback_feeds.py")
        server = subprocess.Popen([sys.executable, script, str(port), str(tls_port), name], stderr=subprocess.DEVNULL)
        try:
            time.sleep(1.5)
            if options.feeds:
                measure_resilience(options.feeds, port, tls_port, folder)
            if options.reader_python:
                measure_beside_reader(options.reader_feeds, port, tls_port, options.reader_python, folder)
        finally:
            server.kill()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
