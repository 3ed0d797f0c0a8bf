"""The command line `newsledger`: names, help and error handling; the commands themselves are in `flows/commands/`.

A command's module is imported only when it is called, so that `newsledger --help` and `newsledger sql` start at once
and never load Prefect or a language model. Exit status: 0 done, 1 something failed (one line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from flows.options import DEFAULT_WAREHOUSE, is_verbose, verbose_option
from records.errors import NewsledgerError

#: command -> (module in flows.commands, what it does); the order is the order of the help page
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("work", "Replay the bundled newsroom day by day and print the visit's history."),
    "run": ("work", "One full cycle now: poll, fetch, clean, annotate, resolve, publish."),
    "serve": ("work", "Run poll, process, publish and maintenance on a schedule."),
    "ingest": ("work", "Take given documents, folders, WARC files or URLs through the same pipeline."),
    "reprocess": ("work", "Annotate and resolve everything stored again, without fetching."),
    "timeline": ("look", "A story's events and their history."),
    "sql": ("look", "Read-only SQL on the published warehouse."),
    "search": ("look", "Find articles by words or by meaning."),
    "explain": ("look", "Show what was understood in an article, sentence by sentence, and by which rule."),
    "schema": ("look", "What every view, table and column means."),
    "dashboard": ("show", "Write or serve the web page."),
    "digest": ("show", "What changed lately, as Markdown."),
    "calendar": ("show", "The scheduled events as iCalendar."),
    "atom": ("show", "The changes of belief as an Atom feed."),
    "alerts": ("show", "List alerts, or deliver those that wait."),
    "feeds": ("lists", "Add, list, import, export and check feeds."),
    "watch": ("lists", "Add and list watched stories."),
    "judge": ("judge", "Merge or split events by hand, or take that back."),
    "export": ("keep", "Write the published views as Parquet or CSV."),
    "backup": ("keep", "Make a consistent copy of the warehouse."),
    "restore": ("keep", "Put a backup in place."),
    "check": ("keep", "Run the data checks."),
    "compact": ("keep", "Give back the space of what was deleted."),
    "move": ("keep", "Move the warehouse to or from a DuckLake."),
}


class FailureLine(click.ClickException):
    """A failure told in one line."""

    def show(self, file: Any = None) -> None:
        """Print the line to stderr."""
        click.echo(f"newsledger: {self.message}", err=True)


class NewsledgerGroup(click.Group):
    """Loads commands on demand and turns every failure into one line on stderr and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"flows.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; only `-v` shows a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # the reader of a pipe has gone (`newsledger sql … | head`): nothing is wrong
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(0) from None
        except Exception as error:
            if is_verbose(ctx):
                raise
            raise FailureLine(tell_failure(error)) from error


def tell_failure(error: Exception) -> str:
    """Return one line that says what failed; an unexpected error is named by its type."""
    if isinstance(error, NewsledgerError):
        return " ".join(str(error).split())
    text = " ".join(str(error).split())[:400]
    if isinstance(error, OSError):
        return text or type(error).__name__
    if hasattr(error, "errors") and callable(error.errors):
        return tell_setting(error)
    return f"{type(error).__name__}: {text} (run with -v for the details)"


def tell_setting(error: Any) -> str:
    """Return one line about the first wrong setting of a pydantic error."""
    first = error.errors()[0]
    name = "_".join(str(part) for part in first["loc"]).upper() or "settings"
    return f"setting NEWSLEDGER_{name} is wrong: {first['msg']}"


@click.group(
    cls=NewsledgerGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Everything is read from and written to one warehouse file; `newsledger schema` says what is in it.",
)
@click.option(
    "--warehouse",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="NEWSLEDGER_WAREHOUSE",
    default=DEFAULT_WAREHOUSE,
    show_default=True,
    show_envvar=True,
    help="The warehouse file; works on every command.",
)
@click.version_option(package_name="newsledger")
@verbose_option
def cli(warehouse: Path) -> None:
    """A news-monitoring ETL that remembers: follow one developing story through its whole life, with SQL."""


def main() -> None:
    """Run the command line (the entry point of the package)."""
    cli(prog_name="newsledger")


if __name__ == "__main__":
    main()
