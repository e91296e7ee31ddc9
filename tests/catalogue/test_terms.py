"""A decision is made under a running statutory term, once, and on every path."""

from __future__ import annotations

import pytest

from tests.catalogue.flow_kit import decide, end, pause, resume, terms
from tests.process.kit import boundary, flow, gateway, line, message, start, sub, terminate, timer, user


@pytest.mark.parametrize(
    ("nodes", "paths", "expected"),
    [
        ((decide("d"), end()), line("application", "d", "end"), []),
        (
            (pause("h"), decide("d"), end()),
            line("application", "h", "d", "end"),
            [("term.paused_at_decision", "d", ("application", "h", "d"))],
        ),
        ((pause("h"), resume("r"), decide("d"), end()), line("application", "h", "r", "d", "end"), []),
        (
            (pause("h"), resume("r", '="case"'), decide("d"), end()),
            line("application", "h", "r", "d", "end"),
            [("term.paused_at_decision", "d", ("application", "h", "r", "d"))],
        ),
        ((pause("h", '="stage"'), decide("d"), end()), line("application", "h", "d", "end"), []),
        ((pause("h"), decide("d", '="withdrawn"'), end()), line("application", "h", "d", "end"), []),
        ((pause("h"), decide("d", '="left_unconsidered"'), end()), line("application", "h", "d", "end"), []),
        (
            (pause("h"), decide("d", '=if application.ok = "yes" then "granted" else "withdrawn"'), end()),
            line("application", "h", "d", "end"),
            [("term.paused_at_decision", "d", ("application", "h", "d"))],
        ),
        (
            (decide("d"), decide("e"), end()),
            line("application", "d", "e", "end"),
            [("term.decided_before", "e", ("application", "d", "e"))],
        ),
        (
            (user("a"), end()),
            line("application", "a", "end"),
            [("term.ends_undecided", "end", ("application", "a", "end"))],
        ),
    ],
)
def test_term__on_a_line__is_followed(
    nodes: tuple[str, ...], paths: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert [(term.code, term.where, term.path) for term in terms(*nodes, paths)] == expected


def test_term__resumed_on_one_way_only__shows_the_other() -> None:
    nodes = (user("a"), gateway("exclusive", "x", "x__m"), pause("h"), user("b"), gateway("exclusive", "m"))
    late = boundary("late", "b", timer("P5D"))
    paths = line("application", "a", "x") + flow("x", "h", '=a.ok = "yes"') + flow("x", "m")
    paths += line("h", "b", "r", "m", "d", "end") + line("late", "m")

    (found,) = terms(*nodes, late, resume("r"), decide("d"), end(), paths)

    assert (found.code, found.where) == ("term.paused_at_decision", "d")
    assert found.path == ("application", "a", "x", "h", "b", "late", "m", "d")


def test_term__paused_in_a_parallel_branch__may_be_paused_in_the_other() -> None:
    nodes = (
        gateway("parallel", "s"),
        pause("h"),
        user("a"),
        resume("r"),
        decide("d"),
        gateway("parallel", "j"),
        end(),
    )
    paths = line("application", "s", "h", "a", "r", "j", "end") + line("s", "d", "j")

    assert [term.code for term in terms(*nodes, paths)] == ["term.paused_at_decision"]


def test_decision__in_a_subprocess_that_a_message_ends__is_not_made_twice() -> None:
    inner = sub("s", start("i"), user("a"), decide("d"), end("e"), line("i", "a", "d", "e"))
    gone = boundary("gone", "s", message("withdrawn"))
    nodes = (inner, gone, decide("w", '="withdrawn"'), end(), end("other"))

    found = terms(
        *nodes,
        line("application", "s", "end"),
        line("gone", "w", "other"),
        declared={"messages": ("withdrawn",)},
    )

    assert found == []


def test_decision__before_somebody_waits_in_the_subprocess__may_be_made_twice() -> None:
    inner = sub("s", start("i"), decide("d"), user("a"), end("e"), line("i", "d", "a", "e"))
    gone = boundary("gone", "s", message("withdrawn"))
    nodes = (inner, gone, decide("w", '="withdrawn"'), end(), end("other"))

    (found,) = terms(
        *nodes,
        line("application", "s", "end"),
        line("gone", "w", "other"),
        declared={"messages": ("withdrawn",)},
    )

    assert (found.code, found.where) == ("term.decided_before", "w")


def test_loop__with_a_pause_that_is_resumed__is_fine() -> None:
    nodes = (
        user("a"),
        gateway("exclusive", "x", "x__d"),
        pause("h"),
        user("b"),
        resume("r"),
        decide("d"),
        end(),
    )
    paths = line("application", "a", "x") + flow("x", "h", '=a.ok = "no"') + flow("x", "d")

    assert terms(*nodes, paths, line("h", "b", "r", "a"), line("d", "end")) == []


def test_term__paused_by_what_an_event_begins_beside__may_be_paused_at_the_decision() -> None:
    nodes = (
        user("a"),
        boundary("b", "a", timer("P1D"), interrupting=False),
        pause("h"),
        user("u"),
        resume("r"),
    )
    ends = (decide("d"), end(), end("z"))

    stopped = terms(*nodes, *ends, line("application", "a", "d", "end"), line("b", "h", "u", "r", "z"))
    resumed = terms(*nodes, *ends, line("application", "a", "r", "d", "end"), line("b", "h", "u", "z"))

    assert [(finding.code, finding.where) for finding in stopped] == [("term.paused_at_decision", "d")]
    assert resumed == []


def test_end__of_what_an_event_begins_beside__does_not_end_the_case() -> None:
    nodes = (user("a"), boundary("b", "a", timer("P1D"), interrupting=False), user("u"), decide("d"), end())
    paths = line("application", "a", "d", "end") + line("b", "u", "z")

    assert terms(*nodes, end("z"), paths) == []
    assert [term.where for term in terms(*nodes, terminate("z"), paths)] == ["z"]
