"""Assignment of steps: releases with a reason, a head's assignments, and what is on record about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from engine.commands.assignment import AssignTask, ClaimTask, ReleaseTask
from engine.commands.cases import WithdrawCase
from engine.errors import NotAllowed, NotFound, Rejected, TaskClosed, TaskTaken
from engine.queries import cases, colleagues
from engine.queries.handovers import Handover
from tests.engine.kit import CITIZEN, Office

FIRST, SECOND = "00000002002", "00000002008"
WHY = "დემო მიზეზი"


def on_record(office: Office, case_id: UUID, *, by: str = FIRST) -> tuple[Handover, ...]:
    with office.engine.read(office.person(by)) as tx:
        return cases.beside(tx, case_id).handovers


def ids(office: Office) -> tuple[int, int]:
    first, second = (office.person(person).person_id for person in (FIRST, SECOND))
    assert first and second
    return first, second


def assign(
    office: Office, task: Any, person: int | None, *, by: str = "head_of_service", **more: Any
) -> None:
    office.engine.send(AssignTask(task.id, person, more.pop("reason", WHY), **more), actor=office.staff(by))


def test_release__with_a_reason__is_on_record_for_the_office_alone(office: Office) -> None:
    case_id = office.file().case_id
    task = office.task(case_id)
    office.engine.send(ClaimTask(task.id), actor=office.person(FIRST))
    office.engine.send(ClaimTask(task.id), actor=office.person(FIRST))

    office.engine.send(ReleaseTask(task.id, WHY), actor=office.person(FIRST))

    assert [(handover.kind, handover.reason) for handover in on_record(office, case_id)] == [
        ("task.released", WHY),
        ("task.claimed", None),
    ]
    assert on_record(office, case_id, by=CITIZEN) == ()


def test_assignment__by_the_head__gives_the_step_to_the_other_and_says_why(office: Office) -> None:
    case_id = office.file().case_id
    task = office.task(case_id)
    first, second = ids(office)
    office.engine.send(ClaimTask(task.id), actor=office.person(FIRST))

    assign(office, task, second, seen=first)

    assert office.task(case_id).claimed_by == second
    newest = on_record(office, case_id)[0]
    assert (newest.kind, newest.reason) == ("task.assigned", WHY)
    assert newest.to is not None and "2" in newest.to["en"]
    with pytest.raises(TaskTaken):
        office.engine.send(ReleaseTask(task.id), actor=office.person(FIRST))


def test_assignment__back_to_the_unit__lets_anybody_take_it(office: Office) -> None:
    task = office.task(office.file().case_id)
    first, second = ids(office)
    office.engine.send(ClaimTask(task.id), actor=office.person(FIRST))

    assign(office, task, None, seen=first)

    office.engine.send(ClaimTask(task.id), actor=office.person(SECOND))
    assert office.task(task.case_id).claimed_by == second


def test_assignment__taken_after_the_page_was_shown__is_refused_by_name(office: Office) -> None:
    task = office.task(office.file().case_id)
    first, second = ids(office)
    office.engine.send(ClaimTask(task.id), actor=office.person(FIRST))

    with pytest.raises(TaskTaken) as refused:
        assign(office, task, second, seen=None)
    office.engine.send(ReleaseTask(task.id), actor=office.person(FIRST))
    with pytest.raises(Rejected, match="task.released_meanwhile"):
        assign(office, task, second, seen=first)

    assert "1" in refused.value.params["who"]["en"]
    assert office.task(task.case_id).claimed_by is None


def test_assignment__to_somebody_without_the_office__is_refused(office: Office) -> None:
    task = office.task(office.file().case_id)
    lawyer, stranger = office.staff("lawyer"), office.staff("specialist", "telavi")

    for person in (lawyer, stranger):
        with pytest.raises(Rejected, match="task.not_theirs"):
            assign(office, task, person.person_id)


def test_assignment__without_a_reason__is_refused(office: Office) -> None:
    task = office.task(office.file().case_id)

    with pytest.raises(Rejected, match="incident.reason_missing"):
        assign(office, task, ids(office)[0], reason=" ")


def test_assignment__by_others__is_refused(office: Office) -> None:
    task = office.task(office.file().case_id)
    first, _ = ids(office)

    with pytest.raises(NotAllowed):
        assign(office, task, first, by="lawyer")
    with pytest.raises(NotFound):
        office.engine.send(AssignTask(task.id, first, WHY), actor=office.staff("head_of_service", "telavi"))
    assert office.task(task.case_id).claimed_by is None


def test_assignment__of_a_closed_step__is_refused(office: Office) -> None:
    case_id = office.file().case_id
    task = office.task(case_id)
    office.engine.send(WithdrawCase(case_id), actor=office.person(CITIZEN))

    with pytest.raises(TaskClosed):
        assign(office, task, ids(office)[0])


def test_looking__by_a_colleague__is_told_to_others_and_not_to_oneself(office: Office) -> None:
    case_id = office.file().case_id
    with office.engine.read(office.person(FIRST)) as tx:
        cases.view(tx, case_id, "en")
    with office.engine.read(office.person(CITIZEN)) as tx:  # the applicant is no colleague
        cases.view(tx, case_id, "en")

    with office.engine.read(office.person(FIRST)) as tx:
        assert colleagues.looking(tx, case_id) == ()
    with office.engine.read(office.person(SECOND)) as tx:
        (seen,) = colleagues.looking(tx, case_id)
    assert "1" in seen.names["en"]
