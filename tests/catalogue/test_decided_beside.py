"""What runs beside a step may decide the case too: a second decision would stop it, so it is told."""

from __future__ import annotations

import pytest

from engine.catalogue.check import Finding
from engine.catalogue.check.flow import check_decided_beside
from tests.catalogue.flow_kit import decide, end, subject, terms
from tests.process.kit import (
    boundary,
    each,
    error_end,
    gateway,
    line,
    message,
    start,
    sub,
    terminate,
    timer,
    user,
)

DECLARED = {"messages": ("m",), "errors": ("gone",)}
TWICE = "term.may_be_decided_beside"


def found(*nodes: str) -> list[Finding]:
    return list(check_decided_beside(subject(*nodes, declared=DECLARED)))


def places(*nodes: str) -> set[str]:
    said = found(*nodes)
    assert {finding.code for finding in said} <= {TWICE}
    assert not any(finding.is_error for finding in said)
    return {finding.where for finding in said}


def beside(event: str, *thread: str) -> tuple[str, ...]:
    """A step `a` and a decision; beside the step an event begins a thread of its own."""
    main = (user("a"), decide("d"), end(), line("application", "a", "d", "end"))
    return (*main, boundary("b", "a", event, interrupting=False), *thread)


def test_decision__in_a_thread_beside__may_come_after_that_of_the_main_way() -> None:
    assert places(*beside(timer("P1D"), user("u"), decide("q"), end("z"), line("b", "u", "q", "z"))) == {"q"}


def test_decision__in_a_thread_that_ends_the_case_at_once__may_still_come_second() -> None:
    nodes = beside(timer("P1D"), user("u"), decide("q"), terminate("z"), line("b", "u", "q", "z"))

    assert places(*nodes) == {"q"}


def test_decision__both_ends_end_the_case_at_once__only_one_is_made() -> None:
    main = (user("a"), decide("d"), terminate("end"), line("application", "a", "d", "end"))
    thread = (user("u"), decide("q"), terminate("z"), line("b", "u", "q", "z"))

    assert places(*main, boundary("b", "a", message("m"), interrupting=False), *thread) == set()


def test_decision__in_a_thread_that_may_begin_again__may_be_made_twice() -> None:
    main = (user("a"), end(), line("application", "a", "end"))
    thread = (decide("q"), end("z"), line("b", "q", "z"))

    assert places(*main, boundary("b", "a", message("m"), interrupting=False), *thread) == {"q"}
    assert places(*main, boundary("b", "a", timer("P1D"), interrupting=False), *thread) == set()


def test_thread__without_a_decision__is_fine() -> None:
    assert places(*beside(message("m"), user("u"), end("z"), line("b", "u", "z"))) == set()


def test_event__that_ends_its_step__is_fine() -> None:
    nodes = (user("a"), decide("d"), end(), line("application", "a", "d", "end"))
    instead = (decide("q"), end("z"), line("b", "q", "z"))

    assert places(*nodes, boundary("b", "a", timer("P1D")), *instead) == set()


@pytest.mark.parametrize("items", ["=application.list", "=[1, 2]"])
def test_decision__for_each_item_of_a_list__may_be_made_twice(items: str) -> None:
    inner = sub("s", start("i"), decide("d"), end("e"), line("i", "d", "e"), loop=each(items, "n"))

    assert places(inner, end(), line("application", "s", "end")) == {"s"}


def test_decision__for_the_only_item_of_a_list__is_fine() -> None:
    inner = sub("s", start("i"), decide("d"), end("e"), line("i", "d", "e"), loop=each("=[1]", "n"))

    assert places(inner, end(), line("application", "s", "end")) == set()


def test_decision__for_each_item_but_the_first_ends_them_all__is_fine() -> None:
    steps = (start("i"), user("u"), decide("d"), error_end("e", "gone"), line("i", "u", "d", "e"))

    assert (
        places(sub("s", *steps, loop=each("=[1, 2]", "n")), end(), line("application", "s", "end")) == set()
    )


def test_decision__in_a_subprocess_in_each_of_two_branches__may_be_made_twice() -> None:
    nodes = (gateway("parallel", "g"), gateway("parallel", "j"), end())
    one = sub("s", start("i"), user("u"), decide("d"), end("e"), line("i", "u", "d", "e"))
    other = sub("t", start("k"), user("v"), decide("q"), end("f"), line("k", "v", "q", "f"))
    paths = line("application", "g", "s", "j", "end") + line("g", "t", "j")

    assert places(*nodes, one, other, paths) == {"s", "t"}


def test_decision__in_branches_of_which_the_first_ends_the_case__is_made_once() -> None:
    nodes = (gateway("parallel", "g"), user("u"), decide("d"), terminate("z"), user("v"), decide("q"))
    paths = line("application", "g", "u", "d", "z") + line("g", "v", "q", "end")

    assert terms(*nodes, terminate("end"), paths) == []
    assert places(*nodes, terminate("end"), paths) == set()
