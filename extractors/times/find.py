"""Puts the grammar, the tense and the calendar together over a whole article."""

from __future__ import annotations

import datetime as dt
from functools import partial

from extractors.times.calendar import Interval
from extractors.times.grammar import WRAPPER_REACH, load_grammar
from extractors.times.resolve import read_edge, resolve_phrase
from extractors.times.scan import Phrase, fold_text, scan_sentence, select_literals
from extractors.times.tense import TenseReader
from extractors.times.values import Context
from records.analysis import Analysis, Sentence
from records.annotations import TimeRef


def find_times(analysis: Analysis, anchor_on: dt.date) -> tuple[TimeRef, ...]:
    """Return the time expressions of a text, non-overlapping and in text order.

    `anchor_on` is the calendar day of publication at the outlet. Durations, ages, names and repeated times give nothing;
    a text that says the date is open gives a reference with `date_status` "unset".
    """
    grammar = load_grammar(analysis.lang)
    folded = fold_text(analysis.text)
    literals = select_literals(folded, grammar)
    reader = TenseReader(analysis, folded, grammar)
    refs: list[TimeRef] = []
    previous: Interval | None = None
    dated_paragraph = -1
    for sentence in analysis.sentences:
        phrases = scan_sentence(folded, analysis.text, sentence.char_start, sentence.char_end, grammar, literals)
        found = _resolve_sentence(
            phrases, sentence, folded, reader, anchor_on, previous, dated_paragraph == sentence.paragraph
        )
        refs.extend(_make_ref(analysis, phrase, interval, edge) for phrase, interval, edge, _ in found)
        foci = [(phrase, focus) for phrase, _, _, focus in found if focus is not None]
        if foci:
            named = [focus for phrase, focus in foci if not _points_back(phrase)]
            previous, dated_paragraph = (named or [foci[-1][1]])[-1], sentence.paragraph
    return tuple(refs)


def _resolve_sentence(
    phrases: list[Phrase],
    sentence: Sentence,
    folded: str,
    reader: TenseReader,
    anchor_on: dt.date,
    previous: Interval | None,
    is_same_paragraph: bool,
) -> list[tuple[Phrase, Interval, str, Interval | None]]:
    """Return phrase, interval, edge and the date that later phrases may point back to."""
    read_tense = partial(_read_tense, sentence=sentence, folded=folded, reader=reader)
    is_lasting = partial(_is_lasting, sentence=sentence, reader=reader)
    is_negated = partial(_is_negated, sentence=sentence, reader=reader)
    found: list[tuple[Phrase, Interval, str, Interval | None]] = []
    near: Interval | None = None
    for phrase in phrases:
        context = Context(
            anchor_on,
            read_tense,
            is_lasting,
            is_negated,
            near or previous,
            near is not None,
            near is not None or is_same_paragraph,
        )
        interval = resolve_phrase(phrase, context)
        if interval is None:
            continue
        focus = _find_focus(phrase, interval, context)
        found.append((phrase, interval, read_edge(phrase, context), focus))
        near = focus or near
    return found


def _points_back(phrase: Phrase) -> bool:
    core = phrase.heart.core
    return core is not None and core.is_anaphoric


def _find_focus(phrase: Phrase, interval: Interval, context: Context) -> Interval | None:
    """Return the date named inside an edge ("since Friday": Friday), None for vague and unset phrases."""
    while phrase.kind in {"edge", "hedge"}:
        phrase = phrase.inner[0]
        inner = resolve_phrase(phrase, context)
        if inner is not None:
            interval = inner
    return interval if interval.start is not None and interval.end is not None else None


def _read_tense(phrase: Phrase, *, sentence: Sentence, folded: str, reader: TenseReader) -> str:
    heart = phrase.heart
    left = folded[max(sentence.char_start, heart.core_start - WRAPPER_REACH) : heart.core_start]
    return reader.tense_of(sentence, heart.core_start, heart.core_end, left)


def _is_lasting(phrase: Phrase, *, sentence: Sentence, reader: TenseReader) -> bool:
    return reader.is_lasting(sentence, phrase.char_start)


def _is_negated(phrase: Phrase, *, sentence: Sentence, reader: TenseReader) -> bool:
    return reader.is_negated(sentence, phrase.char_start)


def _make_ref(analysis: Analysis, phrase: Phrase, interval: Interval, edge: str) -> TimeRef:
    core = phrase.heart.core
    is_anaphoric = core is not None and (core.is_anaphoric or core.is_anchorable)
    return TimeRef(
        phrase.char_start, phrase.char_end, analysis.text[phrase.char_start : phrase.char_end], interval.start, interval.end,
        interval.granularity, interval.status, f"{analysis.lang}.{phrase.rule_id}", edge, is_anaphoric,
    )  # fmt: skip
