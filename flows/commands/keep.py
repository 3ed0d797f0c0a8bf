"""Commands that keep the warehouse: export, backup, restore, check, compact, move."""

from __future__ import annotations

from pathlib import Path

import click

from flows.options import common_options, utc_now
from records.errors import UserError


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--format", "form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True)
@click.option("--view", "views", multiple=True, help="Only this view; may be repeated.")
@common_options
def export_command(warehouse: Path, folder: Path, form: str, views: tuple[str, ...]) -> None:
    """Write the published views to FOLDER: Parquet partitioned by day, or CSV that no spreadsheet can run."""
    from warehouse.connection import open_reader
    from warehouse.export import export_csv, export_parquet

    with open_reader(warehouse) as con:
        counts = (export_parquet if form == "parquet" else export_csv)(con, folder, views or None)
    for view, count in counts.items():
        click.echo(f"{view}: {count} rows")


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@common_options
def backup_command(warehouse: Path, folder: Path) -> None:
    """Copy the warehouse, its archive included, to the new FOLDER, with a manifest of hashes."""
    from warehouse.backup import backup, verify_backup

    backup(warehouse, folder, utc_now())
    counts = verify_backup(folder)
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables saved and verified: {folder}")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path))
@common_options
def restore_command(warehouse: Path, folder: Path) -> None:
    """Verify the backup in FOLDER and put it in the place of the warehouse."""
    from warehouse.backup import restore

    counts = restore(folder, warehouse, utc_now())
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables restored and published: {warehouse}")


@click.command("check")
@common_options
def check_command(warehouse: Path) -> None:
    """Run the data checks on the published warehouse; exit status 1 if one graded fail finds rows."""
    from warehouse.checks import list_checks, run_checks
    from warehouse.connection import open_reader

    with open_reader(warehouse) as con:
        findings = run_checks(con)
    for finding in findings:
        click.echo(str(finding))
    n_failed = sum(finding.is_failure for finding in findings)
    if n_failed:
        raise UserError(f"{n_failed} of {len(list_checks())} data checks failed", path=warehouse)
    click.echo(f"{len(list_checks())} data checks passed, {len(findings)} with warnings")


@click.command("compact")
@common_options
def compact_command(warehouse: Path) -> None:
    """Delete what retention lets go, rewrite the file without it, and publish."""
    from flows.upkeep import keep_house

    before, after = keep_house(warehouse, utc_now())
    if not after:
        click.echo(f"small files merged: {warehouse}")
        return
    click.echo(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after: {warehouse}")


@click.command("move")
@click.argument("target")
@common_options
def move_command(warehouse: Path, target: str) -> None:
    """Move the warehouse to TARGET: a DuckLake catalog, or a file when it lives on one."""
    from warehouse.move import move_warehouse

    counts = move_warehouse(warehouse, target, utc_now())
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables moved to {target}; the original stays as it was")
