"""Where a value comes from that a diagram hands on under other names."""

from __future__ import annotations

import pytest

from engine.catalogue.origins import MOST, Origins
from engine.process import Definition
from tests.process.kit import call, end, line, process, start, sub, user

ASKING = process(
    start(),
    user(
        "told", inputs={"words": "=subject"}, outputs={"asked.what": "=words", "asked.count": "=count(words)"}
    ),
    end(),
    line("start", "told", "end"),
    id="shared.asking",
)
DIAGRAM = process(
    start(),
    user("check"),
    sub(
        "inner",
        start("s"),
        call("ask", "shared.asking", inputs={"subject": "=given"}),
        end("e"),
        line("s", "ask", "e"),
        inputs={"given": '=check.missing[item != "other"]'},
    ),
    user("later", outputs={"answer": "=answers", "either": "=if answer.x then check.a else answer.b"}),
    user("grows", outputs={"inside": "=inside.more"}),
    end(),
    line("start", "check", "inner", "later", "grows", "end"),
)


@pytest.mark.parametrize(
    ("place", "origins"),
    [
        ("check.missing", ["check.missing"]),
        ("asked.what", ["asked.what", "check.missing"]),
        ("asked.count", ["asked.count"]),
        ("answer.x", ["answer.x", "later.x"]),
        ("either", ["either", "check.a", "answer.b", "later.b"]),
    ],
)
def test_origins__of_a_place__are_those_that_hand_their_value_on(place: str, origins: list[str]) -> None:
    found = Origins(Definition.parse(DIAGRAM, {"shared.asking": ASKING})).of(tuple(place.split(".")))

    assert [".".join(names) for names in found] == origins


def test_origins__of_what_is_written_into_itself__have_an_end() -> None:
    found = Origins(Definition.parse(DIAGRAM, {"shared.asking": ASKING})).of(("inside",))

    assert len(found) == MOST
