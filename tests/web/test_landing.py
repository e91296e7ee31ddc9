"""After signing in everybody lands on their own work, or where they wanted to go."""

from __future__ import annotations

import pytest

from tests.web.desk import CITIZEN, Desk

PEOPLE = {
    CITIZEN: "/",
    "00000002001": "/inbox",  # chancellery
    "00000002007": "/inbox",  # mayor
    "00000002010": "/centre",  # operator
    "00000002016": "/centre/cash/end-of-day",  # head of a centre
    "00000002041": "/admin",  # of a municipality
    "00000005001": "/admin/rollout",  # of the country
    "00000009001": "/studio",  # analyst
}


@pytest.mark.parametrize("number", PEOPLE)
def test_sign_in__without_a_goal__leads_to_one_s_own_work(desk: Desk, number: str) -> None:
    landed = desk.sign_in_by_page(desk.stranger(), number)

    assert (landed.status, landed.path) == (200, PEOPLE[number])


@pytest.mark.parametrize("number", [CITIZEN, "00000002001"])
def test_sign_in__on_the_way_somewhere__leads_there(desk: Desk, number: str) -> None:
    landed = desk.sign_in_by_page(desk.stranger(), number, path="/cases")

    assert landed.path == "/cases"
