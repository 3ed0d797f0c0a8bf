"""The published layer: views that are costly to compute, stored as tables when a snapshot is built.

A view file with a header line `-- stored: by COLUMNS` is stored in `published.<name>`, sorted by these columns so that
DuckDB skips what a query does not ask for; `main.<name>` then reads the table. Readers see the same columns either way.
"""

from __future__ import annotations

import re

from warehouse.connection import Connection
from warehouse.extensions import load_extension
from warehouse.migrate import HERE, list_views

#: letters and digits of every script are words; everything else parts them
_FTS = (
    "PRAGMA create_fts_index('published.search_documents', 'document_id', 'title', 'text', stemmer='none', "
    r"stopwords='none', ignore='[^\p{L}\p{N}]+', strip_accents=1, lower=1, overwrite=1)"
)


def store_views(con: Connection) -> list[str]:
    """Store every view marked so, in order of dependence; return their names."""
    con.execute("CREATE SCHEMA IF NOT EXISTS published")
    stored = []
    for name, sql in list_views():
        order = re.search(r"^-- stored: by (.+)$", sql, re.MULTILINE)
        schema = re.search(r"^CREATE OR REPLACE VIEW (\w+)\.", sql, re.MULTILINE)
        if order and schema:
            view = f"{schema[1]}.{name}"
            con.execute(f"CREATE OR REPLACE TABLE published.{name} AS SELECT * FROM {view} ORDER BY {order[1]}")
            con.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM published.{name}")
            stored.append(name)
    return stored


def build_search(con: Connection) -> None:
    """Build the full-text index over the newest version of every article, and the macro `search_text(q)`."""
    load_extension(con, "fts")
    con.execute(
        """
        CREATE OR REPLACE TABLE published.search_documents AS
        SELECT article_id AS document_id, version, url, outlet, lang, published_at, title, text
        FROM core.article_versions
        WHERE suspect IS NULL
        QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY version DESC) = 1
        """
    )
    con.execute(_FTS)
    con.execute((HERE / "views" / "search_text.sql").read_text("utf-8"))
