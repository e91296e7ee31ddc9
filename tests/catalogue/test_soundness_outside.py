"""Loops and waits that somebody outside may end: no flaw where the case rests, one where it never does."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import Flaw, Verdict, judge, read_own
from engine.catalogue.soundness.report import judge_file
from engine.process import Definition
from tests.catalogue.soundness_kit import graph, wrapped
from tests.process import kit

TIMER, MESSAGE, SIGNAL = kit.timer("P1D"), kit.message("m"), kit.signal("news")
ROUND = (kit.start("s"), kit.gateway("exclusive", "again"), kit.line("s", "again", "do", "again"))
HALF_JOINED = (
    kit.start("s"), kit.gateway("exclusive", "x", "x__join"), kit.gateway("parallel", "fork"), kit.user("a"),
    kit.user("b"), kit.gateway("parallel", "join"), kit.end("e"), kit.end("e2"),
    kit.line("s", "fork", "x", "join", "e"), kit.line("fork", "a", "join"),
    kit.flow("x", "b", "=chance"), kit.line("b", "e2"),
)  # fmt: skip


def drawn(*inner: str, event: str, around: bool = False, interrupting: bool = True) -> bytes:
    """A subprocess with an event at its border, or at that of another one around it."""
    held, host = kit.sub("held", *inner), "held"
    if around:
        inside = (kit.start("o"), held, kit.end("oe"), kit.line("o", "held", "oe"))
        held, host = kit.sub("outer", *inside), "outer"
    border = kit.boundary("ended", host, event, interrupting=interrupting)
    nodes = (kit.start(), held, border, kit.gateway("exclusive", "gather"), kit.user("after"), kit.end())
    ways = (kit.line("start", host, "gather", "after", "end"), kit.line("ended", "gather"))
    return kit.process(*nodes, *ways, messages=("m",), signals=("news",), errors=("bad",))


def verdict_on(diagram: bytes) -> Verdict:
    return judge(read_own(Definition.parse(diagram)))


def flaws(verdict: Verdict) -> list[tuple[str, str]]:
    return [(flaw.property, flaw.element) for flaw in verdict.flaws]


@pytest.mark.parametrize("around", [False, True])
@pytest.mark.parametrize("event", [TIMER, MESSAGE, SIGNAL])
def test_loop_of_people__that_an_event_may_end__is_sound(event: str, around: bool) -> None:
    diagram = drawn(*ROUND, kit.user("do"), event=event, around=around)

    assert verdict_on(diagram).flaws == ((Flaw("dead_step", "oe", ("start", "outer")),) if around else ())
    run, _ = kit.begin(diagram)
    assert [work.element for work in run.waiting if work.kind == "task"] == ["do"]


def test_loop_of_people__that_no_event_may_end__is_a_livelock() -> None:
    diagram = drawn(*ROUND, kit.user("do"), event=TIMER, interrupting=False)

    assert ("livelock", "do") in flaws(verdict_on(diagram))


def test_loop_of_a_script__beside_a_deadline__never_rests_and_is_a_livelock() -> None:
    inner = (
        kit.start("s"), kit.gateway("exclusive", "again"), kit.script("do", "=1", "x"),
        kit.gateway("exclusive", "choose", "choose__again"), kit.user("ask"), kit.end("e"),
        kit.line("s", "choose", "again", "do", "again"), kit.flow("choose", "ask", "=chance"),
        kit.line("ask", "e"),
    )  # fmt: skip

    assert ("livelock", "do") in flaws(verdict_on(drawn(*inner, event=TIMER)))


def test_loop_of_a_script__beside_somebody_who_waits__is_a_livelock() -> None:
    inner = (
        kit.start("s"), kit.gateway("parallel", "fork"), kit.gateway("exclusive", "again"),
        kit.script("do", "=1", "x"), kit.user("ask"), kit.end("e"),
        kit.line("s", "fork", "again", "do", "again"), kit.line("fork", "ask", "e"),
    )  # fmt: skip

    assert "livelock" in dict(flaws(verdict_on(drawn(*inner, event=TIMER))))


def test_loop_of_operations__whose_error_is_caught_around__is_sound() -> None:
    diagram = drawn(*ROUND, kit.job("do", "op"), event=kit.error("bad"))

    assert verdict_on(diagram) == Verdict()


def test_loop_of_operations__that_catches_its_own_errors__is_a_livelock() -> None:
    inner = (*ROUND, kit.job("do", "op"), kit.boundary("failed", "do", kit.error("bad")), kit.user("mend"))
    diagram = drawn(*inner, kit.line("failed", "mend", "again"), event=kit.error("bad"))

    assert ("livelock", "do") in flaws(verdict_on(diagram))


def test_loop_of_people__where_only_an_error_is_caught__is_a_livelock() -> None:
    inner = (
        kit.start("s"), kit.job("fails", "op"), kit.gateway("exclusive", "again"), kit.user("do"),
        kit.line("s", "fails", "again", "do", "again"),
    )  # fmt: skip

    assert flaws(verdict_on(drawn(*inner, event=kit.error("bad")))) == [("livelock", "do")]


def test_wait_for_a_token_that_never_comes__that_a_term_ends__is_held() -> None:
    verdict = verdict_on(drawn(*HALF_JOINED, event=TIMER))

    assert verdict.word == "sound"
    assert [(flaw.property, flaw.element) for flaw in verdict.held] == [("deadlock", "join")]


@pytest.mark.parametrize("event", [MESSAGE, SIGNAL])
def test_wait_for_a_token_that_never_comes__that_only_somebody_may_end__is_an_error(event: str) -> None:
    verdict = verdict_on(drawn(*HALF_JOINED, event=event))

    assert (verdict.word, verdict.held) == ("unsound", ())


def test_loop_in_a_block__that_is_ended_in_one_of_two_places__is_a_livelock() -> None:
    block = kit.process(*ROUND, kit.user("do"), id="block")
    calls = (
        kit.call("first", "block"),
        kit.call("second", "block"),
        kit.gateway("exclusive", "x", "x__second"),
    )
    nodes = (
        kit.start(), *calls, kit.boundary("ended", "first", TIMER), kit.end(), kit.end("end3"),
        kit.line("start", "x", "second", "end3"), kit.flow("x", "first", "=chance"), kit.line("ended", "end"),
        kit.line("first", "end3"),
    )  # fmt: skip
    both = (kit.boundary("too", "second", TIMER), kit.end("end2"), kit.line("too", "end2"))

    once, twice = (
        judge(read_own(Definition.parse(kit.process(*nodes, *more), {"block": block}))) for more in ((), both)
    )

    assert flaws(once) == [("livelock", "do")]
    assert flaws(twice) == [("dead_step", "end3")]


@pytest.mark.parametrize("event", ["border", "around", "handler"])
def test_many_loops_beside_each_other__that_a_term_ends__are_decided(event: str) -> None:
    loops = "; ".join(f"p1 x{number} a{number} b{number} c{number} x{number}" for number in range(12))

    assert judge_file(graph(f"s p1; {loops}").ended_by(event)).lines == ("sound",)


def beside(last: str) -> bytes:
    """A reminder that goes round beside a step, and the end behind the step."""
    nodes = (
        kit.start(), kit.user("wait"), kit.boundary("ring", "wait", TIMER, interrupting=False),
        kit.gateway("exclusive", "again"), kit.user("remind"), kit.catch("pause", TIMER), last,
        kit.line("start", "wait", "last"), kit.line("ring", "again", "remind", "pause", "again"),
    )  # fmt: skip
    return kit.process(*nodes)


def test_loop_beside_the_main_flow__that_ends_all__is_sound() -> None:
    assert verdict_on(beside(kit.terminate("last"))) == Verdict()


def test_loop_beside_the_main_flow__that_ends_alone__is_a_livelock() -> None:
    assert "livelock" in dict(flaws(verdict_on(beside(kit.end("last")))))


def by_event(start: str, *, inside: str = "", interrupting: str = "true") -> bytes:
    """A loop without a way out in a process with an event subprocess."""
    event = f'<startEvent id="hs" isInterrupting="{interrupting}">{start}</startEvent>'
    return wrapped(
        '<startEvent id="s"/><exclusiveGateway id="x"/><userTask id="do"/>'
        '<sequenceFlow sourceRef="s" targetRef="x"/><sequenceFlow sourceRef="x" targetRef="do"/>'
        '<sequenceFlow sourceRef="do" targetRef="x"/>'
        f'<subProcess id="h" triggeredByEvent="true">{event}{inside}<endEvent id="he"/>'
        '<sequenceFlow sourceRef="hs" targetRef="he"/></subProcess>'
    )


@pytest.mark.parametrize("kind", ["timer", "message", "signal", "conditional", "error"])
def test_loop__that_an_event_subprocess_may_end__is_sound(kind: str) -> None:
    assert judge_file(by_event(f"<{kind}EventDefinition/>")).lines == ("sound",)


def test_loop__beside_an_event_subprocess_that_interrupts_nothing__is_a_livelock() -> None:
    lines = judge_file(by_event("<timerEventDefinition/>", interrupting="false")).lines

    assert lines[:2] == ("unsound", "property: livelock")


def test_loop_in_an_event_subprocess__that_has_ended_all_else__is_a_livelock() -> None:
    again = (
        '<exclusiveGateway id="hx"/><userTask id="hdo"/><sequenceFlow sourceRef="hx" targetRef="hdo"/>'
        '<sequenceFlow sourceRef="hdo" targetRef="hx"/>'
    )
    data = by_event("<timerEventDefinition/>", inside=again).replace(
        b'"hs" targetRef="he"', b'"hs" targetRef="hx"'
    )

    assert "property: livelock" in judge_file(data).lines


def test_loop_through_a_subprocess__whose_only_wait_is_never_reached__is_a_livelock() -> None:
    nobody = (kit.gateway("exclusive", "x"), kit.user("ask"), kit.line("x", "ask", "x"))
    inner = (
        kit.start("s"), kit.gateway("exclusive", "again"),
        kit.sub("at_once", kit.start("b"), kit.end("f"), kit.line("b", "f"), *nobody),
        kit.line("s", "again", "at_once", "again"),
    )  # fmt: skip

    assert ("livelock", "at_once") in flaws(verdict_on(drawn(*inner, event=TIMER)))


@pytest.mark.parametrize("event", [TIMER, MESSAGE, SIGNAL])
def test_event__at_what_waits_for_a_token_that_never_comes__may_come(event: str) -> None:
    inner = (kit.start("s"), kit.gateway("parallel", "join"), kit.script("do", "=1", "x"))
    diagram = drawn(*inner, kit.line("s", "join", "do", "join"), event=event)

    found = {step for flaw in verdict_on(diagram).flaws for step in (flaw.element, *flaw.behind)}
    run, _ = kit.begin(diagram)

    assert [work.element for work in run.waiting] == ["ended"]
    assert found & {"ended", "gather", "after", "end"} == set()
