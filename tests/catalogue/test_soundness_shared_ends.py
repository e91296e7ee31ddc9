"""Ends that flows share: a plain one takes any number of tokens, one that does something takes one."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import Verdict, judge, read_foreign, read_own
from engine.process import Definition
from tests.process import kit

TIMER, MESSAGE = kit.timer("P1D"), kit.message("m")


def reminded(last: str, *more: str, way: str = "remind last", event: str = MESSAGE) -> bytes:
    """A step with a reminder that flows to the end `last`, where the main way ends as well."""
    nodes = (
        kit.start(), kit.user("wait"), kit.boundary("ring", "wait", event, interrupting=False),
        kit.user("remind"), last, *more, kit.line("ring", *way.split()),
    )  # fmt: skip
    return kit.process(*nodes, messages=("m",), signals=("news",))


def verdict_on(diagram: bytes) -> Verdict:
    return judge(read_own(Definition.parse(diagram)))


def verdict_on_orphans(*nodes: str, way: str) -> Verdict:
    """Judge what our own dialect refuses before: steps that nothing leads to."""
    return judge(read_foreign(reminded(kit.end("last"), *nodes, way=way))[0])


MAIN = kit.line("start", "wait", "last")
GATHER = (kit.gateway("exclusive", "gather"), kit.line("start", "wait", "gather", "last"))


@pytest.mark.parametrize("event", [TIMER, MESSAGE])
@pytest.mark.parametrize("last", [kit.end("last"), kit.terminate("last")])
def test_reminder__that_shares_the_end_of_the_main_flow__is_sound(last: str, event: str) -> None:
    assert verdict_on(reminded(last, MAIN, event=event)) == Verdict()


def test_reminders__that_share_a_plain_end_with_the_main_flow__run_to_the_end_in_the_engine() -> None:
    run, _ = kit.begin(reminded(kit.end("last"), MAIN))

    for _ in range(2):
        run.deliver("m", {}, token=next(work.token for work in run.waiting if work.kind == "message"))
    while tasks := [work for work in run.waiting if work.kind == "task"]:
        run.complete(tasks[0].token, {})

    assert run.is_finished


@pytest.mark.parametrize("last", [kit.end("last"), kit.terminate("last")])
def test_reminder__that_shares_the_gateway_before_an_end__is_sound(last: str) -> None:
    assert verdict_on(reminded(last, *GATHER, way="remind gather")) == Verdict()


def test_reminder_of_a_reminder__that_shares_the_end_of_both__is_sound() -> None:
    again = (
        kit.boundary("again", "remind", MESSAGE, interrupting=False), kit.user("more"),
        kit.line("again", "more", "last"),
    )  # fmt: skip

    assert verdict_on(reminded(kit.end("last"), MAIN, *again)) == Verdict()


@pytest.mark.parametrize("last", [kit.message_end("last", "op"), kit.end("last", kit.signal("news"))])
def test_reminder__that_shares_an_end_which_sends__is_lost(last: str) -> None:
    flaws = verdict_on(reminded(last, MAIN)).flaws

    assert [(flaw.property, flaw.element) for flaw in flaws] == [("lost_token", "last")]
    assert flaws[0].path == ("start", "wait", "last")


def test_reminder__that_alone_reaches_an_end_which_sends__is_sound() -> None:
    more = (kit.end("other"), kit.line("start", "wait", "other"))

    assert verdict_on(reminded(kit.message_end("last", "op"), *more)) == Verdict()


def test_reminder__that_shares_a_step_with_the_main_flow__is_lost() -> None:
    step = (kit.user("next"), kit.line("start", "wait", "next", "last"))

    flaws = verdict_on(reminded(kit.end("last"), *step, way="remind next", event=TIMER)).flaws

    assert ("lost_token", "next") in [(flaw.property, flaw.element) for flaw in flaws]


def test_shared_end__that_only_the_reminder_reaches__is_not_dead() -> None:
    # The main flow ends everything at the only other end; nothing leads on from the orphan.
    more = (
        kit.terminate("stop"),
        kit.line("start", "wait", "stop"),
        kit.user("orphan"),
        kit.line("orphan", "last"),
    )

    flaws = verdict_on_orphans(*more, way="remind last").flaws

    assert [(flaw.property, flaw.element, flaw.behind) for flaw in flaws] == [("dead_step", "orphan", ())]


def test_shared_end__that_nobody_reaches__is_told_once() -> None:
    orphans = (kit.user("one"), kit.user("two"), kit.line("one", "two", "last"))
    more = (kit.end("other"), kit.line("start", "wait", "other"), *orphans)

    flaws = verdict_on_orphans(*more, kit.end("z"), way="remind z").flaws

    assert [(flaw.property, flaw.element, flaw.behind) for flaw in flaws] == [
        ("dead_step", "one", ("two", "last"))
    ]
