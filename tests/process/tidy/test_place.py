"""Columns and rows of nodes."""

from __future__ import annotations

from collections import Counter

from engine.process.tidy.place import Choices
from tests.process.tidy.graphs import frame, graph, node, placed


def test_chain__one_lane__a_row_and_a_column_each() -> None:
    found = placed(graph("(>a a>b b>)", lanes={"a": 0}))

    assert [found.column[name] for name in ("(", "a", "b", ")")] == [0, 1, 2, 3]
    assert set(found.row.values()) == {0}


def test_step_of_another_lane__way_is_clear__stands_below_in_the_same_column() -> None:
    found = placed(graph("(>a a>b", lanes={"b": 1}))

    assert found.column["a"] == found.column["b"]
    assert found.row["a"] < found.row["b"]


def test_step_of_another_lane__not_to_be_upright__stands_further_right() -> None:
    found = placed(graph("(>a a>b", lanes={"b": 1}), Choices(beside=frozenset({"a>b"})))

    assert found.column["a"] < found.column["b"]


def test_three_ways_in_one_lane__two_rows__never_a_third() -> None:
    found = placed(graph("a?>b a?>c a?>d b>e c>e d>e", lanes={"a?": 0, "e": 1}))

    assert len({found.row[name] for name in ("a?", "b", "c", "d")}) == 2


def test_cells__any_graph__hold_one_node_each() -> None:
    described = graph("(>a? a?>b a?>c b>d c>d d>e? e?>a? e?>) a?>)", lanes={"c": 1, "d": 1})

    found = placed(described)

    cells = Counter((found.column[name], found.row[name]) for name in described.nodes)
    assert max(cells.values()) == 1


def test_column_between__upright_arrow_through_it__is_not_taken() -> None:
    found = placed(graph("(>a? a?>b a?>c b>d", lanes={"b": 2, "c": 1, "d": 2}))

    between = [name for name in found.column if found.row["a?"] < found.row[name] < found.row["b"]]
    assert all(found.column[name] != found.column["b"] for name in between) or (
        found.column["a?"] != found.column["b"]
    )


def test_inner_level__in_the_grid__no_foreign_node_in_its_block() -> None:
    inner = [node(name, parent="f", lane=lane) for name, lane in (("s(", 0), ("x", 1), ("e)", 1))]
    described = graph("(>f s(>x x>e) f>b b>)", frame("f"), *inner, lanes={"b": 0})

    found = placed(described)

    block = found.span["f"]
    for name in ("(", "b", ")"):
        assert not (block.left <= found.column[name] <= block.right) or not (
            block.top <= found.row[name] <= block.bottom
        )
    for name in ("s(", "x", "e)"):
        assert block.left < found.column[name] < block.right


def test_loose_flow__to_a_lower_row__may_lead_to_the_left() -> None:
    described = graph("(>a? a?>b b>c c>d d>v a?>v", lanes={"v": 1})

    tight, loose = placed(described), placed(described, Choices(loose=frozenset({"d>v"})))

    assert tight.column["v"] >= tight.column["d"]
    assert loose.column["v"] < loose.column["d"]
