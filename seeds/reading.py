"""Reading one TOML seed file into one validated record, with errors a person can act on in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from records.errors import SeedError


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in a TOML file; SeedError names the file where it is missing, not UTF-8 or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SeedError(f"{path.name}: not UTF-8 text; save the file as UTF-8", path=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise SeedError(f"{path.name}: not valid TOML: {error}", path=str(path)) from error
    except OSError as error:
        raise SeedError(f"{path.name}: cannot be read: {error.strerror}", path=str(path)) from error


def load_seed[T](path: Path, record: type[T]) -> T:
    """Read one TOML file and validate it as `record`; SeedError tells file, field and what is wrong."""
    return validate_seed(path, record, read_toml(path))


def validate_seed[T](path: Path, record: type[T], table: dict[str, Any]) -> T:
    """Validate a table read from `path` as `record`."""
    try:
        return TypeAdapter(record).validate_python(table)
    except ValidationError as error:
        raise SeedError(f"{path.name}: {explain(error)}", path=str(path)) from error


def explain(error: ValidationError) -> str:
    """Say in one line what is wrong with one field, and how many more are wrong.

    A misspelt name comes first: it is the cause of the "Field required" beside it.
    """
    problems = sorted(error.errors(), key=lambda problem: problem["type"] != "unexpected_keyword_argument")
    first = problems[0]
    field = ".".join(str(part) for part in first["loc"]) or "file"
    message = first["msg"].removeprefix("Value error, ").replace("\n", " ")
    if first["type"] == "unexpected_keyword_argument":
        message = "unknown field; remove it or correct its name"
    rest = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{field}: {message}{rest}"
