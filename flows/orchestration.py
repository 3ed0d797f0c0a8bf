"""Prefect's surroundings: quiet, offline, with its files beside the warehouse. Call before the first Prefect import."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.connection import folder_of


def prepare_prefect(warehouse: Path, *, is_verbose: bool = False) -> None:
    """Set Prefect's environment where the user has not; nothing leaves this machine.

    The embedded API takes 10 to 15 seconds to come up on a small machine: it gets two minutes.
    """
    home = folder_of(warehouse.absolute()) / "prefect"
    defaults = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "INFO" if is_verbose else "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "INFO" if is_verbose else "WARNING",
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    home.mkdir(parents=True, exist_ok=True)
