"""What holds for the annotation of any text: offsets, evidence, repeatability."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.annotate import annotate_versions
from records.annotations import Annotation
from records.articles import ArticleVersion
from records.ids import article_id, text_sha256
from seeds.newsroom import load_newsroom

AT = dt.datetime(2024, 5, 24, 12, 0, tzinfo=dt.UTC)
NEWSROOM = load_newsroom()
PIECES = {
    lang: [
        piece
        for article in NEWSROOM.articles
        if NEWSROOM.outlets[article.outlet].lang == lang
        for piece in re.split(r"(?<=[.!?»”])\s+", article.text)
    ]
    for lang in ("fr", "en", "ru")
}
#: what stands between sentences on real pages, and what should never stand there
JOINTS = (" ", "\n\n", "\u00a0", " — ", "\u200b", " 😀 ", "\r\n", ". . . ", "«", " \u202f»")


def make_version(lang: str, title: str, text: str) -> ArticleVersion:
    """Return a version of an invented article."""
    url = "https://gazette.example/any"
    return ArticleVersion(
        article_id=article_id(url), version=1, url=url, outlet="gazette", lang=lang, title=title, text=text,
        published_at=AT, published_at_source="given", seen_at=AT, text_sha256=text_sha256(text),
    )  # fmt: skip


def check_offsets(version: ArticleVersion, annotation: Annotation) -> None:
    """Everything found is a stretch of the stored text."""
    rows = (*annotation.mentions, *annotation.time_refs, *annotation.quotes)
    assert all(version.text[row.char_start : row.char_end] == row.text and row.text for row in rows)
    for claim in annotation.claims:
        source = version.title if claim.in_title else version.text
        assert claim.evidence
        assert claim.evidence == source[claim.char_start : claim.char_end]


@pytest.mark.parametrize("lang", list(PIECES))
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.data_too_large])
@given(data=st.data())
def test_any_text_gives_exact_offsets_and_the_same_annotation_again(lang: str, data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(PIECES[lang]), min_size=1, max_size=8))
    joints = data.draw(st.lists(st.sampled_from(JOINTS), min_size=len(pieces), max_size=len(pieces)))
    text = "".join(piece + joint for piece, joint in zip(pieces, joints, strict=True)).strip()
    version = make_version(lang, pieces[0][:90], text)
    (annotation,) = annotate_versions([version])
    check_offsets(version, annotation)
    assert annotate_versions([version]) == [annotation]


def test_what_stands_beside_a_text_in_its_batch_changes_nothing() -> None:
    versions = [make_version(lang, pieces[0][:90], " ".join(pieces[:6])) for lang, pieces in PIECES.items()]
    alone = [annotate_versions([version])[0] for version in versions]
    together = annotate_versions(versions)
    for one, other in zip(alone, together, strict=True):
        assert (one.mentions, one.time_refs, one.quotes, one.claims) == (
            other.mentions, other.time_refs, other.quotes, other.claims,
        )  # fmt: skip
        assert other.embedding == pytest.approx(one.embedding, abs=1e-4)
