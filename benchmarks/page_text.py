"""Text quality and speed of cleaning on pages with ground truth, beside bare trafilatura in the same run.

    python benchmarks/page_text.py ../shared/corpora/pages

Measure of the benchmark (scrapinghub/article-extraction-benchmark): multiset overlap of 4-word shingles per page,
precision and recall averaged over the pages, F1 of the two averages.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from trafilatura import bare_extraction, extract

from extractors.clean import Cleaner
from records.articles import ArticleVersion
from records.feeds import Page
from seeds.settings import CollectionSettings

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
SHINGLE = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the multiset of 4-word shingles; one shorter shingle for a text of fewer words."""
    tokens = [token for token in re.findall(r"\w+", text) if token]
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[at : at + SHINGLE]) for at in range(max(1, len(tokens) - SHINGLE + 1)))


def score(texts: dict[str, str], truth: dict[str, str]) -> tuple[float, float, float]:
    """Return F1, precision and recall."""
    precisions, recalls = [], []
    for key, wanted in truth.items():
        true, found = shingles(wanted), shingles(texts.get(key, ""))
        hits = sum((true & found).values())
        n_found, n_true = sum(found.values()), sum(true.values())
        if n_found:
            precisions.append(hits / n_found)
        elif not n_true:
            precisions.append(1.0)
        else:
            precisions.append(0.0)
        recalls.append(hits / n_true if n_true else 1.0)
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall), precision, recall


def read_bare(pages: list[Page]) -> list[str]:
    """Return texts by trafilatura's plain `extract`."""
    return [extract(page.body) or "" for page in pages]


def read_bare_fast(pages: list[Page]) -> list[str]:
    """Return texts by trafilatura's `extract(fast=True)`."""
    return [extract(page.body, fast=True, include_comments=False) or "" for page in pages]


def read_bare_metadata(pages: list[Page]) -> list[str]:
    """Return texts by trafilatura with its own metadata."""
    found = [bare_extraction(page.body, with_metadata=True) for page in pages]
    return [str(getattr(document, "text", "") or "") for document in found]


def measure(name: str, work: Callable[[list[Page]], list[str]], pages: list[Page], truth: dict[str, str]) -> None:
    """Run one extractor over all pages and print its row."""
    started = time.perf_counter()
    texts = dict(zip(truth, work(pages), strict=True))
    seconds = time.perf_counter() - started
    f1, precision, recall = score(texts, truth)
    print(f"{name:42s} F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  {len(pages) / seconds:6.1f} pages/s")


def main(folder: Path) -> int:
    """Print one row per extractor."""
    if not (folder / "ground-truth.json").is_file():
        print(f"no pages in {folder}: give the folder with ground-truth.json", file=sys.stderr)
        return 1
    data = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    truth = {key: value["articleBody"] for key, value in data.items()}
    pages = []
    for key, value in data.items():
        body = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        url = value.get("url") or f"https://outlet.example/{key}"
        pages.append(Page(url, url, NOW, 200, "text/html", body))
    marks: Counter[str] = Counter()
    with Cleaner(CollectionSettings()) as cleaner:

        def clean(pages: list[Page]) -> list[str]:
            results = cleaner.clean(pages, {}, NOW)
            marks.update(
                f"suspect {found.suspect}" for found in results if isinstance(found, ArticleVersion) and found.suspect
            )
            marks.update(
                f"dated by {found.published_at_source}" for found in results if isinstance(found, ArticleVersion)
            )
            marks.update(f"issue {found.kind}" for found in results if not isinstance(found, ArticleVersion))
            return [found.text if isinstance(found, ArticleVersion) else "" for found in results]

        # start the child and warm both sides before the clock runs
        clean(pages[:5])
        read_bare(pages[:5])
        marks.clear()
        for number in (1, 2):
            print(f"round {number}")
            measure("newsledger (metadata, dates, language)", clean, pages, truth)
            measure("trafilatura extract(fast=True)", read_bare_fast, pages, truth)
            measure("trafilatura extract()", read_bare, pages, truth)
            measure("trafilatura bare_extraction(with_metadata)", read_bare_metadata, pages, truth)
    print({name: count // 2 for name, count in sorted(marks.items())})
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/corpora/pages")))
