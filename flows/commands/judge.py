"""Commands of judgement: a person says that two events are one, or not, and may take that back."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from flows.options import common_options, utc_now


@click.group("judge")
def judge_command() -> None:
    """Merge or split events by hand, or take that back; judgements survive a reprocess."""


def _judge(kind: str, warehouse: Path, left: str, right: str, by: str | None, reason: str) -> None:
    from flows.judging import judge_pair

    judgement_id = judge_pair(warehouse, kind, left, right, by or getpass.getuser(), reason, utc_now())
    click.echo(f"judged ({kind}): {judgement_id}; undo it with `newsledger judge undo {judgement_id}`")


@judge_command.command("merge")
@click.argument("left")
@click.argument("right")
@click.option("--by", help="Who judges; by default the user of this machine.")
@click.option("--reason", default="", help="Why.")
@common_options
def merge_command(warehouse: Path, left: str, right: str, by: str | None, reason: str) -> None:
    """Say that two events (ids) are one."""
    _judge("merge", warehouse, left, right, by, reason)


@judge_command.command("split")
@click.argument("left")
@click.argument("right")
@click.option("--by", help="Who judges; by default the user of this machine.")
@click.option("--reason", default="", help="Why.")
@common_options
def split_command(warehouse: Path, left: str, right: str, by: str | None, reason: str) -> None:
    """Say that two claims (ids) tell of different events."""
    _judge("different", warehouse, left, right, by, reason)


@judge_command.command("same")
@click.argument("left")
@click.argument("right")
@click.option("--by", help="Who judges; by default the user of this machine.")
@click.option("--reason", default="", help="Why.")
@common_options
def same_command(warehouse: Path, left: str, right: str, by: str | None, reason: str) -> None:
    """Say that two claims (ids) tell of the same event."""
    _judge("same", warehouse, left, right, by, reason)


@judge_command.command("undo")
@click.argument("judgement_id")
@click.option("--by", help="Who takes it back; by default the user of this machine.")
@common_options
def undo_command(warehouse: Path, judgement_id: str, by: str | None) -> None:
    """Take a judgement back."""
    from flows.judging import undo_judgement

    undo_judgement(warehouse, judgement_id, by or getpass.getuser(), utc_now())
    click.echo(f"taken back: {judgement_id}")


@judge_command.command("list")
@common_options
def list_judgements_command(warehouse: Path) -> None:
    """List all judgements."""
    from reports.tables import print_table
    from warehouse.connection import open_reader
    from warehouse.read import read_judgements

    with open_reader(warehouse) as con:
        rows = [
            (j.judgement_id, j.judged_at, j.kind, j.subjects, j.judge, j.reason, j.undoes) for j in read_judgements(con)
        ]
    print_table(("judgement", "at", "kind", "subjects", "by", "reason", "undoes"), rows)
