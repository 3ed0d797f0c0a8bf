"""Explaining an article, and keeping watched stories."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rich.console import Console

from flows.explain import find_version, print_reading
from flows.watch_admin import slug
from records.analysis import Analysis, Sentence
from records.annotations import Entity, Mention, Quote, TimeRef
from records.articles import ArticleVersion
from records.errors import UserError
from seeds.watches import load_watches
from tests.flows.conftest import annotate_plainly, write_article

Run = Callable[..., Result]
AT = dt.datetime(2031, 5, 3, 10, tzinfo=dt.UTC)
TEXT = "Ada Rell will visit Norland on 20 May. “We shall talk,” she said."


def reading() -> object:
    from extractors.annotate import Reading

    version = ArticleVersion("art_1", 1, "https://g.example/1", "Gazette", "en", "A trip", TEXT, "x", AT, "given", AT)
    found = annotate_plainly([version])[0]
    ruler = Entity("ent_1", "Ada Rell", "person")
    quote = TEXT.index("“")
    annotation = type(found)(
        "art_1",
        1,
        mentions=(Mention(0, 8, "Ada Rell", "PER", ruler, 1.0),),
        time_refs=(TimeRef(31, 37, "20 May", dt.date(2031, 5, 20), dt.date(2031, 5, 21), "day", "fixed", "day-month"),),
        quotes=(Quote(quote + 1, quote + 15, TEXT[quote + 1 : quote + 15], "direct", "Ada Rell", "ent_1", "said"),),
        claims=found.claims,
    )
    sentences = (Sentence(0, 0, 38, 0, 0, 0), Sentence(1, 39, len(TEXT), 0, 0, 0))
    return Reading(version, Analysis("en", TEXT, (), sentences, ()), None, (), (), annotation)


def test_each_sentence_is_followed_by_what_was_found_in_it_and_by_which_rule() -> None:
    out = io.StringIO()
    print_reading(reading(), Console(file=out, width=200, highlight=False))  # type: ignore[arg-type]
    lines = out.getvalue().splitlines()
    first, second = lines.index(TEXT[:38]), lines.index(TEXT[39:])
    told = "\n".join(lines[first:second])
    assert "mention  Ada Rell = Ada Rell [person]" in told
    assert "time     20 May = 2031-05-20/2031-05-21 fixed day-month" in told
    assert "claim    visit planned: Ada Rell -> Norland" in told
    assert "plain" in told
    assert "quote    We shall talk, — Ada Rell direct said" in "\n".join(lines[second:])


def test_colour_is_for_terminals_only() -> None:
    coloured, plain = io.StringIO(), io.StringIO()
    print_reading(reading(), Console(file=coloured, force_terminal=True, width=200))  # type: ignore[arg-type]
    print_reading(reading(), Console(file=plain, width=200))  # type: ignore[arg-type]
    assert "\x1b[" in coloured.getvalue()
    assert "\x1b[" not in plain.getvalue()


@pytest.mark.usefixtures("plain_annotator")
def test_an_article_is_found_by_id_address_or_path(run: Run, path: Path, tmp_path: Path) -> None:
    file = write_article(tmp_path / "in", "plan", "Ada Rell will visit Norland.", 3)
    run("ingest", file)
    by_url = find_version(path, "https://gazette.example/plan")
    assert find_version(path, by_url.article_id) == by_url
    assert find_version(path, str(file)).text == by_url.text
    with pytest.raises(UserError, match="there is no article"):
        find_version(path, "https://gazette.example/other")


def test_a_watch_made_from_a_title_is_valid_and_listed(run: Run) -> None:
    added = run("watch", "add", "Ada Rell's trip to North Korea, 2031", "--actor", "Ada Rell", "--recipient", "North Korea",
                "--from", "2031-01-01", "--to", "2032-01-01")  # fmt: skip
    assert added.exit_code == 0, added.stderr
    watch = next(one for one in load_watches() if one.id == "ada-rell-s-trip-to-north-korea-2031")
    assert "North Korea" in watch.keywords["en"]
    assert len(watch.keywords["en"]) > 2
    assert "Ada Rell's trip" in run("watch", "list").output
    again = run("watch", "add", "Ada Rell's trip to North Korea, 2031", "--actor", "Ada Rell", "--from", "2031-01-01",
                "--to", "2032-01-01")  # fmt: skip
    assert again.exit_code == 1
    assert "already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["A trip"], "--actor"),
        (["A trip", "--actor", "A", "--from", "2031-01-01", "--to", "2030-01-01"], "window is empty"),
        (
            ["A trip", "--actor", "A", "--from", "2031-01-01", "--to", "2032-01-01", "--type", "dance"],
            "--type is one of",
        ),
        (["nowhere.toml"], "no such watch file"),
    ],
)
def test_a_watch_that_cannot_be_is_refused_in_one_line_and_leaves_nothing(
    arguments: list[str], words: str, run: Run, tmp_path: Path
) -> None:
    result = run("watch", "add", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("*.toml"))


def test_a_title_without_latin_letters_needs_another_name() -> None:
    with pytest.raises(UserError, match="Latin letters"):
        slug("方北")
