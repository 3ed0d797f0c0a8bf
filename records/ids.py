"""Stable identifiers: the same content always gets the same id, whatever the order of arrival."""

from __future__ import annotations

import hashlib
import unicodedata


def stable_id(kind: str, *parts: object) -> str:
    """Return `<kind>_<16 hex digits>` computed from the parts.

    Parts are joined by U+001F after NFC normalisation, so equal parts give equal ids on every machine.

    >>> article_id("https://a.example/1")
    'art_d817b80f9a5befb9'
    """
    joined = "\x1f".join(unicodedata.normalize("NFC", "" if part is None else str(part)) for part in parts)
    return f"{kind}_{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_id(canonical_url: str) -> str:
    """Return the id of the article at a canonical URL."""
    return stable_id("art", canonical_url)
