"""Rows of a query as records: columns by name, lists as tuples, JSON as dicts, instants in UTC."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from warehouse.binding import bind_list
from warehouse.connection import Connection


def fetch_records[Record](
    con: Connection, kind: type[Record], sql: str, parameters: Mapping[str, object] | Sequence[object] = ()
) -> list[Record]:
    """Return the rows of a query as dataclass instances; columns that are no field are ignored, a null JSON is {}.

    A list among the parameters is one of strings and reads in the query as `$name::JSON::VARCHAR[]`.
    """
    given: Any = parameters
    if isinstance(parameters, Mapping):
        given = {name: _bind(value) for name, value in parameters.items()}
    elif parameters:
        given = [_bind(value) for value in parameters]
    cursor = con.execute(sql, given) if given else con.execute(sql)
    columns = [column[0] for column in cursor.description or ()]
    fields = {field.name: str(field.type) for field in dataclasses.fields(cast(Any, kind))}
    places = [(index, name, _converter(fields[name])) for index, name in enumerate(columns) if name in fields]
    return [kind(**{name: convert(row[index]) for index, name, convert in places}) for row in cursor.fetchall()]


def _bind(value: object) -> object:
    return bind_list(value) if isinstance(value, list) else value


def _converter(type_name: str) -> Callable[[Any], Any]:
    """Return the function that makes a value of DuckDB one of the field's type."""
    if type_name.startswith("tuple["):
        return lambda value: tuple(value or ())
    if type_name.startswith(("dict[", "Mapping[")):
        return lambda value: value if isinstance(value, dict) else json.loads(value or "{}")
    if "datetime" in type_name:
        return as_utc
    return lambda value: value


def as_utc(value: dt.datetime | None) -> dt.datetime | None:
    """Return an instant with the standard library's UTC."""
    return value if value is None else value.astimezone(dt.UTC)


#: row numbers further apart than this are looked for in a list (rows not committed yet have numbers of their own)
_MAX_SPAN = 1 << 30


def rows_by_number(numbers: Iterable[int]) -> tuple[str, dict[str, object]]:
    """Return the condition that picks a table's rows by number and its parameters.

    The numbers are set bits, which the scan tests before it reads a row's other columns; a list of them would be
    joined after all columns of every row were read.
    """
    wanted = sorted(numbers)
    if not wanted:
        return "FALSE", {}
    first, last = wanted[0], wanted[-1]
    given: dict[str, object] = {"first": first, "last": last}
    within = "rowid BETWEEN $first AND $last"
    if last - first >= _MAX_SPAN:
        given["rows"] = json.dumps(wanted)
        return f"{within} AND rowid IN (SELECT unnest($rows::JSON::BIGINT[]))", given
    bits = bytearray((last - first) // 8 + 1)
    for number in wanted:
        bits[(number - first) // 8] |= 0x80 >> (number - first) % 8
    given["bits"] = bytes(bits)
    # not by AND alone: the order of its parts is free, and a bit out of range is an error
    return f"{within} AND CASE WHEN {within} THEN get_bit($bits::BLOB::BIT, (rowid - $first)::INTEGER) = 1 END", given
