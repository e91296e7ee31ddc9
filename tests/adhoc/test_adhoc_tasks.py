"""Ad hoc tasks: who may be asked and answer, what they then see, what stays with the case."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.adhoc import queries
from engine.adhoc.commands import AnswerColleague, AskColleague, ColleagueAsked, WithdrawQuestion
from engine.adhoc.queries import AdhocTask
from engine.cases import sight
from engine.commands.assignment import RecuseFromCase
from engine.errors import EngineError
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, Office

TODAY = date(2026, 9, 1)  # of the office's clock
LATER = TODAY + timedelta(3)
# Neither sees a case without a step of theirs.
ARCHITECT, INSPECTOR = "00000002031", "00000002032"


@pytest.fixture
def case_id(office: Office) -> UUID:
    return office.file().case_id


def ask(office: Office, case_id: UUID, by: Actor | None = None, **more: Any) -> UUID:
    what: dict[str, Any] = {"question": "Does the house stand?", "due_on": LATER, **more}
    command = AskColleague(case_id, **what)
    asked: ColleagueAsked = office.engine.send(command, actor=by or office.staff("specialist"))
    return asked.task_id


def answer(office: Office, task_id: UUID, by: str, text: str = "It does.") -> None:
    office.engine.send(AnswerColleague(task_id, text), actor=office.person(by))


def sees(office: Office, case_id: UUID, number: str) -> bool:
    try:
        with office.engine.read(office.person(number)) as tx:
            sight.seen(tx, case_id)
    except EngineError:
        return False
    return True


def waiting(office: Office, number: str) -> list[UUID]:
    with office.engine.read(office.person(number)) as tx:
        return [task.task_id for task in queries.page(tx).for_me]


def of_case(office: Office, case_id: UUID) -> tuple[AdhocTask, ...]:
    with office.engine.read(office.staff("specialist")) as tx:
        return queries.of_case(tx, case_id)


def refused(attempt: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(EngineError) as caught:
        attempt(*given, **more)
    return caught.value.error_code


def test_colleague__asked_by_name__sees_the_case_and_answers(office: Office, case_id: UUID) -> None:
    assert not sees(office, case_id, ARCHITECT)

    task_id = ask(office, case_id, person_id=office.person(ARCHITECT).person_id)

    assert sees(office, case_id, ARCHITECT) and not sees(office, case_id, INSPECTOR)
    assert waiting(office, ARCHITECT) == [task_id]
    answer(office, task_id, ARCHITECT)
    (task,) = of_case(office, case_id)
    assert (task.state, task.answer) == ("answered", "It does.")
    assert task.answered_by is not None and "Architect" in task.answered_by["en"]
    assert waiting(office, ARCHITECT) == []


def test_office__that_is_asked__is_answered_by_whoever_holds_it(office: Office, case_id: UUID) -> None:
    task_id = ask(office, case_id, role="inspector")

    assert sees(office, case_id, INSPECTOR) and waiting(office, INSPECTOR) == [task_id]
    assert refused(answer, office, task_id, ARCHITECT) == "not_allowed"
    answer(office, task_id, INSPECTOR)
    assert refused(answer, office, task_id, INSPECTOR, "Or does it?") == "adhoc.not_open"
    assert of_case(office, case_id)[0].answer == "It does."


def test_question__withdrawn__shows_the_case_no_longer(office: Office, case_id: UUID) -> None:
    task_id = ask(office, case_id, person_id=office.person(ARCHITECT).person_id)
    stranger = office.staff("lawyer")
    assert refused(office.engine.send, WithdrawQuestion(task_id), actor=stranger) == "not_allowed"

    office.engine.send(WithdrawQuestion(task_id), actor=office.staff("head_of_service"))

    assert not sees(office, case_id, ARCHITECT)
    assert refused(answer, office, task_id, ARCHITECT) == "adhoc.not_open"
    assert of_case(office, case_id)[0].state == "withdrawn"


def test_question__not_answered_by_its_day__is_overdue(office: Office, case_id: UUID) -> None:
    ask(office, case_id, role="inspector")
    assert not of_case(office, case_id)[0].is_overdue

    office.clock.advance(timedelta(days=4))

    assert of_case(office, case_id)[0].is_overdue


def test_question__on_a_case__moves_it_not(office: Office, case_id: UUID) -> None:
    before = office.observe(case_id)

    task_id = ask(office, case_id, role="inspector")
    answer(office, task_id, INSPECTOR)

    after = office.observe(case_id)
    assert (after.document, [event.kind for event in after.events]) == (
        before.document,
        [event.kind for event in before.events],
    )


def test_colleague__recused_from_the_case__is_not_asked(office: Office, case_id: UUID) -> None:
    lawyer = office.staff("lawyer")
    office.engine.send(RecuseFromCase(case_id, "a cousin"), actor=lawyer)

    assert refused(ask, office, case_id, person_id=lawyer.person_id) == "adhoc.may_not_see"


def test_office__whose_holder_is_recused__is_answered_by_another_only(office: Office, case_id: UUID) -> None:
    task_id = ask(office, case_id, by=office.staff("head_of_service"), role="lawyer")
    lawyer = office.staff("lawyer")
    office.engine.send(RecuseFromCase(case_id, "a cousin"), actor=lawyer)

    answered = refused(office.engine.send, AnswerColleague(task_id, "No."), actor=lawyer)

    assert answered == "not_allowed"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "adhoc.nobody_asked"),
        ({"role": "municipal_admin"}, "adhoc.nobody_asked"),
        ({"role": "emperor"}, "adhoc.nobody_asked"),
        ({"role": "lawyer", "person_id": 1}, "adhoc.nobody_asked"),
        ({"person_id": 10**9}, "adhoc.nobody_asked"),
        ({"role": "lawyer", "question": " \n"}, "adhoc.nothing_said"),
        ({"role": "lawyer", "question": "x" * 4001}, "adhoc.too_long"),
        ({"role": "lawyer", "due_on": TODAY - timedelta(1)}, "adhoc.day_unusable"),
        ({"role": "lawyer", "due_on": TODAY + timedelta(400)}, "adhoc.day_unusable"),
    ],
)
def test_question__that_can_not_be_asked__is_refused(
    office: Office, case_id: UUID, more: dict[str, Any], code: str
) -> None:
    assert refused(ask, office, case_id, **more) == code


def test_question__to_oneself_or_a_citizen__is_refused(office: Office, case_id: UUID) -> None:
    for person in (office.staff("specialist"), office.person(CITIZEN)):
        assert refused(ask, office, case_id, person_id=person.person_id) == "adhoc.nobody_asked"


def test_question__by_who_does_not_see_the_case__does_not_exist(office: Office, case_id: UUID) -> None:
    for outside in (office.person(ARCHITECT), office.staff("specialist", "telavi")):
        assert refused(ask, office, case_id, by=outside, role="lawyer") == "not_found"
    task_id = ask(office, case_id, role="lawyer")
    elsewhere = office.staff("lawyer", "telavi")
    assert refused(office.engine.send, AnswerColleague(task_id, "No."), actor=elsewhere) == "not_found"
