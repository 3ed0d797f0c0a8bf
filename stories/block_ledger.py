"""The ledger of one block: a left fold over article steps in publication order.

An article later than all others extends the fold; an older one, or a new version, folds the block again. Either way
the result depends only on the set of steps, so the order of arrival cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from records.annotations import Claim
from records.ids import stable_id
from records.ledger import VersionStamp
from seeds.lifecycle_rules import LifecycleTable
from stories.beliefs import Belief
from stories.blocks import Sides, find_sides
from stories.caution import read_carefully, shift_weekday
from stories.clusters import Cluster, match_sides
from stories.judgements import Rulings
from stories.lifecycle import Turn, fold_article
from stories.link import find_leads, link_order, puts_off_without_date, score_fit
from stories.steps import Step, keep_newest
from stories.world import World


@dataclass(frozen=True, slots=True)
class Setting:
    """What every fold needs beside the articles."""

    world: World
    table: LifecycleTable
    rulings: Rulings
    #: article_id -> article_id of the original, for copies
    roots: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class LedgerEvent:
    """One event as folded so far: its clusters (several where a judgement merged them) seen as one."""

    event_id: str
    type: str
    clusters: list[Cluster]
    belief: Belief = field(default_factory=Belief)
    #: what changed the belief last, and the version that did
    turn: Turn | None = None
    stamp: VersionStamp | None = None
    #: the article's claims behind the last change
    turn_claims: tuple[Claim, ...] = ()

    @property
    def claims(self) -> list[Claim]:
        """All claims, in the order taken in."""
        return [claim for cluster in self.clusters for claim in cluster.claims]


class BlockLedger:
    """Events of one block over the steps seen so far."""

    def __init__(self, block: str, setting: Setting) -> None:
        self.block = block
        self.setting = setting
        self.seen: dict[tuple[str, int], Step] = {}
        #: assignments before the last fold from the start: only there ids can be given up
        self.former: dict[str, str] = {}
        self._reset()

    def add(self, steps: Iterable[Step]) -> set[str]:
        """Take in steps; return the ids of the events whose claims changed (all of them after a fold from the start)."""
        new = [step for step in steps if (step.stamp.article_id, step.stamp.version) not in self.seen]
        if not new:
            return set()
        known_articles = {article_id for article_id, _ in self.seen}
        is_later = all(self._last_order is None or step.order > self._last_order for step in new)
        is_new = len({s.stamp.article_id for s in new}) == len(new) and all(
            s.stamp.article_id not in known_articles for s in new
        )
        for step in new:
            self.seen[(step.stamp.article_id, step.stamp.version)] = step
        if is_later and is_new:
            touched: set[str] = set()
            for step in sorted(new, key=lambda step: step.order):
                touched |= self._take(step)
            return touched
        self.former = self.assignments()
        self._reset()
        for step in keep_newest(self.seen.values()):
            self._take(step)
        return set(self.events)

    def assignments(self) -> dict[str, str]:
        """Return claim_id -> event_id for the claims in force."""
        return {claim.claim_id: event.event_id for event in self.events.values() for claim in event.claims}

    def _reset(self) -> None:
        self.events: dict[str, LedgerEvent] = {}
        self._clusters: list[Cluster] = []
        self._event_of: dict[str, str] = {}
        self._cluster_of: dict[str, Cluster] = {}
        self._last_order: tuple[object, str, int] | None = None

    def _host(self) -> str:
        return self.block.split("|")[2] if self.block.startswith("visit|") else ""

    def _take(self, step: Step) -> set[str]:
        self._last_order = step.order
        chosen: dict[str, Cluster] = {}
        heard: dict[str, tuple[Claim, ...]] = {}
        before: dict[str, Belief] = {}
        opened = 0
        as_read: dict[str, Claim] = {}
        leads = find_leads(step.claims, self.setting.world)
        for stored in sorted(step.claims, key=link_order):
            sides = find_sides(stored, self.setting.world)
            claim = read_carefully(stored, sides, self.setting.world)
            claim = shift_weekday(claim, [c.dates for c in self._clusters if match_sides(c, sides)])
            as_read[claim.claim_id] = claim
            cluster = self._choose(claim, sides, step, chosen)
            if cluster is None:
                cluster = Cluster(stable_id("evt", self.block, step.stamp.article_id, opened), claim.type)
                opened += 1
                self._clusters.append(cluster)
                self._open_event(cluster, claim)
            cluster.add(claim, sides)
            # the article's next claims meet what this one says
            heard[cluster.event_id] = (*heard.get(cluster.event_id, ()), claim)
            before.setdefault(cluster.event_id, cluster.belief)
            lead = leads.get(sides.actor_keys)
            cluster.belief = self._hear(cluster, before[cluster.event_id], heard[cluster.event_id], lead)
            chosen[claim.claim_id] = cluster
            self._cluster_of[claim.claim_id] = cluster
        for cluster in chosen.values():
            cluster.belief = self._hear(cluster, before[cluster.event_id], heard[cluster.event_id])
        is_copy = self.setting.roots.get(step.stamp.article_id) in {article_id for article_id, _ in self.seen}
        if is_copy:
            # what a copy says counts once, with its original; only what the original lacks is news
            for cluster in chosen.values():
                cluster.belief = before[cluster.event_id] if before[cluster.event_id].status else cluster.belief
            chosen_new = {cid: c for cid, c in chosen.items() if not before[c.event_id].status}
            self._fold(step, chosen_new, as_read)
        else:
            self._fold(step, chosen, as_read)
        return {self._event_of[cluster.event_id] for cluster in chosen.values()}

    def _hear(self, cluster: Cluster, before: Belief, claims: tuple[Claim, ...], lead: Claim | None = None) -> Belief:
        """Return what is believed of a cluster after claims of one article."""
        earlier = cluster.list_voices(besides=claims[0].article_id)
        return fold_article(before, claims, self._host(), self.setting.table, earlier, lead).belief

    def _choose(self, claim: Claim, sides: Sides, step: Step, chosen: dict[str, Cluster]) -> Cluster | None:
        touched = {cluster.event_id for cluster in chosen.values()}
        is_off = puts_off_without_date(step.claims, claim)
        must_not = self._judged_different(claim)
        best: tuple[float, str] | None = None
        found: Cluster | None = None
        for cluster in self._clusters:
            if cluster.event_id in must_not:
                continue
            fit = score_fit(cluster, claim, match_sides(cluster, sides), cluster.event_id in touched, is_off)
            if fit is not None and (best is None or (fit, cluster.event_id) > best):
                best, found = (fit, cluster.event_id), cluster
        if found is not None:
            for other in sorted(self.setting.rulings.same.get(claim.claim_id, ())):
                found = self._cluster_of.get(other, found)
        return found

    def _judged_different(self, claim: Claim) -> frozenset[str]:
        different = self.setting.rulings.different.get(claim.claim_id, frozenset())
        return frozenset(self._cluster_of[other].event_id for other in different if other in self._cluster_of)

    def _open_event(self, cluster: Cluster, opener: Claim) -> None:
        """Give a new cluster an event: its own, or that of the claim it was judged to be the same as."""
        for other in sorted(self.setting.rulings.same.get(opener.claim_id, ())):
            if other in self._cluster_of:
                event = self.events[self._event_of[self._cluster_of[other].event_id]]
                event.clusters.append(cluster)
                self._event_of[cluster.event_id] = event.event_id
                return
        self.events[cluster.event_id] = LedgerEvent(cluster.event_id, cluster.type, [cluster])
        self._event_of[cluster.event_id] = cluster.event_id

    def _fold(self, step: Step, chosen: Mapping[str, Cluster], as_read: Mapping[str, Claim]) -> None:
        by_event: dict[str, list[Claim]] = {}
        for claim in step.claims:
            if claim.claim_id not in chosen:
                continue
            cluster = chosen[claim.claim_id]
            by_event.setdefault(self._event_of[cluster.event_id], []).append(as_read[claim.claim_id])
        for event_id, claims in by_event.items():
            event = self.events[event_id]
            earlier = [c for cluster in event.clusters for c in cluster.list_voices(besides=step.stamp.article_id)]
            turn = fold_article(event.belief, claims, self._host(), self.setting.table, earlier)
            if turn.rule is not None or turn.note:
                event.turn, event.stamp, event.turn_claims = turn, step.stamp, tuple(claims)
            event.belief = replace(turn.belief)
