"""The gazetteer's files as read: rows of the tables, built territory names, role phrases."""

from __future__ import annotations

import csv
import gzip
import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from records.errors import SeedError
from seeds.gazetteer.folding import fold_name

_FOLDER = files("seeds.gazetteer")
Row = dict[str, str]


def slug(kind: str, name: str) -> str:
    """Return the entity id of a name: `kind/words-of-the-name`."""
    return f"{kind}/{'-'.join(fold_name(name))}"


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything read from the files, unconnected."""

    states: tuple[Row, ...]
    organisations: tuple[Row, ...]
    places: tuple[Row, ...]
    people: tuple[Row, ...]
    territories: dict[str, dict[str, Any]]
    roles: tuple[dict[str, Any], ...]
    heads: dict[str, list[str]]
    spokespersons: dict[str, str]
    leaders: dict[str, list[str]]
    ambiguous: frozenset[str]
    #: language -> ISO code -> basic forms of the state's adjective, for languages without a column of their own
    demonyms: dict[str, dict[str, str]]

    def capital_id(self, row: Row) -> str | None:
        """Return the entity id of a state's capital."""
        return slug("place", row["capital"]) if row["capital"] else None

    def extra_names(self, row: Row, lang: str) -> list[str]:
        """Return a state's further names in a language (column `extra`: "en:A/B;fr:C")."""
        for part in row["extra"].split(";"):
            code, _, names = part.partition(":")
            if code == lang:
                return names.split("/")
        return []

    def organisation_rows(self) -> list[tuple[Row, str]]:
        """Return rows of organisations with their ids."""
        return [(row, slug("org", row["name"])) for row in self.organisations]

    def place_rows(self) -> list[tuple[Row, str]]:
        """Return rows of places with their ids."""
        return [(row, slug("place", row["name"])) for row in self.places]

    def person_rows(self) -> list[tuple[Row, str]]:
        """Return rows of people with their ids."""
        return [(row, slug("person", row["name"])) for row in self.people]


def read_tables() -> Tables:
    """Read all files; SeedError names the file and line that is wrong."""
    roles = tomllib.loads((_FOLDER / "roles.toml").read_text("utf-8"))
    ambiguous = (_FOLDER / "ambiguous.txt").read_text("utf-8")
    words = re.sub(r"(?m)^#.*$", "", ambiguous)
    return Tables(
        states=_read_tsv("states.tsv"),
        organisations=_read_tsv("organisations.tsv"),
        places=_read_tsv("places.tsv"),
        people=_read_tsv("people.tsv"),
        territories=json.loads(gzip.decompress((_FOLDER / "territories.json.gz").read_bytes())),
        roles=tuple(roles["role"]),
        heads=roles["heads"],
        spokespersons=roles["spokespersons"],
        leaders=roles["leaders"],
        ambiguous=frozenset(fold_name(words)),
        demonyms=tomllib.loads((_FOLDER / "demonyms.toml").read_text("utf-8")),
    )


def _read_tsv(name: str) -> tuple[Row, ...]:
    lines = (_FOLDER / name).read_text("utf-8").splitlines()
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader)
    rows: list[Row] = []
    for number, values in enumerate(reader, 2):
        if len(values) != len(header):
            raise SeedError(f"{name} line {number}: {len(values)} columns, expected {len(header)}", path=name)
        rows.append(dict(zip(header, values, strict=True)))
    return tuple(rows)


@cache
def read_cities() -> dict[str, str]:
    """Return the rows of cities (geonames id, name, ISO code, inhabitants, parted by tabs) by folded name.

    The build kept the largest city of each name. Rows stay text until asked for: 34,000 of them are read at once.
    """
    cities: dict[str, str] = {}
    for line in gzip.decompress((_FOLDER / "cities.tsv.gz").read_bytes()).decode().splitlines():
        row, _, forms = line.rpartition("\t")
        for form in forms.split("|"):
            cities[form] = row
    return cities
