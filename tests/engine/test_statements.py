"""How many statements a step costs, counted in the protocol: one that reads and one that records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from engine.clock import local_date
from engine.commands.cases import CompleteTask
from engine.commands.jobs import FireTimer
from engine.commands.reference import DeclareDayOff
from engine.db.pool import Transaction
from engine.interceptors import audit
from engine.stores import cases, opening
from engine.stores.cases import StepRecord
from engine.tenancy import Actor, system
from tests.engine.bookkeeping import owner
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import OTHER_CITIZEN, Office
from tests.engine.services import NAMES, flow, user_task
from tests.engine.wire import listening

# Two steps of a clerk; the second has a statutory deadline, and the first reminds of itself once.
TWO_STEPS = (
    user_task("review")
    + '<bpmn:boundaryEvent id="later" attachedToRef="review" cancelActivity="false">'
    + '<bpmn:timerEventDefinition><bpmn:timeDuration>=duration("P3D")</bpmn:timeDuration>'
    + "</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    + '<bpmn:endEvent id="was_reminded"/>'
    + user_task("answer", due='=term("gac.defect.min")')
    + user_task("act")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("later", "was_reminded")
    + flow("review", "answer")
    + flow("answer", "act")
    + flow("act", "done")
)


@pytest.fixture
def two_steps(open_office: OpenOffice) -> Iterator[Office]:
    """An office that has done everything before: no version to compile, no statement to prepare."""
    with open_office(TWO_STEPS) as built:
        for _ in range(3):
            case_id = built.file().case_id
            first, second = (send(built, case_id, element) for element in ("review", "answer"))
            assert first.version < second.version
        yield built


def send(office: Office, case_id: Any, element: str, *, key: Any = None, **more: Any) -> Any:
    answers = {"review": {"good": True}, "answer": {"statement": "so it is"}}[element]
    command = CompleteTask(office.task(case_id, element).id, answers, **more)
    return office.engine.send(command, actor=office.staff("specialist"), key=key or uuid4())


def test_timer__of_the_diagram__fires_by_one_statement_that_reads_and_one_that_records(
    two_steps: Office,
) -> None:
    due = []
    for _ in range(3):
        case_id = two_steps.file().case_id
        with two_steps.engine.read(system(two_steps.place())) as tx:
            (row,) = tx.all("select id from timers where case_id = :id and token is not null", id=case_id)
        due.append(FireTimer(row.id))
    two_steps.clock.advance(timedelta(days=4))
    actor = system(two_steps.place())
    for command in due[:2]:
        assert two_steps.engine.send(command, actor=actor) is not None

    with listening(two_steps.engine) as wire:
        fired = two_steps.engine.send(due[2], actor=actor)

    assert fired is not None
    assert (wire.executed, wire.round_trips) == (2, 2)


def test_completing__day_off_declared_before_the_step_is_recorded__is_counted_with_it(
    two_steps: Office,
) -> None:
    case_id = two_steps.file().case_id
    looked, declared = opening.task, []

    def look_then_declare(tx: Transaction, task_id: Any, claim: Any = None) -> Any:
        opened = looked(tx, task_id, claim)
        if not declared:
            declared.append(DeclareDayOff(date(2026, 9, 7), NAMES))
            two_steps.engine.send(declared[0], actor=system())
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "task", look_then_declare)
        send(two_steps, case_id, "review")

    # Five days from the 1st end on a Sunday, and the Monday behind it is off.
    assert local_date(two_steps.task(case_id, "answer").due_at) == date(2026, 9, 8)


def test_completing__step_with_a_statutory_deadline__is_two_statements_too(two_steps: Office) -> None:
    task, actor = two_steps.task(two_steps.file().case_id), two_steps.staff("specialist")

    with listening(two_steps.engine) as wire:
        two_steps.engine.send(CompleteTask(task.id, {"good": True}), actor=actor, key=uuid4())

    assert (wire.executed, wire.round_trips) == (2, 2)
    assert two_steps.task(task.case_id, "answer").term is not None


def test_completing__however_many_tasks_are_open__looks_through_no_list_of_them(two_steps: Office) -> None:
    """A plan made while the table was empty would find the task of a step among all that are open."""
    looked = (
        "select sum(idx_scan) from pg_stat_user_indexes where indexrelname in ('tasks_inbox', 'tasks_mine')"
    )

    def counted() -> Any:
        with two_steps.engine.read(system()) as tx:
            tx.scalar("select pg_stat_force_next_flush()")
        with owner(two_steps) as connection:
            return connection.execute(looked).fetchone()

    case_id = two_steps.file().case_id
    task = two_steps.task(case_id)
    before = counted()

    two_steps.engine.send(
        CompleteTask(task.id, {"good": True}), actor=two_steps.staff("specialist"), key=uuid4()
    )

    assert counted() == before


def test_recording__case_of_somebody_else__is_refused_by_the_database(two_steps: Office) -> None:
    case_id = two_steps.file().case_id
    strangers = (Actor(), system(), two_steps.person(OTHER_CITIZEN), two_steps.staff("mayor", "telavi"))
    with two_steps.engine.read(system(two_steps.place())) as tx:
        row = cases.load(tx, case_id)
    assert row is not None

    for stranger in strangers:
        with two_steps.engine.read(stranger) as tx:
            assert not cases.record(tx, row, StepRecord(b"nothing"))

    with two_steps.engine.read(system(two_steps.place())) as tx:
        assert cases.load(tx, case_id) == row


def test_reading_ahead__task_of_somebody_else__finds_nothing(two_steps: Office) -> None:
    task = two_steps.task(two_steps.file().case_id)
    strangers = (Actor(), system(), two_steps.person(OTHER_CITIZEN), two_steps.staff("mayor", "telavi"))

    for stranger in strangers:
        with two_steps.engine.read(stranger) as tx:
            opened = opening.task(tx, task.id)
            assert (opened.known, opened.task, opened.case) == (None, None, None)

    with two_steps.engine.read(two_steps.staff("specialist")) as tx:
        assert opening.task(tx, task.id).case is not None


def test_events__added_by_anything_but_a_step__are_refused(two_steps: Office) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied")

    with refused, two_steps.engine.read(system(two_steps.place())) as tx:
        tx.run("insert into step_events select * from step_events where false")


@pytest.mark.parametrize(
    "statement",
    [
        "insert into tasks select * from tasks where false",
        "update tasks set state = 0",
        "update tasks set answers = null",
        "update cases set state = ''",
    ],
)
def test_tasks_and_cases__moved_by_anything_but_a_step__are_refused(
    two_steps: Office, statement: str
) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied")

    with refused, two_steps.engine.read(system(two_steps.place())) as tx:
        tx.run(statement)


INCOMPLETE = {
    "a task without answers": StepRecord(b"x", acted="review:1"),
    "a priority beyond all": StepRecord(
        b"x", tasks=[{"id": str(uuid4()), "token": "x:1", "element": "x", "form_id": "x", "priority": 101}]
    ),
}


@pytest.mark.parametrize("what", INCOMPLETE)
def test_recording__step_that_is_not_whole__is_refused_by_the_database(two_steps: Office, what: str) -> None:
    case_id, actor = two_steps.file().case_id, two_steps.staff("specialist")
    refused = pytest.raises(psycopg.IntegrityError)

    with refused, two_steps.engine.read(actor) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        cases.record(tx, row, INCOMPLETE[what])


def test_step__with_something_behind_it_that_fails__is_not_recorded(two_steps: Office) -> None:
    """What was left to the end is committed with what came behind it, or not at all."""
    task, actor = two_steps.task(two_steps.file().case_id), two_steps.staff("specialist")

    def log_badly(tx: Transaction) -> None:
        tx.scalar("select 1 / 0")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(psycopg.errors.DivisionByZero):
        patch.setattr(audit, "append_logged", log_badly)
        two_steps.engine.send(CompleteTask(task.id, {"good": True}), actor=actor, key=uuid4())

    assert two_steps.observe(task.case_id).waiting == ("later", "review")


def test_recording__a_value_that_is_nothing__is_kept_as_null(two_steps: Office) -> None:
    """A table may answer nothing in a step that has no answers of a person."""
    case_id, actor = two_steps.file().case_id, two_steps.staff("specialist")

    with two_steps.engine.read(actor) as tx:
        assert cases.record(tx, cases.load(tx, case_id), StepRecord(b"x", written={"amount": None}))  # type: ignore[arg-type]
        row = cases.load(tx, case_id)

    assert row is not None
    assert row.document["amount"] is None
    assert "amount" in row.document
