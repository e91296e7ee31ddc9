"""Whatever breaks between a command and its answer, each acknowledged command is there exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.catalogue.check import check, parameters_beside
from engine.catalogue.folder import read_service
from engine.db.cluster import Cluster
from tests.demo.processes import running
from tests.simulation.fault_injection import injected_bugs, services
from tests.simulation.fault_injection.environment import Environment, environment_over
from tests.simulation.fault_injection.plan import Move, plan
from tests.simulation.fault_injection.run import failure_report, simulate
from tests.simulation.fault_injection.shrink import shrunk
from tests.simulation.seeds import IS_WHOLE, seeds

LENGTH, SIZE = 60, 40
RUNS = seeds(small=2, whole=12)
# Seeds of which at least one must show an injected bug.
SEEDS = range(1, 13)


@pytest.fixture(scope="module")
def environment(cluster: Cluster, template: str) -> Iterator[Environment]:
    with running("demo.registries") as registry, environment_over(cluster, template, registry) as found:
        yield found


@pytest.mark.small
def test_runs__with_faults_drawn_from_a_seed__lose_double_and_stop_nothing(environment: Environment) -> None:
    commands: Counter[str] = Counter()
    struck = 0
    for seed in RUNS:
        outcome = simulate(environment, seed, plan(seed, length=LENGTH), size=SIZE)

        assert not outcome.complaints, failure_report(environment, seed, outcome, length=LENGTH, size=SIZE)
        commands += outcome.commands
        struck += outcome.struck
    assert struck > 10 * len(RUNS)
    if IS_WHOLE:  # the number with which each of what may happen has
        assert min(commands[name] for name in MUST_HAPPEN) > 0, commands


MUST_HAPPEN = (
    "FileApplication",
    "StartPayment",
    "MoneyReceived",
    "OrderFailed",
    "ClaimTask",
    "ReleaseTask",
    "WithdrawCase",
    "WriteToCase",
    "MoveToken",
    "CompleteTask",
    "CompleteJob",
    "FireTimer",
    "PublishMessage",
    "DeliverMessage",
    "BroadcastSignal",
    "DeliverSignal",
)


# Drawn with an event at what is over at once (300, 308) and two ways from one gateway into loops (312).
@pytest.mark.parametrize("seed", [300, 308, 312])
def test_services__drawn_from_a_seed__pass_validation(tmp_path: Path, seed: int) -> None:
    service = services.write(tmp_path / "bpmn", seed, size=SIZE)

    check(read_service(service), parameters_beside(service))


@pytest.mark.parametrize("name", injected_bugs.BUGS)
def test_runs__with_an_injected_bug__see_it(environment: Environment, name: str) -> None:
    bug = injected_bugs.BUGS[name]

    assert any(
        simulate(environment, seed, plan(seed, length=LENGTH), size=SIZE, bug=bug).complaints
        for seed in SEEDS
    )


def test_plan__same_seed__is_the_same() -> None:
    assert plan(7, length=60) == plan(7, length=60) != plan(8, length=60)


def test_shrinking__two_moves_to_blame__leaves_these_two_and_what_has_to_go_wrong() -> None:
    moves = plan(3, length=60)
    culprits = [move for move in moves if move.fault][3:5]

    def fails(some: list[Move]) -> bool:
        return all(any(move.pick == culprit.pick and move.fault for move in some) for culprit in culprits)

    assert [move.pick for move in shrunk(moves, fails)] == [culprit.pick for culprit in culprits]
    assert all(move.fault and not move.twice for move in shrunk(moves, fails))
