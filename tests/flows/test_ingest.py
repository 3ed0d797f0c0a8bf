"""Given documents through the whole line, with a plain annotator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.flows.conftest import count_rows, fetch, write_article

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("plain_annotator")


def test_documents_become_claims_events_and_history(run: Run, path: Path, tmp_path: Path) -> None:
    write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    write_article(tmp_path / "in", "done", "Ada Rell visited Norland.", 9)
    result = run("ingest", tmp_path / "in", "--clock", "published")
    assert result.exit_code == 0, result.stderr
    assert "2 new article versions" in result.output
    assert fetch(path, "SELECT status FROM event_history ORDER BY observed_at") == [("planned",), ("occurred",)]
    assert fetch(path, "SELECT count(*) FROM claims WHERE event_id IS NULL") == [(0,)]


def test_the_same_documents_again_add_no_row(run: Run, path: Path, tmp_path: Path) -> None:
    write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    run("ingest", tmp_path / "in", "--clock", "published")
    before = count_rows(path)
    assert "0 new article versions, 1 known" in run("ingest", tmp_path / "in", "--clock", "published").output
    assert count_rows(path) == before


def test_a_new_text_at_a_known_address_is_a_new_version(run: Run, path: Path, tmp_path: Path) -> None:
    run("ingest", write_article(tmp_path / "one", "plan", "Ada Rell will visit Norland.", 3), "--clock", "published")
    run("ingest", write_article(tmp_path / "two", "plan", "Ada Rell visited Norland.", 9), "--clock", "published")
    assert fetch(path, "SELECT version, text FROM article_versions ORDER BY version") == [
        (1, "Ada Rell will visit Norland."),
        (2, "Ada Rell visited Norland."),
    ]
    assert fetch(path, "SELECT count(*), max(n_versions) FROM articles") == [(1, 2)]


def test_documents_given_in_any_order_end_in_the_same_chronicle(run: Run, path: Path, tmp_path: Path) -> None:
    early = write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    late = write_article(tmp_path / "in", "done", "Ada Rell visited Norland.", 9)
    other = tmp_path / "other.duckdb"
    for file in (early, late):
        assert run("ingest", file, "--clock", "published").exit_code == 0
    for file in (late, early):
        assert run("ingest", file, "--clock", "published", "--warehouse", other).exit_code == 0
    sql = "SELECT event_id, observed_at, status FROM event_chronicle ORDER BY ALL"
    assert fetch(path, sql) == fetch(other, sql)
    assert len(fetch(path, sql)) == 2


def test_a_missing_file_is_named_and_the_rest_is_kept(run: Run, path: Path, tmp_path: Path) -> None:
    good = write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    result = run("ingest", tmp_path / "nothing.json", good)
    assert result.exit_code == 1
    assert "nothing.json: no such file" in result.stderr
    assert fetch(path, "SELECT count(*) FROM articles") == [(1,)]
    assert fetch(path, "SELECT stage, kind FROM issues") == [("ingest", "missing")]


def test_broken_and_unknown_documents_are_issues_and_the_rest_is_kept(run: Run, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_article(folder, "plan", "Ada Rell will visit Norland.", 3)
    (folder / "broken.json").write_text('{"url": "https://gazette.example/x", ', "utf-8")
    (folder / "empty.html").write_text("", "utf-8")
    (folder / "notes.docx").write_text("not for us", "utf-8")
    result = run("ingest", folder, folder / "notes.docx")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert fetch(path, "SELECT count(*) FROM articles") == [(1,)]
    assert {kind for (kind,) in fetch(path, "SELECT kind FROM issues")} >= {"invalid_json", "unknown_kind"}
    assert len(fetch(path, "SELECT 1 FROM issues")) == 3


def test_a_text_that_breaks_the_annotator_costs_only_itself(run: Run, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for day in range(1, 6):
        write_article(folder, f"plan-{day}", "Ada Rell will visit Norland.", day)
    write_article(folder, "poison", "POISON.", 6)
    result = run("ingest", folder, "--clock", "published")
    assert result.exit_code == 0
    assert fetch(path, "SELECT count(*) FROM claims") == [(5,)]
    assert fetch(path, "SELECT stage, kind, url FROM issues") == [
        ("annotate", "RuntimeError", "https://gazette.example/poison")
    ]
    before = count_rows(path)
    run("ingest", folder, "--clock", "published")
    assert count_rows(path) == before


def test_an_unknown_language_is_kept_as_an_article(run: Run, path: Path, tmp_path: Path) -> None:
    write_article(tmp_path / "in", "eo", "La prezidento vizitos la najbaran landon en majo.", 3, lang="eo")
    assert run("ingest", tmp_path / "in").exit_code == 0
    assert fetch(path, "SELECT lang FROM articles") == [("eo",)]


def test_a_text_file_with_a_trailing_time_is_dated_by_it(run: Run, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("A trip\n\nA trip\n\nAda Rell will visit Norland.\n\n2021-05-04 18:30", "utf-8")
    assert run("ingest", file, "--clock", "published").exit_code == 0
    found = fetch(path, "SELECT title, text, published_at = seen_at, published_at::DATE::VARCHAR FROM article_versions")
    assert found == [("A trip", "Ada Rell will visit Norland.", True, "2021-05-04")]


def test_reprocessing_gives_the_same_rows(run: Run, path: Path, tmp_path: Path) -> None:
    write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    write_article(tmp_path / "in", "done", "Ada Rell visited Norland.", 9)
    run("ingest", tmp_path / "in", "--clock", "published")
    views = ("claims", "events", "event_history", "event_chronicle", "mentions", "stories", "story_articles")
    before = [fetch(path, f"SELECT * FROM {view} ORDER BY ALL") for view in views]
    result = run("reprocess")
    assert result.exit_code == 0, result.stderr
    assert [fetch(path, f"SELECT * FROM {view} ORDER BY ALL") for view in views] == before


def test_a_judgement_splits_an_event_survives_a_reprocess_and_can_be_undone(
    run: Run, path: Path, tmp_path: Path
) -> None:
    write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    write_article(tmp_path / "in", "more", "Again: Ada Rell will visit Norland in summer.", 9)
    run("ingest", tmp_path / "in", "--clock", "published")
    claims = [name for (name,) in fetch(path, "SELECT claim_id FROM claims ORDER BY published_at")]
    assert fetch(path, "SELECT count(DISTINCT event_id) FROM claims") == [(1,)]
    judged = run("judge", "split", *claims, "--by", "editor", "--reason", "two trips")
    assert judged.exit_code == 0, judged.stderr
    assert fetch(path, "SELECT count(DISTINCT event_id) FROM claims") == [(2,)]
    run("reprocess")
    assert fetch(path, "SELECT count(DISTINCT event_id) FROM claims") == [(2,)]
    judgement_id = judged.output.split("(different): ")[1].split(";")[0]
    assert run("judge", "undo", judgement_id, "--by", "editor").exit_code == 0
    assert fetch(path, "SELECT count(DISTINCT event_id) FROM claims") == [(1,)]
    assert run("judge", "undo", judgement_id).exit_code == 1
    assert "two trips" in run("judge", "list").output
