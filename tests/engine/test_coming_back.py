"""The form of a step that comes back, as whoever may work on it has it before them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from engine.answers.beginning import Beginning
from engine.commands.applications import StoreDocument
from engine.commands.assignment import ClaimTask
from engine.commands.cases import CompleteTask
from engine.commands.drafts import SaveTaskDraft
from engine.db.pool import Transaction
from engine.queries import tasks
from engine.tenancy import Actor, system
from tests.documents.made_files import a_picture
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import flow, user_task

ONE, OTHER = "00000002002", "00000002008"  # the specialists of the municipality
AGAIN = (
    '<bpmn:exclusiveGateway id="which"/><bpmn:endEvent id="done"/>'
    + flow("review", "which")
    + flow("which", "done", "=review.good")
)
# Two people of the office act, each on an item, until the review finds it good; then the items come in
# another order.
ITEMS = (
    user_task("act").replace(
        "</bpmn:userTask>",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics"
        """ inputCollection='=if review = null then ["a", "b", "b"] else ["b", "b", "a", "c"]'"""
        " inputElement='item'/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>"
        "</bpmn:userTask>",
    )
    + user_task("review")
    + AGAIN
    + flow("application", "act")
    + flow("act", "review")
    + flow("which", "act", "=not(review.good)")
)
# One specialist answers, and if that is not good the other does.
NAMED = (
    user_task("answer", assignee=f"=if review = null then &quot;{ONE}&quot; else &quot;{OTHER}&quot;")
    + user_task("review")
    + AGAIN
    + user_task("act")
    + flow("application", "act")
    + flow("act", "answer")
    + flow("answer", "review")
    + flow("which", "answer", "=not(review.good)")
)
# The same step again and again.
PLAIN = (
    user_task("act")
    + user_task("review")
    + AGAIN
    + flow("application", "act")
    + flow("act", "review")
    + flow("which", "act", "=not(review.good)")
)

GATHERING = PLAIN.replace("act", "gather")


@pytest.fixture
def office(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(PLAIN) as built:
        yield built


def begins(office: Office, task_id: UUID, by: Actor | None = None) -> Beginning:
    with office.engine.read(by or office.staff("specialist")) as tx:
        return tasks.view(tx, task_id, "en").begins


def open_steps(office: Office, case_id: UUID) -> list[Any]:
    """Return the steps that are open, in the order in which the case came to them."""
    with office.engine.read(system(office.place())) as tx:
        return tx.all(
            "select id from tasks where case_id = :id and state = 0 order by length(token), token", id=case_id
        )


def sent_back(office: Office, **answers: Any) -> UUID:
    """Return a step that has come back, after it was done with these answers."""
    case_id = office.file().case_id
    office.complete(case_id, "act", **answers)
    office.complete(case_id, good=False)
    found: UUID = office.task(case_id, "act").id
    return found


def test_step__comes_back__begins_with_its_last_answers_and_says_who_wrote_them(office: Office) -> None:
    task_id = sent_back(office, what="wait", by=3)

    own, other = begins(office, task_id), begins(office, task_id, office.person(OTHER))

    assert own.answers == other.answers == {"what": "wait", "by": 3}
    assert own.last is not None and own.last.by is None
    assert other.last is not None and other.last.by is not None
    assert own.last.at == office.clock.now()


def test_step__comes_back_twice__begins_with_the_later_answers(office: Office) -> None:
    task_id = sent_back(office, what="first", reason="r")
    with office.engine.read(office.staff("specialist")) as tx:
        case_id = tasks.view(tx, task_id, "en").case.case_id

    office.complete(case_id, "act", what="second")
    office.complete(case_id, good=False)

    assert begins(office, office.task(case_id, "act").id).answers == {"what": "second"}


def test_step__for_the_first_time__begins_empty(office: Office) -> None:
    task_id = office.task(office.file().case_id, "act").id

    assert begins(office, task_id) == Beginning()


def test_step__of_another_case__brings_nothing(office: Office) -> None:
    sent_back(office, what="of another case")
    task_id = sent_back(office, what="own")

    assert begins(office, task_id).answers == {"what": "own"}


def test_step__saved_after_it_came_back__begins_as_it_was_saved(office: Office) -> None:
    task_id, actor = sent_back(office, what="last"), office.staff("specialist")
    office.engine.send(ClaimTask(task_id), actor=actor)

    office.engine.send(SaveTaskDraft(task_id, {"what": "saved"}, 0, "w"), actor=actor)

    assert begins(office, task_id) == Beginning({"what": "saved"})


def test_step__taken_by_a_colleague__begins_with_nothing_for_others(office: Office) -> None:
    task_id, colleague = sent_back(office, what="last"), office.person(OTHER)
    office.engine.send(ClaimTask(task_id), actor=colleague)

    assert begins(office, task_id) == Beginning()
    assert begins(office, task_id, colleague).answers == {"what": "last"}


def test_step__about_items__begins_with_the_answers_about_the_same_item(open_office: OpenOffice) -> None:
    with open_office(ITEMS) as office:
        actor, case_id = office.staff("specialist"), office.file().case_id
        for task, what in zip(open_steps(office, case_id), ("a", "b", "second b"), strict=True):
            assert begins(office, task.id) == Beginning()
            office.engine.send(CompleteTask(task.id, {"what": what}), actor=actor)
        office.complete(case_id, good=False)

        found = [begins(office, task.id).answers for task in open_steps(office, case_id)]

    assert found == [{"what": "b"}, {"what": "second b"}, {"what": "a"}, {}]


def test_step__that_another_person_is_named_for__brings_nothing(open_office: OpenOffice) -> None:
    with open_office(NAMED) as office:
        case_id = office.file().case_id
        office.complete(case_id, "act")
        first = office.task(case_id, "answer")
        office.engine.send(CompleteTask(first.id, {"statement": "own"}), actor=office.person(ONE))
        office.complete(case_id, good=False)

        found = begins(office, office.task(case_id, "answer").id, office.person(OTHER))

    assert found == Beginning()


def test_step__with_files__comes_back_with_them_for_whoever_sent_them(open_office: OpenOffice) -> None:
    with open_office(GATHERING) as office:
        one, case_id = office.staff("specialist"), office.file().case_id
        stored = office.engine.send(StoreDocument(a_picture("PNG"), "photo.png", "keda"), actor=one)
        office.complete(case_id, "gather", what="seen", photos=[stored.as_answer()])
        office.complete(case_id, good=False)
        task_id = office.task(case_id, "gather").id

        own, other = begins(office, task_id), begins(office, task_id, office.person(OTHER))

    assert own.answers == {"what": "seen", "photos": [stored.as_answer()]}
    assert other.answers == {"what": "seen"}


def test_step__with_data_of_health__comes_back_without_them_until_they_are_opened(
    open_office: OpenOffice,
) -> None:
    with open_office(GATHERING) as office:
        case_id = office.file().case_id
        office.complete(case_id, "gather", what="seen", health="asthma")
        office.complete(case_id, good=False)

        found = begins(office, office.task(case_id, "gather").id)

    assert found.answers == {"what": "seen"}


def test_view__of_a_step_that_came_back__asks_once_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = Transaction._execute

    def counted(tx: Transaction, sql: str, params: Any) -> Any:
        asked.append(sql)
        return execute(tx, sql, params)

    first, back = office.task(office.file().case_id, "act").id, sent_back(office, what="last")
    begins(office, first), begins(office, back)  # what is read once and kept
    monkeypatch.setattr(Transaction, "_execute", counted)

    counts = []
    for task_id in (first, back):
        asked.clear()
        begins(office, task_id)
        counts.append(sum("answers, closed_by" in sql for sql in asked))

    assert counts == [0, 1]
