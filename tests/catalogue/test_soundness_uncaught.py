"""An error that nobody catches is shown where it is thrown, however deep, with the way there."""

from __future__ import annotations

import pytest

from engine.catalogue.soundness import Verdict, judge, read_own
from engine.process import Definition
from tests.process import kit

THROWS = (
    kit.start("s"),
    kit.user("ask"),
    kit.gateway("exclusive", "x", "x__fine"),
    kit.end("fine"),
    kit.error_end("bad", "lost"),
    kit.line("s", "ask", "x", "fine"),
    kit.flow("x", "bad", "=chance"),
)
BLOCK = kit.process(*THROWS, id="block", errors=("lost",))


def judged(*nodes: str) -> Verdict:
    head = (kit.start(), kit.user("before"), kit.end())
    diagram = kit.process(*head, *nodes, kit.line("start", "before", "a", "end"), errors=("lost", "other"))
    return judge(read_own(Definition.parse(diagram, {"block": BLOCK})))


IN_A_BLOCK = kit.sub("a", kit.start("i"), kit.call("c", "block"), kit.end("o"), kit.line("i", "c", "o"))
CAUGHT_ELSEWHERE = (
    kit.sub("a", *THROWS),
    kit.boundary("b", "a", kit.error("other")),
    kit.end("z"),
    kit.line("b", "z"),
)


@pytest.mark.parametrize(
    ("nodes", "element", "path"),
    [
        ((kit.sub("a", *THROWS),), "bad", ("start", "before", "a", "s", "ask", "x", "bad")),
        (
            (IN_A_BLOCK,),
            "block/bad",
            ("start", "before", "a", "i", "c", "block/s", "ask", "block/x", "block/bad"),
        ),
        (CAUGHT_ELSEWHERE, "bad", ("start", "before", "a", "s", "ask", "x", "bad")),
    ],
)
def test_error__that_nobody_catches__is_shown_where_it_is_thrown(
    nodes: tuple[str, ...], element: str, path: tuple[str, ...]
) -> None:
    (flaw,) = [flaw for flaw in judged(*nodes).flaws if flaw.property == "improper_completion"]

    assert (flaw.element, flaw.path) == (element, path)
