"""Which addresses are one article (copies under other addresses: `extractors/copies.py`)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

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
