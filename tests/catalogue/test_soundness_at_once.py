"""What happens within one step of a case: races with an end that ends everything, and signals in loops.

The engine runs the same diagrams, so that the verdict is held against what it does.
"""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import Verdict, judge, read_foreign, read_own
from engine.process import Definition, Run, RunBroken
from tests.process import kit

FORK = kit.gateway("parallel", "fork")
WRITE = kit.script("write", "=1", "x")


def drawn(*nodes: str) -> bytes:
    errors, signals = ("bad",), ("A", "B")
    return kit.process(kit.start(), *nodes, id="proc", errors=errors, signals=signals)


def verdict_on(*nodes: str) -> Verdict:
    return judge(read_own(Definition.parse(drawn(*nodes))))


def dead(verdict: Verdict) -> set[str]:
    found = [flaw for flaw in verdict.flaws if flaw.property == "dead_step"]
    return {step for flaw in found for step in (flaw.element, *flaw.behind)}


WRITE_FIRST = (kit.line("start", "fork", "write", "end"), kit.line("fork", "stop"))
STOP_FIRST = (kit.line("start", "fork", "stop"), kit.line("fork", "write", "end"))


@pytest.mark.parametrize(("paths", "is_done"), [(WRITE_FIRST, True), (STOP_FIRST, False)])
def test_script__beside_a_terminate_event__is_raced_and_not_dead(paths: tuple[str], is_done: bool) -> None:
    nodes = (FORK, WRITE, kit.end(), kit.terminate("stop"), *paths)

    run, step = kit.begin(drawn(*nodes))

    assert (run.document.get("x") == 1) is is_done
    assert step.finished
    assert verdict_on(*nodes) == Verdict(raced=("write", "end"))


def test_task__beside_a_terminate_event__is_dead() -> None:
    nodes = (FORK, kit.user("ask"), kit.end(), kit.terminate("stop"))
    paths = (kit.line("start", "fork", "ask", "end"), kit.line("fork", "stop"))

    verdict = verdict_on(*nodes, *paths)

    assert (dead(verdict), verdict.raced) == ({"ask", "end"}, ())


def test_task__behind_a_script_beside_a_terminate_event__is_dead() -> None:
    nodes = (FORK, WRITE, kit.user("ask"), kit.end(), kit.terminate("stop"))
    paths = (kit.line("start", "fork", "write", "ask", "end"), kit.line("fork", "stop"))

    verdict = verdict_on(*nodes, *paths)

    assert (dead(verdict), verdict.raced) == ({"ask", "end"}, ("write",))


def test_error__beside_a_terminate_event__may_end_the_process() -> None:
    nodes = (FORK, kit.error_end("bad", "bad"), kit.terminate("stop"))
    paths = (kit.line("start", "fork", "bad"), kit.line("fork", "stop"))

    verdict = verdict_on(*nodes, *paths)

    assert [(flaw.property, flaw.element) for flaw in verdict.flaws] == [("improper_completion", "bad")]


def test_script__before_a_wait_on_the_other_path__is_neither_raced_nor_dead() -> None:
    nodes = (FORK, WRITE, kit.user("ask"), kit.end(), kit.terminate("stop"))
    paths = (kit.line("start", "fork", "write", "end"), kit.line("fork", "ask", "stop"))

    assert verdict_on(*nodes, *paths) == Verdict()


def test_foreign_file__gateway_beside_a_terminate_event__is_raced() -> None:
    nodes = (FORK, kit.gateway("exclusive", "x", "x__end"), kit.user("ask"), kit.end(), kit.terminate("stop"))
    paths = (kit.line("start", "fork", "x", "end"), kit.line("fork", "stop"), kit.flow("x", "ask", "=a"))

    (drawing,) = read_foreign(drawn(*nodes, *paths, kit.line("ask", "end")))
    verdict = judge(drawing)

    assert (dead(verdict), verdict.raced) == ({"ask"}, ("x", "end"))


def loops(first: str, second: str, *, between: str = "") -> tuple[str, ...]:
    """Two parallel loops: `first` hears B and then A is thrown, `second` hears A and then B is thrown."""
    nodes = (
        FORK, first, second, kit.throw("throw_a", kit.signal("A")), kit.throw("throw_b", kit.signal("B")),
        *(kit.gateway("exclusive", join) for join in ("join_a", "join_b")), kit.end("end_a"),
        kit.end("end_b"),
    )  # fmt: skip
    middle = (between,) if between else ()
    inner = (kit.user(between),) if between else ()
    heard = [kit.line("heard_b", "throw_a", *middle, "join_a"), kit.line("heard_a", "throw_b", "join_b")]
    return (
        *nodes, *inner, *heard,
        kit.line("start", "fork", "join_a", "a", "end_a"), kit.line("fork", "join_b", "b", "end_b"),
    )  # fmt: skip


TASK_A = kit.user("a") + kit.boundary("heard_b", "a", kit.signal("B"))
TASK_B = kit.user("b") + kit.boundary("heard_a", "b", kit.signal("A"))


def test_signals__of_two_loops_that_throw_each_others__are_a_livelock() -> None:
    nodes = loops(TASK_A, TASK_B)

    run, _ = kit.begin(drawn(*nodes))
    with pytest.raises(RunBroken) as broken:
        run.signal("B")

    assert broken.value.code == "run.too_many_steps"
    (flaw,) = verdict_on(*nodes).flaws
    assert (flaw.property, flaw.path) == ("livelock", ("heard_b", "heard_a"))


def test_signals__with_a_task_on_the_way_back__end() -> None:
    nodes = loops(TASK_A, TASK_B, between="look")

    run, _ = kit.begin(drawn(*nodes))

    assert kit.visited(run.signal("B")).count("throw_a") == 1
    assert verdict_on(*nodes) == Verdict()


def chained(*paths: str) -> tuple[str, ...]:
    """The same two loops one after the other: they never listen at the same time."""
    nodes = (
        TASK_A, TASK_B, kit.throw("throw_a", kit.signal("A")), kit.throw("throw_b", kit.signal("B")),
        *(kit.gateway("exclusive", join) for join in ("join_a", "join_b")), kit.end(),
    )  # fmt: skip
    back = (kit.line("heard_b", "throw_a", "join_a"), kit.line("heard_a", "throw_b", "join_b"))
    return (*nodes, *back, kit.line("start", "join_a", "a", "join_b", "b", "end"), *paths)


def test_signals__of_loops_one_after_the_other__are_sound() -> None:
    nodes = chained()

    run, _ = kit.begin(drawn(*nodes))

    assert kit.visited(run.signal("B")) == ["throw_a", "join_a", "a", "heard_b"]
    assert verdict_on(*nodes) == Verdict()


def test_signal__that_a_loop_throws_for_itself__is_heard_by_nobody() -> None:
    nodes = (
        kit.user("a"), kit.boundary("heard", "a", kit.signal("A")), kit.throw("tell", kit.signal("A")),
        kit.gateway("exclusive", "join"), kit.end(),
    )  # fmt: skip
    paths = (kit.line("start", "join", "a", "end"), kit.line("heard", "tell", "join"))

    run, _ = kit.begin(drawn(*nodes, *paths))

    assert kit.visited(run.signal("A")) == ["tell", "join", "a", "heard"]
    assert verdict_on(*nodes, *paths) == Verdict()


def test_signal__thrown_beside_the_way_back__is_a_livelock() -> None:
    nodes = (
        kit.user("a"), kit.boundary("heard", "a", kit.signal("A")), kit.throw("tell", kit.signal("A")),
        kit.gateway("exclusive", "join"), FORK, kit.end(), kit.end("told"),
    )  # fmt: skip
    paths = (kit.line("start", "join", "a", "end"), kit.line("heard", "fork", "join"))

    run, _ = kit.begin(drawn(*nodes, *paths, kit.line("fork", "tell", "told")))
    assert isinstance(run, Run)
    with pytest.raises(RunBroken):
        run.signal("A")

    found = {flaw.property for flaw in verdict_on(*nodes, *paths, kit.line("fork", "tell", "told")).flaws}
    assert "livelock" in found


def test_signals__of_two_catch_events_in_loops__are_a_livelock() -> None:
    nodes = (
        FORK, kit.throw("throw_a", kit.signal("A")), kit.throw("throw_b", kit.signal("B")),
        kit.catch("hear_b", kit.signal("B")), kit.catch("hear_a", kit.signal("A")),
        *(kit.gateway("exclusive", f"join_{letter}") for letter in "ab"),
    )  # fmt: skip
    paths = [
        kit.line("start", "fork", "join_a", "hear_b", "throw_a", "join_a"),
        kit.line("fork", "join_b", "hear_a", "throw_b", "join_b"),
    ]

    assert ("livelock", "hear_b") in {
        (flaw.property, flaw.element) for flaw in verdict_on(*nodes, *paths).flaws
    }


def test_signals__of_loops_with_a_way_out__may_stop_and_are_not_decided() -> None:
    nodes = (
        FORK, kit.throw("throw_a", kit.signal("A")), kit.throw("throw_b", kit.signal("B")),
        kit.catch("hear_b", kit.signal("B")), kit.catch("hear_a", kit.signal("A")),
        *(kit.gateway("exclusive", f"join_{letter}") for letter in "ab"),
        *(kit.gateway("exclusive", f"x_{letter}", f"x_{letter}__throw_{letter}") for letter in "ab"),
        kit.end("end_a"), kit.end("end_b"),
    )  # fmt: skip
    paths = [
        kit.line("start", "fork", "join_a", "hear_b", "x_a", "throw_a", "join_a"),
        kit.line("fork", "join_b", "hear_a", "x_b", "throw_b", "join_b"),
        *(kit.flow(f"x_{letter}", f"end_{letter}", "=false") for letter in "ab"),
    ]

    run, _ = kit.begin(drawn(*nodes, *paths))
    with pytest.raises(RunBroken):
        run.signal("B")

    verdict = verdict_on(*nodes, *paths)
    assert verdict.flaws == ()
    assert [(undecided.reason, undecided.element) for undecided in verdict.undecided] == [
        ("signals_may_stop", "hear_b")
    ]


def test_signals__that_a_script_counts_down__are_not_called_a_livelock() -> None:
    nodes = (
        kit.user("a"), kit.boundary("heard", "a", kit.signal("A"), interrupting=False), kit.end("over"),
        kit.script("less", "=n - 1", "n"), kit.gateway("exclusive", "more", "more__over"), kit.end(),
        kit.throw("tell", kit.signal("A")), kit.end("told"),
    )  # fmt: skip
    paths = (
        kit.line("start", "a", "end"), kit.line("heard", "less", "more", "over"),
        kit.flow("more", "tell", "=n > 0"), kit.line("tell", "told"),
    )  # fmt: skip

    run, _ = kit.begin(drawn(*nodes, *paths), document={"n": 4})

    assert kit.visited(run.signal("A")).count("tell") == 3
    assert verdict_on(*nodes, *paths).word == "not decided"


@pytest.mark.parametrize("inner", ["again do again", "again other do again"])
def test_loop_of_scripts__beside_somebody_who_may_end_all__never_rests_and_is_a_livelock(inner: str) -> None:
    nodes = (
        FORK, kit.gateway("exclusive", "again"), kit.script("do", "=1", "x"), kit.script("other", "=1", "y"),
        kit.user("ask"), kit.terminate("stop"),
    )  # fmt: skip
    paths = (kit.line("start", "fork", *inner.split()), kit.line("fork", "ask", "stop"))
    used = tuple(node for node in nodes if "other" in inner or 'id="other"' not in node)

    with pytest.raises(RunBroken, match="too_many_steps"):
        kit.begin(drawn(*used, *paths))

    (flaw,) = verdict_on(*used, *paths).flaws
    assert (flaw.property, flaw.element) == ("livelock", inner.split()[1])


def test_loop_of_a_script__with_a_way_out__beside_somebody_who_may_end_all__is_sound() -> None:
    nodes = (
        FORK, kit.gateway("exclusive", "again"), kit.script("do", "=1", "x"), kit.user("ask"), kit.end(),
        kit.gateway("exclusive", "choose", "choose__end"), kit.terminate("stop"),
    )  # fmt: skip
    paths = (
        kit.line("start", "fork", "again", "do", "choose", "end"), kit.flow("choose", "again", "=x > 1"),
        kit.line("fork", "ask", "stop"),
    )  # fmt: skip

    run, _ = kit.begin(drawn(*nodes, *paths))

    assert [work.element for work in run.waiting] == ["ask"]
    assert verdict_on(*nodes, *paths) == Verdict()


def test_loop_of_a_signal__that_lets_a_terminate_event_come__is_no_livelock() -> None:
    nodes = (
        FORK, kit.gateway("exclusive", "again"), kit.throw("tell", kit.signal("A")),
        kit.catch("hear", kit.signal("A")), kit.terminate("stop"),
    )  # fmt: skip
    paths = (kit.line("start", "fork", "hear", "stop"), kit.line("fork", "again", "tell", "again"))

    _, step = kit.begin(drawn(*nodes, *paths))

    assert step.finished
    assert verdict_on(*nodes, *paths).flaws == ()
