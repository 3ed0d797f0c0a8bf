"""The feeds to poll: those of the seed files and those added to the warehouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flows.workspace import Workspace
from records.feeds import Feed
from seeds.feeds import FOLDER, USER_FOLDER, list_files, load_feeds, load_outlet_feeds
from warehouse.load import load_feeds as load_feed_rows
from warehouse.load import set_marker
from warehouse.read import read_feeds, read_marker

#: "yes" where the bundled feeds are followed
BUNDLED_MARKER = "follows_bundled_feeds"


def sync_feeds(workspace: Workspace, now: dt.datetime) -> int:
    """Take over the feeds of the seed files; return how many rows changed.

    A new warehouse follows the bundled feeds; one whose list a person started (`feeds add`, `feeds import`) follows
    only these and the files of the user's own folder.
    """
    is_new = not read_feeds(workspace.con)
    if is_new or read_marker(workspace.con, BUNDLED_MARKER) == "yes":

        def follow() -> int:
            set_marker(workspace.writer, BUNDLED_MARKER, "yes", now)
            return load_feed_rows(workspace.writer, load_feeds(), now)

        return workspace.writer.run(follow)
    return add_feeds(workspace, read_user_files(), now)


def read_user_files() -> list[Feed]:
    """Return the feeds of the user's own seed files."""
    return [feed for _, path in sorted(list_files(USER_FOLDER).items()) for feed in load_outlet_feeds(path)]


def add_feeds(workspace: Workspace, feeds: Sequence[Feed], now: dt.datetime) -> int:
    """Add feeds to the list; return how many are new or changed."""
    return workspace.writer.run(lambda: load_feed_rows(workspace.writer, feeds, now))


def count_bundled() -> int:
    """Return the number of bundled seed files."""
    return len(list_files(FOLDER))
