"""Times that another clause counts: "met X on Thursday, a day after he visited Y", "deux jours avant de se rendre à Z"."""

from __future__ import annotations

import datetime as dt

from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax, head_of, tokens_of
from extractors.claims.timing import When

_REACH_DAYS = 15


def count_from_clause(scope: Scope, anchor_on: dt.date) -> When | None:
    """Return the day of an event in a clause that opens with "a day after" or "two days before", or None.

    The day counted from is that of the clause above, else `anchor_on`.
    """
    syntax = scope.syntax
    clause = _counted_clause(syntax, scope.index)
    if clause is None:
        return None
    marker = next((k for k in syntax.children(clause, "mark", "case") if _direction(syntax, k) and k < clause), None)
    days = _days_before(syntax, marker) if marker is not None else None
    if marker is None or days is None:
        return None
    # "a day after he did it" looks back from the clause above: the event lies before it
    day = _day_above(syntax, clause, anchor_on) - dt.timedelta(days=days * _direction(syntax, marker))
    return When(day, day + dt.timedelta(days=1), "fixed", "day", None)


def _counted_clause(syntax: Syntax, index: int) -> int | None:
    current = index
    for _ in range(4):
        token = syntax.tokens[current]
        if token.dep.split(":")[0] == "advcl":
            return current
        if token.dep.split(":")[0] != "conj":
            return None
        current = token.head
    return None


def _direction(syntax: Syntax, index: int) -> int:
    """Return 1 for "after", -1 for "before", 0 for any other word."""
    words, low = syntax.grammar.words, syntax.lower[index]
    return 1 if low in words["after"] else -1 if low in words.get("before", ()) else 0


def _days_before(syntax: Syntax, marker: int) -> int | None:
    """Return the number of days named right before a word ("a day after", "deux jours après")."""
    words = syntax.grammar.words
    if marker < 2 or syntax.lemmas[marker - 1] not in words["day_nouns"]:
        return None
    count = syntax.lower[marker - 2]
    if count in words.get("articles_new", ()):
        return 1
    days = words["numbers"].index(count) + 1 if count in words["numbers"] else int(count) if count.isdecimal() else 0
    return days if 0 < days <= _REACH_DAYS else None


def _day_above(syntax: Syntax, clause: int, anchor_on: dt.date) -> dt.date:
    """Return the day on which what the clause above tells took place."""
    inside = syntax.subtree(clause)
    sentence = syntax.sentence(clause)
    for ref in syntax.times:
        if not sentence.char_start <= ref.char_start < sentence.char_end or ref.granularity != "day" or ref.edge:
            continue
        positions = tokens_of(syntax, ref)
        if (
            positions
            and positions[0] >= syntax.dateline_end
            and head_of(syntax, positions) not in inside
            and ref.t_start is not None
        ):
            return ref.t_start
    return anchor_on
