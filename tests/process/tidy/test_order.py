"""Which flows go back, which way is the main one, what is read before what."""

from __future__ import annotations

from engine.process.tidy.order import reading_of
from tests.process.tidy.graphs import graph, node


def test_back_flows__loop_to_an_earlier_step__only_the_closing_flow() -> None:
    found = reading_of(graph("(>a a>b? b?>a b?>)"))

    assert found.back == {"b?>a"}


def test_back_flows__two_ways_to_one_step__none() -> None:
    found = reading_of(graph("(>a? a?>b a?>c b>) c>)"))

    assert found.back == frozenset()


def test_back_flows__step_that_leads_to_itself__that_flow() -> None:
    found = reading_of(graph("a>a"))

    assert found.back == {"a>a"}


def test_back_flows__way_back_from_an_event_at_the_edge__is_one() -> None:
    found = reading_of(graph("(>a a>b b>) e>a", node("e", host="b")))

    assert found.back == {"e>a"}


def test_main_way__branch__follows_the_longer_side() -> None:
    found = reading_of(graph("(>a? a?>b b>c c>d) a?>e)"))

    assert {"(>a?", "a?>b", "b>c", "c>d)"} <= found.main
    assert "a?>e)" not in found.main


def test_sequence__any_graph__sources_before_targets() -> None:
    described = graph("(>a? a?>b a?>c b>d c>d d>e? e?>a? e?>)")

    found = reading_of(described)

    for flow in described.flows:
        if flow.id not in found.back:
            assert found.rank[flow.source] < found.rank[flow.target]


def test_sequence__circle_without_a_start__holds_every_node_once() -> None:
    found = reading_of(graph("a>b b>c c>a"))

    assert sorted(found.sequence) == ["a", "b", "c"]
