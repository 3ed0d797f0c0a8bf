"""A small ledger made by hand: one visit told by three outlets in two languages, with a merge and a correction."""

from __future__ import annotations

import datetime as dt

from records.annotations import Annotation, Claim, Entity, Mention, Quote, TimeRef
from records.articles import ArticleVersion
from records.events import Contradiction, Event, HistoryRow, Story, StoryArticle
from records.ids import article_id, stable_id, text_sha256
from warehouse.connection import Writer
from warehouse.load import (
    load_annotations,
    load_article_versions,
    load_assignments,
    load_chronicle,
    load_contradictions,
    load_events,
    load_history,
    load_stories,
    load_story_articles,
)
from warehouse.rows import Assignment

EXTRACTORS = "test-1"
RULER = Entity("ent_ruler", "Ada Rell", "person", None, "ent_norland")
NORLAND = Entity("ent_norland", "Norland", "country")
SOUTHMARK = Entity("ent_southmark", "Southmark", "country", None, None, ("Südmark",))
EVENT = "evt_visit"
STORY = "sto_visit"


def at(day: int, hour: int = 12) -> dt.datetime:
    """Return an instant in May 2031."""
    return dt.datetime(2031, 5, day, hour, tzinfo=dt.UTC)


def article(
    slug: str, day: int, text: str, outlet: str = "gazette.example", lang: str = "en", version: int = 1
) -> ArticleVersion:
    """Return one article version, seen an hour after it was published."""
    url = f"https://{outlet}/{slug}"
    return ArticleVersion(
        article_id(url),
        version,
        url,
        outlet,
        lang,
        f"About {slug}",
        text,
        text_sha256(text),
        at(day),
        "given",
        at(day, 13),
    )


def claim(version: ArticleVersion, sentence: str, status: str, start: dt.date | None = None, **more: object) -> Claim:
    """Return a claim of the visit whose evidence is a sentence of the text."""
    begin = version.text.index(sentence)
    fields: dict[str, object] = {
        "claim_id": stable_id("clm", version.article_id, version.version, begin),
        "article_id": version.article_id, "version": version.version, "url": version.url, "outlet": version.outlet,
        "lang": version.lang, "published_at": version.published_at, "seen_at": version.seen_at,
        "char_start": begin, "char_end": begin + len(sentence), "evidence": sentence, "trigger": "visit",
        "type": "visit", "actors": ("Ada Rell",), "recipients": ("Southmark",), "actor_ids": ("ent_ruler",),
        "recipient_ids": ("ent_southmark",), "status": status, "place": "Southmark", "place_id": "ent_southmark",
        "date_status": "fixed" if start else "unset", "t_start": start,
        "t_end": start + dt.timedelta(days=1) if start else None, "granularity": "day" if start else None,
        "source": "Norland", "source_id": "ent_norland", "source_kind": "party", "rule_id": "visit.v1",
        "factors": {"tense": "future"}, "extractor_version": EXTRACTORS, "cameo_root": "04",
    }  # fmt: skip
    return Claim(**{**fields, **more})  # type: ignore[arg-type]


RUMOUR = article("rumour", 2, "Sources say Ada Rell may visit Southmark. Nothing is sure.", "whisper.example")
PLAN = article("plan", 5, "Norland said Ada Rell will visit Southmark. “We shall talk,” she said.")
DATED = article("datum", 9, "Ada Rell wird Südmark am 20. Mai besuchen, sagt Norland.", "zeitung.example", "de")
VERSIONS = (RUMOUR, PLAN, DATED)
CLAIMS = (
    claim(
        RUMOUR,
        "Sources say Ada Rell may visit Southmark.",
        "rumoured",
        source=None,
        source_id=None,
        source_kind="unnamed",
    ),
    claim(PLAN, "Norland said Ada Rell will visit Southmark.", "planned"),
    claim(DATED, "Ada Rell wird Südmark am 20. Mai besuchen, sagt Norland.", "scheduled", dt.date(2031, 5, 20)),
)


def annotation(version: ArticleVersion, *claims: Claim) -> Annotation:
    """Return an annotation with a mention, a time, a quote and a vector where the text has them."""
    name = version.text.index("Ada Rell")
    mention = Mention(name, name + 8, "Ada Rell", "PER", RULER, 1.0, acting=NORLAND)
    day = version.text.find("20. Mai")
    times = [TimeRef(day, day + 7, "20. Mai", dt.date(2031, 5, 20), dt.date(2031, 5, 21), "day", "fixed", "day_month")]
    begin = version.text.find("We shall talk,")
    quotes = [Quote(begin, begin + 14, "We shall talk,", "direct", "Ada Rell", "ent_ruler", "said")]
    return Annotation(
        version.article_id,
        version.version,
        (mention,),
        tuple(times if version is DATED else ()),
        tuple(quotes if begin >= 0 else ()),
        claims,
        (0.6, 0.8, *([0.0] * 510)) if version is PLAN else (1.0, *([0.0] * 511)),
    )


ANNOTATIONS = tuple(annotation(version, one) for version, one in zip(VERSIONS, CLAIMS, strict=True))


def history(position: int, previous: int | None = None, event_id: str = EVENT) -> HistoryRow:
    """Return the change of belief brought by one claim."""
    one, before = CLAIMS[position], None if previous is None else CLAIMS[previous]
    return HistoryRow(
        event_id, one.seen_at, one.status, one.date_status, one.t_start, one.t_end,
        before and before.status, before and before.t_start, before and before.t_end,
        one.source, 1, one.article_id, one.url, (one.claim_id,), position + 1, one.outlet,
    )  # fmt: skip


HISTORY = (history(0), history(1, 0), history(2, 1))


def event(event_id: str = EVENT, last: int = 2) -> Event:
    """Return the state of the visit after claim number `last`."""
    one = CLAIMS[last]
    return Event(
        event_id, "visit", ("Ada Rell",), ("Southmark",), one.status, one.date_status, CLAIMS[0].published_at,
        one.published_at, "Southmark", one.t_start, one.t_end, STORY, None, last + 1, last + 1, last + 1, ("de", "en"),
    )  # fmt: skip


def fill(writer: Writer) -> None:
    """Load the whole newsroom in one transaction."""
    with writer.transaction():
        load_article_versions(writer, VERSIONS, at(9, 14))
        load_annotations(writer, ANNOTATIONS, EXTRACTORS, at(9, 14))
        load_events(writer, [event()], at(9, 13))
        load_assignments(writer, [Assignment(one.claim_id, EVENT, STORY) for one in CLAIMS], at(9, 13))
        load_history(writer, HISTORY)
        load_chronicle(writer, HISTORY)
        load_stories(writer, [Story(STORY, "The visit", at(2), at(9), "the-visit")], at(9, 13))
        load_story_articles(writer, [StoryArticle(STORY, one.article_id, 0.9, "watch") for one in VERSIONS], at(9, 13))
        disputed = Contradiction(
            EVENT, "status", CLAIMS[0].claim_id, CLAIMS[1].claim_id, at(5, 13), at(9, 13), "later word"
        )
        load_contradictions(writer, [disputed], at(9, 13))
