"""Escalation: out of a scope to the nearest boundary event that catches it, which need not end the scope."""

import pytest

from tests.process.kit import (
    again,
    begin,
    boundary,
    call,
    each,
    end,
    escalation,
    gateway,
    line,
    process,
    start,
    sub,
    throw,
    tokens,
    user,
)


def caught(*events: str, thrown: str = "late", paths: tuple[str, ...] = ("raised",), loop: str = "") -> bytes:
    """A subprocess that escalates between two steps, with the given events at its boundary."""
    return process(
        start(),
        sub(
            "inner",
            start("s"),
            user("a"),
            throw("tell", escalation(thrown)),
            user("b"),
            end("e"),
            line("s", "a", "tell", "b", "e"),
            loop=loop,
        ),
        *events,
        user("after"),
        *(user(f"after_{way}") for way in paths),
        *(end(f"end_{way}") for way in paths),
        end(),
        line("start", "inner", "after", "end"),
        *(line(way, f"after_{way}", f"end_{way}") for way in paths),
        escalations=("late", "other"),
    )


def at(id: str, code: str | None, *, interrupting: bool = True) -> str:
    return boundary(id, "inner", escalation(code), interrupting=interrupting)


def test_throw__interrupting_boundary__ends_the_scope():
    run, step = begin(caught(at("raised", "late")))
    assert [w.token for w in step.opened] == ["a:1"]

    run = again(run)
    step = run.complete("a:1", {})

    assert tokens(again(run)) == ["after_raised:1"]
    assert ("inner", "cancelled") in [(v.element, v.what) for v in step.path]
    assert run.complete("after_raised:1", {}).end == "end_raised"


def test_throw__boundary_that_does_not_interrupt__both_go_on():
    run, _ = begin(caught(at("raised", "late", interrupting=False)))

    run = again(run)
    run.complete("a:1", {})

    assert tokens(again(run)) == ["b:1", "after_raised:1"]
    run.complete("b:1", {})
    assert tokens(again(run)) == ["after_raised:1", "after:1"]


@pytest.mark.parametrize(("thrown", "taken"), [("late", "by_code"), ("other", "any")])
def test_throw__own_code_and_any_code__own_code_first(thrown, taken):
    events = (at("any", None), at("by_code", "late"))
    run, _ = begin(caught(*events, thrown=thrown, paths=("any", "by_code")))

    run.complete("a:1", {})

    assert tokens(again(run)) == [f"after_{taken}:1"]


def test_throw__nobody_catches__the_token_just_goes_on():
    run, _ = begin(caught(at("raised", "other")))

    step = again(run).complete("a:1", {})

    assert [w.token for w in step.opened] == ["b:1"]
    assert run.complete("a:1", {}).closed == ("a:1",)
    assert run.complete("b:1", {}).opened[0].token == "after:1"


def test_throw__caught_further_in__does_not_go_further_out():
    diagram = process(
        start(),
        sub(
            "outer",
            start("s1"),
            sub("inner", start("s2"), user("a"), end("tell", escalation("x")), line("s2", "a", "tell")),
            boundary("near", "inner", escalation("x"), interrupting=False),
            end("e1"),
            end("e2"),
            line("s1", "inner", "e1"),
            line("near", "e2"),
        ),
        boundary("far", "outer", escalation("x")),
        end("fine"),
        end("wrong"),
        line("start", "outer", "fine"),
        line("far", "wrong"),
        escalations=("x",),
    )
    run, _ = begin(diagram)

    assert again(run).complete("a:1", {}).end == "fine"


def test_end__in_a_block__caught_where_the_block_is_called():
    block = process(
        start(),
        gateway("parallel", "split"),
        user("a"),
        user("b"),
        end("tell", escalation("x")),
        end(),
        line("start", "split", "a", "tell"),
        line("split", "b", "end"),
        id="block",
        escalations=("x",),
    )
    diagram = process(
        start(),
        call("use", "block"),
        boundary("raised", "use", escalation(None)),
        user("after"),
        end(),
        end("end2"),
        line("start", "use", "end"),
        line("raised", "after", "end2"),
    )
    run, _ = begin(diagram, blocks={"block": block})

    run = again(run)
    step = run.complete("a:1", {})

    assert set(step.closed) == {"a:1", "b:1"}
    assert tokens(again(run)) == ["after:1"]


def test_throw__again_and_again__event_that_does_not_interrupt_takes_each():
    loop = each("=units", "unit", sequential=True)
    run, _ = begin(caught(at("raised", "late", interrupting=False), loop=loop), document={"units": [1, 2, 3]})

    for n in (1, 2, 3):
        run = again(run)
        run.complete(f"a:{n}", {})
        run.complete(f"b:{n}", {})

    assert sorted(tokens(run)) == ["after:1", "after_raised:1", "after_raised:2", "after_raised:3"]


def test_throw__in_one_instance__interrupting_boundary_ends_the_whole_body():
    run, _ = begin(caught(at("raised", "late"), loop=each("=units", "unit")), document={"units": [1, 2]})

    step = again(run).complete("a:2", {})

    assert set(step.closed) == {"a:1", "a:2"}
    assert [w.token for w in step.opened] == ["after_raised:1"]


def test_throw__outermost_level__goes_on():
    diagram = process(
        start(), throw("tell", escalation("x")), end(), line("start", "tell", "end"), escalations=("x",)
    )

    assert begin(diagram)[1].finished
