"""What became of each number of an act, at the desk of the accountable officer; void with a reason alone."""

from __future__ import annotations

from engine.tenancy import system
from tests.web.desk import Desk

NUMBER = "KEDA-O-2026-00077"
FREE = """
insert into reserved_numbers (municipality_id, series, year, n, number, state, reserved_at, given_up)
select id, 'order:test', 2026, 77, :number, 'free', :now, 2 from municipalities where code = 'keda'
"""


def test_numbers__of_acts__are_listed_and_voided_with_a_reason(desk: Desk) -> None:
    with desk.engine.read(system()) as tx:
        place = tx.scalar("select id from municipalities where code = 'keda'")
    with desk.engine.read(system(place)) as tx:
        tx.run(FREE, number=NUMBER, now=tx.now)
    clerk = desk.staff("chancellery")
    page = clerk.get("/inbox/numbers")

    without = clerk.submit(page, {"reason": " "})
    done = clerk.submit(without, {"reason": "the form was torn"})

    assert "Numbers of acts" in clerk.get("/inbox/registers").text
    assert NUMBER in page.text
    assert "Given up before: 2" in page.text
    assert without.response.status_code == 422
    assert f"Number {NUMBER} is void." in done.text
    assert "voided: the form was torn" in done.text
    assert "given up, waits" in page.text
    assert "given up, waits" not in done.text
    assert desk.staff("specialist").client.get("/inbox/numbers").status_code == 403
