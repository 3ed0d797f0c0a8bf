"""Copies: which of several near-equal texts is the original.

Two articles whose claims rest on the same sentences are copies (an agency's text in another outlet); pairs found by
fingerprints (`extractors/identity`) can be added. The decision must not depend on the order of arrival, so all
articles of a group of copies point to the same original.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from records.annotations import Claim
from records.ledger import VersionStamp

#: estimated share of common shingles above which two texts are one
COPY_AT = 0.7


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles whose texts are near copies; `similarity` is the share of common shingles, from 0 to 1."""

    article_id: str
    other_id: str
    similarity: float


#: fewer common sentences may be a shared quotation
MIN_SENTENCES = 3


def find_copy_pairs(claims: Iterable[Claim]) -> tuple[CopyPair, ...]:
    """Return the articles of one language whose claims rest on the same sentences, with the share of common ones."""
    sentences: dict[str, set[str]] = {}
    holders: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        sentence = " ".join(claim.evidence.split()).casefold()
        sentences.setdefault(claim.article_id, set()).add(sentence)
        holders.setdefault((claim.lang, sentence), set()).add(claim.article_id)
    common: Counter[tuple[str, str]] = Counter()
    for articles in holders.values():
        common.update(combinations(sorted(articles), 2))
    return tuple(
        CopyPair(one, other, n / len(sentences[one] | sentences[other]))
        for (one, other), n in sorted(common.items())
        if n >= MIN_SENTENCES
    )


def choose_originals(
    pairs: Iterable[CopyPair],
    published_at: Mapping[str, dt.datetime],
    cited: Mapping[str, str] | None = None,
    copy_at: float = COPY_AT,
) -> dict[str, str]:
    """Return copy -> original for every group of near copies: the first published, on a tie the smallest id.

    `cited` names the origin a page itself gives (canonical link, agency line); where it lies in the group, it wins.
    """
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    for pair in pairs:
        if pair.similarity >= copy_at and pair.article_id in published_at and pair.other_id in published_at:
            first, second = sorted((find(pair.article_id), find(pair.other_id)))
            parent[second] = first
    groups: dict[str, list[str]] = {}
    for name in sorted(parent):
        groups.setdefault(find(name), []).append(name)
    originals: dict[str, str] = {}
    for group in groups.values():
        named = [origin for name in group if (origin := (cited or {}).get(name)) in group and origin is not None]
        original = min(named or group, key=lambda name: (published_at[name], name))
        originals |= {name: original for name in group if name != original}
    return originals


def apply_duplicates(stamps: Sequence[VersionStamp], originals: Mapping[str, str]) -> dict[str, str]:
    """Return copy -> original from what pages said themselves and from what was decided; a decision wins."""
    said = {stamp.article_id: stamp.duplicate_of for stamp in stamps if stamp.duplicate_of}
    return {**said, **originals}
