"""`newsledger explain`: an article sentence by sentence, with everything found in it and the rule that found it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from flows.options import utc_now
from records.annotations import Claim, Mention, Quote, TimeRef
from records.articles import ArticleVersion
from records.errors import UserError
from warehouse.connection import is_there, open_reader
from warehouse.read import read_article_versions

if TYPE_CHECKING:
    from extractors.annotate import Reading

MENTION, TIME, QUOTE, TRIGGER, RULE = "bold cyan", "bold magenta", "italic green", "bold yellow", "dim"


def find_version(path: Path, name: str) -> ArticleVersion:
    """Return the newest version of the article with this id or URL, or the document at this path."""
    if Path(name).is_file():
        return _read_file(name)
    if not is_there(path):
        raise UserError(f"there is no file {name}, and no warehouse in which to look for an article", path=path)
    with open_reader(path) as con:
        found = con.execute(
            "SELECT article_id FROM articles WHERE article_id = $name OR url = $name"
            " OR (length($name) > 3 AND contains(url, $name)) ORDER BY published_at DESC LIMIT 1",
            {"name": name},
        ).fetchone()
        if found is None:
            raise UserError(f"there is no article {name}: give its id, its URL or a document's path", path=path)
        return read_article_versions(con, [found[0]])[-1]


def _read_file(name: str) -> ArticleVersion:
    from extractors.documents import read_documents
    from seeds.settings import CollectionSettings

    for one in read_documents([name], CollectionSettings(), utc_now()):
        if isinstance(one, ArticleVersion):
            return one
        raise UserError(one.message, path=name)
    raise UserError("no document in this file", path=name)


def print_reading(reading: Reading, console: Console | None = None) -> None:
    """Print one article; in colour on a terminal."""
    console = console or Console(highlight=False, soft_wrap=True)
    version, annotation = reading.version, reading.annotation
    console.print(Text(version.title, style="bold underline"))
    head = f"{version.outlet} · {version.lang} · published {version.published_at:%Y-%m-%d %H:%M %Z} · {version.url}"
    console.print(Text(head, style=RULE))
    titled = [claim for claim in annotation.claims if claim.in_title]
    for line in tell_findings(reading.title_mentions, reading.title_time_refs, (), titled):
        console.print(line)
    analysis = reading.analysis
    for sentence in analysis.sentences:
        start, end = sentence.char_start, sentence.char_end
        mentions = [m for m in annotation.mentions if start <= m.char_start < end]
        times = [t for t in annotation.time_refs if start <= t.char_start < end]
        quotes = [q for q in annotation.quotes if start <= q.char_start < end]
        claims = [c for c in annotation.claims if not c.in_title and start <= c.char_start < end]
        console.print()
        console.print(mark_sentence(analysis.sentence_text(sentence), start, mentions, times, quotes, claims))
        for line in tell_findings(mentions, times, quotes, claims):
            console.print(line)


def mark_sentence(
    text: str,
    offset: int,
    mentions: Iterable[Mention],
    times: Iterable[TimeRef],
    quotes: Iterable[Quote],
    claims: Iterable[Claim],
) -> Text:
    """Return a sentence with quotes, times, mentions and triggers in their colours."""
    marked = Text(text)
    for style, spans in ((QUOTE, quotes), (TIME, times), (MENTION, mentions)):
        for span in spans:
            marked.stylize(style, max(0, span.char_start - offset), max(0, span.char_end - offset))
    for claim in claims:
        at = text.find(claim.trigger)
        if claim.trigger and at >= 0:
            marked.stylize(TRIGGER, at, at + len(claim.trigger))
    return marked


def tell_findings(
    mentions: Iterable[Mention], times: Iterable[TimeRef], quotes: Iterable[Quote], claims: Iterable[Claim]
) -> list[Text]:
    """Return one line per finding, each with the rule behind it."""
    lines = [
        Text.assemble("  mention  ", (mention.text, MENTION), f" = {_entity(mention)} ", (mention.kind, RULE))
        for mention in mentions
    ]
    lines += [
        Text.assemble(
            "  time     ",
            (ref.text, TIME),
            f" = {_interval(ref.t_start, ref.t_end)} {ref.date_status} ",
            (ref.rule_id, RULE),
        )
        for ref in times
    ]
    lines += [
        Text.assemble(
            "  quote    ",
            (quote.text, QUOTE),
            f" — {quote.speaker or 'nobody found'} ",
            (f"{quote.kind} {quote.cue}", RULE),
        )
        for quote in quotes
    ]
    return lines + [_tell_claim(claim) for claim in claims]


def _tell_claim(claim: Claim) -> Text:
    parties = f"{', '.join(claim.actors) or '?'} -> {', '.join(claim.recipients) or '-'}"
    place = f" in {claim.place}" if claim.place else ""
    dates = f"{_interval(claim.t_start, claim.t_end)} {claim.date_status}"
    factors = " ".join(f"{name}={value}" for name, value in sorted(claim.factors.items()))
    return Text.assemble(
        "  claim    ", (f"{claim.type} {claim.status}", TRIGGER), f": {parties}{place}, {dates}, source {claim.source or 'the article'} ",
        (f"{claim.rule_id} {factors}".strip(), RULE),
    )  # fmt: skip


def _entity(mention: Mention) -> str:
    if mention.entity is None:
        return f"{mention.label}, not linked"
    acting = f" (acts as {mention.acting.name})" if mention.acting else ""
    return f"{mention.entity.name} [{mention.entity.kind}]{acting}"


def _interval(start: dt.date | None, end: dt.date | None) -> str:
    return f"{start or '…'}/{end or '…'}" if start or end else "no dates"
