"""The register of property at the desk: found by words, read as it stood on a day."""

from __future__ import annotations

from engine.operations import ALL
from engine.steps import open_case
from engine.tenancy import system
from tests.web.desk import Desk

ROOM = {
    "kind": "immovable",
    "name": "დემო ოთახი",
    "category": "additional",
    "cadastral_code": "21.03.32.001.01.501",
    "value_tetri": 120_000_50,
    "fields": {"location": "დემო ქუჩა 1"},
    "valid_from": "2026-03-01",
    "ground": "Order No. 7",
}


def with_a_room(desk: Desk) -> str:
    """Enter a room, leased from October on, and return the address of its page."""
    case_id = desk.filed().case_id
    place = desk.engine.connections.database
    with place.transaction(system(), now=desk.clock.now()) as tx:
        municipality: int = tx.scalar("select id from municipalities where code = 'keda'")
    with place.transaction(system(municipality), now=desk.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        asset = ALL.inline("asset.enter")(case, dict(ROOM))["asset"]
        days = {"valid_from": "2026-10-01", "valid_until": "2027-10-01"}
        right = ALL.inline("asset.reserve")(case, {"asset": asset, "right": "lease", **days})["right"]
        holder = {"holder_name": "Demo Tenant", "holder_number": "00000000101", "fee_tetri": 500_00}
        ALL.inline("asset.grant")(case, {"right": right, **holder, "fee_period": "month"})
        case.save_in_place()
    return f"/inbox/assets/{asset}"


def test_register__by_words_and_day__shows_the_thing_as_it_stood(desk: Desk) -> None:
    address, clerk = with_a_room(desk), desk.staff("specialist")
    assert clerk.get("/inbox/registers").html.select_one('a[href="/inbox/assets"]')

    found = clerk.get("/inbox/assets?q=32.001.01&on=2026-11-01")
    early = clerk.get("/inbox/assets?q=32.001.01&on=2026-02-28")
    other = clerk.get("/inbox/assets?q=32.001.01&kind=movable")
    table = clerk.get("/inbox/assets?q=32.001.01&on=2026-11-01&as=table").text

    assert found.html.select_one(f'a[href^="{address}"]') and "120,000.50" in found.text
    assert "lease" in found.html.select_one("tbody").text  # type: ignore[union-attr]
    assert "120000.5" in table and "lease" in table
    assert "Nothing is found" in early.text and "Nothing is found" in other.text
    leased = clerk.get(f"{address}?on=01.11.2026")
    assert leased.text.count("Demo Tenant") == 2 and "a month" in leased.text  # on the day, and among all
    assert clerk.get(f"{address}?on=2026-04-01").text.count("Demo Tenant") == 1
    assert "was not in the register yet" in clerk.get(f"{address}?on=2026-02-28").text
    assert clerk.get(f"{address}?on=yesterday").status == 200


def test_register__for_others__is_closed_and_elsewhere_absent(desk: Desk) -> None:
    address = with_a_room(desk)

    assert desk.staff("commission").get("/inbox/assets").status == 403
    assert desk.staff("specialist", "telavi").get(address).status == 404
