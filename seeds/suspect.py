"""Loader of `suspect.toml`: the words that give away consent walls, paywalls and soft 404s."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from records.errors import SeedError

PATH = Path(__file__).with_name("suspect.toml")


class SuspectKind(BaseModel):
    """Patterns of one kind; a text longer than `max_text_chars` is never of this kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_text_chars: int
    title: tuple[re.Pattern[str], ...]
    text: tuple[re.Pattern[str], ...]


class _SuspectFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[str, SuspectKind]


@cache
def load_suspect_kinds(path: Path = PATH) -> dict[str, SuspectKind]:
    """Return the kinds in the order of the file; raise `SeedError` if it is invalid."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind in data["kinds"].values():
            for field in ("title", "text"):
                kind[field] = [re.compile(pattern, re.IGNORECASE | re.DOTALL) for pattern in kind[field]]
        return _SuspectFile.model_validate(data).kinds
    except (OSError, tomllib.TOMLDecodeError, re.error, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise SeedError(f"invalid seed file: {error}", path=str(path)) from error
