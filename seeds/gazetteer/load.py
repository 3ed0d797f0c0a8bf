"""From the tables to the connected gazetteer."""

from __future__ import annotations

import datetime as dt
from functools import cache, partial

from records.annotations import Entity
from records.errors import SeedError
from seeds.gazetteer.folding import sound_key
from seeds.gazetteer.forms import build_forms
from seeds.gazetteer.model import City, Gazetteer, Role, State, Term
from seeds.gazetteer.tables import Row, Tables, read_cities, read_tables, slug

#: what the columns `kind` and `label` of the tables are called in an Entity
_KINDS = {"ORG": "organization", "OFFICE": "office", "facility": "facility"} | dict.fromkeys(
    ("city", "seat", "region"), "place"
)


@cache
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer once per process (well under a second); SeedError names the file and line that is wrong."""
    tables = read_tables()
    entities = _build_entities(tables)
    states = _build_states(tables, entities)
    terms = tuple(term for row, person_id in tables.person_rows() for term in _parse_terms(row, person_id, entities))
    return Gazetteer(
        entities=entities,
        states=states,
        terms=terms,
        roles={str(row["id"]): _build_role(row) for row in tables.roles},
        heads={slug("org", name): (office, f"state/{iso}") for name, (office, iso) in tables.heads.items()},
        spokespersons=tables.spokespersons,
        persons_by_sound=_index_sounds(tables),
        females=frozenset(person_id for row, person_id in tables.person_rows() if row["sex"] == "f"),
        seats={place: f"state/{row['country']}" for row, place in tables.place_rows() if row["kind"] == "seat"},
        ambiguous=tables.ambiguous,
        build_index=partial(build_forms, tables),
        find_city=_find_city,
    )


def _build_entities(tables: Tables) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for row in tables.states:
        entity_id = f"state/{row['iso']}"
        qid = tables.territories.get(row["iso"], {}).get("qid")
        kind = "organization" if row["iso"] in {"EU", "XW"} else "country"
        entities[entity_id] = Entity(entity_id, row["name"], kind, qid, entity_id)
        capital = tables.capital_id(row)
        if capital and row["iso"] != "EU":
            entities[capital] = Entity(capital, row["capital"], "place", None, entity_id)
    for row, entity_id in tables.organisation_rows():
        entities[entity_id] = _make(entity_id, row, _KINDS[row["label"]])
    for row, entity_id in tables.place_rows():
        entities[entity_id] = _make(entity_id, row, _KINDS[row["kind"]])
    for row, entity_id in tables.person_rows():
        aliases = tuple(filter(None, (row["fr"], row["ru"])))
        entities[entity_id] = _make(entity_id, row, "person", aliases)
    return entities


def _make(entity_id: str, row: Row, kind: str, aliases: tuple[str, ...] = ()) -> Entity:
    country = f"state/{row['country']}" if row["country"] else None
    return Entity(entity_id, row["name"], kind, row.get("wikidata") or None, country, aliases)


def _build_states(tables: Tables, entities: dict[str, Entity]) -> dict[str, State]:
    states: dict[str, State] = {}
    for row in tables.states:
        entity_id = f"state/{row['iso']}"
        capital_id = tables.capital_id(row)
        states[entity_id] = State(
            entity=entities[entity_id],
            iso=row["iso"],
            adjective=row["adj"].split("/")[0],
            leader_offices=tuple(tables.leaders[row["leader"]]),
            capital=entities.get(capital_id) if capital_id and row["iso"] != "EU" else None,
        )
    return states


def _parse_terms(row: Row, person_id: str, entities: dict[str, Entity]) -> list[Term]:
    """Read "hos 2012-05-07.., sp@White_House 2021..2025" into terms; an open end is still running."""
    terms: list[Term] = []
    for part in filter(None, (text.strip() for text in row["terms"].split(","))):
        office, _, span = part.partition(" ")
        office, _, of_name = office.partition("@")
        since, _, until = span.partition("..")
        of = _find_body(of_name, entities) if of_name else f"state/{row['country']}"
        try:
            terms.append(Term(person_id, office, of, _parse_day(since), _parse_day(until) if until else None))
        except ValueError as error:
            raise SeedError(f"people.tsv: {row['name']}: {part!r}: {error}", path="people.tsv") from error
    return terms


def _find_body(name: str, entities: dict[str, Entity]) -> str:
    plain = name.replace("_", " ")
    found = slug("org", plain)
    if found in entities:
        return found
    for entity in entities.values():
        if entity.name == plain and entity.kind in {"country", "organization"}:
            return entity.entity_id
    raise SeedError(f"people.tsv: office of {plain!r}, which no table has", path="people.tsv")


def _parse_day(text: str) -> dt.date:
    year, month, day = (*text.split("-"), "1", "1")[:3]
    return dt.date(int(year), int(month), int(day))


def _build_role(row: dict[str, object]) -> Role:
    def texts(key: str) -> tuple[str, ...]:
        values = row.get(key, ())
        return tuple(str(value) for value in values) if isinstance(values, list) else ()

    def table(key: str) -> dict[str, str]:
        values = row.get(key, {})
        return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}

    return Role(
        role_id=str(row["id"]),
        target=str(row["target"]),
        offices=texts("offices"),
        name=str(row.get("name", "")),
        overrides=table("overrides"),
        is_bare=bool(row.get("bare")),
        default_of=table("of"),
        only=texts("only"),
        excepted=texts("except"),
        days_ahead=int(str(row.get("days_ahead", 0))),
        needs_organisation=bool(row.get("needs_organisation")),
    )


def _index_sounds(tables: Tables) -> dict[str, str]:
    sounds: dict[str, str] = {}
    for row, person_id in tables.person_rows():
        for name in (row["name"], row["fr"], row["ru"], *row["aliases"].split("/")):
            if " " in name:
                sounds.setdefault(sound_key(name), person_id)
    return sounds


def _find_city(folded_name: str) -> City | None:
    row = read_cities().get(folded_name)
    if row is None:
        return None
    number, name, iso, population = row.split("\t")
    return City(f"city/{number}", name, f"state/{iso}", int(population))
