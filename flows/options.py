"""What every command shares: `--warehouse`, `-v`, instants as arguments."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

DEFAULT_WAREHOUSE = Path("newsledger.duckdb")

type Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def find_warehouse(ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path:
    """Return the file given on the command, else the one given before it, else the environment's, else the default."""
    if value is not None:
        return value
    given: Path | None = ctx.find_root().params.get("warehouse")
    return given or Path(os.environ.get("NEWSLEDGER_WAREHOUSE") or DEFAULT_WAREHOUSE)


def is_verbose(ctx: click.Context | None = None) -> bool:
    """Tell whether `-v` was given anywhere on the command line."""
    ctx = ctx or click.get_current_context(silent=True)
    return bool(ctx and ctx.find_root().meta.get("newsledger.verbose"))


def _set_verbose(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().meta["newsledger.verbose"] = True


verbose_option: Decorator = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_verbose,
    help="Tell more, and show tracebacks.",
)


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--warehouse` (as argument `warehouse`) and `-v` to a command."""
    warehouse = click.option(
        "--warehouse",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=find_warehouse,
        help="The warehouse file. [env: NEWSLEDGER_WAREHOUSE; default: newsledger.duckdb]",
    )
    return warehouse(verbose_option(function))


class InstantType(click.ParamType[dt.datetime]):
    """An instant as ISO 8601; without an offset it is UTC, a bare date is its midnight."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """Return an aware UTC datetime."""
        if isinstance(value, dt.datetime):
            return value
        try:
            instant = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant; write 2024-05-24 or 2024-05-24T18:00:00+02:00", param, ctx)
        return (instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


INSTANT = InstantType()


def make_room(warehouse: Path) -> None:
    """Make the folder in which a new warehouse will lie; a lake needs none."""
    from warehouse.connection import is_lake

    if not is_lake(warehouse):
        warehouse.absolute().parent.mkdir(parents=True, exist_ok=True)


def write_bytes(body: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def utc_now() -> dt.datetime:
    """Return the clock's instant: read once per command, then handed down."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
