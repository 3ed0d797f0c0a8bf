"""Which addresses are one article, and which texts are copies of one another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

import numpy as np
from datasketch import MinHash, MinHashLSH

#: parameters that say where a reader came from, never what the page is
TRACKING = re.compile(
    r"(?:utm_|at_|mc_|pk_|mtm_|ns_|hsa_|vero_|oly_|wt_|spm|__)\w*|(?:fb|g|dc|gb|wb|ms|tw|yc|li_fat_|igsh|ttcl)(?:cl|ra)?id"
    r"|fbclid|gclid|gclsrc|dclid|msclkid|twclid|igshid|_ga|_gl|_hsenc|_hsmi|xtor|cmpid|cmp|ncid|ocid|smid|smtyp|ito|ref|ref_src"
    r"|referrer|source|src|campaign|campaign_id|ftag|taid|sr_share|socialshare|traffic_source|echobox|amp|outputtype"
    r"|ns_campaign|partner|xtref|wprov|guccounter|guce_referrer\w*|s_cid|mkt_tok|trk|trkinfo",
    re.IGNORECASE,
)
_AMP_HOST = re.compile(r"^amp\.(?=[^.]+\.[^.]+)")
_MOBILE_HOST = re.compile(r"^(?:m|mobile|touch|wap)\.(?=[^.]+\.[^.]+)")
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp|/amp\.html)$|^/amp(?=/)|\.amp(?=\.html?$)", re.IGNORECASE)
_SLASHES = re.compile(r"/{2,}")
_UNRESERVED = "/%:@!$&'()*+,;=~-._"
#: second levels under which names are registered (co.uk, com.au, …): a short public-suffix rule
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "gv", "ne", "net", "nom", "or", "org"})

WORD = re.compile(r"\w+")
SHINGLE_WORDS = 4
N_PERMUTATIONS = 128
#: part of what a stored fingerprint means: changing it makes old ones incomparable
SCHEME = "affine32"
#: estimated share of common shingles from which two texts are copies
COPY_THRESHOLD = 0.7
MIN_WORDS = 30


def canonical_url(url: str, base: str = "") -> str:
    """Return the address that stands for all addresses of one article, "" if it is no web address.

    Dropped: fragment, tracking parameters, `www.`-less mobile and AMP variants, default ports, double slashes, the
    order of parameters. Kept: everything that can choose another page.

    >>> canonical_url("HTTP://m.outlet.example:80/a//b/?utm_source=x&id=3#top")
    'http://outlet.example/a/b?id=3'
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in ("http", "https") or not host:
        return ""
    host = _MOBILE_HOST.sub("", _AMP_HOST.sub("", host))
    if not host.isascii():
        try:
            host = unicodedata.normalize("NFKC", host).encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        netloc = f"{netloc}:{port}"
    path = (
        quote(unquote(_AMP_PATH.sub("", parts.path)), safe=_UNRESERVED)
        if "%2f" not in parts.path.lower()
        else parts.path
    )
    path = _SLASHES.sub("/", path) or "/"
    path = path.rstrip("/") if len(path) > 1 else path
    pairs = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not is_tracking(name)]
    query = urlencode(sorted(pairs))
    return urlunsplit((scheme, netloc, path or "/", query, ""))


def is_tracking(name: str) -> bool:
    """Tell whether a query parameter only tells where the reader came from."""
    return TRACKING.fullmatch(name) is not None


def site_of(url: str) -> str:
    """Return the registrable domain of a URL's host ("news.outlet.co.uk" -> "outlet.co.uk"); an address as it is."""
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or (labels and labels[-1].isdigit()) or len(labels) <= 2:
        return host
    is_second_level = labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if is_second_level else labels[-2:])


def is_same_site(one: str, other: str) -> bool:
    """Tell whether two URLs belong to one registrable domain."""
    return bool(site_of(one)) and site_of(one) == site_of(other)


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
