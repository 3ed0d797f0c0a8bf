"""Commands that work: demo, run and serve (Prefect flows), ingest and reprocess (the plain steps)."""

from __future__ import annotations

from pathlib import Path

import click

from flows.options import DEFAULT_WAREHOUSE, common_options, is_verbose, make_room, utc_now
from flows.progress import show_progress
from records.errors import UserError

#: where the demo's warehouse lies unless another is named
DEMO_WAREHOUSE = Path("newsledger-data/demo.duckdb")


@click.command("demo")
@common_options
def demo_command(warehouse: Path) -> None:
    """Replay the bundled newsroom over a real loopback HTTP server, day by day, through the real flows.

    Then print the history of the watched visit. The warehouse is newsledger-data/demo.duckdb unless one is named; a
    demo always starts from an empty one.
    """
    from flows.orchestration import prepare_prefect

    chosen = DEMO_WAREHOUSE if warehouse == DEFAULT_WAREHOUSE else warehouse
    chosen.parent.mkdir(parents=True, exist_ok=True)
    prepare_prefect(chosen, is_verbose=is_verbose())
    with show_progress() as progress:
        progress.note("starting (the embedded Prefect API takes some seconds)")
        from flows.demo import replay_newsroom

        told = replay_newsroom(str(chosen), progress)
    click.echo(told)
    from reports.timeline import print_timeline, read_timeline
    from warehouse.connection import open_reader

    with open_reader(chosen) as con:
        print_timeline(read_timeline(con, None))
    click.echo(f"\nThe warehouse is {chosen}. Ask it: newsledger sql --warehouse {chosen} 'SELECT * FROM events'")


def check_seeds() -> None:
    """Read the feeds and watches once: a broken file is told at once, not when Prefect has come up."""
    from seeds.feeds import load_feeds
    from seeds.watches import load_watches

    load_feeds()
    load_watches()


@click.command("run")
@common_options
def run_command(warehouse: Path) -> None:
    """Poll due feeds, fetch, clean, annotate, resolve and publish, once."""
    from flows.orchestration import prepare_prefect

    check_seeds()
    make_room(warehouse)
    prepare_prefect(warehouse, is_verbose=is_verbose())
    with show_progress() as progress:
        from flows.cycle import run_cycle

        count = run_cycle(str(warehouse), utc_now(), progress)
    polled = count.poll
    click.echo(
        f"{polled.n_feeds} feeds polled ({polled.n_failed_feeds} failed), {polled.n_items} new items, "
        f"{polled.n_pages} pages fetched ({polled.n_failed_pages} failed), {count.n_new_versions} new article versions, "
        f"{count.n_resolved} resolved"
    )
    if polled.n_feeds and polled.n_failed_feeds == polled.n_feeds:
        raise UserError(f"none of {polled.n_feeds} feeds could be read; the first: {polled.first_failure}")


@click.command("serve")
@click.option("--poll-minutes", type=click.FloatRange(min=0.1), default=10.0, show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=4200, show_default=True,
              help="Port of the Prefect server that is started where PREFECT_API_URL names none.")  # fmt: skip
@common_options
def serve_command(warehouse: Path, poll_minutes: float, port: int) -> None:
    """Run the deployments poll, process, publish and maintenance on their schedule until stopped."""
    from flows.orchestration import prepare_prefect, run_server
    from warehouse.connection import folder_of, is_lake

    check_seeds()
    make_room(warehouse)
    prepare_prefect(warehouse, is_verbose=is_verbose(), is_served=True)
    with run_server(port, folder_of(warehouse) / "prefect-server.log"):
        from flows.deployments import serve_deployments

        serve_deployments(str(warehouse if is_lake(warehouse) else warehouse.absolute()), poll_minutes)


@click.command("ingest")
@click.argument("documents", nargs=-1, required=True, metavar="PATH-OR-URL…")
@click.option("--clock", type=click.Choice(["now", "published"]), default="now", show_default=True,
              help="When a document counts as seen: now, or at its publication (and in that order).")  # fmt: skip
@common_options
def ingest_command(warehouse: Path, documents: tuple[str, ...], clock: str) -> None:
    """Take documents through the pipeline as they are, however short.

    A PATH is an article as JSON (url, published_at, title, text; optional outlet, lang, version, author), .html, .txt
    (first line = title; a trailing YYYY-MM-DD HH:MM = publication time), a WARC file, or a folder of these.
    """
    from flows.ingest import ingest_documents
    from flows.workspace import open_workspace

    now = utc_now()
    make_room(warehouse)
    with show_progress() as progress, open_workspace(warehouse, now, progress=progress) as workspace:
        count = ingest_documents(workspace, documents, now, clock=clock)
    click.echo(f"{count.n_new} new article versions, {count.n_known} known, {len(count.failures)} failed: {warehouse}")
    for issue in count.failures:
        click.echo(f"newsledger: {issue.url or 'document'}: {' '.join(issue.message.split())}", err=True)
    if count.failures:
        raise click.exceptions.Exit(1)


@click.command("reprocess")
@click.option("--clean/--no-clean", "is_cleaned", default=True, show_default=True,
              help="Also make the texts again from the archived pages.")  # fmt: skip
@common_options
def reprocess_command(warehouse: Path, is_cleaned: bool) -> None:
    """Run annotation and resolution again over everything stored, without fetching."""
    from flows.reprocess import reprocess
    from flows.workspace import open_workspace
    from warehouse.connection import is_there

    if not is_there(warehouse):
        raise UserError("there is no warehouse here to reprocess", path=warehouse)
    now = utc_now()
    with show_progress() as progress, open_workspace(warehouse, now, progress=progress) as workspace:
        count = reprocess(workspace, now, is_cleaned=is_cleaned)
    click.echo(f"{count} article versions annotated and resolved again: {warehouse}")
