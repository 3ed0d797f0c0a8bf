"""Horizons without an end: "in the coming weeks" gives a window, "soon" gives none."""

from __future__ import annotations

import re
from functools import cache

from records.annotations import Claim
from seeds.lifecycle_rules import load_horizons
from stories.beliefs import NO_UNIT, UNIT_RANK


def find_unit_rank(claim: Claim) -> int:
    """Return the rank of the smallest unit that the claim's time words count (1 day … 4 year), 9 for none."""
    words = (claim.time_text or "").casefold()
    if not words:
        return NO_UNIT
    found = [UNIT_RANK[unit] for unit, pattern in _patterns().items() if pattern.search(words)]
    return min(found, default=NO_UNIT)


def is_vague(claim: Claim) -> bool:
    """Whether the dates are only "soon": approximate, without an end, in no counted unit."""
    return (
        claim.date_status == "approximate"
        and claim.t_start is not None
        and claim.t_end is None
        and find_unit_rank(claim) == NO_UNIT
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        unit: re.compile("|".join(rf"\b{re.escape(stem)}" if stem[0] < "\u3000" else re.escape(stem) for stem in stems))
        for unit, stems in load_horizons().items()
    }
