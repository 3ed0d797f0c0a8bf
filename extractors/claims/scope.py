"""A trigger in its text: what every look-up of arguments starts from."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.claims.coreference import Discourse
from extractors.claims.operators import Chain
from extractors.claims.parties import Party
from extractors.claims.syntax import Syntax
from extractors.claims.tense import read_tense
from extractors.claims.triggers import Trigger


@dataclass(slots=True)
class Scope:
    """A trigger in its text: what the slot functions look at."""

    syntax: Syntax
    discourse: Discourse
    trigger: Trigger
    chain: Chain
    #: who speaks where the trigger stands inside quotation marks or reported speech of "I"
    speaker: Party | None = None
    #: other trigger positions in the sentence
    rivals: tuple[int, ...] = ()
    #: memo of resolved nominals
    memo: dict[int, list[Party]] = field(default_factory=dict)

    @property
    def index(self) -> int:
        """Return the trigger's token."""
        return self.trigger.index


def looks_ahead(scope: Scope) -> bool:
    """Tell whether the sentence speaks of something to come."""
    if scope.chain.has("hope", "prepare", "intend", "schedule", "expect", "postpone", "cancel", "accept"):
        return True
    return any(
        read_tense(scope.syntax, verb) in {"future", "conditional", "possible", "duty"}
        for verb in scope.chain.verbs[:2]
    )


def comes_after(scope: Scope) -> bool:
    """Tell whether what the sentence tells came after the event ("après une visite", "at the end of a trip", "fresh from a tour")."""
    syntax, words = scope.syntax, scope.syntax.grammar.words
    above = syntax.lemmas[syntax.tokens[scope.index].head]
    return syntax.preposition(scope.index) in words.get("after", ()) or above in words.get("ends", ())
