"""Which texts are copies of one another: syndicated and lightly edited ones, by MinHash (datasketch)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
from datasketch import MinHash, MinHashLSH

WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
N_PERMUTATIONS = 128
#: part of what a stored fingerprint means: changing it makes old ones incomparable
SCHEME = "affine32"
#: estimated share of common shingles from which two texts are copies
COPY_THRESHOLD = 0.7
MIN_WORDS = 30


def fingerprint(text: str) -> tuple[int, ...]:
    """Return the MinHash (128 numbers) of a text's 4-word shingles, () for a text too short to compare."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < MIN_WORDS:
        return ()
    shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
    sketch = MinHash(num_perm=N_PERMUTATIONS, seed=1, scheme=SCHEME)
    sketch.update_batch([shingle.encode("utf-8", "ignore") for shingle in sorted(shingles)])
    return tuple(int(value) for value in sketch.hashvalues)


def find_copies(
    new: Mapping[str, tuple[int, ...]],
    known: Mapping[str, tuple[int, ...]],
    threshold: float = COPY_THRESHOLD,
) -> dict[str, str]:
    """Return, for each new id whose text is a near copy, the id of its original.

    The original is the first in the order of `known`, then of `new`: give both oldest first. A copy of a copy points
    to the original. Ids without a fingerprint (short texts) are left out.
    """
    index = MinHashLSH(threshold=threshold, num_perm=N_PERMUTATIONS)
    rank: dict[str, int] = {}
    sketches: dict[str, MinHash] = {}
    copies: dict[str, str] = {}
    for is_new, group in ((False, known), (True, new)):
        for key, values in group.items():
            if not values or key in sketches:
                continue
            sketch = MinHash(
                num_perm=N_PERMUTATIONS, seed=1, scheme=SCHEME, hashvalues=np.array(values, dtype=np.uint64)
            )
            if is_new:
                near = [other for other in index.query(sketch) if sketches[other].jaccard(sketch) >= threshold]
                if near:
                    copies[key] = min(near, key=lambda other: rank[other])
                    continue
            rank[key] = len(rank)
            sketches[key] = sketch
            index.insert(key, sketch)
    return copies
