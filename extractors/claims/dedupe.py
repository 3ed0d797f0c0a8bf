"""Drops claims that add nothing to what the same article has already said."""

from __future__ import annotations

from collections.abc import Iterable

from records.annotations import Claim


def drop_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """Keep a claim unless an earlier one of the same type and parties already has its date, place, status and source."""
    kept: list[Claim] = []
    for claim in claims:
        if any(_covers(earlier, claim) for earlier in kept):
            continue
        kept.append(claim)
    return kept


def _covers(earlier: Claim, claim: Claim) -> bool:
    if earlier.type != claim.type:
        return False
    if earlier.char_start == claim.char_start and earlier.in_title == claim.in_title:
        return _same_in_sentence(earlier, claim)
    if set(earlier.actors) != set(claim.actors) or set(earlier.recipients) != set(claim.recipients):
        return False
    if claim.date_status == "unset" and earlier.date_status != "unset":
        return False
    if claim.status != earlier.status:
        return False
    undated = claim.t_start is None and claim.t_end is None
    same_time = (claim.t_start, claim.t_end) == (earlier.t_start, earlier.t_end)
    if not (undated or same_time):
        return False
    if claim.place is not None and claim.place != earlier.place and same_time is False:
        return False
    return claim.source == earlier.source or claim.source is None


def _same_in_sentence(earlier: Claim, claim: Claim) -> bool:
    """One sentence: the same event found by two words counts once, the fuller party list wins by coming first."""
    if earlier.type == "visit" and set(earlier.recipients) != set(claim.recipients):
        return False
    if earlier.type in {"meeting", "call"} and set(claim.actors) < set(earlier.actors):
        return True
    is_dated_apart = claim.time_text is not None and earlier.time_text is None and earlier.t_start is None
    if (
        is_dated_apart
        and earlier.type == "meeting"
        and earlier.trigger != claim.trigger
        and claim.place != earlier.place
    ):
        return False
    is_noun = claim.rule_id.split("/")[0].endswith((".trip", ".on-visit"))
    if earlier.type == "visit" and is_noun and set(claim.actors) <= set(earlier.actors):
        return True
    if (
        (claim.t_start or claim.t_end)
        and (earlier.t_start, earlier.t_end) != (claim.t_start, claim.t_end)
        and (earlier.t_start or earlier.t_end)
        and not _is_its_start(earlier, claim)
    ):
        return False
    if claim.type in {"criticism", "praise", "threat", "denial"} and earlier.actors == claim.actors:
        return not claim.recipients or not earlier.recipients or set(claim.recipients) <= set(earlier.recipients)
    if claim.recipients and not set(claim.actors) & set(earlier.actors):
        return False  # "A accused B and B blamed A"
    mine, theirs = set(claim.actors) | set(claim.recipients), set(earlier.actors) | set(earlier.recipients)
    if earlier.type in {"visit", "agreement", "meeting", "call"}:
        return mine <= theirs or (earlier.type == "visit" and set(claim.actors) <= set(earlier.actors))
    return mine <= theirs


def _is_its_start(earlier: Claim, claim: Claim) -> bool:
    """Tell whether a visit told as a departure or arrival is told again by what is done there on that day."""
    return earlier.type == claim.type == "visit" and earlier.t_end is None and earlier.t_start == claim.t_start
