"""A plain annotator in place of the language models, documents on disk, and the command line as a function."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows import reprocess, understand
from flows.cli import cli
from records.annotations import Annotation, Claim
from records.articles import ArticleVersion
from records.ids import stable_id
from warehouse.connection import open_reader

NOW = dt.datetime(2031, 6, 1, 12, tzinfo=dt.UTC)
SENTENCE = re.compile(r"(?P<actor>[A-Z]\w+ [A-Z]\w+) (?P<verb>will visit|visited) (?P<host>[A-Z]\w+)[^.]*\.")


def annotate_plainly(versions: Sequence[ArticleVersion]) -> list[Annotation]:
    """Return a claim for every "NAME NAME will visit PLACE." of a text; a text with POISON breaks the annotator."""
    annotations = []
    for version in versions:
        if "POISON" in version.text:
            raise RuntimeError("this text breaks the annotator")
        claims = tuple(_claim(version, match) for match in SENTENCE.finditer(version.text))
        annotations.append(Annotation(version.article_id, version.version, claims=claims, embedding=(1.0, 0.0)))
    return annotations


def _claim(version: ArticleVersion, match: re.Match[str]) -> Claim:
    is_planned = match["verb"] == "will visit"
    return Claim(
        stable_id("clm", version.article_id, version.text_sha256, match.start()),
        version.article_id, version.version, version.url, version.outlet, version.lang, version.published_at,
        version.seen_at, match.start(), match.end(), match[0], "visit", "visit", (match["actor"],), (match["host"],),
        "planned" if is_planned else "occurred", "none", extractor_version="plain", rule_id="plain",
    )  # fmt: skip


@pytest.fixture
def plain_annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotate without language models."""
    monkeypatch.setattr(understand, "annotate_versions", annotate_plainly)
    assert reprocess.annotate_safely is understand.annotate_safely


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a warehouse will be."""
    return tmp_path / "w.duckdb"


@pytest.fixture
def run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `newsledger` on that warehouse, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSLEDGER_WAREHOUSE", str(path))

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="newsledger")

    return invoke


def write_article(folder: Path, slug: str, text: str, day: int, **more: str) -> Path:
    """Write an article document published on a day of May 2031."""
    folder.mkdir(exist_ok=True)
    document = {
        "url": f"https://gazette.example/{slug}", "published_at": f"2031-05-{day:02d}T10:00:00+00:00",
        "title": f"About {slug}", "text": text, "outlet": "Gazette", "lang": "en", **more,
    }  # fmt: skip
    file = folder / f"{slug}-{day}.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def count_rows(path: Path) -> dict[str, int]:
    """Return the number of rows of every table of the raw and core layers, except what publishing itself records."""
    with open_reader(path) as con:
        tables = con.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('raw', 'core')"
            " AND table_name NOT IN ('publications', 'fences')"
        ).fetchall()
        return {name: con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for (name,) in tables}


def fetch(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Return the rows of a query on the published warehouse."""
    with open_reader(path) as con:
        return con.execute(sql).fetchall()
