"""Bombs and poison: memory and time of the process that meets them, and what becomes of their neighbours.

    python benchmarks/hostile_bodies.py

Feeds are parsed in a fresh process each (peak memory of its own); pages go through one `Cleaner`, each between two
ordinary pages, while the largest child is watched.
"""

from __future__ import annotations

import datetime as dt
import resource
import subprocess
import sys
import threading
import time

import psutil

from extractors.clean import Cleaner
from extractors.feeds import parse_feed
from records.articles import ArticleVersion
from records.feeds import Page
from seeds.settings import CollectionSettings

NOW = dt.datetime(2024, 5, 24, 12, 0, tzinfo=dt.UTC)
MB = 1024 * 1024
GOOD = b"<html><body><article><h1>Pier grows</h1>" + b"".join(
    b"<p>The harbour council agreed on Tuesday to lengthen pier %d by forty metres before the storms.</p>" % n
    for n in range(6)
)
ITEM = b"<item><title>n%d</title><link>https://a.example/%d</link></item>"
FEEDS = {
    "50,000 items": lambda: b"<rss><channel>" + b"".join(ITEM % (n, n) for n in range(50_000)) + b"</channel></rss>",
    "16 MB of empty elements": lambda: b"<rss><channel>" + b"<a/>" * (4 * MB - 10),
    "16 MB of attributes": lambda: b"<rss><channel><item " + b" ".join(b'a%d="x"' % n for n in range(1_300_000)) + b"/></channel></rss>",
    "entity bomb": lambda: b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><rss><channel><item><title>&m;</title><link>https://a.example/</link></item></channel></rss>",
    "quadratic entities": lambda: b"<!DOCTYPE r [<!ENTITY a '" + b"a" * 50_000 + b"'>]><rss><channel><title>" + b"&a;" * 50_000 + b"</title></channel></rss>",
    "deep nesting": lambda: b"<rss>" + b"<channel>" * MB,
    "quadratic CDATA": lambda: b"<rss><channel><item><title><![CDATA[" + b"<!--" * MB + b"]]></title></item></channel></rss>",
    "one 15 MB title": lambda: b"<rss><channel><item><link>https://a.example/</link><title>" + b"&lt;b&gt;x" * MB + b"</title></item></channel></rss>",
    "JSON depth": lambda: b'{"items":' + b"[" * 8 * MB,
}  # fmt: skip
PAGES = {
    "5 MB of <p>": lambda: b"<html><body>" + b"<p>word word" * (420_000),
    "10 MB of <p>": lambda: b"<html><body>" + b"<p>word word" * (870_000),
    "deep nesting": lambda: b"<html><body>" + b"<div>" * 200_000 + b"text",
    "4 MB of attributes": lambda: b"<html><body><p " + b" ".join(b'a%d="xxxxxxxx"' % n for n in range(200_000)) + b">x",
    "1 MB of links": lambda: b"<html><body>" + b"<a href=x>y</a>" * 70_000,
    "4 MB of JSON-LD": lambda: b"<html><head><script type='application/ld+json'>" + b"[" * (4 * MB) + b"</script></head><body><p>x",
    "1,000,000 tags": lambda: b"<html><body>" + b"<b>" * 1_000_000,
    "5 MB of one word": lambda: b"<html><body><article><p>" + b"a" * (5 * MB - 100),
}  # fmt: skip


def measure_feed(name: str) -> None:
    """Parse one feed here and print time and peak memory (of this fresh process)."""
    body = FEEDS[name]()
    started = time.perf_counter()
    feed = parse_feed(body, "", "https://a.example/feed", "f", NOW)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"feed  {name:26s} {len(body) / MB:5.1f} MB  {seconds:6.2f} s  peak {peak:4d} MB  {len(feed.items)} items  {'; '.join(feed.problems)[:90]}"
    )


class Watch(threading.Thread):
    """Watches the largest child's memory."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0

    def run(self) -> None:
        """Look ten times a second."""
        me = psutil.Process()
        while True:
            for child in me.children(recursive=True):
                try:
                    self.peak_bytes = max(self.peak_bytes, child.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(0.1)


def main() -> int:
    """Print one row per body."""
    if len(sys.argv) == 2:
        measure_feed(sys.argv[1])
        return 0
    for name in FEEDS:
        subprocess.run([sys.executable, __file__, name], check=True)
    watch = Watch()
    watch.start()
    good = Page("https://a.example/good", "https://a.example/good", NOW, 200, "text/html", GOOD)
    n_harmed = 0
    # the cap on bytes is lifted, so that the parser meets everything
    with Cleaner(CollectionSettings(clean_deadline_seconds=10, max_clean_bytes=50 * MB)) as cleaner:
        cleaner.clean([good], {}, NOW)
        for name, build in PAGES.items():
            watch.peak_bytes = 0
            page = Page(f"https://a.example/{name}", "https://a.example/bad", NOW, 200, "text/html", build())
            started = time.perf_counter()
            before, bad, after = cleaner.clean([good, page, good], {}, NOW)
            seconds = time.perf_counter() - started
            n_harmed += sum(not isinstance(one, ArticleVersion) for one in (before, after))
            end = (
                f"version, suspect {bad.suspect}"
                if isinstance(bad, ArticleVersion)
                else f"issue {bad.kind}: {bad.message[:60]}"
            )
            print(
                f"page  {name:26s} {len(page.body) / MB:5.1f} MB  {seconds:6.2f} s  peak {watch.peak_bytes / MB:4.0f} MB  {end}"
            )
    print(f"neighbours harmed: {n_harmed}")
    return 1 if n_harmed else 0


if __name__ == "__main__":
    sys.exit(main())
