"""DuckDB's extensions from their packages: loaded by path, never downloaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from records.errors import WarehouseError
from warehouse.writer import Connection


def find_extension(name: str) -> Path:
    """Return the path of a packaged extension, e.g. "fts" of `duckdb-extension-fts`."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for folder in folders for path in Path(folder).rglob(f"{name}.duckdb_extension")]
    if not found:
        package = f"duckdb-extension-{name.replace('_', '-')}"
        raise WarehouseError(f"DuckDB's extension {name} is missing; install the package {package}")
    return found[0]


def load_extension(con: Connection, name: str) -> None:
    """Load a packaged extension into a connection; loading it twice does nothing."""
    path = str(find_extension(name)).replace("'", "''")
    con.execute(f"LOAD '{path}'")
