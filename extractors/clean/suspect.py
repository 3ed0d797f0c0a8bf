"""Why a text is not treated as news."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from seeds.suspect import load_suspect_kinds

#: characters of the beginning in which a soft 404 or a consent wall shows itself
HEAD_CHARS = 800
#: a list of links: many lines, nearly all too short to be sentences
LIST_LINES = 12
LIST_SHORT_RATIO = 0.85
SHORT_LINE_CHARS = 60
#: a character of these scripts says about as much as three Latin ones
DENSE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
DENSE_WEIGHT = 3
PAYWALLED_TEXT_CHARS = 1200


def find_suspicion(
    title: str, text: str, *, url: str, final_url: str, is_free: bool, min_text_chars: int
) -> str | None:
    """Return "consent", "paywall", "soft_404", "boilerplate", "empty", or None for an ordinary text."""
    size = weigh(text)
    for name, kind in load_suspect_kinds().items():
        if size > kind.max_text_chars:
            continue
        where = text if name == "paywall" else text[:HEAD_CHARS]
        if any(pattern.search(title) for pattern in kind.title) or any(pattern.search(where) for pattern in kind.text):
            return name
    if _host(final_url).startswith(("consent.", "privacy.", "cmp.")):
        return "consent"
    if _is_front_page(final_url) and not _is_front_page(url):
        return "soft_404"
    if not is_free and size < PAYWALLED_TEXT_CHARS:
        return "paywall"
    if size < min_text_chars:
        return "empty"
    lines = [line for line in text.splitlines() if line.strip()]
    n_short = sum(len(line) < SHORT_LINE_CHARS for line in lines)
    if len(lines) >= LIST_LINES and n_short / len(lines) >= LIST_SHORT_RATIO and not _is_dense(text):
        return "boilerplate"
    return None


def weigh(text: str) -> int:
    """Return a text's length in Latin characters: those of denser scripts count three times."""
    return len(text) * (DENSE_WEIGHT if _is_dense(text) else 1)


def _is_dense(text: str) -> bool:
    letters = [char for char in text[:400] if char.isalpha()][:60]
    n_dense = sum(unicodedata.name(char, "").startswith(DENSE) for char in letters)
    return bool(letters) and n_dense * 2 > len(letters)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
