"""Alerts of what changed since the last time: put into the outbox once each, delivered until they have arrived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.workspace import Workspace
from records.events import HistoryRow
from records.feeds import Issue
from records.ids import stable_id
from reports.deliver import check_targets, name_target, send_alert
from stories.alerts import Alert, find_alerts
from stories.windows import find_silences
from warehouse.connection import Writer
from warehouse.load import load_alert_attempts, load_alerts, load_issues, set_marker
from warehouse.read import (
    read_alert_failures,
    read_contradictions,
    read_events,
    read_history,
    read_marker,
    read_open_alerts,
    read_stories,
)
from warehouse.rows import AlertAttempt, AlertRow

#: instant up to which history rows have been looked at
ALERTED_MARKER = "alerted_until"
#: after so many failures a target is given up for one alert; it stays listed
MAX_ATTEMPTS = 20


class AlertSettings(BaseSettings):
    """Where alerts go: `NEWSLEDGER_ALERT_TARGETS`, Apprise URLs separated by blanks."""

    model_config = SettingsConfigDict(env_prefix="NEWSLEDGER_", frozen=True, extra="forbid")

    alert_targets: str = Field(default="", repr=False)

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets, one each."""
        return tuple(self.alert_targets.split())


def queue_alerts(workspace: Workspace, now: dt.datetime) -> int:
    """Put alerts of changes since the last time into the outbox; return how many are new.

    The first time only marks where the history stands: nobody wants alerts of what was known before.
    """
    known_until = read_marker(workspace.con, ALERTED_MARKER)
    rows = read_history(workspace.con)
    if not rows:
        return 0
    newest = max(row.observed_at for row in rows).isoformat()
    since = dt.datetime.fromisoformat(known_until) if known_until else dt.datetime.min.replace(tzinfo=dt.UTC)
    alerts = _find(workspace, [row for row in rows if row.observed_at > since], since, now)

    def record() -> int:
        set_marker(workspace.writer, ALERTED_MARKER, newest, now)
        return load_alerts(workspace.writer, [_to_row(alert) for alert in alerts])

    return workspace.writer.run(record)


def _find(workspace: Workspace, rows: Sequence[HistoryRow], since: dt.datetime, now: dt.datetime) -> tuple[Alert, ...]:
    events, stories = read_events(workspace.con), read_stories(workspace.con)
    opened = [one for one in read_contradictions(workspace.con) if one.first_seen_at > since]
    return find_alerts(rows, events, stories, opened, find_silences(events.values(), now))


def _to_row(alert: Alert) -> AlertRow:
    return AlertRow(
        alert.alert_id, alert.created_at, alert.kind, alert.title, alert.body, alert.story_id, alert.event_id,
        dict(alert.payload),
    )  # fmt: skip


def deliver_waiting(workspace: Workspace, now: dt.datetime, targets: Sequence[str] = ()) -> tuple[int, int]:
    """Send every alert that a target has not received; return how many went out and how many failed.

    An attempt is recorded after it was made: a crash in between sends an alert twice, never not at all.
    """
    chosen = tuple(targets) or AlertSettings().targets
    check_targets(chosen)
    by_name = {name_of(target): target for target in chosen}
    failures = read_alert_failures(workspace.con)
    n_sent = n_failed = 0
    for alert, name in read_open_alerts(workspace.con, list(by_name)):
        delivery = send_alert(alert, by_name[name])
        is_last = not delivery.is_delivered and failures.get((alert.alert_id, name), 0) + 1 >= MAX_ATTEMPTS
        outcome = "delivered" if delivery.is_delivered else "given_up" if is_last else "failed"
        attempt = AlertAttempt(alert.alert_id, name, now, outcome, delivery.message)
        message = f"alert {alert.alert_id} could not be delivered to {name}: {delivery.message}"
        issues = [Issue(now, "deliver", "given_up", message)] if is_last else []
        workspace.writer.run(partial(_record_attempt, workspace.writer, attempt, issues))
        n_sent += delivery.is_delivered
        n_failed += not delivery.is_delivered
    return n_sent, n_failed


def _record_attempt(writer: Writer, attempt: AlertAttempt, issues: Sequence[Issue]) -> None:
    load_alert_attempts(writer, [attempt])
    load_issues(writer, issues)


def name_of(target: str) -> str:
    """Return the name under which a target's deliveries are recorded: its scheme and a hash, no secret."""
    return f"{name_target(target)} {stable_id('target', target)}"
