"""Independent origins: copies of one text, and outlets that cite the same source, are one voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from records.annotations import Claim
from stories.world import fold_name


def find_origin(claim: Claim, roots: Mapping[str, str], outlets: Mapping[str, str]) -> str:
    """Return the voice behind a claim: the named source it cites ("selon Vedomosti" is Vedomosti), else the outlet
    of the article that its article copies, else its own outlet."""
    if claim.source and claim.source_kind != "unnamed":
        return fold_name(claim.source)
    root = roots.get(claim.article_id, claim.article_id)
    return fold_name(outlets.get(root, claim.outlet)) or root


def count_origins(claims: Iterable[Claim], roots: Mapping[str, str], outlets: Mapping[str, str]) -> int:
    """Return the number of independent voices behind the claims."""
    return len({find_origin(claim, roots, outlets) for claim in claims})
