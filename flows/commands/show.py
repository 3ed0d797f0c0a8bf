"""Commands that show: dashboard, digest, calendar, atom, alerts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from flows.options import INSTANT, common_options, utc_now, write_bytes
from records.errors import UserError


@click.command("dashboard")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the page to this file.")
@click.option("--serve", "is_served", is_flag=True, help="Serve it on localhost, made anew at every visit.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option("--story", help="The story to tell: its id, its watch's id, or words of its title.")
@common_options
def dashboard_command(warehouse: Path, out: Path | None, is_served: bool, port: int, story: str | None) -> None:
    """Write the web page of a story, one file that needs no network, or serve it on localhost."""
    from reports.dashboard import render_dashboard
    from warehouse.connection import open_reader

    def render() -> str:
        with open_reader(warehouse) as con:
            return render_dashboard(con, story)

    if is_served:
        from reports.dashboard.server import serve_page

        render()
        serve_page(render, port, lambda url: click.echo(f"serving {url} until Ctrl-C"))
        return
    path = out or Path("dashboard.html")
    _write(path, render().encode())
    click.echo(f"written: {path}")


@click.command("digest")
@click.argument("story", required=False)
@click.option(
    "--since", type=INSTANT, help="From this instant; by default the last seven days before the newest change."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@common_options
def digest_command(warehouse: Path, story: str | None, since: dt.datetime | None, out: Path | None) -> None:
    """Tell in Markdown what changed, per story."""
    from reports.digest import render_digest
    from warehouse.connection import open_reader

    with open_reader(warehouse) as con:
        _give(render_digest(con, story, since).encode(), out)


@click.command("calendar")
@click.argument("story", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@common_options
def calendar_command(warehouse: Path, story: str | None, out: Path | None) -> None:
    """Write the dated events as iCalendar: tentative while planned, confirmed once scheduled, cancelled when cancelled."""
    from reports.calendar import render_calendar
    from warehouse.connection import open_reader

    with open_reader(warehouse) as con:
        _give(render_calendar(con, story), out)


@click.command("atom")
@click.argument("story", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@common_options
def atom_command(warehouse: Path, story: str | None, out: Path | None, limit: int) -> None:
    """Write the changes of belief as an Atom feed."""
    from reports.atom import render_atom
    from warehouse.connection import open_reader

    with open_reader(warehouse) as con:
        _give(render_atom(con, story, limit), out)


@click.command("alerts")
@click.option("--deliver", "is_delivered", is_flag=True, help="Deliver those that wait to the targets now.")
@click.option(
    "--target", "targets", multiple=True, help="An Apprise URL; by default those of NEWSLEDGER_ALERT_TARGETS."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@common_options
def alerts_command(warehouse: Path, is_delivered: bool, targets: tuple[str, ...], limit: int) -> None:
    """List the newest alerts, or deliver those that wait; exit status 1 if a delivery failed (it is tried again)."""
    from reports.tables import print_table
    from warehouse.connection import open_reader
    from warehouse.read import read_open_alerts

    if not is_delivered:
        with open_reader(warehouse) as con:
            alerts = [alert for alert, _ in read_open_alerts(con)]
        print_table(("at", "kind", "alert"), [(a.created_at, a.kind, a.title) for a in alerts[-limit:]])
        return
    from flows.alerting import deliver_waiting
    from flows.workspace import open_workspace

    with open_reader(warehouse):
        pass
    now = utc_now()
    with open_workspace(warehouse, now) as workspace:
        n_sent, n_failed = deliver_waiting(workspace, now, targets)
    click.echo(f"{n_sent} alerts delivered, {n_failed} failed")
    if n_failed:
        raise UserError(f"{n_failed} deliveries failed; they stay in the outbox and are tried again")


def _give(body: bytes, out: Path | None) -> None:
    if out is None:
        write_bytes(body)
    else:
        _write(out, body)
        click.echo(f"written: {out}")


def _write(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", path=path) from error
