"""What resolving needs back: claims by block or event, assignments, history, stories, judgements, open alerts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from records.annotations import Claim
from records.events import Contradiction, Event, HistoryRow, Story, StoryArticle
from warehouse.connection import Connection
from warehouse.load.articles import block_text
from warehouse.read.base import fetch_records
from warehouse.rows import AlertRow, Assignment, Block, JudgementRow

_CURRENT = "SEMI JOIN core.current_annotations USING (article_id, version, extractor_version)"


def read_claims(
    con: Connection,
    *,
    blocks: Iterable[Block] | None = None,
    parties: Iterable[tuple[str, str]] | None = None,
    event_ids: Iterable[str] | None = None,
    claim_ids: Iterable[str] | None = None,
    article_ids: Iterable[str] | None = None,
) -> list[Claim]:
    """Return claims of every article version by its newest extractors, in publication order; without a filter all.

    Filters add up: claims in any of the blocks, or with any of the (type, party id) pairs, or in any of the events
    (under today's id), or named by id, or of any of the articles.
    """
    wanted: list[str] = []
    parameters: dict[str, object] = {}
    if parties is not None:
        by_type: dict[str, list[str]] = defaultdict(list)
        for kind, party in parties:
            by_type[kind].append(party)
        for position, (kind, ids) in enumerate(sorted(by_type.items())):
            wanted.append(_PARTY.format(position=position))
            parameters |= {f"type_{position}": kind, f"party_{position}": ids}
    for name, values, condition in (
        (
            "blocks",
            None if blocks is None else map(block_text, blocks),
            "c.block IN (SELECT unnest($blocks::JSON::VARCHAR[]))",
        ),
        ("event_ids", event_ids, _IN_EVENT),
        ("claim_ids", claim_ids, "c.claim_id IN (SELECT unnest($claim_ids::JSON::VARCHAR[]))"),
        ("article_ids", article_ids, "c.article_id IN (SELECT unnest($article_ids::JSON::VARCHAR[]))"),
    ):
        if values is not None:
            wanted.append(condition)
            parameters[name] = list(values)
    if not wanted and parties is not None:
        return []
    where = f"WHERE {' OR '.join(wanted)}" if wanted else ""
    sql = f"SELECT c.* FROM core.claims AS c {_CURRENT} {where} ORDER BY c.published_at, c.claim_id, c.version"
    return fetch_records(con, Claim, sql, parameters)


_PARTY = """(
    c.type = $type_{position}
    AND (list_has_any(c.actor_ids, $party_{position}::JSON::VARCHAR[]) OR list_has_any(c.recipient_ids, $party_{position}::JSON::VARCHAR[]))
)"""
_IN_EVENT = """c.claim_id IN (
    SELECT a.claim_id FROM core.current_assignments AS a
    LEFT JOIN core.current_aliases AS alias ON alias.old_id = a.event_id
    WHERE coalesce(alias.new_id, a.event_id) IN (SELECT unnest($event_ids::JSON::VARCHAR[]))
)"""


def read_assignments(con: Connection, claim_ids: Sequence[str] | None = None) -> dict[str, Assignment]:
    """Return the current assignment by claim id (of the given claims, or all), event ids being today's."""
    sql = """
        SELECT a.claim_id, coalesce(alias.new_id, a.event_id) AS event_id, a.story_id, a.block
        FROM core.current_assignments AS a LEFT JOIN core.current_aliases AS alias ON alias.old_id = a.event_id
        WHERE $all OR a.claim_id IN (SELECT unnest($ids::JSON::VARCHAR[]))
    """
    found = fetch_records(con, Assignment, sql, {"all": claim_ids is None, "ids": list(claim_ids or [])})
    return {assignment.claim_id: assignment for assignment in found}


def read_events(con: Connection, event_ids: Sequence[str] | None = None) -> dict[str, Event]:
    """Return the current state of events by id (of the given events, or all)."""
    aliases = "ANTI JOIN core.current_aliases AS alias ON alias.old_id = e.event_id"
    if event_ids is None:
        found = fetch_records(con, Event, f"SELECT e.* FROM core.current_events AS e {aliases}")
    else:
        # the newest state of these alone: the view would look for that of all
        sql = f"""
            SELECT e.* FROM (
                FROM core.events WHERE event_id IN (SELECT unnest($ids::JSON::VARCHAR[]))
                QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY seq DESC) = 1
            ) AS e {aliases}
            WHERE NOT e.is_removed
        """
        found = fetch_records(con, Event, sql, {"ids": list(event_ids)})
    return {event.event_id: event for event in found}


def read_aliases(con: Connection) -> dict[str, str | None]:
    """Return today's id by former event id; None where the event was withdrawn."""
    return dict(con.execute("SELECT old_id, new_id FROM core.current_aliases").fetchall())


def read_history(con: Connection, event_ids: Sequence[str] | None = None) -> list[HistoryRow]:
    """Return changes of belief as they were seen (of the given events, or all), under today's event ids."""
    return _read_history(con, "main.event_history", event_ids)


def read_chronicle(con: Connection, event_ids: Sequence[str] | None = None) -> list[HistoryRow]:
    """Return changes of belief by publication time (of the given events, or all), under today's event ids."""
    return _read_history(con, "main.event_chronicle", event_ids)


def _read_history(con: Connection, view: str, event_ids: Sequence[str] | None) -> list[HistoryRow]:
    """Return history rows in order of their instant."""
    sql = f"SELECT * FROM {view} WHERE $all OR event_id IN (SELECT unnest($ids::JSON::VARCHAR[])) ORDER BY observed_at, seq"
    return fetch_records(con, HistoryRow, sql, {"all": event_ids is None, "ids": list(event_ids or [])})


def read_contradictions(con: Connection, event_ids: Sequence[str] | None = None) -> list[Contradiction]:
    """Return contradictions, open and resolved (of the given events, or all), under today's event ids."""
    sql = "SELECT * FROM main.contradictions WHERE $all OR event_id IN (SELECT unnest($ids::JSON::VARCHAR[])) ORDER BY ALL"
    return fetch_records(con, Contradiction, sql, {"all": event_ids is None, "ids": list(event_ids or [])})


def read_stories(con: Connection) -> dict[str, Story]:
    """Return the stories by id, with the counts last recorded."""
    found = fetch_records(con, Story, "SELECT * FROM core.current_stories")
    return {story.story_id: story for story in found}


def read_story_articles(con: Connection, article_ids: Sequence[str] | None = None) -> list[StoryArticle]:
    """Return current memberships (of the given articles, or all)."""
    sql = """
        SELECT * FROM core.current_story_articles WHERE $all OR article_id IN (SELECT unnest($ids::JSON::VARCHAR[]))
        ORDER BY story_id, article_id
    """
    return fetch_records(con, StoryArticle, sql, {"all": article_ids is None, "ids": list(article_ids or [])})


def read_judgements(con: Connection) -> list[JudgementRow]:
    """Return all judgements in the order judged, undone ones and their undoing included."""
    return fetch_records(con, JudgementRow, "SELECT * FROM core.judgements ORDER BY judged_at, judgement_id")


def read_open_alerts(con: Connection, targets: Sequence[str] = ("",)) -> list[tuple[AlertRow, str]]:
    """Return (alert, target) for every alert that a target has neither received nor been given up for, oldest first."""
    done = {
        (alert_id, target)
        for alert_id, target in con.execute(
            "SELECT alert_id, target FROM core.alert_attempts WHERE outcome IN ('delivered', 'given_up')"
        ).fetchall()
    }
    alerts = fetch_records(con, AlertRow, "SELECT * FROM core.alerts ORDER BY created_at, alert_id")
    return [(alert, target) for alert in alerts for target in targets if (alert.alert_id, target) not in done]


def read_alert_failures(con: Connection) -> dict[tuple[str, str], int]:
    """Return the number of failed attempts by (alert_id, target)."""
    sql = "SELECT alert_id, target, count(*) FROM core.alert_attempts WHERE outcome = 'failed' GROUP BY ALL"
    return {(alert_id, target): count for alert_id, target, count in con.execute(sql).fetchall()}


def read_marker(con: Connection, name: str) -> str | None:
    """Return how far a consumer has read, or None."""
    found = con.execute("SELECT value FROM core.current_markers WHERE name = ?", [name]).fetchone()
    return str(found[0]) if found else None
