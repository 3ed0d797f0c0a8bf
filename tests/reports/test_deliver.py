"""Alerts over real HTTP to a loopback service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from records.errors import UserError
from reports.deliver import check_targets, name_target, send_alert
from tests.warehouse import hand_ledger
from warehouse.rows import AlertRow

ALERT = AlertRow("alr_1", hand_ledger.at(9), "date_set", "The visit has a date", "20 May 2031, says Norland")


class Service(HTTPServer):
    """Answers with a settable status and keeps what it got."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[dict[str, str]] = []


class Receiver(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_alert_arrives_with_title_and_body(service: Service) -> None:
    assert send_alert(ALERT, f"json://127.0.0.1:{service.server_port}").is_delivered
    assert service.received[0]["title"] == ALERT.title
    assert service.received[0]["message"] == ALERT.body


def test_a_refused_alert_is_a_value_with_its_reason(service: Service) -> None:
    service.status = 500
    delivery = send_alert(ALERT, f"json://127.0.0.1:{service.server_port}")
    assert not delivery.is_delivered
    assert delivery.message


def test_an_unreachable_service_is_a_value() -> None:
    assert not send_alert(ALERT, "json://127.0.0.1:9").is_delivered


def test_a_wrong_target_is_named_without_its_secret() -> None:
    with pytest.raises(UserError) as caught:
        check_targets(["nosuchservice://token-abc"])
    assert "token-abc" not in str(caught.value)
    assert name_target("tgram://bot-token/chat") == "tgram://…"
