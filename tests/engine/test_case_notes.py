"""Notes of the office on a case: kept once, told to nobody else, least of all to the applicant."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine.commands.assignment import ClaimTask
from engine.commands.case_notes import WriteNote
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import cases
from engine.queries.own_data import own_data
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, Office

OFFICIAL = "00000002008"
NOTE = "დემო ჩანაწერი: დარეკა მეზობელმა"


def write(office: Office, case_id: UUID, *, by: Actor, text: str = NOTE, key: UUID | None = None) -> None:
    office.engine.send(WriteNote(case_id, text), actor=by, key=key)


def notes(office: Office, case_id: UUID, *, by: Actor) -> list[str]:
    with office.engine.read(by) as tx:
        return [note.text for note in cases.beside(tx, case_id).notes]


def version(office: Office, case_id: UUID) -> int:
    with office.engine.read(office.staff("head_of_service")) as tx:
        return cases.view(tx, case_id, "en").version


def rows(office: Office, *, by: Actor) -> int:
    with office.engine.read(by) as tx:
        return int(tx.scalar("select count(*) from case_notes"))


def test_note__of_a_clerk__is_read_by_the_office_alone(office: Office) -> None:
    case_id = office.file().case_id
    before = version(office, case_id)

    write(office, case_id, by=office.staff("specialist"))

    assert notes(office, case_id, by=office.staff("head_of_service")) == [NOTE]
    assert notes(office, case_id, by=office.person(CITIZEN)) == []
    outsiders = (office.person(CITIZEN), office.staff("mayor", "telavi"), Actor())
    assert [rows(office, by=outsider) for outsider in outsiders] == [0, 0, 0]
    # Nobody's page grows old by it.
    assert version(office, case_id) == before


def test_note__is_in_nothing_that_the_applicant_takes_away(office: Office) -> None:
    case_id = office.file().case_id
    write(office, case_id, by=office.staff("specialist"))

    with office.engine.read(office.person(CITIZEN)) as tx:
        found = repr(own_data(tx, "ka")) + repr(cases.view(tx, case_id, "ka"))

    assert NOTE not in found


def test_note__sent_twice_with_a_key__is_kept_once(office: Office) -> None:
    case_id, key = office.file().case_id, uuid4()

    for _ in range(2):
        write(office, case_id, by=office.staff("specialist"), key=key)

    assert notes(office, case_id, by=office.staff("specialist")) == [NOTE]


def test_note__is_chained_beside_whose_the_steps_were(office: Office) -> None:
    case_id, clerk = office.file().case_id, office.staff("specialist")
    office.engine.send(ClaimTask(office.task(case_id).id), actor=clerk)
    write(office, case_id, by=clerk)

    with psycopg.connect(office.engine.settings.owner_url) as connection:
        kinds = connection.execute(
            "select kind from stream_events where stream = %s order by seq", (f"work/{case_id}",)
        ).fetchall()
    with office.engine.read(clerk) as tx:
        handovers = [handover.kind for handover in cases.beside(tx, case_id).handovers]

    assert [kind for (kind,) in kinds] == ["task.claimed", "note.written"]
    assert handovers == ["task.claimed"]


@pytest.mark.parametrize(("text", "code"), [(" \n\0 ", "note.empty"), ("ა" * 4001, "note.too_long")])
def test_note__that_is_none__is_refused(office: Office, text: str, code: str) -> None:
    case_id = office.file().case_id

    with pytest.raises(Rejected) as refused:
        write(office, case_id, by=office.staff("specialist"), text=text)

    assert refused.value.error_code == code


def test_note__by_whoever_does_not_see_the_case__is_refused(office: Office) -> None:
    case_id = office.file().case_id

    with pytest.raises(NotAllowed):
        write(office, case_id, by=office.person(CITIZEN))
    for role, place in (("inspector", "keda"), ("specialist", "telavi")):
        with pytest.raises(NotFound):
            write(office, case_id, by=office.staff(role, place))


def test_note__on_the_own_case_of_somebody_who_works_there__is_neither_written_nor_read(
    office: Office,
) -> None:
    case_id = office.file().case_id
    write(office, case_id, by=office.staff("specialist"))
    clerk, head = office.staff("specialist"), office.staff("head_of_service")
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute("update cases set applicant_id = %s", (head.person_id,))

    with pytest.raises(NotFound):
        write(office, case_id, by=head)

    assert rows(office, by=head) == 0
    assert rows(office, by=clerk) == 1


def test_note__on_a_case_in_which_the_official_represents__is_neither_written_nor_read(
    office: Office,
) -> None:
    case_id = office.file().case_id
    write(office, case_id, by=office.staff("specialist"))
    official = office.person(OFFICIAL)
    represented = {"name": {"ka": "დემო", "en": "Demo"}, "number": OFFICIAL, "kind": "attorney"}
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute("update cases set representative = %s", (Jsonb(represented),))

    with pytest.raises(NotFound):
        write(office, case_id, by=official)

    assert notes(office, case_id, by=official) == []
