"""The error tree.

NewsledgerError                 everything this project raises on purpose; message says what to do
├── UserError                   wrong input by the person at the keyboard: one line on stderr, exit status 1
│   ├── SeedError               a seed file is invalid (`path`)
│   └── WarehouseError          the warehouse cannot be opened, is newer, locked, corrupt (`path`)
└── ItemError                   one item failed; becomes an `issues` row, the rest goes on (`url`, `feed_id`)
    ├── FetchError              the network or the server (`is_transient` tells whether to retry)
    ├── RefusedError            refused on purpose: SSRF guard, robots.txt, size cap
    └── CleanError              a page from which no article could be made
"""

from __future__ import annotations


class NewsledgerError(Exception):
    """Base of all errors raised on purpose; `keys` locate the item."""

    def __init__(self, message: str, **keys: object) -> None:
        super().__init__(message)
        self.message = message
        self.keys = keys

    def __str__(self) -> str:
        located = " ".join(f"{name}={value}" for name, value in self.keys.items() if value is not None)
        return f"{self.message} ({located})" if located else self.message


class UserError(NewsledgerError):
    """What the user asked for cannot be done as asked."""


class SeedError(UserError):
    """A seed file is invalid."""


class WarehouseError(UserError):
    """The warehouse cannot be used."""


class ItemError(NewsledgerError):
    """One item failed; it becomes an `issues` row."""


class FetchError(ItemError):
    """The network or the server failed."""

    def __init__(self, message: str, *, is_transient: bool = False, **keys: object) -> None:
        super().__init__(message, **keys)
        self.is_transient = is_transient


class RefusedError(ItemError):
    """Refused on purpose (address guard, robots.txt, size cap)."""


class CleanError(ItemError):
    """No article could be made of a page."""
