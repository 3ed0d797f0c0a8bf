"""Article versions to annotations: the whole understanding stage as one plain function.

The flow inside: analyse (per language, in batches) -> mentions -> times -> quotes -> claims, and one vector for stories.
Identical input and `EXTRACTOR_VERSION` give identical output.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.claims import find_claims
from extractors.embed import embed_texts, lead_of
from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.quotes import find_quotes
from extractors.times import find_times, read_dateline
from records.analysis import Analysis
from records.annotations import Annotation, Mention, TimeRef
from records.articles import ArticleVersion
from seeds.gazetteer import Gazetteer, load_gazetteer

#: changes whenever the same text may give other annotations; `reprocess` then takes every stored version again
EXTRACTOR_VERSION = "1"
#: a text longer than this is annotated up to its last sentence border before it (a news article has 2,000 to 8,000)
MAX_CHARS = 60_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One article version with everything found on the way: what `newsledger explain` shows."""

    version: ArticleVersion
    analysis: Analysis
    title_analysis: Analysis | None
    title_mentions: tuple[Mention, ...]
    title_time_refs: tuple[TimeRef, ...]
    annotation: Annotation


def read_versions(versions: Sequence[ArticleVersion]) -> list[Reading]:
    """Analyse and annotate article versions, in the given order."""
    gazetteer = load_gazetteer()
    vectors = embed_texts([lead_of(version.title, version.text) for version in versions])
    analyses = _analyze_by_language(versions)
    return [
        _read_one(version, body, title, vector, gazetteer)
        for version, (body, title), vector in zip(versions, analyses, vectors, strict=True)
    ]


def annotate_versions(versions: Sequence[ArticleVersion]) -> list[Annotation]:
    """Return the annotation of each version, in the given order."""
    return [reading.annotation for reading in read_versions(versions)]


def _analyze_by_language(versions: Sequence[ArticleVersion]) -> Iterator[tuple[Analysis, Analysis]]:
    """Yield body and title analyses in the order of the versions, parsed together per language."""
    parsed: dict[int, tuple[Analysis, Analysis]] = {}
    for lang in sorted({version.lang for version in versions}):
        chosen = [index for index, version in enumerate(versions) if version.lang == lang]
        texts = [_cut(versions[index].text) for index in chosen] + [versions[index].title for index in chosen]
        analyses = analyze_texts(texts, lang)
        for place, index in enumerate(chosen):
            parsed[index] = (analyses[place], analyses[len(chosen) + place])
    for index in range(len(versions)):
        yield parsed[index]


def _cut(text: str) -> str:
    if len(text) <= MAX_CHARS:
        return text
    border = max(text.rfind(mark, 0, MAX_CHARS) for mark in (". ", ".\n", "\n\n"))
    return text[: border + 1] if border > 0 else text[:MAX_CHARS]


def _read_one(
    version: ArticleVersion, body: Analysis, title: Analysis, vector: tuple[float, ...], gazetteer: Gazetteer
) -> Reading:
    anchor = version.anchor_on
    mentions = find_mentions(body, anchor, gazetteer)
    title_mentions = find_mentions(title, anchor, gazetteer)
    time_refs = find_times(body, anchor)
    filed_on = read_dateline(body.text, time_refs, anchor)
    if filed_on != anchor:
        anchor, time_refs = filed_on, find_times(body, filed_on)
    title_time_refs = find_times(title, anchor)
    quotes = find_quotes(body, mentions)
    claims = find_claims(version, body, title, mentions, title_mentions, time_refs, title_time_refs, quotes, anchor)
    annotation = Annotation(version.article_id, version.version, mentions, time_refs, quotes, claims, vector)
    return Reading(version, body, title, title_mentions, title_time_refs, annotation)
