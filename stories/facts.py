"""The facts that lifecycle rules ask about: how one claim lies to what is believed (names in seeds/lifecycle/rules.toml)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from records.annotations import Claim
from stories.beliefs import BY_OFFICIAL, BY_RUMOUR, NO_UNIT, Belief
from stories.caution import is_day_of_speaking
from stories.horizons import find_unit_rank, is_vague
from stories.intervals import Interval, is_bounded, is_dated, length_days, overlaps, relate
from stories.world import fold_name

#: how claimed dates can lie to the believed ones
RELATIONS = frozenset({"first", "same", "inside", "covers", "overlaps", "apart"})
#: dates this long or longer are a month or more, not a trip
COARSE_DAYS = 28
#: a horizon that starts this close to publication is counted from the statement itself
FRESH_DAYS = 3
#: a date farther ahead needs more than a sentence in passing
REMOTE_DAYS = 120


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim in its article: the first word on the event or not, with what the article found before it."""

    claim: Claim
    belief: Belief
    #: status believed before the article
    status_before: str
    is_lead: bool
    #: the article has said before this claim that the event is under way
    is_under_way_here: bool
    #: key of the host country, to tell a stage from the trip
    host: str
    #: the article's first word on the event
    lead: Claim | None = None
    #: somebody else has said the same of the event
    is_backed: bool = False

    @property
    def dates(self) -> Interval:
        """The claimed dates."""
        return (self.claim.t_start, self.claim.t_end)

    @property
    def day(self) -> dt.date:
        """The day of publication."""
        return self.claim.published_at.date()


class Facts:
    """The facts about one claim, each looked at when a rule first asks for it."""

    def __init__(self, saying: Saying) -> None:
        self._saying = saying
        self._known: dict[str, bool] = {}
        self._relation = relate(saying.dates, saying.belief.dates) if is_dated(saying.dates) else ""

    def hold(self, name: str) -> bool:
        """Whether the fact of this name holds; KeyError for an unknown name."""
        if name in RELATIONS:
            return name == self._relation
        if name not in self._known:
            self._known[name] = _TESTS[name](self._saying)
        return self._known[name]


def is_coarse(date_status: str, dates: Interval) -> bool:
    """Whether dates are approximate or span a month or more."""
    return date_status == "approximate" or (is_bounded(dates) and length_days(dates) >= COARSE_DAYS)


def _is_undated(saying: Saying) -> bool:
    return not is_dated(saying.dates) and saying.claim.date_status != "unset"


def _has_window(saying: Saying) -> bool:
    claim = saying.claim
    return claim.date_status == "approximate" and is_dated(saying.dates) and not is_vague(claim)


def _is_dated_at_all(saying: Saying) -> bool:
    return is_dated(saying.dates) and not is_vague(saying.claim)


def _is_stage(saying: Saying) -> bool:
    claim, belief = saying.claim, saying.belief
    return (
        bool(claim.place)
        and fold_name(claim.place or "") != saying.host
        and is_bounded(belief.dates)
        and not is_coarse(belief.date_status, belief.dates)
        and is_dated(saying.dates)
        and relate(saying.dates, belief.dates) == "inside"
    )


def _is_stale(saying: Saying) -> bool:
    if not _is_dated_at_all(saying) or relate(saying.dates, saying.belief.dates) in ("same", "inside"):
        return False
    return any(relate(saying.dates, given_up) in ("same", "inside") for given_up in saying.belief.superseded)


def _is_finer(saying: Saying) -> bool:
    believed, claimed = saying.belief, saying.dates
    if not is_dated(claimed) or is_vague(saying.claim):
        return False
    if not is_dated(believed.dates) or _is_vague_belief(saying):
        return True
    if not is_bounded(claimed) and not is_bounded(believed.dates):
        if saying.claim.date_status == "fixed":
            return believed.date_status != "fixed"
        return believed.date_status != "fixed" and find_unit_rank(saying.claim) < believed.unit_rank
    return length_days(claimed) <= length_days(believed.dates) and claimed != believed.dates


def _is_vague_belief(saying: Saying) -> bool:
    belief = saying.belief
    return belief.date_status == "approximate" and belief.dates[1] is None and belief.unit_rank == NO_UNIT


def _fills(saying: Saying) -> bool:
    (believed_start, believed_end), (start, end) = saying.belief.dates, saying.dates
    if not is_dated(saying.belief.dates) or not overlaps(saying.belief.dates, saying.dates):
        return False
    return (believed_start is None and start is not None) or (believed_end is None and end is not None)


def _ends_early(saying: Saying) -> bool:
    end, believed_end = saying.dates[1], saying.belief.dates[1]
    return end is not None and believed_end is not None and end < believed_end


def _is_fresh_horizon(saying: Saying) -> bool:
    start = saying.dates[0]
    return start is not None and -FRESH_DAYS <= (start - saying.day).days <= 1


def _is_past(saying: Saying) -> bool:
    return saying.dates[1] is not None and saying.dates[1] <= saying.day


def _lies_ahead(saying: Saying) -> bool:
    # one day of grace: it may already be tomorrow at the place of the event
    return saying.dates[0] is not None and saying.dates[0] > saying.day + dt.timedelta(days=1)


def _runs_on(saying: Saying) -> bool:
    end = saying.belief.dates[1]
    return end is not None and end > saying.day + dt.timedelta(days=1)


def _has_not_begun(saying: Saying) -> bool:
    start = saying.belief.dates[0]
    return start is not None and start > saying.day


def _is_against_lead(saying: Saying) -> bool:
    lead = saying.lead
    if saying.is_lead or lead is None or not is_dated(saying.dates):
        return False
    first = (lead.t_start, lead.t_end)
    return lead.date_status == "fixed" and is_dated(first) and not overlaps(first, saying.dates)


def _is_remote(saying: Saying) -> bool:
    start = saying.dates[0] or saying.dates[1]
    return start is not None and (start - saying.day).days > REMOTE_DAYS


def _is_country_lead(saying: Saying) -> bool:
    place = fold_name(saying.claim.place or "")
    return saying.is_lead and place in ("", saying.host)


_TESTS: dict[str, Callable[[Saying], bool]] = {
    "undated": _is_undated,
    "unset": lambda s: s.claim.date_status == "unset",
    "vague": lambda s: is_vague(s.claim),
    "window": _has_window,
    "windowed": lambda s: _has_window(s) or s.claim.date_status == "fixed",
    "approximate": lambda s: s.claim.date_status == "approximate",
    "fixed": lambda s: s.claim.date_status == "fixed" and is_dated(s.dates),
    "open": lambda s: is_dated(s.dates) and not is_bounded(s.dates),
    "not_before": lambda s: s.claim.t_start is None and s.claim.t_end is not None,
    "dated_at_all": _is_dated_at_all,
    "lead": lambda s: s.is_lead,
    "lead_country": _is_country_lead,
    "unnamed": lambda s: s.claim.source_kind == "unnamed",
    "unnamed_open": lambda s: s.claim.source_kind == "unnamed" and not is_bounded(s.dates),
    "party": lambda s: s.claim.source_kind in ("party", "self"),
    "today": lambda s: is_day_of_speaking(s.claim),
    "backed": lambda s: s.is_backed,
    "against_lead": _is_against_lead,
    "lead_unset": lambda s: not s.is_lead and s.lead is not None and s.lead.date_status == "unset",
    "lead_rumoured": lambda s: not s.is_lead and s.lead is not None and s.lead.status == "rumoured",
    "remote": _is_remote,
    "stage": _is_stage,
    "past": _is_past,
    "ahead": _lies_ahead,
    "echo": lambda s: s.claim.status == s.status_before,
    "stale": _is_stale,
    "same_start": lambda s: s.dates[0] is not None and s.dates[0] == s.belief.dates[0],
    "finer": _is_finer,
    "longer_unit": lambda s: is_coarse(s.claim.date_status, s.dates),
    "fills": _fills,
    "early_end": _ends_early,
    "fresh_horizon": _is_fresh_horizon,
    "dated_by_rumour": lambda s: s.belief.dated_by == BY_RUMOUR,
    "dated_officially": lambda s: s.belief.dated_by == BY_OFFICIAL,
    "coarse": lambda s: is_coarse(s.belief.date_status, s.belief.dates),
    "vague_belief": _is_vague_belief,
    "undated_belief": lambda s: not is_dated(s.belief.dates),
    "runs_on": _runs_on,
    "not_begun": _has_not_begun,
    "under_way_here": lambda s: s.is_under_way_here,
}
