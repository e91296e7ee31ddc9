"""Rules 3 and 4: a lane for each role, in order; steps in the lane of their role; how high lanes are."""

from __future__ import annotations

from engine.process.layout import Rule
from tests.process.layout.figures import (
    Thing,
    call,
    event,
    extensions,
    found,
    lane,
    measured,
    person,
    properties,
    step,
    written,
)

SYSTEM, CLERK, MAYOR = (
    lane("l1", 0, 120, "system"),
    lane("l2", 120, 120, "specialist"),
    lane("l3", 240, 120, "mayor"),
)
ASKS, CHECKS, SIGNS = (
    step("ask", 100, 28),
    person("check", 250, 148, "specialist"),
    person("sign", 400, 268, "mayor"),
)


def test_lanes__each_step_in_that_of_its_role__are_good() -> None:
    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, SIGNS) == []


def test_lanes__step_in_that_of_another_role__is_told() -> None:
    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, person("sign", 400, 148, "mayor")) == [
        ("wrong_lane", "sign", "l2")
    ]


def test_lanes__step_on_the_edge_of_two__is_told() -> None:
    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, person("sign", 400, 230, "mayor")) == [
        ("between_lanes", "sign")
    ]


def test_lanes__several_roles_without_any__are_told_once() -> None:
    assert found(Rule.LANES, ASKS, CHECKS, SIGNS) == [("no_lanes",)]


def test_lanes__one_role__needs_none_and_has_none() -> None:
    alone = person("check", 250, 148, "specialist"), person("weigh", 400, 148, "specialist")

    assert found(Rule.LANES, *alone) == []
    assert found(Rule.LANES, lane("l2", 120, 120, "specialist"), *alone) == [("needless", "l2")]


def test_lanes__out_of_the_order_of_competence__are_told() -> None:
    upside = lane("l3", 120, 120, "mayor"), lane("l2", 240, 120, "specialist")
    steps = person("sign", 400, 148, "mayor"), person("check", 250, 268, "specialist")

    assert found(Rule.LANES, *upside, *steps) == [("order", "l3", "l2")]


def test_lanes__with_a_band_between_them_that_is_nobodys__are_told() -> None:
    apart = lane("l3", 250, 110, "mayor")

    assert ("apart", "l2", "l3") in found(Rule.LANES, SYSTEM, CLERK, apart, ASKS, CHECKS, SIGNS)


def test_lanes__without_a_role_or_with_another_name__are_told() -> None:
    unnamed = lane("l1", 0, 120, name="system"), CLERK, MAYOR, ASKS, CHECKS, SIGNS
    named = measured(SYSTEM, CLERK, MAYOR, ASKS, CHECKS, SIGNS, mayor="მერი", specialist="specialist")

    assert found(Rule.LANES, *unnamed) == [("lane_without_role", "l1")]
    assert [(said.what, *said.elements) for said in named.violations if said.rule is Rule.LANES] == [
        ("lane_name", "l3")
    ]


def test_lanes__that_list_a_step_drawn_elsewhere__are_told() -> None:
    listed = lane("l2", 120, 120, "specialist", members="check sign"), lane("l3", 240, 120, "mayor")

    assert found(Rule.LANES, SYSTEM, *listed, ASKS, CHECKS, SIGNS) == [("listed_elsewhere", "sign", "l2")]


def test_lanes__events_and_branches__stand_where_they_like() -> None:
    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, SIGNS, event("start", 50, 300)) == []


def test_lane_of_a_role_that_callers_give__is_named_as_the_steps_name_it() -> None:
    given = lane("l2", 120, 120, "=clerk", name="შემსრულებელი"), person("check", 250, 148, "=clerk")

    assert found(Rule.LANES, SYSTEM, *given, ASKS) == []


def block(*things: Thing) -> dict[str, bytes]:
    return {"shared.block": written(*things)}


def signing(id: str, role: str) -> Thing:
    given = extensions(
        f'<zeebe:assignmentDefinition candidateGroups="{role}"/>', properties(sign="doer", law="№2181")
    )
    return Thing(id, "userTask", (400, 268, 112, 64), said=given)


def test_call__of_a_block_to_which_a_role_is_passed__stands_in_the_lane_of_that_role() -> None:
    blocks = block(step("ask", 0, 0), person("check", 200, 0, "=clerk"), person("help", 300, 0, "lawyer"))
    passed = call("c", 250, 148, "shared.block", clerk='="specialist"')
    wrong = call("c", 250, 28, "shared.block", clerk='="specialist"')

    assert found(Rule.LANES, SYSTEM, CLERK, ASKS, passed, blocks=blocks) == []
    assert found(Rule.LANES, SYSTEM, CLERK, ASKS, wrong, blocks=blocks) == [
        ("wrong_lane", "c", "l1"),
    ]


def test_call__of_a_block_in_which_somebody_signs__stands_in_the_lane_of_the_one_who_signs() -> None:
    blocks = block(person("draft", 0, 0, "=drafter"), signing("decide", "mayor"))
    decided = call("c", 250, 268, "shared.block", drafter='="specialist"')
    wrong = call("c", 250, 148, "shared.block", drafter='="specialist"')

    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, decided, blocks=blocks) == []
    assert found(Rule.LANES, SYSTEM, CLERK, MAYOR, ASKS, CHECKS, wrong, blocks=blocks) == [
        ("wrong_lane", "c", "l2")
    ]


def test_call__of_a_block_that_passes_the_role_on__stands_in_the_lane_of_that_role() -> None:
    inner = {"shared.inner": written(person("check", 0, 0, "=who"))}
    blocks = block(call("c", 0, 0, "shared.inner", who="=clerk")) | inner
    outer = call("c", 250, 148, "shared.block", clerk='="specialist"')

    assert found(Rule.LANES, SYSTEM, CLERK, ASKS, outer, blocks=blocks) == []


def test_call__of_a_block_that_nobody_works_in__is_the_systems() -> None:
    alone = call("c", 250, 28, "shared.block")

    assert found(Rule.LANES, SYSTEM, CLERK, CHECKS, alone, blocks=block(step("send", 0, 0))) == []
    assert found(
        Rule.LANES, SYSTEM, CLERK, CHECKS, call("c", 250, 148, "shared.block"), blocks=block(ASKS)
    ) == [("wrong_lane", "c", "l2")]


def test_call__of_a_block_that_is_not_there__may_stand_anywhere() -> None:
    assert found(Rule.LANES, SYSTEM, CLERK, ASKS, CHECKS, call("c", 400, 148, "shared.gone")) == []


def test_lane_height__one_row_or_two__is_good_and_three_are_told() -> None:
    assert found(Rule.LANE_HEIGHT, SYSTEM, lane("l2", 120, 220, "specialist"), ASKS, CHECKS) == []
    assert found(Rule.LANE_HEIGHT, SYSTEM, lane("l2", 120, 320, "specialist"), ASKS, CHECKS) == [
        ("height", "l2")
    ]
    assert found(Rule.LANE_HEIGHT, lane("l1", 0, 90, "system"), CLERK, ASKS, CHECKS) == [("height", "l1")]
