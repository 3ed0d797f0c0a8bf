"""The feeds to follow: one TOML file per outlet, bundled here or in a folder of the user's.

Belongs here: where real outlets and institutions publish, in which language and zone, and how others cite them.
Does not belong: what polling learns about a feed (`warehouse/`).
Adding a feed is one new file in `newsledger-data/feeds`; a file named like a bundled one replaces it, and one with
`feeds = []` switches it off.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from records.errors import SeedError
from records.feeds import Feed
from records.ids import stable_id
from seeds.reading import load_seed

FOLDER = Path(__file__).parent
USER_FOLDER = Path("newsledger-data/feeds")
STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


def check_url(url: str) -> str:
    """Return the URL, or say why it cannot be a feed's address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
        raise ValueError(f"not a web address: {url!r}; write https://host/path")
    return url


def check_zone(name: str) -> str:
    """Return the IANA zone name, or say that there is none of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown timezone {name!r}; use an IANA name such as Europe/Paris") from error
    return name


type Lang = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


@dataclass(frozen=True, slots=True, config=STRICT)
class FeedEntry:
    """One `[[feeds]]` table: an address, and what differs from its outlet."""

    url: Annotated[str, AfterValidator(check_url)]
    title: str = ""
    lang: Lang | None = None
    #: what identifies an item: "link", or "guid" where links change from fetch to fetch
    identity: Literal["link", "guid"] = "link"


@dataclass(frozen=True, slots=True, config=STRICT)
class OutletFile:
    """One file: an outlet with its feeds."""

    outlet: Annotated[str, Field(min_length=1)]
    lang: Lang
    #: ISO 3166 code of the outlet's country; "" for international bodies
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]
    timezone: Annotated[str, AfterValidator(check_zone)]
    feeds: tuple[FeedEntry, ...]
    #: other names under which the outlet is cited
    aliases: tuple[str, ...] = ()


def load_feeds(folder: Path | None = None) -> tuple[Feed, ...]:
    """Return the bundled feeds and those of the user's folder, in order of file name.

    Without `folder`, `newsledger-data/feeds` is read where it exists; a `folder` that is given must exist.
    Raises SeedError, naming the file, for a broken file or an address that stands in two files.
    """
    if folder is not None and not folder.is_dir():
        raise SeedError("no such folder of feeds; create it or give another", path=str(folder))
    files = list_files(FOLDER) | list_files(folder or USER_FOLDER)
    origins: dict[str, Path] = {}
    feeds: list[Feed] = []
    for _, path in sorted(files.items()):
        for feed in load_outlet_feeds(path):
            if feed.url in origins:
                earlier = origins[feed.url].name
                raise SeedError(f"{path.name}: {feed.url} is already in {earlier}; remove one", path=str(path))
            origins[feed.url] = path
            feeds.append(feed)
    return tuple(feeds)


def list_files(folder: Path) -> dict[str, Path]:
    """Return the TOML files of a folder by name; none where the folder does not exist."""
    return {path.name: path for path in folder.glob("*.toml")}


def load_outlet_feeds(path: Path) -> tuple[Feed, ...]:
    """Return the feeds of one outlet's file."""
    outlet = load_seed(path, OutletFile)
    return tuple(
        Feed(
            feed_id=stable_id("feed", entry.url),
            url=entry.url,
            outlet=outlet.outlet,
            title=entry.title or outlet.outlet,
            lang=entry.lang or outlet.lang,
            country=outlet.country,
            timezone=outlet.timezone,
            identity=entry.identity,
            aliases=outlet.aliases,
        )
        for entry in outlet.feeds
    )
