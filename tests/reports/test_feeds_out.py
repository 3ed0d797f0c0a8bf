"""Digest, calendar, Atom: read back by the libraries that others read them with."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import feedparser
from icalendar import Calendar

from reports.atom import render_atom
from reports.calendar import render_calendar
from reports.digest import render_digest
from tests.warehouse import hand_ledger
from warehouse.connection import Connection


def test_a_scheduled_event_is_a_confirmed_entry_with_whole_days(con: Connection) -> None:
    entries = Calendar.from_ical(render_calendar(con)).walk("VEVENT")
    assert len(entries) == 1
    entry = entries[0]
    assert entry.decoded("dtstart") == dt.date(2031, 5, 20)
    assert entry.decoded("dtend") == dt.date(2031, 5, 21)
    assert entry["status"] == "CONFIRMED"
    assert int(entry["sequence"]) == len(hand_ledger.HISTORY) - 1


def test_a_calendar_made_twice_is_the_same(con: Connection) -> None:
    assert render_calendar(con) == render_calendar(con)


def test_the_newest_change_is_the_first_entry_of_the_feed(con: Connection) -> None:
    feed = feedparser.parse(BytesIO(render_atom(con)))
    assert not feed.bozo
    assert len(feed.entries) == len(hand_ledger.HISTORY)
    assert "scheduled, 20 May 2031" in feed.entries[0].title
    assert feed.entries[0].link == hand_ledger.DATED.url


def test_entry_ids_stay_when_the_feed_is_made_again_or_shorter(con: Connection) -> None:
    ids = [entry.id for entry in feedparser.parse(BytesIO(render_atom(con))).entries]
    assert len(set(ids)) == len(ids)
    assert [entry.id for entry in feedparser.parse(BytesIO(render_atom(con, limit=1))).entries] == ids[:1]


def test_a_digest_tells_changes_and_contradictions_since_an_instant(con: Connection) -> None:
    text = render_digest(con, None, hand_ledger.at(4))
    assert "planned, date not fixed" in text
    assert "rumoured, date not fixed" not in text
    assert "## Contradictions" in text
    assert "(resolved)" in text


def test_a_digest_of_a_quiet_time_says_so(con: Connection) -> None:
    assert "Nothing changed." in render_digest(con, None, hand_ledger.at(20))
