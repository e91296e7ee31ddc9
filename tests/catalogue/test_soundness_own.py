"""Diagrams of our own dialect: subprocesses, blocks, errors and reminders."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import judge, read_own
from engine.process import Definition
from tests.process import kit

OWN_SOUND = {
    "an error from within, caught": kit.process(
        kit.start(),
        kit.sub(
            "inner",
            kit.start("s"),
            kit.gateway("exclusive", "ask", "ask__fine"),
            kit.user("fine"),
            kit.error_end("bad", "refused"),
            kit.end("e"),
            kit.line("s", "ask", "fine", "e"),
            kit.flow("ask", "bad", "=x"),
        ),
        kit.boundary("refused", "inner", kit.error("refused")),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "inner", "end"),
        kit.line("refused", "end2"),
        errors=("refused",),
    ),
    "an interruption with tokens inside": kit.process(
        kit.start(),
        kit.sub(
            "inner",
            kit.start("s"),
            kit.gateway("parallel", "split"),
            kit.user("a"),
            kit.user("b"),
            kit.end("e1"),
            kit.end("e2"),
            kit.line("s", "split", "a", "e1"),
            kit.line("split", "b", "e2"),
        ),
        kit.boundary("late", "inner", kit.timer("P1D")),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "inner", "end"),
        kit.line("late", "end2"),
    ),
    "a reminder in a loop": kit.process(
        kit.start(),
        kit.user("wait"),
        kit.boundary("ring", "wait", kit.timer("P1D"), interrupting=False),
        kit.user("remind"),
        kit.gateway("exclusive", "more", "more__end"),
        kit.end(),
        kit.end("reminded"),
        kit.line("start", "wait", "more", "end"),
        kit.flow("more", "wait", "=x"),
        kit.line("ring", "remind", "reminded"),
    ),
}


def escalating(*inside: str, interrupting: bool, beside: tuple[str, ...] = ()) -> bytes:
    """A subprocess with a boundary event for an escalation, behind which its own end stands."""
    return kit.process(
        kit.start(),
        kit.sub("inner", kit.start("s"), kit.end("e"), *inside),
        kit.boundary("told", "inner", kit.escalation("late"), interrupting=interrupting),
        kit.user("after"),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "inner", "after", "end"),
        kit.line("told", "end2"),
        *beside,
        escalations=("late", "other"),
    )


ONE_OF_TWO = (
    kit.gateway("exclusive", "split", "split__e"),
    kit.end("late", kit.escalation("late")),
    kit.line("s", "split", "e"),
    kit.flow("split", "late", "=x"),
)
IN_A_BRANCH = (
    kit.gateway("parallel", "split"),
    kit.gateway("parallel", "join"),
    kit.user("a"),
    kit.gateway("exclusive", "choose", "choose__join"),
    kit.end("late", kit.escalation("late")),
    kit.line("s", "split", "choose", "join", "e"),
    kit.line("split", "a", "join"),
    kit.flow("choose", "late", "=x"),
)
THROWN = (kit.throw("tell", kit.escalation("late")), kit.line("s", "tell", "e"))
OWN_SOUND |= {
    "an escalation that ends a subprocess": escalating(*ONE_OF_TWO, interrupting=True),
    "an escalation beside which a subprocess goes on": escalating(*THROWN, interrupting=False),
    "an escalation that ends a subprocess from a branch": escalating(*IN_A_BRANCH, interrupting=True),
    "an escalation that nobody catches": kit.process(
        kit.start(),
        kit.throw("tell", kit.escalation("late")),
        kit.end(),
        kit.line("start", "tell", "end"),
        escalations=("late",),
    ),
    "a signal that others hear": kit.process(
        kit.start(),
        kit.user("a"),
        kit.boundary("heard", "a", kit.signal("news"), interrupting=False),
        kit.throw("tell", kit.signal("other")),
        kit.end(),
        kit.end("end2"),
        kit.line("start", "a", "end"),
        kit.line("heard", "tell", "end2"),
        signals=("news", "other"),
    ),
}
OWN_UNSOUND = {
    "an escalation that ends one branch only": (
        escalating(*IN_A_BRANCH, interrupting=False),
        "improper_completion",
        "late",
    ),
    "a step behind an escalation that always ends the subprocess": (
        escalating(*THROWN, interrupting=True),
        "dead_step",
        "after",
    ),
    "an escalation event where nothing escalates": (
        escalating(kit.user("u"), kit.line("s", "u", "e"), interrupting=True),
        "dead_step",
        "told",
    ),
    "an escalation event beside a subprocess where nothing escalates": (
        escalating(kit.user("u"), kit.line("s", "u", "e"), interrupting=False),
        "dead_step",
        "told",
    ),
    "an escalation event for another code": (
        escalating(
            kit.throw("tell", kit.escalation("other")), kit.line("s", "tell", "e"), interrupting=False
        ),
        "dead_step",
        "told",
    ),
    "a letter that is sent twice": (
        kit.process(
            kit.start(),
            kit.gateway("parallel", "split"),
            kit.user("a"),
            kit.user("b"),
            kit.message_end("letter", "op"),
            kit.line("start", "split", "a", "letter"),
            kit.line("split", "b", "letter"),
        ),
        "lost_token",
        "letter",
    ),
    "two signals that call each other forth": (
        kit.process(
            kit.start(),
            kit.sub("inner", kit.start("s"), kit.user("u"), kit.end("e"), kit.line("s", "u", "e")),
            kit.boundary("ping", "inner", kit.signal("ping"), interrupting=False),
            kit.boundary("pong", "inner", kit.signal("pong"), interrupting=False),
            kit.throw("tell_pong", kit.signal("pong")),
            kit.end("end2", kit.signal("ping")),
            kit.end("end3"),
            kit.end(),
            kit.line("start", "inner", "end"),
            kit.line("ping", "tell_pong", "end3"),
            kit.line("pong", "end2"),
            signals=("ping", "pong"),
        ),
        "livelock",
        "ping",
    ),
    "a reminder that comes back into the way": (
        kit.process(
            kit.start(),
            kit.user("wait"),
            kit.boundary("ring", "wait", kit.timer("P1D"), interrupting=False),
            kit.user("next"),
            kit.end(),
            kit.line("start", "wait", "next", "end"),
            kit.line("ring", "next"),
        ),
        "lost_token",
        "next",
    ),
    "a flaw within a subprocess": (
        kit.process(
            kit.start(),
            kit.user("before"),
            kit.sub(
                "inner",
                kit.start("s"),
                kit.gateway("exclusive", "split", "split__b"),
                kit.user("a"),
                kit.user("b"),
                kit.gateway("parallel", "join"),
                kit.end("e"),
                kit.line("s", "split", "b", "join", "e"),
                kit.line("a", "join"),
                kit.flow("split", "a", "=x"),
            ),
            kit.end(),
            kit.line("start", "before", "inner", "end"),
        ),
        "deadlock",
        "join",
    ),
    "an error that nobody catches": (
        kit.process(
            kit.start(),
            kit.user("a"),
            kit.error_end("bad", "oops"),
            kit.line("start", "a", "bad"),
            errors=("oops",),
        ),
        "improper_completion",
        "bad",
    ),
    "an error boundary where nothing fails": (
        kit.process(
            kit.start(),
            kit.sub("a", kit.start("s"), kit.user("u"), kit.end("e"), kit.line("s", "u", "e")),
            kit.boundary("failed", "a", kit.error("oops")),
            kit.end(),
            kit.end("end2"),
            kit.line("start", "a", "end"),
            kit.line("failed", "end2"),
            errors=("oops",),
        ),
        "dead_step",
        "failed",
    ),
    "a step behind a subprocess that always fails": (
        kit.process(
            kit.start(),
            kit.sub("inner", kit.start("s"), kit.error_end("bad", "oops"), kit.line("s", "bad")),
            kit.boundary("failed", "inner", kit.error("oops")),
            kit.user("never"),
            kit.end(),
            kit.end("end2"),
            kit.line("start", "inner", "never", "end"),
            kit.line("failed", "end2"),
            errors=("oops",),
        ),
        "dead_step",
        "never",
    ),
}


@pytest.mark.parametrize("name", OWN_SOUND)
def test_soundness__of_our_own_good_diagram__is_found(name: str) -> None:
    assert judge(read_own(Definition.parse(OWN_SOUND[name]))).word == "sound"


@pytest.mark.parametrize("name", OWN_UNSOUND)
def test_soundness__of_our_own_flawed_diagram__names_property_and_element(name: str) -> None:
    diagram, property, element = OWN_UNSOUND[name]

    flaws = judge(read_own(Definition.parse(diagram))).flaws

    assert (property, element) in [(flaw.property, flaw.element) for flaw in flaws]


def test_path__of_a_flaw_in_a_subprocess__leads_there_from_the_start() -> None:
    diagram, _, _ = OWN_UNSOUND["a flaw within a subprocess"]

    flaw = judge(read_own(Definition.parse(diagram))).flaws[0]

    assert flaw.path[:5] == ("start", "before", "inner", "s", "split")


def test_soundness__of_a_called_block__is_judged_with_its_caller() -> None:
    block = kit.process(
        kit.start(),
        kit.gateway("parallel", "split"),
        kit.user("a"),
        kit.user("b"),
        kit.user("c"),
        kit.end(),
        kit.line("start", "split", "a", "c", "end"),
        kit.line("split", "b", "c"),
        id="block",
    )
    caller = kit.process(kit.start(), kit.call("use", "block"), kit.end(), kit.line("start", "use", "end"))

    flaws = judge(read_own(Definition.parse(caller, {"block": block}))).flaws

    assert [(f.property, f.element) for f in flaws] == [("lost_token", "c")]
    assert flaws[0].path[:3] == ("start", "use", "block/start")
