"""People without a name who act or are met: "students", "des associations", "two officials" - kept as written or in short English."""

from __future__ import annotations

from extractors.claims.attribution import describe_speaker
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party, acting_party
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax

_LAST_WORDS = 5


def unnamed_speaker(scope: Scope) -> list[Party]:
    """Return who speaks where it is nobody named ("two officials denied", "business groups accuse")."""
    for kid in scope.syntax.subjects(scope.index):
        party, _ = describe_speaker(scope.syntax, kid)
        party = party or _as_written(scope.syntax, kid)
        if party is not None:
            return [party]
    return []


def unnamed_envoys(scope: Scope) -> list[Party]:
    """Return the envoys or ministers of a union or state who act together, in short English ("EU ambassadors")."""
    syntax = scope.syntax
    for kid in scope.syntax.subjects(scope.index):
        english = syntax.grammar.descriptions.get(syntax.lemmas[kid])
        owners = owner_of(scope, kid) or _union_below(syntax, kid)
        if english is None or not owners or syntax.tokens[kid].feats.get("Number") != "Plur":
            continue
        below = {syntax.lemmas[p] for p in syntax.subtree(kid)}
        english = "foreign minister" if english == "minister" and below & {"foreign", "étranger"} else english
        owner = "EU" if owners[0].name == "European Union" else owners[0].name
        return [Party(f"{owner} {english}s", None, "other", owners[0].country_id, kid)]
    return []


def _union_below(syntax: Syntax, head: int) -> list[Party]:
    """Return the union or state named last in a noun phrase ("les ministres des Affaires étrangères de l'UE")."""
    below = [p for p in sorted(syntax.subtree(head)) if head < p <= head + 8]
    mentions = [(p, m) for p in below if (m := syntax.mention_of(p)) is not None and m.label in {"ORG", "GPE"}]
    parties = [party for position, mention in mentions if (party := acting_party(mention, position)) is not None]
    return parties[-1:]


def unnamed_company(scope: Scope) -> list[Party]:
    """Return whom somebody meets where they are a group of people without a name ("met students of the university")."""
    kids = scope.syntax.children(scope.index, "obj", "obl")
    found = [party for kid in kids if kid > scope.index and (party := _as_written(scope.syntax, kid)) is not None]
    return found[:1]


def _as_written(syntax: Syntax, head: int) -> Party | None:
    """Return a plural noun for people as a party named by its own words, None for anything else."""
    is_plural = syntax.tokens[head].feats.get("Number") == "Plur"
    if not is_plural or syntax.lemmas[head] not in syntax.grammar.words.get("people_nouns", ()):
        return None
    near = [p for p in sorted(syntax.subtree(head)) if head - 2 <= p <= head + _LAST_WORDS]
    first = min((p for p in near if p <= head and _is_inside(syntax, p)), default=head)
    last = head
    while last + 1 in near and _is_inside(syntax, last + 1):
        last += 1
    return Party(syntax.text_of(first, last + 1), None, "other", None, head)


def _is_inside(syntax: Syntax, position: int) -> bool:
    return (
        syntax.tokens[position].upos in {"NOUN", "PROPN", "ADJ", "ADP", "DET"} and syntax.time_at.get(position) is None
    )
