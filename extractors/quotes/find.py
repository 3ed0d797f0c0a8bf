"""All quotations of one text in text order."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.quotes.cues import Cue, find_cues
from extractors.quotes.marks import MIN_WORDS, Fragment, count_words, find_fragments
from extractors.quotes.page import Page
from extractors.quotes.speakers import Speaker, resolve_speaker
from records.analysis import Analysis
from records.annotations import Mention, Quote
from seeds.quotes import load_quote_table


def find_quotes(analysis: Analysis, mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the direct and indirect quotations of a text; a language without a table has none."""
    table = load_quote_table(analysis.lang)
    if table is None:
        return ()
    page = Page(analysis, table, tuple(mentions))
    fragments = find_fragments(analysis.text)
    recent: list[Speaker] = []
    found: list[Quote] = []
    for sentence in analysis.sentences:
        outside = [
            cue
            for cue in find_cues(page, sentence)
            if not any(f.char_start <= analysis.tokens[cue.token].char_start < f.char_end for f in fragments)
        ]
        inside = [f for f in fragments if sentence.char_start <= f.char_start < sentence.char_end]
        said = [(cue, resolve_speaker(page, cue.speaker, recent)) for cue in outside]
        for fragment in inside:
            quote = _quote_fragment(page, fragment, said, recent)
            if quote is not None:
                found.append(quote)
        for cue, speaker in said:
            content = _content_after(page, cue)
            if content is not None and speaker is not None and cue.kind == "verb":
                found.append(_make_quote(analysis.text, content, "indirect", speaker, cue.text))
        recent += [speaker for _, speaker in said if speaker is not None]
    return tuple(_drop_overlaps(sorted(found, key=lambda q: (q.char_start, q.char_end))))


def _quote_fragment(
    page: Page, fragment: Fragment, said: list[tuple[Cue, Speaker | None]], recent: list[Speaker]
) -> Quote | None:
    text = page.analysis.text
    if count_words(text[fragment.char_start : fragment.char_end]) < MIN_WORDS:
        return None
    tokens = page.analysis.tokens
    ranked = sorted(
        said,
        key=lambda pair: min(
            abs(tokens[pair[0].token].char_start - fragment.outer_end),
            abs(tokens[pair[0].token].char_start - fragment.outer_start),
        ),
    )
    for cue, speaker in ranked:
        if speaker is not None:
            return _make_quote(text, (fragment.char_start, fragment.char_end), "direct", speaker, cue.text)
    if recent and text[fragment.char_start].isupper():
        return _make_quote(text, (fragment.char_start, fragment.char_end), "direct", recent[-1], "")
    return None


def _content_after(page: Page, cue: Cue) -> tuple[int, int] | None:
    """Return the clause after "said that"."""
    sentence = page.sentence(cue.token)
    tokens = page.analysis.tokens
    for index in range(cue.token + 1, min(cue.token + 8, sentence.token_end)):
        if page.lower[index] in page.table.that and index + MIN_WORDS < sentence.token_end:
            last = sentence.token_end - 1
            while last > index and tokens[last].upos == "PUNCT":
                last -= 1
            return tokens[index + 1].char_start, tokens[last].char_end
    return None


def _make_quote(text: str, span: tuple[int, int], kind: str, speaker: Speaker, cue: str) -> Quote:
    start, end = span
    return Quote(start, end, text[start:end], kind, speaker.name, speaker.entity_id, cue)


def _drop_overlaps(quotes: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in quotes:
        if not kept or quote.char_start >= kept[-1].char_end:
            kept.append(quote)
    return kept
