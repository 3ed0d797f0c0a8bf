"""Versions of one article: the same text keeps its number, a new one gets the next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from records.articles import ArticleVersion
from records.feeds import Issue

#: more new texts of one article than this within a day are a page that never shows the same text twice
MAX_VERSIONS_A_DAY = 8
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A stored version of an article."""

    version: int
    text_sha256: str
    seen_at: dt.datetime


def number_versions(
    versions: Sequence[ArticleVersion], known: Mapping[str, Sequence[KnownVersion]]
) -> list[ArticleVersion | Issue]:
    """Return the versions with their numbers, in order; `known` holds what is stored, by article id.

    A text that was seen before (also one that comes back) keeps its number. Beyond `MAX_VERSIONS_A_DAY` new texts
    within 24 hours the article is flapping: an issue, not a version.
    """
    seen: dict[str, list[KnownVersion]] = defaultdict(list)
    for key, stored in known.items():
        seen[key].extend(stored)
    results: list[ArticleVersion | Issue] = []
    for version in versions:
        earlier = seen[version.article_id]
        same = next((one for one in earlier if one.text_sha256 == version.text_sha256), None)
        if same is not None:
            results.append(replace(version, version=same.version))
            continue
        n_recent = sum(version.seen_at - one.seen_at < DAY for one in earlier)
        if n_recent >= MAX_VERSIONS_A_DAY:
            results.append(_make_issue(version, n_recent))
            continue
        number = max((one.version for one in earlier), default=0) + 1
        earlier.append(KnownVersion(number, version.text_sha256, version.seen_at))
        results.append(replace(version, version=number))
    return results


def _make_issue(version: ArticleVersion, n_recent: int) -> Issue:
    return Issue(
        at=version.seen_at,
        stage="clean",
        kind="flapping",
        message=f"{n_recent} different texts within a day: further ones are not kept",
        url=version.url,
        feed_id=version.feed_id,
        article_id=version.article_id,
    )
