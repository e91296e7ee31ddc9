"""Repetitions inside repetitions: results in the order of the items on each level, whatever comes first,
and the run stored and taken up again before each step.
"""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from engine.process import DiagramError, Run, Step
from tests.process.kit import (
    FakeHost,
    again,
    begin,
    boundary,
    call,
    each,
    end,
    flow,
    gateway,
    job,
    line,
    process,
    script,
    start,
    sub,
    timer,
    tokens,
    user,
)

HOUSES = {"houses": [{"no": 1, "rooms": ["a", "b", "c"]}, {"no": 2, "rooms": []}, {"no": 3, "rooms": ["d"]}]}
MEASURED = [["1a", "1b", "1c"], [], ["3d"]]
HOST = FakeHost(jobs=("measure",))


def houses(*, outer: bool, inner: bool, kind: str) -> tuple[bytes, Mapping[str, bytes]]:
    """A subprocess for each house, and in it a step for each of its rooms; `outer` and `inner`: in turn."""
    loop = each("=house.rooms", "room", into="rooms", output="=size", sequential=inner)
    size = {"size": "=answers.of"}
    blocks: dict[str, bytes] = {}
    if kind == "task":
        room = user("look", role="=room", outputs=size, loop=loop)
    elif kind == "job":
        inputs = {"of": "=string(house.no) + room"}
        room = job("look", "measure", inputs=inputs, outputs={"size": "=result.of"}, loop=loop)
    elif kind == "subprocess":
        room = sub("each_room", *room_with_a_way_back(size), loop=loop)
    else:
        room = call("each_room", "b", loop=loop)
        blocks["b"] = process(*room_with_a_way_back(size), id="b")
    name = "look" if kind in {"task", "job"} else "each_room"
    steps = (start("s1"), room, end("e1"), line("s1", name, "e1"))
    around = each("=houses", "house", into="all", output="=rooms", sequential=outer)
    return process(
        start(), sub("each_house", *steps, loop=around), end(), line("start", "each_house", "end")
    ), blocks


def room_with_a_way_back(size: Mapping[str, str]) -> tuple[str, ...]:
    """A step that may have to be done again, with a reminder that may come meanwhile."""
    return (
        start("s2"),
        gateway("exclusive", "top"),
        user("look", role="=room", outputs=size),
        boundary("slow", "look", timer("P1D"), interrupting=False),
        user("remind"),
        gateway("exclusive", "more", "more__count"),
        script("count", "=size", "size"),
        end("e2"),
        end("e3"),
        line("s2", "top", "look", "more", "count", "e2"),
        flow("more", "top", '=size = "again"'),
        line("slow", "remind", "e3"),
    )


def act(run: Run, token: str, choice: random.Random) -> Step:
    waiting = next(task for task in run.waiting if task.token == token)
    seen = run.scope(token)
    if waiting.kind == "timer":
        return run.fire(token)
    if waiting.element == "remind":
        return run.complete(token, {})
    if waiting.kind == "job":
        return run.finish_job(token, {"of": waiting.inputs["of"]})
    answer = f"{seen['house']['no']}{seen['room']}"
    is_done_again = "count" in run.definition.elements and choice.random() < 0.4
    return run.complete(token, {"of": "again" if is_done_again else answer})


@pytest.mark.parametrize("kind", ["task", "job", "subprocess", "block"])
@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize("outer", [False, True])
def test_repetition_in_a_repetition__in_any_order__results_in_the_order_of_the_items(
    outer: bool, inner: bool, kind: str
) -> None:
    diagram, blocks = houses(outer=outer, inner=inner, kind=kind)
    for seed in range(6):
        choice = random.Random(seed)
        run, _ = begin(diagram, blocks=blocks, host=HOST, document=HOUSES)

        while run.waiting:
            run = again(run)
            act(run, choice.choice(tokens(run)), choice)

        assert run.is_finished
        assert run.document == {**HOUSES, "all": MEASURED}


def test_repetition_in_a_repetition__three_deep__results_in_the_order_of_the_items() -> None:
    leaf = user(
        "ask", outputs={"got": "=[x, y, answers.n]"}, loop=each("=[1, 2]", "z", into="zs", output="=got")
    )
    middle = sub(
        "m",
        start("s2"),
        leaf,
        end("e2"),
        line("s2", "ask", "e2"),
        loop=each("=[x, 9]", "y", into="ys", output="=zs"),
    )
    outer = sub(
        "o",
        start("s1"),
        middle,
        end("e1"),
        line("s1", "m", "e1"),
        loop=each("=[7, 8]", "x", into="xs", output="=ys"),
    )
    run, _ = begin(process(start(), outer, end(), line("start", "o", "end")))
    expected = [[[[x, y, z] for z in (1, 2)] for y in (x, 9)] for x in (7, 8)]

    for token in reversed(tokens(run)):
        run = again(run)
        run.complete(token, {"n": run.scope(token)["z"]})

    assert run.document == {"xs": expected}


def test_repetition_in_a_repetition__enough_inside__only_the_rest_inside_is_cancelled() -> None:
    leaf = user("ask", loop=each("=[1, 2, 3]", "n", into="got", output="=answers.n", until="=answers.n = 0"))
    steps = (start("s"), leaf, end("e"), line("s", "ask", "e"))
    outer = sub("o", *steps, loop=each('=["x", "y"]', "name", into="all", output="=got"))
    run, _ = begin(process(start(), outer, user("after"), end(), line("start", "o", "after", "end")))
    assert tokens(run) == [f"ask:{n}" for n in range(1, 7)]

    run = again(run)
    step = run.complete("ask:2", {"n": 0})
    assert set(step.closed) == {"ask:1", "ask:2", "ask:3"}
    for token in ("ask:6", "ask:4", "ask:5"):
        run = again(run)
        run.complete(token, {"n": int(token[-1])})

    assert tokens(run) == ["after:1"]
    assert run.document == {"all": [[None, 0, None], [4, 5, 6]]}


def test_repetition_in_a_loop__goes_round__each_round_has_results_of_its_own() -> None:
    steps = (start("s"), user("ask", loop=each("=names", "n", into="got", output="=answers.n")), end("e"))
    diagram = process(
        start(),
        gateway("exclusive", "top"),
        sub("o", *steps, line("s", "ask", "e")),
        user("look"),
        gateway("exclusive", "more", "more__end"),
        end(),
        line("start", "top", "o", "look", "more", "end"),
        flow("more", "top", "=look.again"),
    )
    run, _ = begin(diagram, document={"names": ["x", "y"]})

    for turn in range(4):
        for token in reversed(tokens(run)):
            run = again(run)
            run.complete(token, {"n": f"{turn} {run.scope(token)['n']}"})
        assert run.document["got"] == [f"{turn} x", f"{turn} y"]
        run = again(run)
        run.complete(tokens(run)[0], {"again": turn < 3})

    assert run.is_finished


def half_named(node: str) -> bytes:
    return process(start(), node, end(), line("start", "a", "end"))


LIST, ITEM = {"into": "rows"}, {"output": "=a.n"}
INNER = (start("s"), user("u"), end("e"), line("s", "u", "e"))


@pytest.mark.parametrize("named", [LIST, ITEM])
def test_results__half_named__refused_where_nothing_would_be_kept(named: Mapping[str, Any]) -> None:
    loop = each("=list", "item", **named)
    nodes = [job("a", "op", loop=loop), sub("a", *INNER, loop=loop), call("a", "b", loop=loop)]
    nodes += [user("a", outputs={"x": "=answers.n"}, loop=loop)] if named is ITEM else []

    for node in nodes:
        with pytest.raises(DiagramError) as refused:
            begin(half_named(node), blocks={"b": process(*INNER, id="b")}, document={"list": []})
        assert refused.value.code == "diagram.results_half_named"


def test_results__of_a_task_for_a_person__have_a_meaning_by_themselves() -> None:
    for named, expected in ((LIST, {"rows": [{"n": 5}]}), ({"output": "=answers.n"}, {"a": [5]})):
        run, _ = begin(half_named(user("a", loop=each("=[1]", "item", **named))))

        run.complete("a:1", {"n": 5})

        assert run.document == expected
