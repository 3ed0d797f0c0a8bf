"""Where a seed file is read from: the user's `newsledger-data/` beside the warehouse first, else the bundled folder of the same name.

Serves what is looked up by name (languages, event lexicon); feeds and watches list their folders themselves.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

#: mirrors the folders of `seeds/`; relative to the folder in which the command runs
USER_FOLDER = Path("newsledger-data")


def find_file(folder: str, name: str) -> Traversable | None:
    """Return the user's file, else the bundled one, else None; `folder` is one of `seeds/` ("events/grammar")."""
    own = USER_FOLDER / folder / name
    if own.is_file():
        return own
    bundled = files("seeds").joinpath(*folder.split("/"), name)
    return bundled if bundled.is_file() else None


def list_names(folder: str) -> tuple[str, ...]:
    """Return the names of all TOML files of a folder, bundled and the user's, in alphabetical order."""
    bundled = (source.name for source in files("seeds").joinpath(*folder.split("/")).iterdir())
    own = (source.name for source in (USER_FOLDER / folder).glob("*.toml"))
    return tuple(sorted({name for name in (*bundled, *own) if name.endswith(".toml")}))
