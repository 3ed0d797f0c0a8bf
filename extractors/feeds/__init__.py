"""Feed bytes to items: RSS 0.9x, 1.0 and 2.0, RDF, Atom, JSON Feed, news sitemaps; OPML and autodiscovery.

Belongs here: pure functions over bytes. Does not belong: the network (`extractors/fetch.py`), when to poll
(`extractors/schedule.py`). Next: items become page requests, pages become articles in `extractors/clean`.
"""

from extractors.feeds.discover import FeedLink, find_feeds, guess_feed_urls
from extractors.feeds.opml import read_opml, write_opml
from extractors.feeds.parse import parse_feed
from extractors.feeds.parsed import ParsedFeed

__all__ = ["FeedLink", "ParsedFeed", "find_feeds", "guess_feed_urls", "parse_feed", "read_opml", "write_opml"]
