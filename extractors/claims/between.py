"""Parties named as a pair: "talks between X and Y in Z"."""

from __future__ import annotations

from extractors.claims.parties import Party
from extractors.claims.resolve import resolve_one
from extractors.claims.scope import Scope
from extractors.claims.triggers import Trigger

_STOPS = frozenset({";", ":", ","})


def named_between(scope: Scope, _: str) -> list[Party]:
    """Return the parties behind "between", up to the place where they meet."""
    syntax, index = scope.syntax, scope.index
    end = syntax.sentence(index).token_end
    for position in range(index + 1, min(index + 12, end)):
        if syntax.lower[position] in syntax.grammar.words["between"]:
            found: list[Party] = []
            for target in range(position + 1, min(position + 16, end)):
                is_place = len(found) > 1 and syntax.lower[target] in syntax.grammar.words["at"]
                if is_place or syntax.tokens[target].upos in {"VERB", "AUX"} or syntax.lower[target] in _STOPS:
                    break
                if syntax.mention_of(target) is not None or syntax.lemmas[target] in syntax.grammar.words["pair_nouns"]:
                    found.extend(p for p in resolve_one(scope, target, is_object=False) if p not in found)
            return found
        is_own = (
            syntax.tokens[position].dep.startswith("acl") and syntax.tokens[position].head == index
        )  # "prévue samedi"
        if syntax.is_verb(position) and position != scope.trigger.complement and not is_own:
            return []
    return []


def named_between_in_clause(scope: Scope, _: str) -> list[Party]:
    """Return the parties behind the first "between" of the clause."""
    syntax, index = scope.syntax, scope.index
    start = syntax.sentence(index).token_start
    behind = range(index, syntax.sentence(index).token_end)
    for position in [*behind, *([start] if syntax.grammar.cases else [])]:
        if syntax.lower[position] in syntax.grammar.words["between"]:
            moved = Trigger(scope.trigger.row, position - 1)
            return named_between(Scope(syntax, scope.discourse, moved, scope.chain, scope.speaker), "")
    return []
