"""Data of health: read by whoever needs them, once they have said for what; the applicant reads who did."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from engine.answers import special
from engine.answers.special import PurposeMissing, Withheld
from engine.commands.applications import FileApplication, StoreDocument
from engine.errors import NotAllowed
from engine.queries import cases, documents, packages, reads
from engine.tenancy import Actor
from tests.documents.made_files import a_picture
from tests.engine.kit import CITIZEN, Office

DIAGNOSIS, PURPOSE = "J18.9", "რომ შევამოწმო, კალკულაცია ამ დიაგნოზს შეესაბამება თუ არა"
TREATMENT = {
    "programme": "treatment",
    "facility": "დემო კლინიკა",
    "diagnosis": DIAGNOSIS,
    "procedure": "სტაციონარული მკურნალობა",
    "total_cost_tetri": 300000,
    "state_share_tetri": 200000,
    "own_share_tetri": 100000,
    "papers": [],
    "provider_name": "დემო კლინიკა",
    "provider_code": "204500001",
    "actual_address": "დემო ქუჩა 1",
    "phone": "+995555000101",
    "notify_by": "portal",
    "notice_ack": True,
    "declaration": True,
}


@pytest.fixture(scope="module")
def filed(office: Office) -> tuple[UUID, str]:
    """A case with a diagnosis and a medical paper: its id, and the digest of the paper."""
    citizen = office.person(CITIZEN)
    stored = office.engine.send(StoreDocument(a_picture("PNG"), "ცნობა.png", "keda"), actor=citizen)
    paper = {"document": stored.document, "name": "ცნობა.png", "size": 1, "type": "image/png"}
    command = FileApplication("social.apply", "keda", {**TREATMENT, "health_papers": [paper]})
    return office.engine.send(command, actor=citizen).case_id, stored.document


def shown(office: Office, case_id: UUID, reader: Actor) -> tuple[set[str], int, bool]:
    """Return the answers that a reader sees, how many are withheld, and whether they may open them."""
    with office.engine.read(reader) as tx:
        found = cases.view(tx, case_id, "ka")
    rows = [row for section in found.sections for row in section.rows]
    return {row.value for row in rows}, sum(row.is_withheld for row in rows), found.may_open_special


def take(office: Office, case_id: UUID, digest: str, reader: Actor) -> bytes:
    with office.engine.read(reader) as tx:
        return documents.content(tx, office.engine.connections.files, digest, case_id=case_id).content


def test_health_data__for_whoever_does_not_need_them__stay_closed(
    office: Office, filed: tuple[UUID, str]
) -> None:
    case_id, paper = filed
    lawyer = office.staff("lawyer")

    values, withheld, may_open = shown(office, case_id, lawyer)

    assert DIAGNOSIS not in values and withheld == 5 and not may_open
    assert "დემო კლინიკა" in values  # whom the municipality would pay is no data of health
    with pytest.raises(Withheld):
        take(office, case_id, paper, lawyer)
    with pytest.raises(Withheld), office.engine.read(lawyer) as tx:
        packages.parts(tx, office.engine.connections.files, case_id)
    with pytest.raises(NotAllowed), office.engine.read(lawyer) as tx:
        special.open_for(tx, case_id, purpose=PURPOSE)


def test_health_data__opened_for_a_purpose__are_read_for_a_while_and_the_applicant_knows(
    office: Office, filed: tuple[UUID, str]
) -> None:
    case_id, paper = filed
    specialist, citizen = office.staff("specialist"), office.person(CITIZEN)
    before = shown(office, case_id, specialist)
    with pytest.raises(PurposeMissing), office.engine.read(specialist) as tx:
        special.open_for(tx, case_id, purpose="  . ")
    with office.engine.read(specialist) as tx:
        special.open_for(tx, case_id, purpose=PURPOSE)

    opened, file = shown(office, case_id, specialist), take(office, case_id, paper, specialist)
    with office.engine.read(citizen) as tx:
        told = [read for read in reads.own_reads(tx).reads if read.kind == special.OPENED]
    office.clock.advance(special.OPEN_FOR + timedelta(seconds=1))

    assert (before[1:], opened[1:]) == ((5, True), (0, False))
    assert DIAGNOSIS in opened[0] - before[0] and file
    assert [read.said for read in told] == [PURPOSE] and told[0].roles == ("specialist",)
    assert shown(office, case_id, specialist) == before
    assert DIAGNOSIS in shown(office, case_id, citizen)[0]
