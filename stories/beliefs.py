"""What is believed about one event at one moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stories.intervals import NO_DATES, Interval

#: how firmly the dates are held
BY_NOBODY, BY_RUMOUR, BY_OFFICIAL = 0, 1, 2
#: horizon words from the narrowest; 9 = no unit ("soon")
UNIT_RANK = {"day": 1, "week": 2, "month": 3, "year": 4}
NO_UNIT = 9


@dataclass(frozen=True, slots=True)
class Belief:
    """Status and dates, and what they rest on; status "" before the first word."""

    status: str = ""
    date_status: str = "none"
    dates: Interval = NO_DATES
    dated_by: int = BY_NOBODY
    #: rank of the horizon's unit where the dates are an open window
    unit_rank: int = NO_UNIT
    #: dates that were believed and given up
    superseded: tuple[Interval, ...] = ()

    @property
    def key(self) -> tuple[str, str, dt.date | None, dt.date | None]:
        """Return what counts as a change: status, date status, both ends."""
        return (self.status, self.date_status, *self.dates)

    @property
    def is_open(self) -> bool:
        """Whether it may still happen or is under way."""
        return self.status in ("rumoured", "planned", "scheduled", "postponed", "ongoing")
