"""Score claims and quotes of gold folders in one process, without a warehouse file.

    python benchmarks/score_gold.py GOLD_DIR… [--scorer PATH/score.py] [--lang fr] [--misses N]

Each folder holds `articles/*.json` and `aliases.json`; `score.py` is looked for beside the folders unless `--scorer` names it.
Prints one line per folder and language, and one per folder overall.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

from extractors.annotate import annotate_versions
from records.articles import ArticleVersion
from records.ids import article_id

_CLAIM_COLUMNS = (
    "type", "actors", "recipients", "place", "t_start", "t_end", "date_status", "status", "source", "evidence", "url", "version",
)  # fmt: skip
_SCHEMA = """
CREATE TABLE claims (type VARCHAR, actors VARCHAR[], recipients VARCHAR[], place VARCHAR, t_start DATE, t_end DATE,
                     date_status VARCHAR, status VARCHAR, source VARCHAR, evidence VARCHAR, url VARCHAR, version INTEGER);
CREATE TABLE articles (article_id VARCHAR, url VARCHAR);
CREATE TABLE quotes (article_id VARCHAR, version INTEGER, text VARCHAR, kind VARCHAR, speaker VARCHAR);
"""


def load_scorer(path: Path) -> ModuleType:
    """Import a gold set's `score.py` from its path."""
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_articles(folder: Path) -> list[dict[str, Any]]:
    """Return a folder's gold articles that carry claims."""
    return [json.loads(path.read_text("utf-8")) for path in sorted((folder / "articles").glob("*.json"))]


def make_version(article: dict[str, Any]) -> ArticleVersion:
    """Return a gold article as an article version, seen when it was published."""
    published = dt.datetime.fromisoformat(article["published_at"])
    offset = published.utcoffset() or dt.timedelta()
    at = published.astimezone(dt.UTC) if published.tzinfo else published.replace(tzinfo=dt.UTC)
    return ArticleVersion(
        article_id=article_id(article["url"]),
        version=article.get("version", 1),
        url=article["url"],
        outlet=article.get("outlet", ""),
        lang=article["lang"],
        title=article["title"],
        text=article["text"],
        text_sha256=hashlib.sha256(article["text"].encode()).hexdigest(),
        published_at=at,
        published_at_source="given",
        seen_at=at,
        utc_offset_minutes=int(offset.total_seconds() // 60),
    )


def fill_tables(articles: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """Annotate articles and return a connection with the tables that the scorer reads."""
    con = duckdb.connect()
    con.execute(_SCHEMA)
    versions = [make_version(article) for article in articles]
    for version, annotation in zip(versions, annotate_versions(versions), strict=True):
        con.execute("INSERT INTO articles VALUES (?, ?)", [version.article_id, version.url])
        for claim in annotation.claims:
            values = [getattr(claim, name) for name in _CLAIM_COLUMNS]
            row = [list(value) if isinstance(value, tuple) else value for value in values]
            con.execute(f"INSERT INTO claims VALUES ({', '.join('?' * len(row))})", row)
        for quote in annotation.quotes:
            row = [version.article_id, version.version, quote.text, quote.kind, quote.speaker]
            con.execute("INSERT INTO quotes VALUES (?, ?, ?, ?, ?)", row)
    return con


def print_line(label: str, scored: dict[str, Any], quotes: dict[str, Any]) -> None:
    """Print one row of the table."""
    claims, fields = scored["claims"], scored["fields"]
    shown = " ".join(f"{name}={value:.3f}" for name, value in fields.items())
    print(
        f"{label:16} P={claims['p']:.3f} R={claims['r']:.3f} F1={claims['f1']:.3f} n={claims['n']:4} "
        f"strict={scored['strict']['f1']:.3f} {shown} quotes={quotes['f1']:.3f} speaker={quotes['speaker']:.3f}"
    )


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--lang")
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    scorer = load_scorer(args.scorer or args.folders[0].resolve().parent / "score.py")
    for folder in args.folders:
        articles = [a for a in read_articles(folder) if not args.lang or a["lang"] == args.lang]
        started = time.perf_counter()
        con = fill_tables(articles)
        seconds = time.perf_counter() - started
        names = scorer.Names(folder)
        for lang in sorted({a["lang"] for a in articles}):
            chosen = [a for a in articles if a["lang"] == lang]
            scored = scorer.score_claims(con, chosen, names, args.misses)
            print_line(f"{folder.name} {lang}", scored, scorer.score_quotes(con, chosen, names))
        scored = scorer.score_claims(con, articles, names, 0)
        print_line(f"{folder.name} all", scored, scorer.score_quotes(con, articles, names))
        print(f"{folder.name}: {len(articles)} articles annotated in {seconds:.1f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
