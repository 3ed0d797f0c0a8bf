"""The log of changes of belief: by seen time (`event_history`) and by publication time (`event_chronicle`).

Both replay steps on a clock through the same ledger; after each instant the belief about every touched event is
compared with the last one logged. What differs is only the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from records.annotations import Claim
from records.events import HistoryRow
from records.ledger import EventAlias
from stories.block_ledger import BlockLedger, LedgerEvent
from stories.blocks import order_in_article
from stories.lifecycle import rank_source
from stories.origins import count_origins
from stories.steps import Step, group_by_clock

BeliefKey = tuple[str, str, dt.date | None, dt.date | None]


@dataclass(slots=True)
class ChangeLog:
    """Rows and aliases written while a ledger takes in steps; `last` is the belief logged last for each event in use."""

    outlets: Mapping[str, str]
    last: dict[str, BeliefKey] = field(default_factory=dict)
    rows: list[HistoryRow] = field(default_factory=list)
    aliases: list[EventAlias] = field(default_factory=list)

    def take(self, ledger: BlockLedger, at: dt.datetime, steps: list[Step]) -> None:
        """Add the steps to the ledger and log what is believed differently at the instant `at`."""
        used_before = set(ledger.events)
        touched = ledger.add(steps)
        gone = used_before - set(ledger.events)
        if gone:
            self._retire(ledger, gone, ledger.former, at)
        for event_id in sorted(touched, key=lambda name: _log_order(ledger.events[name])):
            self._compare(ledger, ledger.events[event_id], at)

    def _retire(self, ledger: BlockLedger, gone: set[str], before: Mapping[str, str], at: dt.datetime) -> None:
        after = ledger.assignments()
        for old_id in sorted(gone):
            heirs = sorted(
                after[claim_id] for claim_id, event_id in before.items() if event_id == old_id and claim_id in after
            )
            new_id = max(set(heirs), key=lambda heir: (heirs.count(heir), heir)) if heirs else None
            reason = "withdrawn" if new_id is None else "merged" if new_id in self.last else "renumbered"
            self.aliases.append(EventAlias(old_id, new_id, at, reason))
            self.last.pop(old_id, None)

    def _compare(self, ledger: BlockLedger, event: LedgerEvent, at: dt.datetime) -> None:
        key = event.belief.key
        previous = self.last.get(event.event_id)
        if event.turn is None or event.stamp is None or not event.belief.status:
            return
        is_note = bool(event.turn.note) and event.stamp.seen_at == at
        if previous == key and not is_note:
            return
        self.last[event.event_id] = key
        self.rows.append(make_row(event, at, previous, ledger, self.outlets))


def make_row(
    event: LedgerEvent, at: dt.datetime, previous: BeliefKey | None, ledger: BlockLedger, outlets: Mapping[str, str]
) -> HistoryRow:
    """Return the history row for an event's current belief."""
    if event.turn is None or event.stamp is None:
        raise ValueError(f"event {event.event_id} has no claim that says anything of it")
    turn, stamp = event.turn, event.stamp
    claim = _find_best_said(turn.claim or event.turn_claims[0], event.turn_claims)
    others = sorted(c.claim_id for c in event.turn_claims if c.claim_id != claim.claim_id)
    return HistoryRow(
        event_id=event.event_id,
        observed_at=at,
        status=event.belief.status,
        date_status=event.belief.date_status,
        t_start=event.belief.dates[0],
        t_end=event.belief.dates[1],
        previous_status=previous[0] if previous else None,
        previous_t_start=previous[2] if previous else None,
        previous_t_end=previous[3] if previous else None,
        source=claim.source,
        source_rank=rank_source(claim),
        article_id=stamp.article_id,
        url=stamp.url,
        claim_ids=(claim.claim_id, *others),
        n_independent_sources=count_origins(event.claims, ledger.setting.roots, outlets),
        outlet=stamp.outlet,
        note=turn.note,
        rule_id=turn.rule.id if turn.rule else "note",
    )


def replay(ledger: BlockLedger, steps: Iterable[Step], clock: str, log: ChangeLog) -> None:
    """Take in the steps instant by instant on a clock ("seen" or "published"), logging every change."""
    for at, group in group_by_clock(steps, clock):
        log.take(ledger, at, group)


def _log_order(event: LedgerEvent) -> tuple[str, str]:
    return (event.event_id, event.type)


def _find_best_said(decisive: Claim, claims: Sequence[Claim]) -> Claim:
    """Return the claim of the article that says the same as the decisive one on the best authority, the first of equals."""
    state = (decisive.status, decisive.date_status, decisive.t_start, decisive.t_end)
    same = [c for c in claims if (c.status, c.date_status, c.t_start, c.t_end) == state and c.source is not None]
    return max(sorted([decisive, *same], key=order_in_article), key=lambda c: (rank_source(c), c.source is not None))
