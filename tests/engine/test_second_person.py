"""A step that takes a second person is closed to whoever did the one before, whichever way they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.bulk import for_each
from engine.cases.conflicts_of_interest import SecondPerson
from engine.commands.assignment import AssignTask, ClaimTask
from engine.commands.cases import CompleteTask
from engine.commands.drafts import SaveTaskDraft
from engine.commands.signing import OpenSigning
from engine.errors import Rejected
from engine.queries import inbox, tasks
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import PLAIN, user_task
from tests.engine.signed import signed

FIRST, SECOND = "00000002002", "00000002008"  # two specialists of Keda
LOOKED_AFTER = PLAIN.replace(user_task("answer"), signed(user_task("answer"), notBy="review"))
SIGNED = PLAIN.replace(user_task("answer"), signed(user_task("answer"), notBy="review", sign="doer"))


@pytest.fixture
def prepared(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose second step takes another person than the first."""
    with open_office(LOOKED_AFTER) as office:
        yield office


def after_review(office: Office, *, by: str = FIRST) -> UUID:
    case_id = office.file().case_id
    office.engine.send(CompleteTask(office.task(case_id).id, {"good": True}), actor=office.person(by))
    return case_id


def answer(office: Office, case_id: UUID, *, by: str) -> Any:
    command = CompleteTask(office.task(case_id, "answer").id, {"statement": "so"})
    return office.engine.send(command, actor=office.person(by))


def test_claiming__by_whoever_did_the_step_before__is_refused_with_its_name(prepared: Office) -> None:
    case_id = after_review(prepared)

    with pytest.raises(SecondPerson) as refused:
        prepared.engine.send(ClaimTask(prepared.task(case_id, "answer").id), actor=prepared.person(FIRST))

    assert refused.value.params["step"]
    assert prepared.task(case_id, "answer").claimed_by is None


def test_completing__by_whoever_did_the_step_before__is_refused(prepared: Office) -> None:
    case_id = after_review(prepared)

    with pytest.raises(SecondPerson):
        answer(prepared, case_id, by=FIRST)

    assert "answer" in prepared.observe(case_id).waiting


def test_completing__by_a_second_person__goes_on(prepared: Office) -> None:
    case_id = after_review(prepared)

    answer(prepared, case_id, by=SECOND)

    assert prepared.observe(case_id).waiting == ()


def test_saving_a_draft__by_whoever_did_the_step_before__is_refused(prepared: Office) -> None:
    case_id = after_review(prepared)
    command = SaveTaskDraft(prepared.task(case_id, "answer").id, {"good": True})

    with pytest.raises(SecondPerson):
        prepared.engine.send(command, actor=prepared.person(FIRST))


def test_assignment__to_whoever_did_the_step_before__is_refused_with_words_for_the_head(
    prepared: Office,
) -> None:
    case_id = after_review(prepared)
    first, head = prepared.person(FIRST), prepared.staff("head_of_service")
    command = AssignTask(prepared.task(case_id, "answer").id, first.person_id, "reason")

    with pytest.raises(SecondPerson) as refused:
        prepared.engine.send(command, actor=head)

    assert refused.value.error_code == "task.needs_another"


def test_taking_many__skips_what_takes_a_second_person_alone(prepared: Office) -> None:
    mine, theirs = after_review(prepared), after_review(prepared, by=SECOND)
    subjects = [prepared.task(case_id, "answer").id for case_id in (mine, theirs)]

    told = for_each(prepared.engine, subjects, ClaimTask, actor=prepared.person(FIRST), key=uuid4())

    assert [type(result.error) for result in told] == [SecondPerson, type(None)]


def test_list_and_page__of_whoever_did_the_step_before__say_so_and_offer_nothing(prepared: Office) -> None:
    case_id = after_review(prepared)
    task_id = prepared.task(case_id, "answer").id

    found = {}
    for person in (FIRST, SECOND):
        with prepared.engine.read(prepared.person(person)) as tx:
            (row,) = [row for row in inbox.page(tx, "unassigned").rows if row.task_id == task_id]
            page = tasks.view(tx, task_id, "en")
        found[person] = (row.conflict, row.may_claim, page.conflict, page.may_claim)

    assert found[FIRST] == ("task.second_person", False, "task.second_person", False)
    assert found[SECOND] == (None, True, None, True)


def test_signing__by_whoever_did_the_step_before__does_not_begin(open_office: OpenOffice) -> None:
    with open_office(SIGNED) as office:
        case_id = after_review(office)
        command = OpenSigning(office.task(case_id, "answer").id, {"statement": "so"})

        with pytest.raises(Rejected, match="second_person"):
            office.engine.send(command, actor=office.person(FIRST))
        assert office.engine.send(command, actor=office.person(SECOND)).signing_id
