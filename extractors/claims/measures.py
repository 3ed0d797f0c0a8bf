"""Measures against another: sanctions, bans and packages that a verb imposes, prepares or blocks."""

from __future__ import annotations

from extractors.claims.arguments import fill_first, fill_slot
from extractors.claims.draft import Draft
from extractors.claims.drafting import new_draft
from extractors.claims.geography import state_of_group
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party
from extractors.claims.scope import Scope
from extractors.claims.themes import fill_theme
from extractors.claims.triggers import Trigger
from extractors.claims.voice import is_passive

_ACTORS = frozenset({"country", "organization", "office", "person"})


def build_measure(scope: Scope) -> list[Draft]:
    """Return the sanction of a general verb with its theme ("adopt a package of sanctions", "bloquer de nouvelles sanctions")."""
    frame = scope.trigger.row.frame
    theme = fill_theme(scope, frame.theme)
    told = scope.discourse.sanctions[-1] if scope.discourse.sanctions else None
    if theme is None and told is not None:
        theme = fill_theme(scope, ("own:packages",)) if not frame.phase else None
    if theme is None:
        return []
    inner = Scope(
        scope.syntax, scope.discourse, Trigger(scope.trigger.row, scope.index, theme), scope.chain, scope.speaker,
        scope.rivals,
    )  # fmt: skip
    actors = [p for p in fill_first(inner, frame.actor) if p.kind in _ACTORS]
    if not actors and is_passive(scope):
        actors = fill_slot(inner, "theme-owner") or (list(told[0]) if told is not None else [])
    if not actors and not frame.phase and not is_passive(scope):
        actors = [p for kid in scope.syntax.subjects(scope.index) for p in owner_of(scope, kid)]
    if not actors and frame.phase == "blocked" and told is not None:
        actors = list(told[0])
    recipients = [state_of_group(p) or p for p in fill_first(inner, frame.recipient)]
    recipients = [p for p in dict.fromkeys(recipients) if p not in actors and p.kind in _ACTORS]
    noun = scope.syntax.lemmas[theme]
    if not recipients and told is not None and noun not in scope.syntax.grammar.themes["restrictions"]:
        recipients = [p for p in told[1] if p not in actors]
    if not actors and told is not None and set(recipients) & set(told[1]):
        actors = list(told[0])  # "the presidency means to have the new sanctions adopted": those told of
    if not actors or (not recipients and noun not in scope.syntax.grammar.themes["sanctions"]):
        return []
    draft = new_draft(scope)
    draft.actors, draft.recipients = _bodies(actors), recipients
    return [draft]


def _bodies(actors: list[Party]) -> list[Party]:
    """Return the union for its envoys and states where they decide together."""
    return [state_of_group(p) or p for p in actors]
