"""Network out: alerts to people, through Apprise (mail, chat, webhooks, …). The only module that sends anything."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apprise

from records.errors import UserError
from warehouse.rows import AlertRow


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one attempt ended; `message` says what went wrong, without the target's secrets."""

    alert_id: str
    is_delivered: bool
    message: str = ""


class _Collected(logging.Handler):
    """Keeps what Apprise logs, which is the only place where it says why."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.lines.append(record.getMessage())


def check_targets(targets: Sequence[str]) -> None:
    """Raise UserError, in one line and without the secret part, for a target that Apprise does not understand."""
    for target in targets:
        if not make_sender(target):
            raise UserError(f"alert target {name_target(target)} is not understood; see Apprise's list of services")


def make_sender(target: str) -> Any:
    """Return Apprise for one target; it is false where the target is not understood."""
    sender = apprise.Apprise()
    with warnings.catch_warnings():
        # loading its services, Apprise imports modules that Python is giving up; nobody here can act on that
        warnings.simplefilter("ignore", DeprecationWarning)
        sender.add(target)
    return sender


def name_target(target: str) -> str:
    """Return a target without what follows its scheme: tokens and passwords stay out of logs and tables.

    >>> name_target("mailto://user:secret@host.example")
    'mailto://…'
    """
    scheme, separator, _ = target.partition("://")
    return f"{scheme}://…" if separator else "…"


def send_alert(alert: AlertRow, target: str) -> Delivery:
    """Send one alert to one target; a failure is a value, never an exception."""
    collected = _Collected()
    logger = logging.getLogger("apprise")
    logger.addHandler(collected)
    try:
        sender = make_sender(target)
        if not sender:
            return Delivery(alert.alert_id, False, "the target is not understood")
        is_sent = bool(sender.notify(title=alert.title, body=alert.body or alert.title))
    except Exception as error:  # noqa: BLE001 - a service's plug-in may raise anything; the alert must survive it
        return Delivery(alert.alert_id, False, f"{type(error).__name__}: {error}"[:300])
    finally:
        logger.removeHandler(collected)
    message = "" if is_sent else "; ".join(collected.lines)[:300] or "the service refused it"
    return Delivery(alert.alert_id, is_sent, message)
