"""The verdict against two oracles: the token game as a reference model, and the engine itself."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from engine.catalogue.soundness import Verdict, judge, judge_all, read_foreign, read_own
from engine.process import Definition, Run, RunBroken
from tests.catalogue.soundness_kit import Graph, Seen, TokenGame, graph, mutant, random_graph
from tests.process import kit
from tests.process.test_random_runs import DEFINITIONS
from tests.simulation.seeds import seeds

SEEDS = seeds(small=150, whole=3_000)
STOPS = {"deadlock", "improper_completion"}


def verdict_on(drawn: Graph) -> Verdict:
    return judge_all(read_foreign(drawn.xml()))


def as_seen(verdict: Verdict) -> Seen:
    found = {flaw.property for flaw in verdict.flaws}
    dead = {flaw.element for flaw in verdict.flaws if flaw.property == "dead_step"}
    dead |= {step for flaw in verdict.flaws for step in flaw.behind}
    # A case that stops may be told of the join where it waits, or of the end that it went to instead.
    stops = not found.isdisjoint(STOPS)
    return Seen("lost_token" in found, stops, "livelock" in found, frozenset(dead))


@pytest.mark.small
@pytest.mark.parametrize("seed", seeds(small=20, whole=200))
def test_verdict__on_a_nested_diagram_of_sixty_elements__is_sound(seed: int) -> None:
    choice = random.Random(seed)

    assert verdict_on(random_graph(choice, 60)) == Verdict()


@pytest.mark.small
def test_verdict__on_mutants__is_that_of_the_token_game() -> None:
    compared = {True: 0, False: 0}
    for seed in SEEDS:
        choice = random.Random(seed)
        drawn = random_graph(choice, choice.randint(4, 14))
        for _ in range(choice.randint(1, 2)):
            drawn = mutant(drawn, choice)
        seen = TokenGame(drawn).judge(limit=3_000)
        if seen is None:
            continue

        verdict = verdict_on(drawn)

        # A join at which a case stops is not told once more as one that no case passes.
        told = {flaw.element for flaw in verdict.flaws if flaw.property in STOPS}
        assert as_seen(verdict) == replace(seen, dead=seen.dead - told), (seed, drawn)
        assert (verdict.word == "sound") == seen.is_sound
        compared[seen.is_sound] += 1
    assert compared[True] > len(SEEDS) / 6
    assert compared[False] > len(SEEDS) / 3


@pytest.mark.small
@pytest.mark.parametrize("event", ["border", "around", "handler"])
def test_verdict__on_mutants_that_a_term_ends__is_that_of_the_token_game(event: str) -> None:
    excused = 0
    for seed in SEEDS:
        choice = random.Random(f"{seed} {event}")
        drawn = mutant(random_graph(choice, choice.randint(4, 12)), choice)
        seen = TokenGame(drawn, is_ended=True).judge(limit=3_000)
        alone = TokenGame(drawn).judge(limit=3_000)
        if seen is None or alone is None:
            continue

        verdict = judge_all(read_foreign(drawn.ended_by(event)))

        assert as_seen(verdict) == seen, (seed, drawn)
        excused += (alone.deadlock or alone.livelock) and not (seen.deadlock or seen.livelock)
    assert excused > len(SEEDS) / 20


def test_verdict__on_a_gateway_with_too_many_ways__is_unsound_or_not_decided() -> None:
    ways = [f"o1 a{number} b{number} {{join}}" for number in range(14)]
    tangled = [f"o1 a{number} x{number} b{number} o2; x{number} c x1" for number in range(14)]

    assert verdict_on(graph("s o1; " + "; ".join(ways).format(join="x2") + "; x2 e")).word == "unsound"
    assert verdict_on(graph("s o1; " + "; ".join(ways).format(join="o2") + "; o2 e")).word == "sound"
    assert verdict_on(graph("s o1; " + "; ".join(tangled) + "; x1 k; o2 e")).word != "sound"


@pytest.mark.parametrize("size", [12, 20])
@pytest.mark.parametrize(
    ("branch", "word"),
    [
        ("p1 a{i} b{i} c{i} p2; p2 e", "sound"),
        ("p1 a{i} b{i} c{i} e{i}", "sound"),
        ("p1 a{i} b{i} x{i}1 c{i} p2; x{i}1 x{i}0; p2 e", "unsound"),
        ("p1 a{i} b{i} x2; x2 e", "unsound"),
        ("p1 o{i}1 b{i} o{i}2 p2; o{i}1 c{i} o{i}2; p2 e", "sound"),
    ],
)
def test_verdict__on_many_parallel_branches__is_decided(branch: str, word: str, size: int) -> None:
    drawn = graph("s p1; " + "; ".join(branch.format(i=number) for number in range(size)))

    verdict = verdict_on(drawn)

    assert (verdict.word, verdict.undecided) == (word, ())


def test_verdict__on_a_dozen_branches_that_may_end_all__is_decided() -> None:
    branches = "; ".join(f"p1 a{i} x{i} b{i} p2; x{i} c{i} k" for i in range(12))

    assert verdict_on(graph(f"s p1; {branches}; p2 e")) == Verdict()


def test_verdict__beyond_the_bound__is_not_decided() -> None:
    branches = "; ".join(f"p1 a{i} x{i} b{i} p2; x{i} c{i} k" for i in range(12))
    drawing = read_foreign(graph(f"s p1; {branches}; p2 e").xml())[0]

    verdict = judge(drawing, limit=100)

    assert verdict.word == "not decided"
    assert [reason.reason for reason in verdict.undecided] == ["too_many_states"]


class Dice(kit.FakeHost):
    """Answers conditions by chance and everything else truly."""

    def __init__(self, choice: random.Random) -> None:
        super().__init__(jobs=("op",))
        self.choice = choice

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        if expression.startswith("dice"):
            return self.choice.random() < 0.5
        return super().evaluate(expression, scope)


def own_diagram(drawn: Graph) -> bytes:
    """Draw a graph in our dialect; a default way stands behind each choice of flows."""
    nodes: list[str] = []
    parts: list[str] = []
    for id, node in drawn.kinds.items():
        out = [target for source, target in drawn.flows if source == id]
        chooses = node in {"exclusiveGateway", "inclusiveGateway"} and len(out) > 1
        if node.endswith("Gateway"):
            default = f"{id}__{out[-1]}" if chooses else None
            nodes.append(kit.gateway(node.removesuffix("Gateway"), id, default))
        elif node == "startEvent":
            nodes.append(kit.start(id))
        elif node == "endEvent":
            nodes.append(kit.terminate(id) if id[0] == "k" else kit.end(id))
        elif any(source[0] == "g" and target == id for source, target in drawn.flows):
            nodes.append(kit.catch(id, kit.timer("P1D")))
        else:
            nodes.append(kit.user(id))
        parts += [
            kit.flow(id, target, f"=dice {target}" if chooses and target != out[-1] else None)
            for target in out
        ]
    for event, host in drawn.hosts.items():
        nodes.append(kit.boundary(event, host, kit.timer("P1D")))
        parts += [kit.flow(event, target) for source, target in drawn.flows if source == event]
    return kit.process(*nodes, *parts)


def act(run: Run, choice: random.Random) -> None:
    waiting = choice.choice(run.waiting)
    if waiting.kind == "task":
        run.complete(waiting.token, {"again": choice.random() < 0.4, "n": choice.randrange(8)})
    elif waiting.kind == "timer":
        run.fire(waiting.token)
    elif waiting.kind == "signal":
        run.signal(waiting.signal_name or "")
    elif waiting.kind == "message":
        run.deliver(waiting.message_name or "", {}, token=waiting.token)
    else:
        run.finish_job(waiting.token, {"again": False, "n": 1})


def random_run(definition: Definition, seed: int, document: Mapping[str, Any]) -> bool:
    choice = random.Random(seed)
    run, _ = Run.start(definition, Dice(choice), document)
    for _ in range(2_000):
        if not run.waiting:
            break
        act(run, choice)
    return run.is_finished


def test_random_runs__through_what_is_called_sound__end_in_the_engine() -> None:
    finished = 0
    for seed in range(60):
        drawn = random_graph(random.Random(seed), 18)
        definition = Definition.parse(own_diagram(drawn))
        assert judge(read_own(definition)).word == "sound"

        assert all(random_run(definition, number, {}) for number in range(8)), seed

        finished += 8
    assert finished >= 200


def renamed(drawn: Graph, mark: str) -> Graph:
    """Return the graph with other ids that begin with the same letters."""
    names = {id: f"{id[0]}{mark}{id[1:]}" for id in (*drawn.kinds, *drawn.hosts)}
    return Graph(
        tuple((names[a], names[b]) for a, b in drawn.flows),
        {names[id]: kind for id, kind in drawn.kinds.items()},
        {names[event]: names[host] for event, host in drawn.hosts.items()},
    )


def inside(diagram: bytes) -> str:
    return diagram.decode().split('isExecutable="true">')[1].split("</bpmn:process>")[0]


def nested(choice: random.Random) -> bytes | None:
    """Put one graph into a task of another, and a third behind a reminder at that task."""
    outer, inner, side = (random_graph(choice, size) for size in (10, 10, 6))
    inner, side = renamed(inner, "i"), renamed(side, "z")
    held = {*outer.hosts.values(), *(b for a, b in outer.flows if a[0] == "g")}
    tasks = [id for id, kind in outer.kinds.items() if kind == "userTask" and id not in held]
    if not tasks:
        return None
    host = choice.choice(tasks)
    first = next(target for source, target in side.flows if source == "sz")
    beside = inside(own_diagram(side)).replace(kit.start("sz"), "").replace(kit.flow("sz", first), "")
    ring = kit.boundary("ring", host, kit.timer("P1D"), interrupting=False) + kit.flow("ring", first)
    scope = kit.sub(host, inside(own_diagram(inner)))
    return kit.process(inside(own_diagram(outer)).replace(kit.user(host), scope + ring + beside))


def test_random_runs__through_subprocesses_with_reminders__end_in_the_engine() -> None:
    finished = 0
    for seed in range(60):
        diagram = nested(random.Random(seed))
        if diagram is None:
            continue
        definition = Definition.parse(diagram)
        assert judge(read_own(definition)) == Verdict(), seed

        assert all(random_run(definition, number, {}) for number in range(4)), seed

        finished += 4
    assert finished >= 100


@pytest.mark.parametrize("name", DEFINITIONS)
def test_random_runs__through_the_hard_diagrams_of_the_engine__agree_with_the_verdict(name: str) -> None:
    assert judge(read_own(DEFINITIONS[name])) == Verdict()

    assert all(random_run(DEFINITIONS[name], seed, {"units": ["x", "y"], "none": []}) for seed in range(15))


DEADLOCKS = {
    "a choice, then a parallel join": graph("s t x1 a p2 e; x1 b p2"),
    "an inclusive split, then a parallel join": graph("s t o1 a p2 e; o1 b p2"),
    "a way out of a parallel branch": graph("s p1 a x1 p2 e; p1 b p2; x1 c e1"),
    "a deadline into a parallel join": graph("s t a p1 e; b p1", b="a"),
    "a choice within one branch": graph("s p1 a x1 c p2 e; x1 d p2; p1 b p2"),
}


class Guided(kit.FakeHost):
    """Lets conditions hold for the elements of a path."""

    def __init__(self, path: tuple[str, ...]) -> None:
        super().__init__()
        self.path = path

    def evaluate(self, expression: str, scope: Mapping[str, Any]) -> Any:
        if expression.startswith("dice"):
            return expression.split()[1] in self.path
        return super().evaluate(expression, scope)


@pytest.mark.parametrize("name", DEADLOCKS)
def test_path__to_a_deadlock__gets_the_engine_stuck(name: str) -> None:
    definition = Definition.parse(own_diagram(DEADLOCKS[name]))
    flaw = next(f for f in judge(read_own(definition)).flaws if f.property in STOPS)

    run, _ = Run.start(definition, Guided(flaw.path), {})
    with pytest.raises(RunBroken) as stuck:
        for element in flaw.path:
            for waiting in [w for w in run.waiting if w.element == element]:
                run.complete(waiting.token, {}) if waiting.kind == "task" else run.fire(waiting.token)

    assert stuck.value.code == "run.stuck"
