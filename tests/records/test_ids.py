"""Ids are functions of their content alone."""

from __future__ import annotations

from records.errors import FetchError, ItemError
from records.ids import article_id, stable_id, text_sha256


def test_equal_content_gives_equal_ids() -> None:
    assert stable_id("clm", "a", 1, None) == stable_id("clm", "a", 1, "")
    assert article_id("https://a.example/1") == article_id("https://a.example/1") != article_id("https://a.example/2")


def test_parts_do_not_run_into_each_other() -> None:
    assert stable_id("clm", "ab", "c") != stable_id("clm", "a", "bc")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert stable_id("ent", "é") == stable_id("ent", "e\u0301")


def test_a_lone_surrogate_has_a_hash() -> None:
    assert len(text_sha256("a\ud800b")) == 64


def test_an_error_names_its_keys() -> None:
    error = FetchError("host did not answer", is_transient=True, url="https://a.example/", feed_id=None)
    assert isinstance(error, ItemError)
    assert str(error) == "host did not answer (url=https://a.example/)"
    assert error.is_transient
