"""Marked fragments, whatever the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.quotes.marks import count_words, find_fragments


def marked(text: str) -> list[str]:
    return [text[fragment.char_start : fragment.char_end] for fragment in find_fragments(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Il dit « oui, bien sûr » et part.", ["oui, bien sûr"]),
        ("Il dit «\u00a0oui\u00a0», puis « non ».", ["oui", "non"]),
        ("He said “yes, of course,” and left.", ["yes, of course"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("Er sagte „ja, gewiss“ und ging.", ["ja, gewiss"]),
        ("He said ‘it’s fine’ and left.", ["it’s fine"]),
        ("Он сказал: «Роман „Мост“ хорош».", ["Роман „Мост“ хорош"]),
    ],
)
def test_fragments_stand_inside_the_marks_of_any_language(text: str, inside: list[str]) -> None:
    assert marked(text) == inside


@pytest.mark.parametrize(
    "text", ["Rock 'n' roll", "the states' rights", "l'été d'avant", "5'10\" tall", "« sans fin", ""]
)
def test_apostrophes_and_lonely_marks_open_nothing(text: str) -> None:
    assert marked(text) == []


@given(st.text(alphabet="ab .,\n«»“”\"„‘’'—", max_size=60))
def test_fragments_are_ordered_apart_and_inside_the_text(text: str) -> None:
    found = find_fragments(text)
    for fragment in found:
        assert 0 <= fragment.outer_start < fragment.char_start < fragment.char_end <= fragment.outer_end <= len(text)
        assert not text[fragment.char_start].isspace()
        assert not text[fragment.char_end - 1].isspace()
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(found))


def test_an_elided_article_is_no_word_of_its_own() -> None:
    assert count_words("l'ami du peuple") == 3
