"""Damaged diagrams and a damaged engine: where validation and the runs disagree, one of them is wrong."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import judge, judge_all, read_foreign, read_own
from engine.process import Definition, DiagramError
from engine.process.joins import Parallel
from tests.simulation.runs.generate import generated
from tests.simulation.runs.mutate import mutant
from tests.simulation.runs.random_runs import ImproperEnd, RandomRuns
from tests.simulation.seeds import seeds

SEEDS = seeds(small=300, whole=2_000)


def test_mutants__called_sound__end_properly() -> None:
    words = {"sound": 0, "unsound": 0, "not decided": 0}
    reasons = set[str]()
    for seed in SEEDS:
        try:
            definition = Definition.parse(mutant(seed))
        except DiagramError:
            continue
        verdict = judge(read_own(definition))
        word = verdict.word
        words[word] += 1
        reasons |= {reason.reason for reason in verdict.undecided}
        if word == "sound":
            for run in range(6):
                RandomRuns(definition).run(run)

    assert words["sound"] > len(SEEDS) / 3
    assert words["unsound"] > len(SEEDS) / 8
    # How often a loop of signals turns, nobody can tell who takes conditions for free.
    assert reasons <= {"signals_may_stop"}


def test_mutants__called_dead_somewhere__are_never_seen_there() -> None:
    judged = 0
    for seed in SEEDS:
        try:
            definition = Definition.parse(mutant(seed))
        except DiagramError:
            continue
        flaws = judge(read_own(definition)).flaws
        dead = {step for flaw in flaws for step in (flaw.element, *flaw.behind)}
        if dead and all(flaw.property == "dead_step" for flaw in flaws):
            judged += 1
            for run in range(4):
                for step, _ in RandomRuns(definition).steps(run):
                    assert not dead & {visit.element for visit in step.path if visit.what == "left"}, seed
    assert judged > len(SEEDS) / 60


def test_mutants__read_as_of_another_tool__are_decided() -> None:
    for seed in SEEDS[:150]:
        assert judge_all(read_foreign(mutant(seed))).word != "not decided", seed


def test_engine__whose_join_waits_for_nobody__is_found_by_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Parallel, "arrive", lambda self, task: len(self._inputs) == 1)

    with pytest.raises(ImproperEnd):
        for seed in range(20):
            RandomRuns(generated(seed, 30)).run(1)
