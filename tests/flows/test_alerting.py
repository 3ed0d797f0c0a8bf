"""The outbox: each change once, each target until it has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows import alerting
from flows.workspace import Workspace, open_workspace
from reports.deliver import Delivery
from tests.warehouse import hand_ledger
from warehouse.load import load_history
from warehouse.rows import AlertRow

NOW = hand_ledger.at(10)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    with open_workspace(path, hand_ledger.at(1)) as opened:
        hand_ledger.fill(opened.writer)
        yield opened


class Service:
    """Takes alerts, or refuses them."""

    def __init__(self) -> None:
        self.is_up = True
        self.received: list[str] = []

    def send(self, alert: AlertRow, target: str) -> Delivery:
        if self.is_up:
            self.received.append(alert.kind)
        return Delivery(alert.alert_id, self.is_up, "" if self.is_up else "down")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    one = Service()
    monkeypatch.setattr(alerting, "send_alert", one.send)
    return one


def test_a_change_raises_its_alert_once(workspace: Workspace) -> None:
    assert alerting.queue_alerts(workspace, NOW) > 0
    assert alerting.queue_alerts(workspace, NOW + MINUTE) == 0


def test_a_change_of_later_raises_only_its_own_alert(workspace: Workspace) -> None:
    alerting.queue_alerts(workspace, NOW)
    row = hand_ledger.history(2, 1)
    late = replace(
        row, observed_at=hand_ledger.at(12), status="cancelled", previous_status="scheduled",
        previous_t_start=row.t_start, previous_t_end=row.t_end,
    )  # fmt: skip
    load_history(workspace.writer, [late])
    assert alerting.queue_alerts(workspace, hand_ledger.at(12)) == 1


def test_a_dead_service_loses_no_alert_and_a_live_one_gets_each_once(workspace: Workspace, service: Service) -> None:
    n_alerts = alerting.queue_alerts(workspace, NOW)
    service.is_up = False
    assert alerting.deliver_waiting(workspace, NOW, ["json://x.example"]) == (0, n_alerts)
    service.is_up = True
    assert alerting.deliver_waiting(workspace, NOW + MINUTE, ["json://x.example"]) == (n_alerts, 0)
    assert alerting.deliver_waiting(workspace, NOW + 2 * MINUTE, ["json://x.example"]) == (0, 0)
    assert len(service.received) == n_alerts


def test_each_target_has_its_own_deliveries_whatever_their_order(workspace: Workspace, service: Service) -> None:
    n_alerts = alerting.queue_alerts(workspace, NOW)
    assert alerting.deliver_waiting(workspace, NOW, ["json://a.example", "json://b.example"]) == (2 * n_alerts, 0)
    assert alerting.deliver_waiting(workspace, NOW + MINUTE, ["json://b.example", "json://c.example"]) == (n_alerts, 0)


def test_no_secret_of_a_target_reaches_the_warehouse(workspace: Workspace, service: Service) -> None:
    alerting.queue_alerts(workspace, NOW)
    alerting.deliver_waiting(workspace, NOW, ["json://user:hunter2@x.example"])
    targets = workspace.con.execute("SELECT DISTINCT target FROM core.alert_attempts").fetchall()
    assert len(targets) == 1
    assert "hunter2" not in targets[0][0]


def test_a_hopeless_target_is_given_up_for_an_alert_and_told(
    workspace: Workspace, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "MAX_ATTEMPTS", 2)
    n_alerts = alerting.queue_alerts(workspace, NOW)
    service.is_up = False
    for number in range(3):
        alerting.deliver_waiting(workspace, NOW + number * MINUTE, ["json://x.example"])
    assert workspace.con.execute("SELECT count(*) FROM raw.issues WHERE stage = 'deliver'").fetchall() == [(n_alerts,)]
