"""Everything the page shows, read from the published views in a few queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from reports.rows import read_rows
from reports.subject import EventRow, Subject, find_subject
from reports.timeline import ChangeRow, read_changes
from warehouse.connection import Connection

MAX_OTHER_EVENTS = 12
MAX_CONTRADICTIONS = 5
MAX_STATES = 8
MAX_STORIES = 12


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One sentence behind a change."""

    outlet: str
    lang: str
    published_at: dt.datetime
    sentence: str
    url: str
    source: str | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class StateReports:
    """Who said one state, and how many hours after the first."""

    status: str
    date_status: str
    t_start: dt.date | None
    t_end: dt.date | None
    first_at: dt.datetime
    #: (outlet, language, hours after the first, url), first come first
    reports: tuple[tuple[str, str, float, str], ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims that cannot both hold."""

    property: str
    first_seen_at: dt.datetime
    is_resolved: bool
    sides: tuple[EvidenceRow, EvidenceRow]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Articles of the story by outlet and day."""

    counts: dict[tuple[str, dt.date], int]
    #: outlet -> its language
    langs: dict[str, str]


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One speaker: how many quotations, and the last of them."""

    speaker: str
    n_quotes: int
    last_at: dt.datetime
    text: str
    outlet: str
    url: str


@dataclass(frozen=True, slots=True)
class PageData:
    """The page's content."""

    subject: Subject
    changes: tuple[ChangeRow, ...]
    evidence: dict[int, tuple[EvidenceRow, ...]]
    states: tuple[StateReports, ...]
    disputes: tuple[Dispute, ...]
    coverage: Coverage
    speakers: tuple[SpeakerRow, ...]
    others: tuple[EventRow, ...]
    #: title, articles, outlets, languages, first and last seen of every story
    stories: tuple[tuple[str, int, int, tuple[str, ...], dt.datetime, dt.datetime], ...]
    #: articles, claims, events, outlets of the whole warehouse
    totals: tuple[int, int, int, int]
    newest_at: dt.datetime | None


def read_page_data(con: Connection, story: str | None) -> PageData:
    """Read the page of a story; by default of the watched one with most to tell."""
    subject = find_subject(con, story)
    main = [subject.main.event_id] if subject.main else []
    changes = tuple(read_changes(con, main))
    return PageData(
        subject=subject,
        changes=changes,
        evidence=_read_evidence(con, main),
        states=_read_states(con, main, changes),
        disputes=_read_disputes(con, main),
        coverage=_read_coverage(con, subject),
        speakers=_read_speakers(con, subject),
        others=subject.events[1 : MAX_OTHER_EVENTS + 1],
        stories=_read_stories(con),
        totals=_read_totals(con),
        newest_at=changes[-1].observed_at if changes else None,
    )


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)


def _read_evidence(con: Connection, event_ids: list[str]) -> dict[int, tuple[EvidenceRow, ...]]:
    """Return the sentences behind each change, by its place in the history."""
    rows = con.execute(
        """
        WITH changes AS (
            SELECT claim_ids, row_number() OVER (ORDER BY observed_at, seq) - 1 AS place
            FROM event_history WHERE event_id IN (SELECT unnest($ids))
        )
        SELECT h.place, c.outlet, c.lang, c.published_at, c.evidence, c.url, c.source, c.rule_id
        FROM (SELECT place, unnest(claim_ids) AS claim_id, generate_subscripts(claim_ids, 1) AS rank FROM changes) AS h
        INNER JOIN claims AS c USING (claim_id)
        ORDER BY h.place, h.rank
        """,
        {"ids": event_ids},
    ).fetchall()
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for place, outlet, lang, published_at, *rest in rows:
        found[place].append(EvidenceRow(outlet, lang, _utc(published_at), *rest))
    return {place: tuple(sentences) for place, sentences in found.items()}


def _read_states(con: Connection, event_ids: list[str], changes: tuple[ChangeRow, ...]) -> tuple[StateReports, ...]:
    """Return who said each state of the history, in the order in which the states came up."""
    rows = con.execute(
        """
        SELECT status, t_start, t_end, outlet, lang, first_published_at, lag_hours, url FROM first_reports
        WHERE event_id IN (SELECT unnest($ids)) ORDER BY place_in_order, outlet
        """,
        {"ids": event_ids},
    ).fetchall()
    by_state: dict[tuple[str, dt.date | None, dt.date | None], list[tuple[str, str, dt.datetime, float, str]]] = {}
    for status, t_start, t_end, *report in rows:
        by_state.setdefault((status, t_start, t_end), []).append(tuple(report))
    states = []
    for change in changes:
        reports = by_state.pop((change.status, change.t_start, change.t_end), None)
        if reports:
            told = tuple((outlet, lang, float(lag), url) for outlet, lang, _, lag, url in reports)
            first_at = _utc(reports[0][2])
            states.append(StateReports(change.status, change.date_status, change.t_start, change.t_end, first_at, told))
    return tuple(states[-MAX_STATES:])


def _read_disputes(con: Connection, event_ids: list[str]) -> tuple[Dispute, ...]:
    rows = read_rows(
        con,
        """
        SELECT
            x.property, x.first_seen_at, x.resolved_at IS NOT NULL AS is_resolved,
            struct_pack(outlet := a.outlet, lang := a.lang, published_at := a.published_at, sentence := a.evidence,
                        url := a.url, source := a.source, rule_id := a.rule_id) AS one,
            struct_pack(outlet := b.outlet, lang := b.lang, published_at := b.published_at, sentence := b.evidence,
                        url := b.url, source := b.source, rule_id := b.rule_id) AS other
        FROM contradictions AS x
        INNER JOIN claims AS a ON a.claim_id = x.claim_id
        INNER JOIN claims AS b ON b.claim_id = x.other_claim_id
        WHERE x.event_id IN (SELECT unnest($ids))
        ORDER BY is_resolved, x.first_seen_at DESC, x.claim_id LIMIT $limit
        """,
        {"ids": event_ids, "limit": MAX_CONTRADICTIONS},
    )
    return tuple(
        Dispute(
            row["property"], row["first_seen_at"], row["is_resolved"],
            (EvidenceRow(**row["one"]), EvidenceRow(**row["other"])),
        )
        for row in rows
    )  # fmt: skip


#: the articles of a story: its members, and those with a claim about one of its events
_STORY_ARTICLES = """
    SELECT article_id FROM story_articles WHERE story_id = $story
    UNION SELECT article_id FROM claims WHERE event_id IN (SELECT unnest($ids))
"""


def _story_parameters(subject: Subject) -> dict[str, object]:
    return {"story": subject.story_id, "ids": [event.event_id for event in subject.events]}


def _read_coverage(con: Connection, subject: Subject) -> Coverage:
    rows = con.execute(
        f"""
        SELECT outlet, any_value(lang), published_at::DATE AS day, count(*) FROM articles
        WHERE article_id IN ({_STORY_ARTICLES}) GROUP BY outlet, day ORDER BY outlet, day
        """,
        _story_parameters(subject),
    ).fetchall()
    return Coverage({(row[0], row[2]): row[3] for row in rows}, {row[0]: row[1] for row in rows})


def _read_speakers(con: Connection, subject: Subject, limit: int = 8) -> tuple[SpeakerRow, ...]:
    rows = con.execute(
        f"""
        SELECT
            q.speaker, count(*), max(a.published_at) AS last_at, arg_max(q.text, (a.published_at, q.char_start)),
            arg_max(a.outlet, (a.published_at, q.char_start)), arg_max(a.url, (a.published_at, q.char_start))
        FROM quotes AS q INNER JOIN articles AS a ON a.article_id = q.article_id AND a.n_versions = q.version
        WHERE q.speaker IS NOT NULL AND q.kind = 'direct' AND a.article_id IN ({_STORY_ARTICLES})
        GROUP BY q.speaker ORDER BY count(*) DESC, q.speaker LIMIT {limit}
        """,
        _story_parameters(subject),
    ).fetchall()
    return tuple(SpeakerRow(row[0], row[1], _utc(row[2]), *row[3:]) for row in rows)


def _read_stories(con: Connection) -> tuple[tuple[str, int, int, tuple[str, ...], dt.datetime, dt.datetime], ...]:
    rows = con.execute(
        "SELECT title, n_articles, n_outlets, langs, first_seen_at, last_seen_at FROM stories"
        " WHERE n_articles > 1 ORDER BY n_articles DESC, title LIMIT $limit",
        {"limit": MAX_STORIES},
    ).fetchall()
    return tuple((row[0], row[1], row[2], tuple(row[3] or ()), _utc(row[4]), _utc(row[5])) for row in rows)


def _read_totals(con: Connection) -> tuple[int, int, int, int]:
    row = con.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM claims), (SELECT count(*) FROM events),"
        " (SELECT count(DISTINCT outlet) FROM articles)"
    ).fetchone()
    return (row[0], row[1], row[2], row[3]) if row else (0, 0, 0, 0)
