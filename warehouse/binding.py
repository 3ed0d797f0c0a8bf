"""Lists as parameters of a query."""

from __future__ import annotations

import json
from collections.abc import Iterable


def bind_list(values: Iterable[str]) -> str:
    """Return strings as one parameter, read in SQL as `$name::JSON::VARCHAR[]`.

    DuckDB 1.5 looks for pandas at every element of a bound list, 0.2 ms each where there is none.

    >>> bind_list(["a", 'say "b"'])
    '["a", "say \\\\"b\\\\""]'
    """
    return json.dumps(list(values))
