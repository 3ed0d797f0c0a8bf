"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("records", "seeds", "extractors", "stories", "warehouse", "reports", "flows")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
#: a registry's host in a lock or script would tie every user to one mirror
HOSTS = re.compile(r"(pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org)")


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_and_stays_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert ast.get_docstring(ast.parse(source)), "a module starts with a docstring"
    assert source.count("\n") <= 400, "split it, or write a decision record in docs/adr/"


def test_no_module_is_named_for_nothing() -> None:
    assert not [path for path in MODULES if path.stem in {"utils", "helpers", "misc", "common"}]


def test_no_file_names_a_registry_host() -> None:
    own = Path(__file__)
    found = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path != own
        and path.suffix in {".py", ".toml", ".lock", ".txt", ".sh", ".yml", ".yaml", ".md", ""}
        and HOSTS.search(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


def test_every_room_is_documented_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert [room for room in ROOMS if f"{room}/" not in text] == []
