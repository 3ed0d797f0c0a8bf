"""Source of a claim and what kind of source it is for that event."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from extractors.claims.attribution import Report, describe_speaker
from extractors.claims.draft import Draft
from extractors.claims.owners import owner_of
from extractors.claims.parties import Party
from extractors.claims.resolve import subject_parties
from extractors.claims.scope import Scope
from extractors.claims.syntax import Syntax
from records.annotations import Quote


def source_of(
    scope: Scope, draft: Draft, report: Report | None, quote: Quote | None, speaker: Party | None
) -> Party | None:
    """Return who the text says the claim comes from; None where the article itself speaks."""
    speech_act = draft.row.event.speech_act
    if quote is not None and speaker is not None:
        inner = _reported_inside(scope, report, quote)
        if inner is not None:
            return None if speech_act and inner in draft.actors else inner
        return None if speech_act and speaker in draft.actors else speaker
    if scope.trigger.row.frame.id == "expects" and (report is None or report.source is None):
        return _who_expects(scope)
    accuser = scope.chain.has("accuse")
    if accuser is not None and not speech_act:
        found = (
            subject_parties(scope, accuser.index)
            if scope.syntax.is_verb(accuser.index)
            else owner_of(scope, accuser.index)
        )
        if found:
            return found[0]
        denier = scope.chain.has("deny")
        who = subject_parties(scope, denier.index) if denier is not None else []
        return who[0] if who else None
    if report is None or (scope.chain.is_embedded and not report.is_according and _is_background(scope, report)):
        return None
    if speech_act and report.source in draft.actors:
        return None
    return report.source


def _who_expects(scope: Scope) -> Party | None:
    """Return who expects a guest ("Portuguese broadcasters expect him in X on Tuesday")."""
    named = subject_parties(scope, scope.index)
    described = (describe_speaker(scope.syntax, kid)[0] for kid in scope.syntax.subjects(scope.index))
    return next(iter(named), None) or next((party for party in described if party is not None), None)


def _reported_inside(scope: Scope, report: Report | None, quote: Quote) -> Party | None:
    """Return whom a speaker cites ("« His spokesman has already said: … »")."""
    if report is None or report.source is None or report.source.kind == "other" or report.source == scope.speaker:
        return None
    start = scope.syntax.tokens[report.verb].char_start
    return report.source if quote.char_start <= start < quote.char_end else None


def _is_background(scope: Scope, report: Report) -> bool:
    """Tell whether the trigger stands in a relative clause or adjunct inside what is reported."""
    syntax = scope.syntax
    for above in [scope.index, *syntax.ancestors(scope.index)]:
        if above == report.verb:
            return False
        if syntax.tokens[above].dep in {"acl:relcl"}:
            return True
    return False


def kind_of_source(draft: Draft, report: Report | None, syntax: Syntax) -> str:
    """Return article, self, party, official, third, media or unnamed."""
    source = draft.source
    if source is None:
        return "article"
    if source in draft.actors:
        return "self"
    if source.name in state_media():
        return "party"
    if report is not None and report.source == source and report.kind != "named":
        return report.kind
    if source.kind == "other":
        return "unnamed"
    countries = {p.country_id for p in [*draft.actors, *draft.recipients] if p.country_id}
    if source.kind in {"person", "office", "country"} and (source.country_id is None or source.country_id in countries):
        return "party"
    return "third"


@cache
def state_media() -> frozenset[str]:
    """Return the names of outlets that speak for their state."""
    text = (files("seeds.events") / "sources.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["state_media"])
