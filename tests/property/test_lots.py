"""Lots at auction as everybody reads them: the thing, its price and its last day; never a person."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.clock import ZONE
from engine.errors import NotFound
from engine.operations import ALL
from engine.property.queries import public_lots
from engine.steps import open_case
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import found, owner
from tests.engine.kit import Office
from tests.property.test_assets import entered

CLOSES = datetime(2026, 9, 20, 17, 0, tzinfo=ZONE)
PUT_UP = {"kind": "lease", "start_tetri": 120_000, "step_tetri": 6_000, "deposit_tetri": 36_000}
STANDING = {"number": "L-77", "state": "open", "closes_at": CLOSES.isoformat()}
PLOT = {"type": "Polygon", "coordinates": [[[42.0, 41.6], [42.01, 41.6], [42.01, 41.61], [42.0, 41.6]]]}
SECRET = "მარკერი პასუხისმგებელი"


def came_back(office: Office, operation: str, case_id: UUID, inputs: dict[str, Any], **result: Any) -> UUID:
    """Record what a job of the auction brings back, as its handler does; return the job's id."""
    job = SimpleNamespace(id=uuid4(), inputs=inputs)
    database = office.engine.connections.database
    with database.transaction(system(office.place()), now=office.clock.now()) as tx:
        case = open_case(tx, ALL, case_id)
        record = ALL.find(operation).record
        assert record is not None
        record(case, job, {"winner_name": SECRET, "winner_number": "01001000001", **STANDING, **result})
        case.save_in_place()
    return job.id


def put_up(office: Office, case_id: UUID) -> UUID:
    return came_back(office, "auction.announce", case_id, PUT_UP)


@pytest.fixture
def lease(letting: Office) -> UUID:
    """A case that keeps the room for whoever will win it."""
    entered(letting)
    case_id = letting.file(note="let").case_id
    letting.complete(case_id)
    with owner(letting) as connection:
        connection.execute(
            "update asset_states set fields = fields || jsonb_build_object('area_m2', 40, 'location', 'Keda',"
            " 'responsible_person', %s::text, 'encumbrances', %s::text)",
            (SECRET, SECRET),
        )
        connection.execute(
            "update asset_states set fields = fields || jsonb_build_object('geometry', %s::jsonb)",
            (str(PLOT).replace("'", '"'),),
        )
    return case_id


def listed(office: Office, number: int = 1) -> public_lots.LotsPage:
    with office.engine.read(Actor()) as tx:
        return public_lots.page(tx, "keda", number)


def test_lot__put_up__is_read_by_everybody_with_area_use_price_and_last_day(
    letting: Office, lease: UUID
) -> None:
    lot_id = put_up(letting, lease)

    (lot,) = listed(letting).lots

    assert (lot.lot_id, lot.number, lot.kind, lot.right) == (lot_id, "L-77", "lease", "lease")
    assert (lot.start_tetri, lot.deposit_tetri, lot.closes_at) == (120_000, 36_000, CLOSES)
    assert (lot.state, lot.area_m2, lot.location) == ("open", 40, "Keda")
    assert lot.outline == ((42.0, 41.6), (42.01, 41.6), (42.01, 41.61))
    with letting.engine.read(Actor()) as tx:
        assert public_lots.lot(tx, "keda", lot_id) == lot
        with pytest.raises(NotFound):
            public_lots.lot(tx, "telavi", lot_id)
    assert not [difference for check in found(letting) for difference in check.differences]


def test_lot__of_a_case_about_somebody__says_nothing_of_anybody(letting: Office, lease: UUID) -> None:
    put_up(letting, lease)

    said = str(asdict(listed(letting).lots[0]))

    assert SECRET not in said and "01001000001" not in said and str(lease) not in said


def test_lot__that_closed__waits_for_its_result_and_then_has_it(letting: Office, lease: UUID) -> None:
    lot_id = put_up(letting, lease)
    letting.clock.advance(timedelta(days=30))
    assert [lot.state for lot in listed(letting).lots] == ["closed"]

    came_back(letting, "auction.result", lease, {"lot": str(lot_id)}, state="sold", price_tetri=150_000)

    (lot,) = listed(letting).lots
    assert (lot.state, lot.price_tetri) == ("sold", 150_000)
    letting.clock.advance(timedelta(days=400))
    assert listed(letting).lots == ()  # what was won long ago stands in the register of property


def test_lot__whose_end_moved__closes_later(letting: Office, lease: UUID) -> None:
    lot_id = put_up(letting, lease)
    later = CLOSES + timedelta(minutes=10)

    came_back(letting, "auction.result", lease, {"lot": str(lot_id)}, closes_at=later.isoformat())

    assert [(lot.state, lot.closes_at) for lot in listed(letting).lots] == [("open", later)]


def test_lot__of_a_case_that_keeps_nothing__is_not_listed(letting: Office) -> None:
    entered(letting)
    case_id = letting.file(note="let").case_id

    put_up(letting, case_id)

    assert listed(letting).lots == ()


def test_lots__of_an_unknown_page__are_none(letting: Office, lease: UUID) -> None:
    put_up(letting, lease)

    page = listed(letting, 9)

    assert (page.lots, page.next_page) == ((), None)


@pytest.mark.parametrize(
    ("geometry", "corners"),
    [("41.6, 42.0\n41.6, 42.01\n41.61, 42.01", 3), (SECRET, 0), ("[1]", 0), (5, 0), (None, 0)],
)
def test_lot__whose_place_came_with_a_table__is_drawn_where_it_is_a_plot(
    letting: Office, lease: UUID, geometry: Any, corners: int
) -> None:
    with owner(letting) as connection:
        connection.execute(
            "update asset_states set fields = fields || jsonb_build_object('geometry', %s::jsonb)",
            (json.dumps(geometry),),
        )

    put_up(letting, lease)

    assert len(listed(letting).lots[0].outline) == corners
