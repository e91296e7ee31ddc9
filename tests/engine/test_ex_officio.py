"""Cases that the office opens about a person: by whom, and from within another case."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from engine import canonical
from engine.clock import local_date
from engine.commands.applications import FileApplication
from engine.commands.switches import SetSwitch
from engine.errors import Broken, EngineError, NotAllowed, NotFound
from engine.jobs.messages import open_proceeding
from engine.operations import ALL
from engine.queries import cases, catalogue, places, proceedings
from engine.steps import open_case
from engine.stores import mandates
from engine.tenancy import system
from tests.engine.acting import COMPANY
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.proceeding import asked, opening

CASES = "select number, applicant_id from cases where service_code = 'permits.note' order by filed_at, id"


def test_proceeding__opened_by_a_clerk_with_the_role__concerns_the_person(inquiring: Office) -> None:
    clerk = inquiring.staff("specialist")

    opened = inquiring.engine.send(opening(), actor=clerk)

    seen = inquiring.observe(opened.case_id)
    assert seen.document["application"] == {"note": "what is known"}
    assert [event.kind for event in seen.events][0] == "case.opened_by_office"
    with inquiring.engine.read(inquiring.person(CITIZEN)) as tx:
        assert tx.one("select applicant_id from cases where id = :id", id=opened.case_id) is not None
    with inquiring.engine.read(clerk) as tx:
        assert [service.code for service in proceedings.openable(tx)] == ["permits.note"]


def test_proceeding__about_a_company_that_the_office_knows__concerns_the_company(inquiring: Office) -> None:
    with inquiring.engine.connections.database.transaction(system(), now=inquiring.clock.now()) as tx:
        company = mandates.put_company(tx, number=COMPANY, name="შპს „დემო საწარმო 1“")
    _, args = asked(inquiring, person=COMPANY)  # after it the office has had to do with the company
    open_proceeding(inquiring.engine, **args)

    opened = inquiring.engine.send(opening(COMPANY), actor=inquiring.staff("specialist"))

    with inquiring.engine.read(inquiring.staff("specialist")) as tx:
        row = tx.one("select applicant_id, applicant_name from cases where id = :id", id=opened.case_id)
        seen = cases.view(tx, opened.case_id, "ka")
    assert row.applicant_id == company
    assert (seen.applicant_number, row.applicant_name["ka"]) == (COMPANY, "შპს „დემო საწარმო 1“")


def test_proceeding__for_others_than_the_role__does_not_exist_or_is_refused(inquiring: Office) -> None:
    lawyer, citizen = inquiring.staff("lawyer"), inquiring.person(CITIZEN)

    with pytest.raises(NotAllowed):
        inquiring.engine.send(opening(), actor=lawyer)
    with pytest.raises(EngineError):
        inquiring.engine.send(opening(), actor=citizen)
    with pytest.raises(NotFound):
        inquiring.engine.send(FileApplication("permits.note", "keda", {"note": "n"}), actor=citizen)
    with pytest.raises(EngineError) as unknown:
        inquiring.engine.send(opening("00000000999"), actor=inquiring.staff("specialist"))

    assert unknown.value.error_code == "ex_officio.person_unknown"
    with inquiring.engine.read(citizen) as tx:
        (keda,) = [place for place in places.municipalities(tx) if place.code == "keda"]
        assert "permits" in keda.modules
        assert catalogue.by_life_event(tx, keda) == ()
    with inquiring.engine.read(lawyer) as tx:
        assert proceedings.openable(tx) == ()


def test_case_start__carried_out_twice__opens_one_case(inquiring: Office) -> None:
    _, args = asked(inquiring)
    place = inquiring.place()
    with inquiring.engine.read(system(place)) as tx:
        cases_before = len(tx.all(CASES))

    open_proceeding(inquiring.engine, **args)
    open_proceeding(inquiring.engine, **args)

    with inquiring.engine.read(system(place)) as tx:
        assert len(tx.all(CASES)) == cases_before + 1
    assert canonical.loads(args["answers"].encode()) == {"note": "n"}


def test_person__whom_a_paper_names__is_entered_by_the_clerk_and_gets_a_case(inquiring: Office) -> None:
    asking = inquiring.engine.send(opening(), actor=inquiring.staff("specialist")).case_id
    winner = {"number": "00000009999", "given_name": "დემო", "family_name": "მყიდველი", "ground": "ოქმი № 1"}
    database, now = inquiring.engine.connections.database, inquiring.clock.now()
    find, enter = ALL.inline("person.find"), ALL.inline("person.enter")

    with database.transaction(inquiring.staff("specialist"), now=now) as tx:
        case = open_case(tx, ALL, asking)
        before = find(case, winner)
        told = [enter(case, winner), enter(case, {**winner, "given_name": "სხვა"}), find(case, winner)]
        noted = [body for kind, body in case.events if kind == "person.entered"]
        is_seen = tx.scalar("select count(*) from people where personal_number = '00000009999'")
        case.save_in_place()
    opened = inquiring.engine.send(opening(winner["number"]), actor=system(inquiring.place()))

    assert before == {"known": False, "number": winner["number"]}
    assert told == [{"known": True, "number": winner["number"]}] * 3
    assert noted == [{"name": "დემო მყიდველი", "ground": "ოქმი № 1"}]
    assert is_seen == 0, "the clerk sees people of cases alone, after the operation as before"
    with inquiring.engine.read(inquiring.staff("specialist")) as tx:
        assert (
            tx.scalar(
                "select given_name ->> 'ka' from cases c join people p on p.id = c.applicant_id"
                " where c.id = :id",
                id=opened.case_id,
            )
            == "დემო"
        )


@pytest.mark.parametrize("wrong", [{"number": "400000001"}, {"given_name": " "}])
def test_person__with_an_unusable_number_or_name__is_refused(
    inquiring: Office, wrong: dict[str, str]
) -> None:
    asking = inquiring.engine.send(opening(), actor=inquiring.staff("specialist")).case_id
    asked = {
        "number": "00000009998",
        "given_name": "დემო",
        "family_name": "მყიდველი",
        "ground": "ოქმი",
        **wrong,
    }
    database, now = inquiring.engine.connections.database, inquiring.clock.now()

    with (
        pytest.raises(Broken) as refused,
        database.transaction(system(inquiring.place()), now=now) as tx,
    ):
        ALL.inline("person.enter")(open_case(tx, ALL, asking), asked)

    assert refused.value.error_code == "person.unusable"


def test_proceeding__that_is_taken_up_again__is_opened_though_the_office_opens_its_cases(
    inquiring: Office,
) -> None:
    before = inquiring.observe(inquiring.engine.send(opening(), actor=inquiring.staff("specialist")).case_id)
    again = replace(opening(), anew=before.number, since="KEDA-R-2026-000001")

    opened = inquiring.engine.send(again, actor=system(inquiring.place()))

    seen = inquiring.observe(opened.case_id)
    assert [event.kind for event in seen.events][0] == "case.opened_anew"
    with pytest.raises(NotAllowed):
        inquiring.engine.send(again, actor=inquiring.staff("specialist"))


def test_tell_cases__of_a_person__reaches_those_that_wait_and_no_others(office: Office) -> None:
    telling, waiting = office.file().case_id, office.file().case_id
    office.file(by=OTHER_CITIZEN)
    database, now = office.engine.connections.database, office.clock.now()
    with database.transaction(system(office.place()), now=now) as tx:
        case = open_case(tx, ALL, telling)
        inputs = {"name": "withdrawn", "person": CITIZEN, "payload": {"id": str(uuid4())}}
        told = ALL.inline("message.tell_cases")(case, inputs)
        case.save_in_place()

    office.deliver()

    assert told == {"count": 1}
    assert [office.observe(case_id).outcome for case_id in (telling, waiting)] == [None, "withdrawn"]


def test_proceeding__of_a_service_that_is_switched_off__is_opened_by_nobody(inquiring: Office) -> None:
    admin, clerk = inquiring.staff("municipal_admin"), inquiring.staff("specialist")
    today = local_date(inquiring.clock.now())
    switch = SetSwitch("keda", "permits.note", is_on=False, act="Order No. 7", valid_from=today)
    inquiring.engine.send(switch, actor=admin)

    for actor in (clerk, system(inquiring.place())):
        with pytest.raises(NotFound):
            inquiring.engine.send(opening(), actor=actor)
    with inquiring.engine.read(clerk) as tx:
        assert proceedings.openable(tx) == ()
    inquiring.engine.send(replace(switch, is_on=True), actor=admin)
    inquiring.engine.send(opening(), actor=clerk)
