"""Two at once: one wins, the other is told; the same request twice does it once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.commands.applications import FileApplication
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.commands.jobs import CompleteJob
from engine.db.pool import Transaction
from engine.errors import EngineError, KeyReused, Stale, Unavailable
from engine.jobs import app
from engine.payments.store import payments
from engine.queries import observations
from engine.stores import opening
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.services import flow, service_task, user_task

ROUNDS = 5
CITIZENS = tuple(f"000000001{number:02}" for number in range(1, 6))


def together(office: Office, *requests):  # type: ignore[no-untyped-def]
    """Send every (command, actor, key) at the same moment; return results and refusals."""
    barrier = Barrier(len(requests))

    def send(request):  # type: ignore[no-untyped-def]
        command, actor, key = request
        barrier.wait()
        try:
            return office.engine.send(command, actor=actor, key=key)
        except EngineError as error:
            return error.error_code

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def test_filing__double_click__gives_one_case(office: Office) -> None:
    for _ in range(ROUNDS):
        key, actor = uuid4(), office.person(CITIZEN)
        command = FileApplication(office.service, "keda", {"note": "twice"})

        first, second = together(office, (command, actor, key), (command, actor, key))

        assert first == second
    with office.engine.read(system(office.place())) as tx:
        assert tx.scalar("select count(*) from cases") == ROUNDS


def test_filing__by_many_at_once__gives_numbers_without_gap_or_double(office: Office) -> None:
    command = FileApplication(office.service, "keda", {"note": "x"})
    actor = office.person(CITIZEN)

    filed = together(office, *((command, actor, uuid4()) for _ in range(6)))

    assert sorted(case.number for case in filed) == [f"KEDA-N-2026-{n:06}" for n in range(1, 7)]


def test_deciding__two_clerks_at_once__one_wins_and_the_other_is_told(office: Office) -> None:
    for _ in range(ROUNDS):
        case_id = office.file().case_id
        task, actor = office.task(case_id), office.staff("specialist")

        results = together(
            office,
            (CompleteTask(task.id, {"good": False}), actor, uuid4()),
            (CompleteTask(task.id, {"good": False}), actor, uuid4()),
        )

        assert sorted(isinstance(result, str) for result in results) == [False, True]
        assert "case.stale" in results
        assert len([e for e in office.observe(case_id).events if e.kind == "case.decided.refused"]) == 1


def test_deciding__double_click__does_it_once_and_answers_both_alike(office: Office) -> None:
    for good in (False, True, False):
        case_id, key = office.file(by=CITIZEN if good else OTHER_CITIZEN).case_id, uuid4()
        command, actor = CompleteTask(office.task(case_id).id, {"good": good}), office.staff("specialist")

        first, second = together(office, (command, actor, key), (command, actor, key))

        assert first == second
        assert not isinstance(first, str)
        assert len([e for e in office.observe(case_id).events if e.kind.startswith("case.decided.")]) == 1


def test_deciding__refused_for_what_the_same_request_has_done__answers_as_the_first(office: Office) -> None:
    case_id, key = office.file().case_id, uuid4()
    command, actor = CompleteTask(office.task(case_id).id, {"good": True}), office.staff("specialist")
    found, brought = opening.task, []

    def read_then_be_overtaken(tx, task_id, claim=None):  # type: ignore[no-untyped-def]
        row = found(tx, task_id, claim)
        if not brought:
            brought.append(None)
            brought.append(office.engine.send(command, actor=actor, key=key))
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "task", read_then_be_overtaken)
        # The register refuses the second entry: the person holds the status that the first has entered.
        again = office.engine.send(command, actor=actor, key=key)

    assert again == brought[1]
    assert len(office.observe(case_id).entries) == 1


def test_deciding__refused_for_what_a_rival_entered_a_moment_ago__is_told_who(office: Office) -> None:
    case_id = office.file().case_id
    task, rival = office.task(case_id), office.staff("specialist")
    found, has_lost = opening.task, []

    def read_then_lose(tx, task_id, claim=None):  # type: ignore[no-untyped-def]
        row = found(tx, task_id, claim)
        if not has_lost:
            has_lost.append(True)
            office.engine.send(CompleteTask(task.id, {"good": True}), actor=rival, key=uuid4())
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "task", read_then_lose)
        # The register refuses a second entry, but what counts is that the case has moved on.
        with pytest.raises(Stale) as told:
            office.engine.send(CompleteTask(task.id, {"good": True}), actor=rival, key=uuid4())

    assert told.value.params["who"] is not None
    assert len(office.observe(case_id).entries) == 1


def test_granting__two_clerks_at_once__one_wins_and_the_other_is_told(office: Office) -> None:
    for citizen in CITIZENS:
        case_id = office.file(by=citizen).case_id
        task, actor = office.task(case_id), office.staff("specialist")

        results = together(
            office,
            (CompleteTask(task.id, {"good": True}), actor, uuid4()),
            (CompleteTask(task.id, {"good": True}), actor, uuid4()),
        )

        assert sorted(isinstance(result, str) for result in results) == [False, True]
        assert "case.stale" in results


def test_deciding__key_used_meanwhile__is_refused_and_not_recorded(
    office: Office,
) -> None:
    case_id, other_id, key = office.file().case_id, office.file().case_id, uuid4()
    actor = office.staff("specialist")
    one, other = (CompleteTask(office.task(each).id, {"good": False}) for each in (case_id, other_id))
    found, is_used = opening.task, []

    def read_then_be_overtaken(tx, task_id, claim=None):  # type: ignore[no-untyped-def]
        row = found(tx, task_id, claim)
        if not is_used:
            is_used.append(True)
            office.engine.send(other, actor=actor, key=key)
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "task", read_then_be_overtaken)
        with pytest.raises(KeyReused):
            office.engine.send(one, actor=actor, key=key)

    assert office.observe(case_id).outcome is None


def test_withdrawing__while_a_clerk_decides__one_of_both_happens(office: Office) -> None:
    for _ in range(ROUNDS):
        case_id = office.file().case_id
        task = office.task(case_id)

        together(
            office,
            (CompleteTask(task.id, {"good": False}), office.staff("specialist"), uuid4()),
            (WithdrawCase(case_id), office.person(CITIZEN), uuid4()),
        )

        seen = office.observe(case_id)
        decided = [event.kind for event in seen.events if event.kind.startswith("case.decided.")]
        assert len(decided) == 1
        assert seen.outcome in ("refused", "withdrawn")


def test_granting__two_municipalities_at_once__gives_one_status(office: Office) -> None:
    here, there = office.file().case_id, office.file(municipality="telavi").case_id
    with office.engine.read(system(office.place("telavi"))) as tx:
        other = tx.one("select id from tasks where case_id = :id and state = 0", id=there)
    assert other is not None

    results = together(
        office,
        (CompleteTask(office.task(here).id, {"good": True}), office.staff("specialist"), uuid4()),
        (CompleteTask(other.id, {"good": True}), office.staff("specialist", "telavi"), uuid4()),
    )

    assert results.count("register.already_held") == 1
    assert len(office.observe(here).entries) + len(office.observe(there, "telavi").entries) == 1


def test_deciding__task_read_before_and_case_after_another_decision__is_told_who(office: Office) -> None:
    case_id = office.file().case_id
    task, actor = office.task(case_id), office.staff("specialist")
    found, moved = opening.task, False

    def read_then_lose(tx, task_id, claim=None):  # type: ignore[no-untyped-def]
        nonlocal moved
        row = found(tx, task_id, claim)
        if not moved:
            moved = True
            office.engine.send(CompleteTask(task.id, {"good": False}), actor=actor)
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "task", read_then_lose)
        with pytest.raises(Stale):
            office.engine.send(CompleteTask(task.id, {"good": True}), actor=actor)

    assert office.observe(case_id).outcome == "refused"


# Asks the registry once for each of a list, which is of one.
ASKING_EACH = (
    service_task(
        "ask", "civil_registry.person", inputs={"personal_number": "=applicant.personal_number"}
    ).replace(
        "</bpmn:serviceTask>",
        "<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
        "<zeebe:loopCharacteristics inputCollection='=[1]' inputElement='one'/></bpmn:extensionElements>"
        "</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>",
    )
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "ask")
    + flow("ask", "done")
)


def test_job__finished_by_another_worker_while_it_is_read__is_left_for_another_look(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_office(ASKING_EACH) as office:
        case_id, actor = office.file().case_id, system(office.place())
        with office.engine.read(actor) as tx:
            (job,) = observations.queued_jobs(tx, case_id)
        attempts = app._attempts

        def finished_meanwhile(tx: Transaction, row: Any) -> int:
            office.engine.send(CompleteJob(job.id, {"found": True}), actor=actor)
            return attempts(tx, row)

        monkeypatch.setattr(app, "_attempts", finished_meanwhile)

        with pytest.raises(Unavailable) as told:
            app.perform_job(office.engine, job.id, office.place())

        assert told.value.error_code == "case.contended"
        assert office.observe(case_id).waiting == ()
        app.perform_job(office.engine, job.id, office.place())  # finds nothing to do


# A decision that asks for money at once.
CHARGING = (
    user_task("review")
    + service_task("ask", "payment.request", inputs={"amount_tetri": "=6000"}, output="fee")
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "ask")
    + flow("ask", "done")
)


def test_deciding__another_clerk_while_the_step_is_taken__is_told_and_asks_for_nothing_twice(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_office(CHARGING) as office:
        case_id = office.file().case_id
        task, ask = office.task(case_id), payments.ask
        decision = CompleteTask(task.id, {"good": True})

        def overtaken(tx: Transaction, payment_id: UUID, **asked: Any) -> str:
            monkeypatch.setattr(payments, "ask", ask)
            office.engine.send(decision, actor=office.person("00000002002"))
            return ask(tx, payment_id, **asked)

        monkeypatch.setattr(payments, "ask", overtaken)

        with pytest.raises(Stale):
            office.engine.send(decision, actor=office.person("00000002008"))

        with office.engine.read(system(office.place())) as tx:
            assert tx.scalar("select count(*) from payments where case_id = :id", id=case_id) == 1
            assert tx.scalar("select count(*) from incidents") == 0
