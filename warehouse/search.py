"""Search for `newsledger search`: by words (BM25 over the newest texts) and by meaning (vectors of title and lead)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from records.errors import WarehouseError
from warehouse.connection import Connection
from warehouse.extensions import load_extension
from warehouse.read.base import fetch_records


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; `score` is BM25 (open scale) or a cosine (-1 to 1)."""

    article_id: str
    version: int
    url: str
    outlet: str
    lang: str
    published_at: dt.datetime
    title: str
    score: float


def search_text(con: Connection, query: str, limit: int = 20) -> list[Hit]:
    """Return articles that contain words of the query, best first; words of every script, accents ignored."""
    load_extension(con, "fts")
    sql = "SELECT * FROM search_text($query) ORDER BY score DESC, article_id LIMIT $limit"
    try:
        return fetch_records(con, Hit, sql, {"query": query, "limit": limit})
    except duckdb.CatalogException as error:
        raise WarehouseError("this snapshot has no full-text index; publish it with search") from error


def search_semantic(con: Connection, vector: Sequence[float], limit: int = 20) -> list[Hit]:
    """Return articles nearest in meaning to a vector of the same model, best first."""
    sql = "SELECT * FROM search_semantic($vector::FLOAT[]) ORDER BY score DESC, article_id LIMIT $limit"
    return fetch_records(con, Hit, sql, {"vector": list(vector), "limit": limit})
