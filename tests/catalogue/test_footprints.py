"""A level is walked once for all that is the same inside, and the rest of what is certain goes past it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.catalogue.check.flow.dataflow import Walk
from engine.catalogue.check.flow.effects import Effects, done
from engine.catalogue.check.flow.footprints import Footprints
from engine.catalogue.check.flow.paths import follow
from engine.catalogue.check.flow.second_person import check_done_before
from engine.catalogue.check.flow.state import CLOCK, OVER, State
from tests.catalogue.flow_kit import data, decide, end, pause, subject, terms
from tests.process.kit import (
    boundary,
    call,
    error,
    flow,
    gateway,
    job,
    line,
    message,
    process,
    script,
    start,
    sub,
    user,
)

SPLIT = flow("x", "one", '=a.ok = "yes"') + flow("x", "two")
JOINED = line("one", "m", "end") + line("two", "m")
CALLED_TWICE = (
    user("a"),
    gateway("exclusive", "x", "x__two"),
    call("one", "shared.k"),
    call("two", "shared.k"),
    gateway("exclusive", "m"),
    end(),
)


def reads(expression: str, id: str = "r") -> str:
    return script(id, expression, f"of_{id}")


def block(*steps: str) -> dict[str, bytes]:
    names = [step.partition('id="')[2].partition('"')[0] for step in steps]
    drawn = process(start("i"), *steps, end("e"), line("i", *names, "e"), id="shared.k")
    return {"shared.k": drawn}


def asking(then: str) -> dict[str, bytes]:
    """Return a block that does something inside a subprocess where `a.ok` is yes."""
    name = then.partition('id="')[2].partition('"')[0]
    split = flow("g", name, '=a.ok = "yes"') + flow("g", "h") + line(name, "h")
    nodes = gateway("exclusive", "g", "g__h") + then + gateway("exclusive", "h")
    inner = sub("s", start("j"), nodes, end("f"), line("j", "g") + split + line("h", "f"))
    return block(inner)


def walks_of(level: str, *nodes: str, **more: Any) -> tuple[int, int]:
    """Return how often a level was walked, and in how many contexts."""
    version = subject(*nodes, **more).version
    assert version is not None

    def look(walk: Walk) -> list[int]:
        return [id(walk)] if walk.shape.scope.key == level else []

    found = [walk for _, walk in follow(version).contexts.seen(look)]
    return len(set(found)), len(found)


def test_level__begun_with_other_facts_that_are_nothing_to_it__is_walked_once() -> None:
    nodes = (*CALLED_TWICE, line("application", "a", "x") + SPLIT + JOINED)

    assert walks_of("shared.k", *nodes, blocks=block(user("b"))) == (1, 2)


def test_level__begun_with_other_facts_that_a_level_inside_asks_for__is_walked_for_each() -> None:
    nodes = (*CALLED_TWICE, line("application", "a", "x") + SPLIT + JOINED)

    assert walks_of("shared.k", *nodes, blocks=asking(user("b"))) == (2, 2)


def test_level__that_only_reads_a_name__is_walked_once_and_judged_in_each_context() -> None:
    nodes = (call("one", "shared.k"), user("b"), call("two", "shared.k"), end())
    path = line("application", "one", "b", "two", "end")
    blocks = block(sub("s", start("j"), reads("=b.ok"), end("f"), line("j", "r", "f")))

    (found,) = data(*nodes, path, blocks=blocks)

    assert walks_of("s", *nodes, path, blocks=blocks)[1] == 2
    assert found.path == ("application", "one", "shared.k/i", "s", "shared.k/j", "r")


def test_read__inside__of_what_was_written_before__is_fine() -> None:
    nodes = (user("a"), call("one", "shared.k"), end(), line("application", "a", "one", "end"))

    assert (
        data(*nodes, blocks=block(sub("s", start("j"), reads("=a.ok"), end("f"), line("j", "r", "f")))) == []
    )


def test_read__after_a_level__of_what_is_nothing_to_it__is_fine() -> None:
    nodes = (user("a"), call("one", "shared.k"), reads("=a.ok"), end())

    assert data(*nodes, line("application", "a", "one", "r", "end"), blocks=block(user("b"))) == []


def test_conditions__around_a_level__go_together() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__n"),
        user("b"),
        gateway("exclusive", "n"),
        call("one", "shared.k"),
        gateway("exclusive", "y", "y__m"),
        reads("=b.ok"),
        gateway("exclusive", "m"),
        end(),
    )
    paths = line("application", "a", "x") + flow("x", "b", '=a.ok = "yes"') + flow("x", "n") + line("b", "n")
    paths += line("n", "one", "y") + flow("y", "r", '=a.ok = "yes"') + flow("y", "m") + line("r", "m", "end")

    assert data(*nodes, paths, blocks=block(user("c"))) == []


def test_conditions__around_a_level_that_asks_again__do_not_go_together() -> None:
    split = gateway("exclusive", "x", "x__n") + user("b") + gateway("exclusive", "n")
    again = sub("s", start("i"), user("c", outputs={"a": "={ok: answers.ok}"}), end("e"), line("i", "c", "e"))
    nodes = (user("a"), split, again, gateway("exclusive", "y", "y__m"), reads("=b.ok"))
    paths = line("application", "a", "x") + flow("x", "b", '=a.ok = "yes"') + flow("x", "n") + line("b", "n")
    paths += line("n", "s", "y") + flow("y", "r", '=a.ok = "yes"') + flow("y", "m") + line("r", "m", "end")

    (found,) = data(*nodes, gateway("exclusive", "m"), end(), paths)

    assert found.where == "r"


def test_condition__inside_a_level_inside__is_asked_with_what_is_known_outside() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__m"),
        user("b"),
        gateway("exclusive", "m"),
        call("one", "shared.k"),
        end(),
    )
    paths = line("application", "a", "x") + flow("x", "m") + line("b", "m", "one", "end")

    good = data(*nodes, paths + flow("x", "b", '=a.ok = "yes"'), blocks=asking(reads("=b.ok")))
    bad = data(*nodes, paths + flow("x", "b", '=a.ok = "no"'), blocks=asking(reads("=b.ok")))

    assert ([finding.where for finding in good], [finding.where for finding in bad]) == ([], ["r"])


def test_error__out_of_a_level__knows_what_was_nothing_to_it() -> None:
    failed = "<bpmn:errorEventDefinition errorRef='e_no'/>"
    inner = sub("s", start("i"), user("b"), end("e", failed), line("i", "b", "e"))
    nodes = (user("a"), inner, boundary("caught", "s", error("no")), reads("=a.ok"), end("other"), end())
    paths = line("application", "a", "s", "end") + line("caught", "r", "other")

    assert data(*nodes, paths, declared={"errors": ("no",)}) == []


def test_message__to_a_level__meets_what_is_nothing_to_it() -> None:
    inner = sub("s", start("i"), user("b"), end("e"), line("i", "b", "e"))
    nodes = (user("a"), inner, boundary("gone", "s", message("gone")), reads("=a.ok"), end("other"), end())
    paths = line("application", "a", "s", "end") + line("gone", "r", "other")

    assert data(*nodes, paths, declared={"messages": ("gone",)}) == []


def test_letter__that_a_level_is_given__is_judged_for_each_that_it_is_given() -> None:
    nodes = (
        user("a"),
        call("one", "shared.k", inputs={"letter": "plain"}),
        call("two", "shared.k", inputs={"letter": "full"}),
        user("b"),
        end(),
    )
    path = line("application", "a", "one", "two", "b", "end")
    letters = {"plain": "<p>{{ a.ok }}</p>", "full": "<p>{{ b.ok }}</p>"}
    sends = block(job("send", "letter.send", inputs={"template": "=letter"}))

    found = data(*nodes, path, letters=letters, blocks=sends)

    assert [(finding.where, finding.detail) for finding in found] == [("send", "b; full.ka.html")]


def test_second_person__inside_a_level_after_the_step__is_fine() -> None:
    looks = user("b", properties={"mms:notBy": "a"})
    nodes = (user("a"), call("one", "shared.k"), end(), line("application", "a", "one", "end"))
    examined = subject(*nodes, blocks=block(looks))
    assert examined.version is not None

    assert list(check_done_before(examined, follow(examined.version))) == []


def test_second_person__inside_a_level_that_is_begun_before_the_step_too__is_told() -> None:
    looks = user("b", properties={"mms:notBy": "a"})
    nodes = (call("one", "shared.k"), user("a"), call("two", "shared.k"), end())
    examined = subject(*nodes, line("application", "one", "a", "two", "end"), blocks=block(looks))
    assert examined.version is not None

    (found,) = check_done_before(examined, follow(examined.version))

    assert found.path == ("application", "one", "shared.k/i", "b")


def test_term__paused_before_one_of_two_beginnings_of_a_level__is_told_with_that_way() -> None:
    nodes = (
        gateway("exclusive", "x", "x__h"),
        call("one", "shared.k"),
        pause("h"),
        call("two", "shared.k"),
        gateway("exclusive", "m"),
        end(),
    )
    paths = line("application", "x") + flow("x", "one", '=application.ok = "yes"') + flow("x", "h")
    paths += line("h", "two", "m", "end") + line("one", "m")

    (found,) = terms(*nodes, paths, blocks=block(decide("d")))

    assert (found.code, found.path[:4]) == ("term.paused_at_decision", ("application", "x", "h", "two"))


def test_footprint__of_a_level__has_all_that_may_be_told_there() -> None:
    # Where the step of an operation has no outputs, what is known of its result is told under this name.
    told = job("j", "case.decide")
    inner = sub("t", start("k"), told, user("b"), end("f"), line("k", "j", "b", "f"), inputs={"n": "=1"})
    outer = sub("s", start("i"), inner, end("e"), line("i", "t", "e"))
    second = user("c", properties={"mms:notBy": "b"})
    version = subject(outer, second, end(), line("application", "s", "c", "end")).version
    assert version is not None

    assert Footprints(Effects(version)).of("s") == {CLOCK, "result", "b", done("b"), "n"}


def test_paths__of_more_contexts_than_are_followed__are_not_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.catalogue.check.flow.contexts.CONTEXTS", 1)

    (found,) = data(
        call("one", "shared.k"), end(), line("application", "one", "end"), blocks=block(user("b"))
    )

    assert (found.code, found.is_error) == ("data.not_decided", False)


def test_state__split_and_put_together__is_as_it_was() -> None:
    facts = frozenset({("a.ok", frozenset({'"yes"'})), ("b", OVER)})
    state = State(frozenset({"a"}), frozenset({"a", "b", "c"}), facts)

    inside, frame = state.split(frozenset({"a"}))

    assert inside == State(frozenset({"a"}), frozenset({"a"}), frozenset({("a.ok", frozenset({'"yes"'}))}))
    assert inside.beside(frame) == state


def test_state__split__keeps_a_fact_without_values_inside() -> None:
    nothing = frozenset({("b.ok", frozenset[str]())})

    inside, frame = State(frozenset(), frozenset({"b"}), nothing).split(frozenset({"a"}))

    assert (inside.facts, frame.facts) == (nothing, frozenset())
