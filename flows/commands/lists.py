"""Commands over lists: feeds (add, list, import, export, check) and watched stories (add, list)."""

from __future__ import annotations

from pathlib import Path

import click

from flows.options import common_options, utc_now, write_bytes
from records.errors import UserError


@click.group("feeds")
def feeds_command() -> None:
    """Add, list, import, export and check feeds."""


@feeds_command.command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--outlet", default="", help="Name of the outlet; by default the host.")
@click.option("--lang", default="", help="Language of its texts (ISO 639-1), where the feed does not say.")
@click.option("--country", default="", help="Country of the outlet (ISO 3166).")
@click.option("--timezone", default="UTC", show_default=True, help="IANA zone in which its relative dates are read.")
@click.option("--no-check", is_flag=True, help="Take the address as it is, without looking.")
@common_options
def add_feeds_command(
    warehouse: Path, urls: tuple[str, ...], outlet: str, lang: str, country: str, timezone: str, no_check: bool
) -> None:
    """Add the feeds at these URLs; of a site's own URL, the feed that it names is added."""
    from flows.feed_admin import add_urls
    from seeds.feeds import check_zone

    try:
        check_zone(timezone)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    added, failures = add_urls(
        warehouse,
        urls,
        utc_now(),
        outlet=outlet,
        lang=lang,
        country=country,
        timezone=timezone,
        is_checked=not no_check,
    )
    for feed in added:
        click.echo(f"added {feed.url} ({feed.title or feed.outlet})")
    _tell_failures(failures)


@feeds_command.command("list")
@common_options
def list_feeds_command(warehouse: Path) -> None:
    """List the feeds with when they were last read and are next due; before the first run, the bundled ones."""
    from reports.tables import print_table
    from seeds.feeds import load_feeds
    from warehouse.connection import is_published, open_reader

    columns = ("url", "outlet", "lang", "country", "status", "last success", "next poll", "failures")
    if is_published(warehouse):
        with open_reader(warehouse) as con:
            rows = con.execute(
                "SELECT url, outlet, lang, country, status, last_success_at, next_poll_at, consecutive_failures"
                " FROM feeds ORDER BY outlet, url"
            ).fetchall()
        if rows:
            print_table(columns, rows)
            return
    bundled = [(f.url, f.outlet, f.lang, f.country, "bundled", None, None, 0) for f in load_feeds()]
    print_table(columns, bundled)


@feeds_command.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--bundled", is_flag=True, help="The feeds that come with newsledger.")
@common_options
def import_feeds_command(warehouse: Path, file: Path | None, bundled: bool) -> None:
    """Add the feeds of an OPML FILE (folders are flattened), or the bundled ones."""
    from flows.feed_admin import add_known, read_opml_file
    from seeds.feeds import load_feeds

    if (file is None) == (not bundled):
        raise click.UsageError("give an OPML file, or --bundled")
    feeds = read_opml_file(file) if file is not None else load_feeds()
    n_new = add_known(warehouse, feeds, utc_now())
    click.echo(f"{n_new} feeds added or changed, {len(feeds) - n_new} known already")


@feeds_command.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@common_options
def export_feeds_command(warehouse: Path, file: Path | None) -> None:
    """Write the feeds as OPML to FILE or to standard output."""
    from extractors.feeds import write_opml
    from seeds.feeds import load_feeds
    from warehouse.connection import is_published, open_reader
    from warehouse.read import read_feeds

    feeds = []
    if is_published(warehouse):
        with open_reader(warehouse) as con:
            feeds = read_feeds(con)
    body = write_opml(feeds or load_feeds())
    if file is None:
        write_bytes(body)
        return
    try:
        file.write_bytes(body)
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", path=file) from error
    click.echo(f"{len(feeds or load_feeds())} feeds written to {file}")


@feeds_command.command("check")
@click.option("--live", is_flag=True, help="Ask every feed now instead of telling what is stored.")
@common_options
def check_feeds_command(warehouse: Path, live: bool) -> None:
    """Show the health of the feeds: failing, silent, never read; exit status 1 if any needs somebody."""
    from flows.feed_admin import check_feeds
    from reports.tables import print_table

    rows, n_bad = check_feeds(warehouse, utc_now(), is_live=live)
    print_table(("feed", "outlet", "state", "last success", "new items", "what to do"), rows)
    if n_bad:
        raise UserError(f"{n_bad} of {len(rows)} feeds need attention")


def _tell_failures(failures: list[str]) -> None:
    for line in failures:
        click.echo(f"newsledger: {line}", err=True)
    if failures:
        raise click.exceptions.Exit(1)


@click.group("watch")
def watch_command() -> None:
    """Add and list watched stories."""


@watch_command.command("add")
@click.argument("source")
@click.option("--type", "event_type", default="visit", show_default=True)
@click.option("--actor", "actors", multiple=True, help="Who acts: canonical English name; may be repeated.")
@click.option("--recipient", "recipients", multiple=True, help="To whom: the host, the invited one; may be repeated.")
@click.option("--place", help="Where, if known.")
@click.option("--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="First day of interest.")
@click.option("--to", "end", type=click.DateTime(["%Y-%m-%d"]), help="Day after the last one.")
@click.option("--lang", "langs", multiple=True, default=("en", "fr", "ru"), show_default=True)
@common_options
def add_watch_command(warehouse: Path, source: str, **options: object) -> None:
    """Add a watched story: SOURCE is a watch file (TOML), or a title together with --actor, --from and --to."""
    from flows.watch_admin import add_watch

    path = add_watch(source, **options)  # type: ignore[arg-type]
    click.echo(f"watching from now on: {path} (edit it to add keywords); run `newsledger reprocess` to look back")


@watch_command.command("list")
@common_options
def list_watches_command(warehouse: Path) -> None:
    """List the watched stories, with what the warehouse has of them."""
    from flows.watch_admin import list_watches
    from reports.tables import print_table

    print_table(("watch", "title", "event", "window", "languages", "status", "articles"), list_watches(warehouse))
