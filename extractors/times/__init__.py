"""Time expressions to half-open intervals of local dates.

Belongs here: the table-driven grammar (`grammar`), finding phrases (`scan`), reading the tense around them (`tense`),
their values (`calendar`, `resolve`), the day of a dateline, and `find_times`, which puts these together for an article.
Does not belong: vocabulary and wordings (`seeds/languages/<xx>.times.toml`), what a date says about an event (`claims`).
Next: `extractors/claims` attaches the times to events.
"""

from extractors.times.dateline import read_dateline
from extractors.times.find import find_times

__all__ = ["find_times", "read_dateline"]
