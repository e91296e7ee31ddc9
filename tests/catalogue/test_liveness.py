"""What is known and nobody asks for any more is forgotten, so that what is asked for stays apart."""

from __future__ import annotations

from tests.catalogue.flow_kit import data, end
from tests.process.kit import flow, gateway, job, line, script, start, sub, user

ASK = line("application", "a", "x") + flow("x", "b", '=a.ok = "yes"') + flow("x", "m") + line("b", "m")
ASKED_ALONE = 5  # subprocesses that each ask a question of their own: more paths than are kept apart


def asking(number: int) -> str:
    """Return a subprocess that decides by its own answer alone."""
    step, split, joined = f"u{number}", f"p{number}", f"q{number}"
    nodes = user(step) + gateway("exclusive", split, f"{split}__{joined}") + script(f"c{number}", "=1", "n")
    arrows = line(f"i{number}", step, split) + flow(split, f"c{number}", f'={step}.ok = "yes"')
    arrows += flow(split, joined) + line(f"c{number}", joined, f"e{number}")
    return sub(
        f"s{number}", start(f"i{number}"), nodes, gateway("exclusive", joined), end(f"e{number}"), arrows
    )


def test_answers__asked_for_inside_alone__leave_the_others_apart() -> None:
    nodes = [user("a"), gateway("exclusive", "x", "x__m"), user("b"), gateway("exclusive", "m")]
    nodes += [asking(number) for number in range(ASKED_ALONE)]
    nodes += [gateway("exclusive", "y", "y__end"), script("r", "=b.ok", "of_r"), end()]
    inner = [f"s{number}" for number in range(ASKED_ALONE)]
    arrows = line("m", *inner, "y") + flow("y", "r", '=a.ok = "yes"') + flow("y", "end") + line("r", "end")

    found = data(*nodes, ASK, arrows)

    assert [finding.code for finding in found if finding.is_error] == []


def test_answer__asked_for_again_behind__is_still_known() -> None:
    nodes = (asking(0), gateway("exclusive", "x", "x__m"), user("b"), gateway("exclusive", "m"))
    more = (asking(1), gateway("exclusive", "y", "y__end"), script("r", "=b.ok", "of_r"), end())
    arrows = line("application", "s0", "x") + flow("x", "b", '=u0.ok = "yes"') + flow("x", "m")
    arrows += line("b", "m", "s1", "y") + flow("y", "r", '=u0.ok = "yes"') + flow("y", "end")

    found = data(*nodes, *more, arrows, line("r", "end"))

    assert [finding.code for finding in found if finding.is_error] == []


def test_null__of_what_has_a_value_inside__is_impossible() -> None:
    found_it = job("f", "case.decide", inputs={"outcome": '="granted"'}, outputs={"decision": "=result"})
    nodes = (user("a"), gateway("exclusive", "x", "x__b"), found_it, user("b"), gateway("exclusive", "m"))
    more = (gateway("exclusive", "y", "y__r"), script("r", "=b.ok", "of_r"), end())
    arrows = line("application", "a", "x") + flow("x", "f", '=a.ok = "yes"') + flow("x", "b") + line("b", "m")
    arrows += line("f", "m", "y") + flow("y", "end", '=decision != null and decision.outcome = "granted"')
    arrows += flow("y", "r") + line("r", "end")

    found = data(*nodes, *more, arrows)

    assert [finding.code for finding in found if finding.is_error] == []
