"""The headline of a page without the outlet's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

MAX_TITLE_CHARS = 500
_SEPARATOR = re.compile(r"\s+(?:\||-|–|—|::|·|•|»|«|/)\s+|\s*\|\s*")
_NOT_WORD = re.compile(r"\W+")


def choose_title(titles: Iterable[str], html_title: str, fallback: str, names: Iterable[str], url: str) -> str:
    """Return the best headline: the page's own in order of trust, else its `<title>`, else the feed's.

    `names` are the outlet's names; they are cut off both ends, as is the host's.
    """
    known = {_squeeze(name) for name in (*names, *_host_names(url)) if name}
    # a "headline" that is only the outlet's name says nothing
    for title in (*titles, html_title, fallback):
        stripped = strip_outlet(title, known)
        if len(stripped) > 3 and _squeeze(stripped) not in known:
            return stripped[:MAX_TITLE_CHARS]
    return fallback[:MAX_TITLE_CHARS] or html_title[:MAX_TITLE_CHARS]


def strip_outlet(title: str, known: set[str]) -> str:
    """Return a title without leading or trailing parts that are the outlet's name."""
    title = title.strip()
    while True:
        parts = [(found.start(), found.end()) for found in _SEPARATOR.finditer(title)]
        if not parts:
            return title
        start, end = parts[-1]
        if _is_name(title[end:], known):
            title = title[:start].strip()
            continue
        start, end = parts[0]
        if _is_name(title[:start], known):
            title = title[end:].strip()
            continue
        return title


def _is_name(text: str, known: set[str]) -> bool:
    squeezed = _squeeze(text)
    return bool(squeezed) and (
        squeezed in known or any(squeezed.removeprefix("the") == name.removeprefix("the") for name in known)
    )


def _squeeze(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


def _host_names(url: str) -> tuple[str, ...]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return (host, host.split(".")[0], host.rpartition(".")[0])
