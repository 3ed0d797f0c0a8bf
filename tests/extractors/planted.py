"""What a child runs in the tests of poison pages: the real work, unless the page carries a plant."""

from __future__ import annotations

import datetime as dt
import os
import time

from extractors.clean.page import make_version as make_real_version
from records.articles import ArticleVersion
from records.feeds import Feed, Issue, Page
from seeds.settings import CollectionSettings


def make_version(
    page: Page, feed: Feed | None, settings: CollectionSettings, now: dt.datetime
) -> ArticleVersion | Issue:
    """Abort, hang, eat memory or raise as the page says; else clean it."""
    if b"plant:abort" in page.body:
        os.abort()
    if b"plant:hang" in page.body:
        time.sleep(600)
    if b"plant:memory" in page.body:
        hoard = []
        while True:
            hoard.append(bytearray(50_000_000))
    if b"plant:raise" in page.body:
        raise ZeroDivisionError("planted")
    return make_real_version(page, feed, settings, now)
