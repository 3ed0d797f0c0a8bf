"""The day that an agency's dateline gives ("PYONGYANG, June 19 (Wire) - "): the day from which its weekdays count.

A report filed after midnight where it happens may be published on the day before at its outlet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from records.annotations import TimeRef

#: a place in capitals, then anything short up to a dash set off by blanks
_DATELINE = re.compile(r"\s*[^\W\d_a-zа-яà-öø-ÿ]{2}[^\n]{0,70}?\s[-–—]\s")


def read_dateline(text: str, refs: Sequence[TimeRef], anchor_on: dt.date) -> dt.date:
    """Return the day of a text's dateline where it is the day before or after `anchor_on`, else `anchor_on`.

    `refs`: the text's time expressions.

    >>> read_dateline("GENEVA, May 3 (Wire) - Talks opened.", (), dt.date(2024, 5, 2))
    datetime.date(2024, 5, 2)
    """
    match = _DATELINE.match(text)
    first = refs[0] if refs else None
    if match is None or first is None or first.char_end > match.end() or first.granularity != "day":
        return anchor_on
    if first.t_start is None:
        return anchor_on
    beside = (anchor_on - dt.timedelta(days=1), anchor_on + dt.timedelta(days=1))
    named = (first.t_start.month, first.t_start.day)  # the year is read off a verb that has no say here
    return next((day for day in beside if (day.month, day.day) == named), anchor_on)
