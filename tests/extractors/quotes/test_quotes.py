"""Quotations: every table's own examples, and what no single table states."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from extractors.entities import find_mentions
from extractors.nlp import analyze_texts
from extractors.quotes import find_quotes
from records.annotations import Quote
from seeds.gazetteer import load_gazetteer
from seeds.quotes import QuoteExample, load_quote_table

LANGS = ("fr", "en", "ru")
EXAMPLES = [
    (lang, example) for lang in LANGS if (table := load_quote_table(lang)) is not None for example in table.example
]


@cache
def find(text: str, lang: str) -> tuple[Quote, ...]:
    (analysis,) = analyze_texts([text], lang)
    return find_quotes(analysis, find_mentions(analysis, dt.date(2024, 6, 12), load_gazetteer()))


@pytest.mark.parametrize(("lang", "example"), EXAMPLES, ids=str)
def test_every_example_of_a_table_holds(lang: str, example: QuoteExample) -> None:
    found = [(quote.text, quote.speaker, quote.kind) for quote in find(example.text, lang)]
    assert found == [(quote.text, quote.speaker, quote.kind) for quote in example.quotes]
