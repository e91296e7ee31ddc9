"""Property through the services as they are shipped: one room wanted twice, and what is changed of a room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.clock import local_date
from engine.commands.applications import OpenProceeding
from engine.commands.cases import CompleteTask
from engine.commands.signing import OpenSigning
from engine.errors import Rejected
from engine.installation import loading
from engine.property.commands.assets import ImportAssets
from engine.property.queries import assets
from engine.scenarios.signers import Signers
from engine.scenarios.signing import sign
from engine.settings import Settings
from engine.signatures.signers import SignatureDue
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office, an_office
from tests.property.test_assets import do

ROOM, ANSWERS_FOR_IT = "R-1", "00000002010"
TABLE = (
    ("inventory_no", "kind", "name", "category", "value", "valid_from", "cadastral_code", "area_m2"),
    (ROOM, "immovable", "დემო ოთახი", "basic", "120000", "2020-01-01", "21.03.32.001.01.501", "40"),
)
WANTED = {
    "what": "დემო ოთახი",
    "purpose": "სახელოსნო",
    "months_wanted": 12,
    "phone": "+995555000101",
    "declaration": True,
}
EXAMINED = {"verdict": "complete", "inventory_no": ROOM, "right": "lease", "needed": "no", "disputed": "no"}
GRANT = {"outcome": "grant", "facts": "დემო", "reasoning": "დემო"}
VISA = {"visa": "approve"}
COUNCIL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("submit_question", "mayor", {"note": "დემო"}),
    (
        "council_commission",
        "sakrebulo",
        {"opinion": "for", "opinion_text": "დემო", "opinion_number": "7", "held_on": "2026-09-01"},
    ),
    (
        "bureau",
        "sakrebulo",
        {"verdict": "agenda", "members_total": 30, "meets_on": "2026-09-30", "item": "4"},
    ),
    (
        "council_session",
        "sakrebulo",
        {
            "session": "voted",
            "held_on": "2026-09-01",
            "held_at": "11:00",
            "minutes_number": "12",
            "grounds": "დემო",
            "present": 20,
            "in_favour": 16,
            "against": 4,
            "abstained": 0,
        },
    ),
    ("sign_council_act", "sakrebulo_chair", {"agrees_with_minutes": True}),
)


@dataclass
class Property(Office):
    """An office that works on property by the services as they are shipped."""

    signers: Signers

    def act(self, case_id: UUID, element: str, role: str, **answers: Any) -> None:
        """Complete a step, with a card where it is signed; what a worker renders comes before."""
        self.run_jobs(case_id)
        task, doer = self.task(case_id, element), self.staff(role)
        try:
            self.engine.send(CompleteTask(task.id, answers), actor=doer)
        except SignatureDue:
            sign(self.engine, self.signers, OpenSigning(task.id, answers), doer=doer)

    def drafted(self, case_id: UUID, **draft: Any) -> None:
        """Draft the order and give the visas; the mayor is next."""
        self.act(case_id, "draft_act", "specialist", **GRANT, **draft)
        self.act(case_id, "legal_visa", "lawyer", **VISA)
        self.act(case_id, "head_visa", "head_of_service", **VISA)

    def ordered(self, case_id: UUID, **draft: Any) -> None:
        self.drafted(case_id, **draft)
        self.act(case_id, "decide", "mayor", verdict="agree")

    def opened(self, service: str, **answers: Any) -> UUID:
        """Open a proceeding about the room, a day after what was before."""
        self.clock.advance(timedelta(days=1))
        about = {"inventory_no": ROOM, "reason": "№ 1", "files": [], **answers}
        command = OpenProceeding(service, "keda", ANSWERS_FOR_IT, about)
        case_id: UUID = self.engine.send(command, actor=self.staff("specialist")).case_id
        return case_id

    def room(self) -> assets.AssetView:
        with self.engine.read(self.staff("specialist")) as tx:
            (listed,) = assets.page(tx, on=date(2026, 9, 1)).rows
            return assets.asset(tx, listed.asset_id)


@pytest.fixture
def office(settings: Settings) -> Iterator[Property]:
    with an_office(settings) as plain:
        loading.load_data(plain.engine)
        loading.load_demo_people(plain.engine)
        for name in ("lease", "amend", "category"):
            command = PublishService(loading.BPMN / "assets" / name, "tests")
            plain.engine.send(command, actor=system())
        signers = Signers(plain.clock, plain.clock.now())
        known = replace(plain.engine.connections, signature_rules=signers.rules)
        built = Property(replace(plain.engine, connections=known), plain.clock, "assets.lease", signers)
        clerk = built.staff("specialist")
        built.engine.send(ImportAssets("keda", "room.csv", TABLE, "№ 1"), actor=clerk)
        yield built


def test_lease__of_one_room_drafted_by_two_clerks__goes_to_one_and_the_other_is_told_and_takes_other_days(
    office: Property,
) -> None:
    first, second = (office.file(by=by, **WANTED).case_id for by in (CITIZEN, OTHER_CITIZEN))
    lot = {"start_tetri": 50_000, "auction_days": 10}
    for case_id, valid_from, months in ((first, "2027-01-01", 12), (second, "2027-12-31", 6)):
        office.act(case_id, "examine", "specialist", **EXAMINED)
        with pytest.raises(Rejected):  # no right begins before the auction has closed
            office.drafted(case_id, **lot, valid_from="2026-09-11", months=months)
        office.drafted(case_id, **lot, valid_from=valid_from, months=months)

    office.act(first, "decide", "mayor", verdict="agree")
    with pytest.raises(Rejected) as refused:
        office.act(second, "decide", "mayor", verdict="agree")

    said = refused.value.params
    assert refused.value.error_code == "asset.right_overlaps"
    assert (said["since"], said["until"]["en"]) == ("01.01.2027", "01.01.2028")
    assert said["number"] == office.observe(first).number
    assert "decide" in office.observe(second).waiting  # the order waits for other days
    office.act(second, "decide", "mayor", verdict="return", remarks="სხვა ვადა")
    office.ordered(second, **lot, valid_from="2028-01-31", months=1)
    assert [(right.valid_from, right.valid_until) for right in office.room().rights if right.is_reserved] == [
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2028, 1, 1)),
    ]
    assert not [difference for check in found(office) for difference in check.differences]


def test_room__changed_in_every_way__is_so_from_each_day_on_and_was_what_it_was_before(
    office: Property,
) -> None:
    office.ordered(office.opened("assets.amend", change="value"), value_tetri=99_900, valuation="№ 15")
    office.ordered(office.opened("assets.amend", change="holder"), holder_unit="დემო სამსახური")
    office.ordered(office.opened("assets.amend", change="use"))
    entry = office.opened("assets.amend", change="entry")
    with pytest.raises(Rejected):  # nothing would be corrected
        office.act(entry, "describe", "specialist", paper="№ 7")
    office.act(entry, "describe", "specialist", area_m2=44, name="დემო დარბაზი", paper="№ 7")
    office.act(entry, "approve", "head_of_service", verdict="agree")
    category = office.opened("assets.category")
    met_on = local_date(office.clock.now()).isoformat()
    for element, role, answers in COUNCIL:
        office.act(category, element, role, **answers | ({"held_on": met_on} if "held_on" in answers else {}))
    office.ordered(office.opened("assets.amend", change="use"))

    room, today = office.room(), local_date(office.clock.now())
    seen = [room.on(today - timedelta(days=ago)) for ago in range(6, -1, -1)]
    states = [state for state in seen if state is not None]
    assert len(states) == 7
    assert [state.value_tetri for state in states] == [12_000_000, *([99_900] * 6)]
    assert [state.fields.get("holder_unit") for state in states] == [None, None, *(["დემო სამსახური"] * 5)]
    assert [bool(state.fields.get("responsible_person")) for state in states] == [False, False, *([True] * 5)]
    assert [state.state for state in states] == [*(["in_use"] * 3), *(["idle"] * 3), "in_use"]
    assert [state.fields["area_m2"] for state in states] == [*(["40"] * 4), *([44] * 3)]
    assert [state.name for state in states][3:5] == ["დემო ოთახი", "დემო დარბაზი"]
    assert [state.category for state in states] == [*(["basic"] * 5), *(["additional"] * 2)]
    assert states[4].ground == "№ 7" and "ბრძანება №" in states[1].ground
    assert not [difference for check in found(office) for difference in check.differences]


def test_room__written_off_meanwhile__ends_what_would_change_it_and_leaves_an_application_to_be_refused(
    office: Property,
) -> None:
    asked = office.file(by=CITIZEN, **WANTED).case_id
    office.act(asked, "examine", "specialist", **EXAMINED)
    value, entry = (office.opened("assets.amend", change=change) for change in ("value", "entry"))
    category, by = office.opened("assets.category"), office.opened("assets.amend", change="holder")
    room, today = str(office.room().asset_id), local_date(office.clock.now()).isoformat()

    do(office, "asset.change", by, asset=room, state="written_off", valid_from=today, ground="№ 9")
    office.deliver()

    for case_id in (value, entry, category):
        office.run_jobs(case_id)
    ended = [office.observe(case_id) for case_id in (value, entry, category)]
    assert [case.letters[-1] for case in ended] == ["not_possible"] * 3
    assert [(case.waiting, case.document["gone"]) for case in ended] == [((), {"state": "written_off"})] * 3
    application = office.observe(asked)
    assert "draft_act" in application.waiting and application.document["advice"]["ok"] is False
    assert office.observe(by).letters[-1] != "not_possible"  # nobody tells themselves
    assert not [difference for check in found(office) for difference in check.differences]
