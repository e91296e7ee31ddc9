"""Lists of a municipality that are empty: the API says why nobody can apply, and where to go instead."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from engine.bootstrap import Engine
from tests.web.desk import CITIZEN, Desk
from tests.web.programs import of_citizen
from tests.web.test_readiness import AID, GRANT, empty

WHY = {
    "settlements": "the list of these settlements has not been entered",
    "programmes": "no programme of this municipality is in force",
}


@pytest.mark.parametrize(("address", "table"), [(GRANT, "settlements"), (AID, "programmes")])
def test_service__whose_list_is_empty__is_closed_with_reason_and_desks(
    desk: Desk, app: Flask, engine: Engine, address: str, table: str
) -> None:
    citizen = of_citizen(app, engine, CITIZEN)
    assert citizen.get(address).json["closed"] is None

    empty(engine, table)
    closed: dict[str, Any] = citizen.get(address).json["closed"]

    assert [found["code"] for found in closed["lists"]] == [table]
    assert WHY[table] in closed["lists"][0]["says"]
    office, *centers = closed["instead"]
    assert (office["kind"], office["names"]["en"]) == ("office", "Telavi")
    assert "Saniore" in str(centers) and {center["kind"] for center in centers} == {"center"}


@pytest.mark.parametrize(("address", "table"), [(GRANT, "settlements"), (AID, "programmes")])
def test_filing__where_a_list_is_empty__is_refused_in_words(
    desk: Desk, app: Flask, engine: Engine, address: str, table: str
) -> None:
    empty(engine, table)

    answer = of_citizen(app, engine, CITIZEN).post(f"{address}/applications", {"answers": {}})

    assert (answer.status_code, answer.json["code"]) == (422, "filing.list_empty")
    assert "city hall" in answer.json["detail"]
    (told,) = answer.json["errors"]
    assert told["code"] == table and WHY[table] in told["detail"]
