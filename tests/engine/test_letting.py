"""Two proceedings of the shipped lease service about one room: who is second is told, and mends the days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from engine import loading
from engine.commands import CompleteTask, ImportAssets, OpenSigning, PublishService
from engine.errors import Rejected
from engine.queries import assets
from engine.scenarios.signers import Signers
from engine.scenarios.signing import sign
from engine.settings import Settings
from engine.signatures.signers import SignatureDue
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office, an_office

ROOM = "R-1"
TABLE = (
    ("inventory_no", "kind", "name", "category", "value", "valid_from", "cadastral_code"),
    (ROOM, "immovable", "დემო ოთახი", "additional", "120000", "2020-01-01", "21.03.32.001.01.501"),
)
WANTED = {
    "what": "დემო ოთახი",
    "purpose": "სახელოსნო",
    "months_wanted": 12,
    "phone": "+995555000101",
    "declaration": True,
}
EXAMINED = {"verdict": "complete", "inventory_no": ROOM, "right": "lease", "needed": "no", "disputed": "no"}
DRAFT = {"outcome": "grant", "facts": "დემო", "reasoning": "დემო", "start_tetri": 50_000}
VISA = {"visa": "approve"}


@dataclass
class Letting(Office):
    """An office that lets property by the service as it is shipped."""

    signers: Signers | None = None

    def act(self, case_id: UUID, element: str, role: str, **answers: Any) -> None:
        """Complete a step, with a card where it is signed; the draft that a worker renders comes before."""
        self.run_jobs(case_id)
        task, doer = self.task(case_id, element), self.staff(role)
        try:
            self.engine.send(CompleteTask(task.id, answers), actor=doer)
        except SignatureDue:
            assert self.signers is not None
            sign(self.engine, self.signers, OpenSigning(task.id, answers), doer=doer)

    def drafted(self, case_id: UUID, *, valid_from: str, months: int) -> None:
        """Draft the order and give the visas; the mayor is next."""
        days = {"closes_on": "2026-11-20", "valid_from": valid_from, "months": months}
        self.act(case_id, "draft_act", "specialist", **DRAFT, **days)
        self.act(case_id, "legal_visa", "lawyer", **VISA)
        self.act(case_id, "head_visa", "head_of_service", **VISA)


@pytest.fixture
def office(settings: Settings) -> Iterator[Letting]:
    with an_office(settings) as plain:
        loading.load_data(plain.engine)
        loading.load_demo_people(plain.engine)
        folder = loading.BPMN / "assets" / "lease"
        plain.engine.send(PublishService(folder, "tests"), actor=system())
        signers = Signers(plain.clock, plain.clock.now())
        known = replace(plain.engine.connections, signature_rules=signers.rules)
        built = Letting(replace(plain.engine, connections=known), plain.clock, "assets.lease", signers)
        clerk = built.staff("specialist")
        built.engine.send(ImportAssets("keda", "room.csv", TABLE, "№ 1"), actor=clerk)
        yield built


def test_lease__of_one_room_drafted_by_two_clerks__goes_to_one_and_the_other_is_told_and_takes_other_days(
    office: Letting,
) -> None:
    first, second = (office.file(by=by, **WANTED).case_id for by in (CITIZEN, OTHER_CITIZEN))
    for case_id, valid_from, months in ((first, "2027-01-01", 12), (second, "2027-12-31", 6)):
        office.act(case_id, "examine", "specialist", **EXAMINED)
        with pytest.raises(Rejected):  # no right begins before the auction has closed
            office.drafted(case_id, valid_from="2026-11-20", months=months)
        office.drafted(case_id, valid_from=valid_from, months=months)

    office.act(first, "decide", "mayor", verdict="agree")
    with pytest.raises(Rejected) as refused:
        office.act(second, "decide", "mayor", verdict="agree")

    said = refused.value.params
    assert refused.value.error_code == "asset.right_overlaps"
    assert (said["since"], said["until"]["en"]) == ("01.01.2027", "01.01.2028")
    assert said["number"] == office.observe(first).number
    assert "decide" in office.observe(second).waiting  # the order waits for other days
    office.act(second, "decide", "mayor", verdict="return", remarks="სხვა ვადა")
    office.drafted(second, valid_from="2028-01-31", months=1)
    office.act(second, "decide", "mayor", verdict="agree")
    with office.engine.read(office.staff("specialist")) as tx:
        (room,) = assets.page(tx, on=date(2026, 9, 1)).rows
        kept = [one for one in assets.asset(tx, room.asset_id).rights if one.is_reserved]
    assert [(one.valid_from, one.valid_until) for one in kept] == [
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2028, 1, 1)),
    ]
    assert not [one for check in found(office) for one in check.differences]
