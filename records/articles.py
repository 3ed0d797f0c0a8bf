"""Articles and their versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One distinct text of one article (canonical URL), as seen at one instant.

    `text` holds the body without the title; all character offsets of annotations are positions in `text`,
    except where an annotation says that it lies in the title (`char_start < 0` never occurs: titles are
    annotated only for claims that the body does not repeat, with offsets counted in the title and `in_title` true).
    """

    article_id: str
    version: int
    url: str
    outlet: str
    lang: str
    title: str
    text: str
    text_sha256: str
    published_at: dt.datetime
    #: "jsonld", "meta", "feed", "url", "text", "given" or "seen"
    published_at_source: str
    seen_at: dt.datetime
    author: str = ""
    #: offset of the outlet from UTC in minutes at publication; relative dates are anchored in it
    utc_offset_minutes: int = 0
    feed_id: str | None = None
    fetch_id: str | None = None
    #: cited or syndicated origin if the page says so
    duplicate_of: str | None = None
    #: None, or why the text is not treated as news: "consent", "paywall", "soft_404", "boilerplate", "empty"
    suspect: str | None = None

    @property
    def anchor_on(self) -> dt.date:
        """The calendar day of publication at the outlet: the anchor D of all relative dates."""
        return (self.published_at + dt.timedelta(minutes=self.utc_offset_minutes)).date()
