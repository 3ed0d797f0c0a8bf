"""robots.txt (RFC 9309, read by protego): what may be fetched, and how slowly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from protego import Protego

#: a server that cannot give its robots.txt is asked again after this time
UNAVAILABLE_SECONDS = 3600.0
#: longer crawl delays are cut to this
MAX_CRAWL_DELAY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one origin at one time."""

    fetched_at: dt.datetime
    #: None: no rules, everything allowed
    rules: Protego | None
    #: robots.txt could not be read (5xx, no connection): nothing is allowed for the time being
    is_unavailable: bool = False

    def allows(self, url: str, agent: str) -> bool:
        """Tell whether `agent` may fetch `url`."""
        if self.is_unavailable:
            return False
        return self.rules is None or bool(self.rules.can_fetch(url, agent))

    def crawl_delay_seconds(self, agent: str) -> float:
        """Return the pause that the site asks for between two requests."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(agent)
        rate = self.rules.request_rate(agent)
        per_request = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return min(max(float(delay or 0.0), per_request), MAX_CRAWL_DELAY_SECONDS)

    def sitemaps(self) -> tuple[str, ...]:
        """Return the sitemap addresses named in the file."""
        return () if self.rules is None else tuple(self.rules.sitemaps)


def parse_robots(http_status: int | None, body: bytes, now: dt.datetime) -> RobotsRules:
    """Return the rules in an answer: 2xx are read, 4xx allow everything, anything else allows nothing for now."""
    if http_status is not None and 200 <= http_status < 300:
        try:
            return RobotsRules(now, Protego.parse(body.decode("utf-8", "replace").lstrip("\ufeff")))
        except (ValueError, IndexError, KeyError, AttributeError, TypeError):
            # a file that cannot be read states no rule
            return RobotsRules(now, None)
    if http_status is not None and 400 <= http_status < 500 and http_status != 429:
        return RobotsRules(now, None)
    return RobotsRules(now, None, is_unavailable=True)


@dataclass(slots=True)
class RobotsCache:
    """Rules by origin; give the same cache to several calls of `fetch_many` to ask once a day only."""

    by_origin: dict[str, RobotsRules] = field(default_factory=dict)

    def get(self, origin: str, now: dt.datetime, max_age_seconds: float) -> RobotsRules | None:
        """Return the rules of an origin if they are fresh."""
        rules = self.by_origin.get(origin)
        if rules is None:
            return None
        max_age = min(UNAVAILABLE_SECONDS, max_age_seconds) if rules.is_unavailable else max_age_seconds
        return rules if now - rules.fetched_at < dt.timedelta(seconds=max_age) else None
