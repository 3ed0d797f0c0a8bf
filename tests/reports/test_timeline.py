"""What the timeline tells, and how it words it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from records.errors import UserError
from reports.subject import find_subject
from reports.tables import format_cell, render_plain
from reports.timeline import print_timeline, read_timeline, timeline_to_json
from reports.wording import word_dates, word_event
from tests.warehouse import hand_ledger
from warehouse.connection import Connection


def test_every_change_is_told_with_source_outlet_and_article(
    con: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    print_timeline(read_timeline(con, None))
    lines = capsys.readouterr().out.splitlines()
    changes = [line for line in lines if "https://" in line]
    assert [line.split()[2] for line in changes] == ["rumoured", "planned", "scheduled"]
    assert "20 May 2031" in changes[2]
    assert all(word in changes[2] for word in ("Norland", "zeitung.example", "https://zeitung.example/datum"))


def test_as_of_tells_only_what_had_been_seen(con: Connection) -> None:
    timeline = read_timeline(con, None, as_of=hand_ledger.at(6))
    assert [change.status for change in timeline.changes] == ["rumoured", "planned"]
    assert timeline.subject.main is not None
    assert timeline.subject.main.status == "planned"


def test_before_the_first_article_nothing_is_known(con: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    print_timeline(read_timeline(con, "The visit", as_of=hand_ledger.at(1)))
    assert "nothing is known of it at that time" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["The visit", "visit", hand_ledger.STORY, hand_ledger.EVENT])
def test_a_story_is_found_by_title_words_id_or_event(con: Connection, name: str) -> None:
    main = find_subject(con, name).main
    assert main is not None
    assert main.event_id == hand_ledger.EVENT


def test_an_unknown_story_is_an_error_that_names_the_known_ones(con: Connection) -> None:
    with pytest.raises(UserError, match=r"no story 'nowhere'.*The visit"):
        find_subject(con, "nowhere")


def test_json_carries_the_sentence_behind_each_change(con: Connection) -> None:
    told = json.loads(timeline_to_json(read_timeline(con, None)))
    assert told["changes"][1]["evidence"] == "Norland said Ada Rell will visit Southmark."


@pytest.mark.parametrize(
    ("start", "end", "status", "words"),
    [
        (dt.date(2031, 5, 20), dt.date(2031, 5, 21), "fixed", "20 May 2031"),
        (dt.date(2031, 5, 20), dt.date(2031, 5, 22), "fixed", "20–21 May 2031"),
        (dt.date(2031, 5, 30), dt.date(2031, 6, 3), "fixed", "30 May – 2 June 2031"),
        (dt.date(2031, 12, 30), dt.date(2032, 1, 3), "approximate", "about 30 December 2031 – 2 January 2032"),
        (dt.date(2031, 9, 1), dt.date(2031, 10, 1), "fixed", "September 2031"),
        (dt.date(2031, 1, 1), dt.date(2032, 1, 1), "fixed", "2031"),
        (dt.date(2031, 5, 20), None, "approximate", "about from 20 May 2031"),
        (None, dt.date(2031, 5, 20), "fixed", "before 20 May 2031"),
        (None, None, "unset", "date not fixed"),
        (None, None, "none", "no date"),
    ],
)
def test_half_open_intervals_are_worded_with_their_last_day(
    start: dt.date | None, end: dt.date | None, status: str, words: str
) -> None:
    assert word_dates(start, end, status) == words


def test_a_host_is_not_repeated_as_the_place() -> None:
    assert word_event("visit", ["Ada Rell"], ["Norland"], "Norland") == "visit: Ada Rell → Norland"


def test_plain_tables_cut_nothing_and_keep_one_line_per_row() -> None:
    text = render_plain(("name", "value"), [("a" * 300, "x\ny"), ("b", None)])
    assert text.count("\n") == 3
    assert "a" * 300 in text
    assert format_cell(dt.datetime(2031, 5, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))) == "2031-05-01 10:00"
