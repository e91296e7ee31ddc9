"""The judgement over a drawing: `sound`, `unsound` with its flaws, or `not decided` with the reason.

Each region of each level is reduced and explored. A flaw is then looked for once more in the
net as drawn, so that its path is a shortest one, and the way to the level is put before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from engine.catalogue.soundness.divergence import may_diverge
from engine.catalogue.soundness.drawing import Drawing, Level, NotDecided, Thrown
from engine.catalogue.soundness.explore import START, Explored, Explorer
from engine.catalogue.soundness.fates import Fates
from engine.catalogue.soundness.feedback import cycles
from engine.catalogue.soundness.flaws import Flaw, Judged, shared_ends, way_to
from engine.catalogue.soundness.hosts import Endings, Hosts
from engine.catalogue.soundness.net import Net, build
from engine.catalogue.soundness.outside import NOTHING, Ended, Outside
from engine.catalogue.soundness.races import Raced, raced
from engine.catalogue.soundness.reduce import reduced
from engine.catalogue.soundness.regions import Region, regions

LIMIT: Final = 100_000
# Each state is tried against each flow, so a large net gets fewer states.
WORK: Final = 8_000_000
# A flaw is already known here; only its shortest path is still wanted.
PATH_LIMIT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on a diagram. Flaws count also where something else could not be decided.

    Steps that are `raced` are done only where the order of the drawing lets them come before an end. Where a
    case is `held`, it waits for a token that never comes until somebody outside ends the wait.
    """

    flaws: tuple[Flaw, ...] = ()
    undecided: tuple[NotDecided, ...] = ()
    raced: tuple[str, ...] = ()
    held: tuple[Flaw, ...] = ()

    @property
    def word(self) -> Literal["sound", "unsound", "not decided"]:
        """Return the verdict in one word."""
        if self.flaws:
            return "unsound"
        return "not decided" if self.undecided else "sound"


def judge(drawing: Drawing, *, limit: int = LIMIT) -> Verdict:
    """Return the verdict over one process with everything inside it."""
    return _Judge(drawing, limit).verdict()


def judge_all(drawings: Iterable[Drawing]) -> Verdict:
    """Return the verdict over the processes of one file, each on its own."""
    found = [judge(drawing) for drawing in drawings]
    return Verdict(
        tuple(flaw for verdict in found for flaw in verdict.flaws),
        tuple(reason for verdict in found for reason in verdict.undecided),
        tuple(step for verdict in found for step in verdict.raced),
        tuple(flaw for verdict in found for flaw in verdict.held),
    )


class _Judge:
    def __init__(self, drawing: Drawing, limit: int) -> None:
        self._drawing = drawing
        self._limit = limit
        self._fates = Fates(drawing)
        self._outside = Outside(drawing)
        self._endings: dict[str, Endings] = {}
        self._flaws: list[Flaw] = []
        self._undecided: list[NotDecided] = []
        self._raced: list[str] = []
        self._held: list[Flaw] = []

    def verdict(self) -> Verdict:
        self._judge_level(self._drawing.key, ())
        for cycle in cycles(self._drawing, self._endings):
            if cycle.may_stop:
                self._undecided.append(NotDecided("signals_may_stop", cycle.event))
            else:
                self._flaws.append(Flaw("livelock", cycle.event, cycle.events))
        return Verdict(tuple(self._flaws), tuple(self._undecided), tuple(self._raced), tuple(self._held))

    def _judge_level(self, key: str, way: tuple[str, ...]) -> None:
        """Judge the levels inside first: how they may end decides what their hosts may do."""
        level = self._drawing.levels[key]
        self._endings[key] = Endings()
        for step in level.steps:
            if step.inner is not None and step.inner not in self._endings:
                self._judge_level(step.inner, (*way, *way_to(level, step)))
        for handler in level.handlers:
            self._judge_level(handler.inner, way)
        completes, errors, passes = False, set[Thrown](), set[Thrown]()
        judged: list[Judged] = []
        hosts = Hosts(level, self._endings, fates=self._fates)
        reached, played = set[str](), set[str]()
        for region in regions(level):
            try:
                part = self._judge_region(level, region, hosts=hosts, way=way)
            except NotDecided as reason:
                self._undecided.append(reason)
                completes = True
                reached |= region.steps
                played |= region.steps
                continue
            judged.append(part)
            found = part.known
            # Where a flaw was found, what lies beyond it may have been left unexplored.
            played |= part.found.alive if found.is_flawless and not part.found.is_cut else region.steps
            reached |= region.steps if part.found.is_cut else part.found.alive
            completes = completes or not found.is_flawless or _completes(level, region, found)
            errors |= found.errors.keys()
            passes |= self._passes(level, found.alive)
        self._flaws += shared_ends(level, judged, hosts=hosts, way=way)
        for part in judged:
            self._report(part, part.region.steps - reached)
            reached |= part.region.steps
        ending = Endings(completes, frozenset(errors), frozenset(passes))
        ending = self._with_inside(level, ending, played)
        if any(part.waits_in_vain for part in judged):
            ending = replace(ending, rests=True)
        self._endings[key] = self._handled(level, ending)

    def _with_inside(self, level: Level, ending: Endings, played: Collection[str]) -> Endings:
        """Add what may happen at the steps of a level that some case reaches, and inside them."""
        steps = [step for step in level.steps if step.id in played]
        inside = [self._endings[step.inner] if step.inner else step for step in steps]
        return replace(
            ending,
            may_fail=any(level_inside.may_fail for level_inside in inside),
            may_escalate=any(level_inside.may_escalate for level_inside in inside),
            rests=any(level_inside.rests for level_inside in inside),
        )

    def _passes(self, level: Level, alive: set[str]) -> set[Thrown]:
        """Return the escalations that leave a level from steps that some case reaches."""
        found: set[Thrown] = set()
        for step in level.steps:
            if step.id in alive and step.throws is not None and step.throws.event == "escalation":
                found.add(step.throws)
            if step.id in alive and step.inner is not None:
                inside = self._endings[step.inner].passes
                found |= {thrown for thrown in inside if level.catcher(step.id, thrown) is None}
        return found

    def _handled(self, level: Level, ending: Endings) -> Endings:
        """Let the event subprocesses of a level take what they catch, and end it as they end."""
        for handler in level.handlers:
            inner, catches = self._endings[handler.inner], handler.catches
            kept = {e for e in ending.errors if catches is None or not catches.catches(e)}
            passed = {p for p in ending.passes if catches is None or not catches.catches(p)}
            ending = Endings(
                ending.completes or (handler.is_interrupting and inner.completes),
                frozenset(kept | inner.errors),
                frozenset(passed | inner.passes),
                may_fail=ending.may_fail or inner.may_fail,
                may_escalate=ending.may_escalate or inner.may_escalate,
                rests=ending.rests or inner.rests,
            )
        return ending

    def _judge_region(self, level: Level, region: Region, *, hosts: Hosts, way: tuple[str, ...]) -> Judged:
        net = build(level, region, hosts)
        small = reduced(net)
        ended = self._outside.ends(level, is_main=region.is_main)
        always_rests = ended.at_rest and net.always_rests
        known = replace(ended, by_failure=False) if always_rests else NOTHING
        found = _explore(small, limit=self._limit, ended=known, always_rests=always_rests)
        if ended != known and (found.stuck is not None or found.circling is not None):
            # Only as it is drawn does a net tell where a case rests, and which steps fail.
            small = net
            found = _explore(net, limit=self._limit, ended=ended, always_rests=always_rests)
        if found.is_flawless and small is not net and may_diverge(net):
            small, found = net, _explore(net, limit=self._limit, ended=ended)
        dead = set() if found.is_cut else region.steps - found.alive
        beside = raced(net, level, self._endings, alive=found.alive) if dead else Raced()
        self._raced += [step.id for step in level.steps if step.id in beside.steps & dead]
        if not region.is_main:
            host = level.by_id[level.by_id[region.entries[0]].host or ""]
            way = (*way, *way_to(level, host))
        if found.is_cut and found.is_flawless:
            wide = [node.key for node in small.nodes.values() if node.is_wide]
            raise NotDecided("too_many_ways", wide[0]) if wide else NotDecided("too_many_states", level.key)
        is_uncaught = level.key == self._drawing.key and self._drawing.strict and found.errors
        drawn, seen = small, found
        if small is not net and (not found.is_flawless or dead - beside.steps or is_uncaught):
            drawn, seen = _as_drawn(net, small, found, ended=ended)
        for outcome in (found, seen):
            outcome.alive |= beside.steps
            outcome.errors |= dict.fromkeys(
                (found.errors.keys() | beside.errors) - outcome.errors.keys(), START
            )
        return Judged(level, region, found, drawn, seen, way)

    def _report(self, part: Judged, dead: Collection[str]) -> None:
        flaws = list(part.flaws(dead))
        # Of a lost token follows all else, so an error that nobody catches comes before dead steps only.
        self._flaws += [flaw for flaw in flaws if flaw.property != "dead_step"]
        if part.level.key == self._drawing.key and self._drawing.strict:
            self._report_uncaught(part.level, part.found, part.way)
        self._flaws += [flaw for flaw in flaws if flaw.property == "dead_step"]
        if held := part.held(dead):
            self._held.append(held)

    def _report_uncaught(self, level: Level, found: Explored, way: tuple[str, ...]) -> None:
        """An error that leaves the process stops the case with a token that nobody can move."""
        for error, state in found.errors.items():
            path = (*way, *found.path(state))
            thrown = self._thrown_at(level, error) or (level.key,)
            # Of the way to the throw what the case has not passed yet; on this level the case chooses.
            rest = (
                thrown[-1:]
                if thrown[-1] in level.by_id
                else [level_id for level_id in thrown if level_id not in path]
            )
            self._flaws.append(Flaw("improper_completion", thrown[-1], (*path, *rest)))

    def _thrown_at(self, level: Level, error: Thrown) -> tuple[str, ...] | None:
        """Return the drawn way to the end that throws an error which leaves a level, through those inside."""
        for step in level.steps:
            if step.kind == "error_end" and step.throws == error:
                return way_to(level, step)
        for step in level.steps:
            is_out = step.inner is not None and error in self._endings[step.inner].errors
            if is_out and level.catcher(step.id, error) is None:
                inside = self._thrown_at(self._drawing.levels[step.inner or ""], error)
                if inside is not None:
                    return (*way_to(level, step), *inside)
        return None


def _explore(net: Net, *, limit: int, ended: Ended = NOTHING, always_rests: bool = False) -> Explored:
    """Explore in breadth, which gives shortest paths; where that is too much, look in depth for a flaw."""
    limit = min(limit, WORK // max(1, len(net.flows)))
    found = Explorer(net, limit=limit, ended=ended, always_rests=always_rests).explore()
    if found.is_cut and found.is_flawless:
        found = Explorer(net, limit=limit, is_deep=True, ended=ended, always_rests=always_rests).explore()
    return found


def _as_drawn(net: Net, small: Net, found: Explored, *, ended: Ended) -> tuple[Net, Explored]:
    """Return what can be seen of a flaw in the net as drawn, or in the small one if that is too much."""
    whole = _explore(net, limit=PATH_LIMIT, ended=ended)
    return (small, found) if whole.is_cut and whole.is_flawless else (net, whole)


def _completes(level: Level, region: Region, found: Explored) -> bool:
    """Tell whether a region may end its level well: the main one, or beside it one that ends everything."""
    ends_all = any(level.by_id[step].kind == "terminate" for step in found.alive if step in level.by_id)
    return found.completes and (region.is_main or ends_all)
