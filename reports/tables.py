"""Rows as text: a table in colour on a terminal, aligned plain text elsewhere, JSON for programs."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

type Cells = Sequence[Sequence[Any]]


def format_cell(value: Any) -> str:
    """Return one value as people read it; None is empty, instants are UTC to the minute or second.

    >>> format_cell(["Kremlin", "KCNA"]), format_cell(None)
    ('Kremlin, KCNA', '')
    """
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        at = value.astimezone(dt.UTC) if value.tzinfo else value
        return f"{at:%Y-%m-%d %H:%M}" if not at.second else f"{at:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, list | tuple):
        return ", ".join(format_cell(part) for part in value)
    return str(value).replace("\r", " ").replace("\n", " ")


def render_plain(columns: Sequence[str], rows: Cells) -> str:
    """Return rows as aligned columns under a header and a rule; no column is cut."""
    texts = [[format_cell(value) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[at]) for row in texts)]) for at, name in enumerate(columns)]
    lines = [columns, ["-" * width for width in widths], *texts]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def print_table(columns: Sequence[str], rows: Cells, title: str = "") -> None:
    """Print rows to standard output, as a coloured table on a terminal."""
    if not sys.stdout.isatty():
        sys.stdout.write((f"{title}\n" if title else "") + render_plain(columns, rows) + "\n")
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=SIMPLE_HEAD, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(f"{escape_markup(format_cell(value))}" for value in row))
    Console().print(table)


def escape_markup(text: str) -> str:
    """Return text in which rich sees no markup."""
    return text.replace("[", r"\[")


def render_json(columns: Sequence[str], rows: Cells) -> str:
    """Return rows as a JSON array of objects; instants and dates in ISO 8601."""
    objects = [dict(zip(columns, row, strict=True)) for row in rows]
    return json.dumps(objects, ensure_ascii=False, indent=1, default=_to_json)


def _to_json(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
