"""One writer at a time: a lease file with a fencing token.

The lease is an advisory lock on `<warehouse>.d/lease`, so it ends with its process, however that dies. Its content tells
people who holds it. The token grows by one with every writer; a writer whose token is no longer the highest must not
write (its lock was lost, e.g. on a network disk), which `Writer.transaction` and `publish_snapshot` check.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from records.errors import WarehouseError


@dataclass(slots=True)
class Lease:
    """A held lease; `token` is this writer's number."""

    path: Path
    token: int
    descriptor: int
    taken_at: dt.datetime

    def advance(self, token: int) -> None:
        """Take a higher token and write it durably."""
        self.token = token
        held = {
            "token": token,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": self.taken_at.isoformat(timespec="seconds"),
        }
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(held).encode(), 0)
        os.fsync(self.descriptor)

    def is_current(self) -> bool:
        """Tell whether the file on disk still carries this writer's token."""
        return _read_token(self.path) == self.token

    def release(self) -> None:
        """Give the lease back; the file stays, with its token, so that the next one is higher."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def take_lease(folder: Path, now: dt.datetime) -> Lease:
    """Take the lease of the writer's folder, or raise `WarehouseError` naming the process that holds it."""
    path = folder / "lease"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise WarehouseError(f"another writer is at work{_holder(path)}; wait for it or stop it", path=path) from None
    lease = Lease(path, 0, descriptor, now)
    lease.advance(_read_token(path) + 1)
    return lease


def _read_token(path: Path) -> int:
    """Return the token in the file; 0 for a new or damaged one (the warehouse's own record then sets the floor)."""
    try:
        return int(json.loads(path.read_text("utf-8"))["token"])
    except (ValueError, KeyError, TypeError, FileNotFoundError):
        return 0


def _holder(path: Path) -> str:
    """Return " (process N on HOST since TIME)" as far as the file tells."""
    try:
        held = json.loads(path.read_text("utf-8"))
        return f" (process {held['pid']} on {held['host']} since {held['since']})"
    except (ValueError, KeyError, TypeError, OSError):
        return ""
