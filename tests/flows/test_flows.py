"""The real Prefect flows, in one temporary server."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from flows.newsroom_server import newsroom_feeds, serve_newsroom
from flows.workspace import open_workspace
from seeds.newsroom import load_newsroom
from tests.flows.conftest import NOW, count_rows, fetch
from warehouse.load import load_feeds

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def prefect_server() -> Iterator[None]:
    """One Prefect server for all tests of this module: it takes ten seconds or more to come up."""
    os.environ |= {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}
    from prefect.settings import PREFECT_LOGGING_LEVEL, PREFECT_LOGGING_TO_API_ENABLED, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_LOGGING_LEVEL: "ERROR", PREFECT_LOGGING_TO_API_ENABLED: False}),
    ):
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("prefect_server", "plain_annotator")
# Prefect's own threads and sockets are closed by its garbage collection, not by us
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cycle_takes_pages_from_feeds_to_the_published_warehouse(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.cycle import run_cycle
    from flows.deliver import deliver
    from flows.maintenance import maintain
    from flows.poll import poll
    from flows.process import process
    from flows.publish import publish_flow

    newsroom = load_newsroom()
    with serve_newsroom(NOW, newsroom) as server:
        monkeypatch.setenv("NEWSLEDGER_ALLOW_PRIVATE_ADDRESSES", "true")
        monkeypatch.setenv("NEWSLEDGER_HOST_OVERRIDES", str(server.host_overrides).replace("'", '"'))
        monkeypatch.setenv("NEWSLEDGER_MIN_HOST_PAUSE_SECONDS", "0")
        monkeypatch.setenv("NEWSLEDGER_LATENCY_FACTOR", "0")
        with open_workspace(path, NOW) as workspace:
            load_feeds(workspace.writer, newsroom_feeds(newsroom)[:1], NOW)
        count = run_cycle(str(path), NOW)
        assert count.poll.n_feeds == 1
        assert count.n_new_versions == count.n_annotated == count.n_resolved > 0
        assert fetch(path, "SELECT count(*) FROM article_versions") == [(count.n_new_versions,)]
        before = count_rows(path)
        again = run_cycle(str(path), NOW)
        assert (again.poll.n_feeds, again.poll.n_pages, again.n_resolved) == (0, 0, 0)
        assert count_rows(path) == before
        assert poll(str(path), NOW)["n_feeds"] == 0
        assert process(str(path), NOW) == {"new_versions": 0, "annotated": 0}
        assert publish_flow(str(path), NOW) == {"resolved": 0}
        assert deliver(str(path), NOW)["failed"] == 0
        assert maintain(str(path), NOW)["bytes_after"]


def test_the_deployments_run_one_at_a_time_on_a_schedule() -> None:
    from flows.deployments import list_deployments

    deployments = {one.name: one for one in list_deployments("w.duckdb", 10.0)}
    assert set(deployments) == {"poll", "process", "publish", "deliver", "maintenance"}
    for one in deployments.values():
        assert one.parameters == {"warehouse": "w.duckdb"}
        assert one.concurrency_limit == 1
        assert one.schedules


def test_prefect_yaml_describes_the_same_deployments() -> None:
    from flows.deployments import list_deployments

    described = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    assert {one["name"] for one in described["deployments"]} == {one.name for one in list_deployments("w.duckdb", 10.0)}
    for one in described["deployments"]:
        file, _, function = one["entrypoint"].partition(":")
        assert f"def {function}(" in (ROOT / file).read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"newsledger": "flows.cli:main"}
