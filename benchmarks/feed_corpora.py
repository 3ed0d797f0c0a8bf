"""All feed fixtures of feedparser and gofeed through our reader: none raises, none is slow, how far we agree.

    python benchmarks/feed_corpora.py ../shared/corpora/feeds

Compared are the fields that newsledger uses (title, link, id, author, summary, date of the first entry; title, link and
language of the feed), as plain text: markup, which we drop on purpose, is dropped from the expectation too.
"""

from __future__ import annotations

import ast
import calendar
import datetime as dt
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.feeds import parse_feed
from extractors.feeds.dates import parse_date
from extractors.feeds.entries import find_entries, read_entry
from extractors.feeds.jsonfeed import _read_item
from extractors.feeds.parsed import RawItem, plain_text
from extractors.feeds.xml import decode_feed, parse_tree

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
MAX_SECONDS = 2.0
BASE = "http://127.0.0.1:8097/"
FIELDS = {
    "title",
    "link",
    "id",
    "guid",
    "author",
    "summary",
    "description",
    "published_parsed",
    "updated_parsed",
    "date_parsed",
    "language",
}


def first_entry(body: bytes, content_type: str) -> RawItem | None:
    """Return the first entry as written (items without a link are of no use to us, but most fixtures have none)."""
    text = decode_feed(body, content_type)
    if text.lstrip().startswith("{"):
        try:
            return next((_read_item(item) for item in json.loads(text).get("items") or ()), None)
        except ValueError:
            return None
    root, _ = parse_tree(text)
    return None if root is None else next((read_entry(entry) for entry in find_entries(root)), None)


def found_value(place: str, field: str, body: bytes, content_type: str, url: str) -> Any:
    """Return what we read for a field of the feed or of its first entry."""
    if place == "feed":
        feed = parse_feed(body, content_type, url, "f", NOW)
        return {"title": feed.title, "link": feed.site_url, "language": feed.lang}.get(field)
    entry = first_entry(body, content_type)
    if entry is None:
        return None
    if field.endswith("_parsed"):
        return parse_date(entry.published_raw)
    values = {"title": entry.title, "link": next(iter(entry.links), ""), "author": entry.author}
    values |= {"id": entry.guid, "guid": entry.guid, "summary": entry.summary, "description": entry.summary}
    return values.get(field)


def is_same(wanted: Any, found: Any) -> bool:
    """Compare as plain text, links without the base that the fixture's server would add, dates as instants."""
    if isinstance(wanted, tuple):
        wanted = dt.datetime.fromtimestamp(calendar.timegm(wanted), dt.UTC)
    if isinstance(wanted, dt.datetime) or isinstance(found, dt.datetime):
        return wanted == found
    one, other = plain_text(str(wanted or ""), 2000), plain_text(str(found or ""), 2000)
    return (
        one == other
        or one.removeprefix(BASE).rstrip("/") == other.removeprefix(BASE).rstrip("/")
        or (bool(other) and one.endswith(f"({other})"))
    )


def read_expectations(body: bytes) -> Iterator[tuple[str, str, Any]]:
    """Yield (place, field, value) of a feedparser fixture's `Expect:` expression."""
    found = re.search(rb"Expect:\s*(.+)", body)
    if found is None:
        return
    try:
        tree = ast.parse(found[1].decode("utf-8", "replace").strip(), mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)):
            continue
        left = re.fullmatch(r"(feed|entries\[0\])\['(\w+)'\]", ast.unparse(node.left))
        if (
            left is None
            or left[2] not in FIELDS
            or (left[1] == "feed" and left[2] not in ("title", "link", "language"))
        ):
            continue
        try:
            yield left[1], left[2], ast.literal_eval(node.comparators[0])
        except ValueError:
            continue


def read_gofeed_expectations(path: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield (place, field, value) of the JSON beside a gofeed fixture of its translator (the universal form)."""
    expected = path.with_suffix(".json")
    if "translator" not in path.parts or not expected.is_file() or expected == path:
        return
    data = json.loads(expected.read_text(encoding="utf-8"))
    for field in ("title", "link", "language"):
        if data.get(field):
            yield "feed", field, data[field]
    item = next(iter(data.get("items") or ()), {})
    for field in ("title", "link", "guid", "description"):
        if item.get(field):
            yield "entry", field, item[field]
    if item.get("author", {}).get("name"):
        yield "entry", "author", item["author"]["name"]
    if item.get("publishedParsed"):
        yield "entry", "published_parsed", dt.datetime.fromisoformat(item["publishedParsed"])


def main(folder: Path) -> int:
    """Print robustness, time and agreement; 1 if anything raised or was slow."""
    if not folder.is_dir():
        print(f"no folder {folder}: give the folder of feed fixtures", file=sys.stderr)
        return 1
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "LICENSE"]
    bad, slowest, agreed, asked, misses = 0, (0.0, ""), Counter[str](), Counter[str](), []
    for path in paths:
        body = path.read_bytes()
        header = re.search(rb"Header:\s*Content-type:\s*(.+)", body, re.IGNORECASE)
        content_type = header[1].decode("latin-1").strip() if header else ""
        url = f"{BASE}{path.name}"
        started = time.perf_counter()
        try:
            parse_feed(body, content_type, url, "f", NOW)
        except Exception as error:  # noqa: BLE001 - what is measured is that nothing is raised
            bad += 1
            print(f"RAISED {path}: {error!r}")
            continue
        slowest = max(slowest, (time.perf_counter() - started, path.name))
        corpus = "feedparser" if "feedparser" in path.parts else "gofeed"
        wanted = read_expectations(body) if corpus == "feedparser" else read_gofeed_expectations(path)
        for place, field, value in wanted:
            key = f"{corpus} {'feed' if place == 'feed' else 'entry'}.{field}"
            found = found_value(place, field, body, content_type, url)
            asked[key] += 1
            agreed[key] += is_same(value, found)
            if not is_same(value, found):
                misses.append(f"{key}: {path.relative_to(folder)}: {str(value)[:70]!r} <> {str(found)[:70]!r}")
    print(f"{len(paths)} files, {bad} raised, slowest {slowest[0]:.3f} s ({slowest[1]})")
    for key in sorted(asked):
        print(f"{key:36s} {agreed[key]:4d} of {asked[key]:4d}")
    for corpus in ("feedparser", "gofeed"):
        total = sum(count for key, count in asked.items() if key.startswith(corpus))
        right = sum(count for key, count in agreed.items() if key.startswith(corpus))
        print(f"{corpus}: {right} of {total} expectations agree ({right / max(total, 1):.1%})")
    if "--misses" in sys.argv:
        print("\n".join(misses))
    return 1 if bad or slowest[0] > MAX_SECONDS else 0


if __name__ == "__main__":
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    sys.exit(main(Path(folders[0] if folders else "../shared/corpora/feeds")))
