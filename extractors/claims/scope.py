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


def is_told_of(scope: Scope) -> bool:
    """Tell whether an event noun only names what somebody speaks of ("о визите сообщил X"): verb, time and negation are the speaker's."""
    syntax = scope.syntax
    verb = syntax.governing_verb(scope.index)
    spoken = verb is not None and syntax.lemmas[verb] in syntax.grammar.reporting["verbs"]
    if not spoken:
        return False
    for above in [scope.index, *syntax.ancestors(scope.index)]:
        if above == verb:
            return False
        if syntax.preposition(above) in syntax.grammar.words["announced"]:
            return True
    return False


def is_upcoming(scope: Scope) -> bool:
    """Tell whether an adjective puts the event ahead ("le prochain voyage", "an upcoming visit", "о скором визите")."""
    words = scope.syntax.grammar.words.get("upcoming", ())
    return any(scope.syntax.lemmas[kid] in words for kid in scope.syntax.children(scope.index, "amod"))


def looks_ahead(scope: Scope) -> bool:
    """Tell whether the sentence speaks of something to come."""
    if is_upcoming(scope) or scope.chain.has(
        "hope", "prepare", "intend", "schedule", "expect", "postpone", "cancel", "accept"
    ):
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
