"""The container files: what must stay true of them where no container engine runs."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PACKAGES = ("records", "seeds", "extractors", "stories", "warehouse", "reports", "flows")


def read_compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_every_service_says_when_it_is_healthy_and_starts_again() -> None:
    for name, service in read_compose()["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped"


def test_each_service_waits_until_the_one_it_needs_is_healthy() -> None:
    services = read_compose()["services"]
    assert services["server"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["worker"]["depends_on"] == {"server": {"condition": "service_healthy"}}


def test_the_warehouse_and_the_database_outlive_their_containers() -> None:
    compose = read_compose()
    assert compose["services"]["worker"]["volumes"] == ["warehouse:/data"]
    assert compose["services"]["worker"]["environment"]["NEWSLEDGER_WAREHOUSE"].startswith("/data/")
    assert set(compose["volumes"]) == {"warehouse", "database"}


def test_nothing_listens_beyond_this_machine() -> None:
    for service in read_compose()["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_server_and_worker_are_one_image_of_hashed_requirements_run_by_nobody_special() -> None:
    services = read_compose()["services"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert services["server"]["image"] == services["worker"]["image"]
    assert "--require-hashes" in dockerfile
    assert "# syntax" not in dockerfile
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["10001"]


def test_all_packages_and_what_they_are_built_of_reach_the_image() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for package in PACKAGES:
        assert f"COPY {package}/ {package}/" in dockerfile
        assert f"!{package}/" in kept


def test_every_data_file_of_the_packages_is_installed_with_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = [pattern.removeprefix("**/") for pattern in project["tool"]["setuptools"]["package-data"]["*"]]
    code_and_notes = ["*.py", "*.pyc", "*.md"]
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file():
                assert any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns + code_and_notes), path
