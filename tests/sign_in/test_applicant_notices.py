"""Applicants hear that something waits for them: by the way they chose, once, and nothing of what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.commands.cases import CompleteTask
from engine.commands.channels import ChooseChannel
from engine.commands.correspondence import ApplicantTold, RemindOfAnswer, WriteToCase
from engine.errors import NotAllowed
from engine.jobs.app import build
from engine.jobs.applicant_notices import remind
from engine.queries import cases
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN
from tests.engine.services import WAITING, write_service
from tests.sign_in.house import PHONE, House

SAID = "Bring the certificate of Demo Citizen 1."


def wrote(house: House, case_id: UUID, text: str = SAID) -> None:
    command = WriteToCase(case_id, text, as_office=True)
    house.engine.send(command, actor=house.office.staff("specialist"), key=uuid4())


def deliver(house: House) -> list[str]:
    """Send what is queued, as a worker does, and again as after a crash; return how each notice went."""
    queued = house.sql(
        "update procrastinate_jobs set status = 'succeeded' where status = 'todo'"
        " and task_name = 'tell_applicant' returning args"
    )
    for (args,) in queued * 2:
        build(house.engine).tasks["tell_applicant"](**args)
    names = [args["notice_id"] for (args,) in queued]
    return [by for (by,) in house.sql("select told_by from applicant_notices where id = any (%s)", names)]


def choose_short_messages(house: House) -> None:
    actor = house.office.person(CITIZEN)
    ((contact,),) = house.sql(
        "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at)"
        " values (%s, 'phone', %s, 'card', %s, now()) returning id",
        actor.person_id,
        PHONE,
        actor.person_id,
    )
    house.engine.send(ChooseChannel(contact, "en"), actor=actor)


def test_message__of_the_office__is_told_of_by_mail_without_its_words(house: House) -> None:
    case = house.office.file()
    wrote(house, case.case_id)

    assert deliver(house) == ["email"]

    (mail,) = house.mails
    assert case.number in mail and f"/cases/{case.case_id}" in mail
    assert "certificate" not in mail and "Citizen" not in mail and CITIZEN not in mail


def test_message__who_chose_short_messages__is_told_by_one(house: House) -> None:
    choose_short_messages(house)
    case = house.office.file()
    wrote(house, case.case_id)

    assert deliver(house) == ["sms"]

    short = house.short_messages()[-1]
    assert f"a new message in case {case.number}" in short and "certificate" not in short
    assert house.mails == []


def test_message__several_unread__are_told_of_once_and_again_after_a_look(house: House) -> None:
    case_id = house.office.file().case_id
    wrote(house, case_id)
    wrote(house, case_id, "And the photographs.")
    assert deliver(house) == ["email"]

    with house.engine.read(house.office.person(CITIZEN)) as tx:
        cases.view(tx, case_id, "en")
    wrote(house, case_id, "Thank you.")

    assert deliver(house) == ["email"]
    assert len(house.mails) == 2


def test_message__seen_before_the_notice_went_out__is_not_told_of(house: House) -> None:
    case_id = house.office.file().case_id
    wrote(house, case_id)
    with house.engine.read(house.office.person(CITIZEN)) as tx:
        cases.view(tx, case_id, "en")

    assert deliver(house) == ["seen"]
    assert house.mails == []


def test_message__of_the_applicant__is_no_notice(house: House) -> None:
    case_id = house.office.file().case_id
    house.engine.send(WriteToCase(case_id, "When?"), actor=house.office.person(CITIZEN))

    assert deliver(house) == []


@pytest.fixture
def waiting(house: House, tmp_path: Path) -> Iterator[tuple[House, UUID]]:
    """A house with a case that waits five days for its applicant."""
    house.engine.send(
        PublishService(write_service(tmp_path / "waiting", body=WAITING), "tests"), actor=system()
    )
    yield house, house.office.file().case_id


def test_answer__last_day_comes_near__is_reminded_of_once_by_the_way_chosen(
    waiting: tuple[House, UUID],
) -> None:
    house, case_id = waiting
    assert remind(house.engine) == 0  # six days are left

    house.clock.advance(timedelta(days=5))

    assert (remind(house.engine), remind(house.engine)) == (1, 0)
    assert deliver(house) == ["email"]
    (mail,) = house.mails
    assert "07.09.2026" in mail and f"/cases/{case_id}" in mail  # the 6th is a Sunday
    house.clock.advance(timedelta(days=1))
    assert remind(house.engine) == 0


def test_answer__given_in_time__is_not_reminded_of(waiting: tuple[House, UUID]) -> None:
    house, case_id = waiting
    task = house.office.task(case_id, "answer")
    house.clock.advance(timedelta(days=5))
    assert remind(house.engine) == 1
    command = CompleteTask(task.id, {"statement": "here"})
    house.engine.send(command, actor=house.office.person(CITIZEN))

    assert deliver(house) == ["seen"]
    assert remind(house.engine) == 0


def test_answer__that_is_over__is_not_reminded_of(waiting: tuple[House, UUID]) -> None:
    house, _ = waiting
    house.clock.advance(timedelta(days=9))

    assert remind(house.engine) == 0


def test_notices__of_somebody_else__do_not_exist_and_nobody_writes_them(house: House) -> None:
    case_id = house.office.file().case_id
    wrote(house, case_id)
    ((notice,),) = house.sql("select id from applicant_notices")

    for person, seen in ((CITIZEN, 1), (OTHER_CITIZEN, 0)):
        with house.engine.read(house.office.person(person)) as tx:
            assert tx.scalar("select count(*) from applicant_notices") == seen
    commands: list[Any] = [ApplicantTold(notice, "email"), RemindOfAnswer(notice)]
    for command in commands:
        with pytest.raises(NotAllowed):
            house.engine.send(command, actor=house.office.staff("specialist"))
    with house.engine.read(house.office.person(CITIZEN)) as tx:
        assert tx.all("select * from answers_due('2020-01-01', '2030-01-01', '2030-01-01', 9)") == []
