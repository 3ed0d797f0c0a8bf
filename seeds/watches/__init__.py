"""The stories to follow: one TOML file per watched story, bundled here or in a folder of the user's.

Belongs here: who visits whom, when at the earliest and latest, which words hint at it in each language, and
headlines that must and must not belong to it (the tests of `stories/` run them).
Does not belong: deciding whether an article belongs (`stories/`).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from records import ledger
from records.annotations import CLAIM_TYPES
from records.errors import SeedError
from seeds.reading import load_seed

FOLDER = Path(__file__).parent
USER_FOLDER = Path("newsledger-data/watches")
STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

type Lang = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
type Name = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True, config=STRICT)
class Party:
    """A person, state or place: its canonical English name, and its Wikidata id where it has one."""

    name: Name
    wikidata: Annotated[str, Field(pattern=r"^Q[1-9][0-9]*$")] | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class WatchedEvent:
    """The event whose course is followed; actors and recipients as in the contract's view `claims`."""

    type: str
    actors: Annotated[tuple[Party, ...], Field(min_length=1)]
    recipients: tuple[Party, ...] = ()
    place: Party | None = None

    def __post_init__(self) -> None:
        """Refuse a type that no claim can have."""
        if self.type not in CLAIM_TYPES:
            raise ValueError(f"type {self.type!r} is not one of {', '.join(CLAIM_TYPES)}")


@dataclass(frozen=True, slots=True, config=STRICT)
class Window:
    """When the event may happen, as half-open local dates: a visit of another year is another event."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        """Refuse an empty window."""
        if self.end <= self.start:
            raise ValueError(f"the window is empty: end {self.end} must be later than start {self.start}")

    def overlaps(self, t_start: dt.date | None, t_end: dt.date | None) -> bool:
        """Tell whether a half-open interval touches the window; an open or unknown side does not limit it."""
        return (t_start is None or t_start < self.end) and (t_end is None or t_end > self.start)


@dataclass(frozen=True, slots=True, config=STRICT)
class WatchExample:
    """A headline, and whether an article under it belongs to the story."""

    headline: Name
    lang: Lang
    is_match: bool


@dataclass(frozen=True, slots=True, config=STRICT)
class Watch:
    """One watched story."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Name
    event: WatchedEvent
    window: Window
    languages: Annotated[tuple[Lang, ...], Field(min_length=1)]
    #: per language, words or short phrases any of which hints at the story
    keywords: dict[Lang, tuple[Name, ...]]
    examples: tuple[WatchExample, ...]
    status: Literal["active", "closed"] = "active"

    def __post_init__(self) -> None:
        """Refuse languages without keywords, and examples that do not show both sides."""
        if missing := set(self.languages) - set(self.keywords):
            raise ValueError(f"no keywords for language {', '.join(sorted(missing))}")
        if {example.is_match for example in self.examples} != {True, False}:
            raise ValueError("examples need a headline that must match and one that must not")

    @property
    def parties(self) -> tuple[Party, ...]:
        """All parties of the event: actors, then recipients."""
        return self.event.actors + self.event.recipients

    def to_record(self) -> ledger.Watch:
        """Return what the resolver takes: canonical English names, and the keywords of all languages together."""
        place = self.event.place
        return ledger.Watch(
            id=self.id,
            title=self.title,
            entities=tuple(party.name for party in self.parties),
            event_type=self.event.type,
            place=place.name if place else None,
            window=(self.window.start, self.window.end),
            languages=self.languages,
            keywords=tuple(dict.fromkeys(word for lang in self.languages for word in self.keywords[lang])),
        )


def load_watches(folder: Path | None = None) -> tuple[Watch, ...]:
    """Return the bundled watches and those of the user's folder, in order of id.

    Without `folder`, `newsledger-data/watches` is read where it exists; a `folder` that is given must exist. A file
    named like a bundled one replaces it. Raises SeedError, naming the file, for a broken file or an id used twice.
    """
    if folder is not None and not folder.is_dir():
        raise SeedError("no such folder of watches; create it or give another", path=str(folder))
    files = {path.name: path for place in (FOLDER, folder or USER_FOLDER) for path in place.glob("*.toml")}
    watches: dict[str, Watch] = {}
    for _, path in sorted(files.items()):
        watch = load_seed(path, Watch)
        if watch.id in watches:
            raise SeedError(f"{path.name}: the id {watch.id} is already used; choose another", path=str(path))
        watches[watch.id] = watch
    return tuple(watch for _, watch in sorted(watches.items()))
