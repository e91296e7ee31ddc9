"""Clocks, timers, jobs that fail and come back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.commands.cases import CompleteTask
from engine.commands.jobs import CompleteJob, FailJob
from engine.errors import Unavailable
from engine.jobs.app import perform_job
from engine.jobs.timers import poll
from engine.queries import cases, observations
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office


def test_clock__paused_by_the_diagram__shows_no_deadline(waiting: Office) -> None:
    filed = waiting.file()

    seen = waiting.observe(filed.case_id)

    assert filed.due_on is None
    assert seen.due_on is None
    assert seen.waiting == ("answer", "late")


def test_clock__resumed_after_four_days__moves_by_four_days(waiting: Office) -> None:
    case_id = waiting.file().case_id
    waiting.clock.advance(timedelta(days=4))
    task = waiting.task(case_id, "answer")

    waiting.engine.send(CompleteTask(task.id, {"statement": "here"}), actor=waiting.person(CITIZEN))

    assert waiting.observe(case_id).due_on == date(2026, 10, 5)  # 1 October and four days
    assert waiting.task(case_id, "review") is not None


def test_timer__on_the_term_of_a_notice__fires_once_after_its_last_day(waiting: Office) -> None:
    case_id = waiting.file().case_id
    waiting.clock.advance(
        timedelta(days=6)
    )  # 7 September, the last day itself (5 calendar days end on a Sunday)
    assert poll(waiting.engine) == 0

    waiting.clock.advance(timedelta(days=1))
    fired = [poll(waiting.engine), poll(waiting.engine)]

    assert fired == [1, 0]
    seen = waiting.observe(case_id)
    assert (seen.status, seen.outcome) == ("left_without_decision", "left_unconsidered")
    assert waiting.task(case_id, "answer") is None


def test_expiry__of_the_decision_term__records_refusal_by_silence_and_leaves_the_task(office: Office) -> None:
    case_id = office.file().case_id
    office.clock.advance(timedelta(days=31))

    poll(office.engine)

    seen = office.observe(case_id)
    assert "clock.expired.refusal_by_silence" in [event.kind for event in seen.events]
    assert office.task(case_id) is not None
    with office.engine.read(office.person(CITIZEN)) as tx:
        deadline = cases.view(tx, case_id, "ka").deadline
    assert deadline is not None
    assert deadline.state == "expired"


def test_decision__after_expiry__is_still_possible(office: Office) -> None:
    case_id = office.file().case_id
    office.clock.advance(timedelta(days=40))
    poll(office.engine)

    office.complete(case_id, good=True)

    assert office.observe(case_id).outcome == "granted"


def test_job__registry_silent__is_tried_again(asking: Office) -> None:
    case_id = asking.file().case_id

    with pytest.raises(Unavailable):
        asking.run_jobs(case_id, is_last_attempt=False)

    assert asking.observe(case_id).waiting == ("ask",)


def test_job__last_attempt_silent__goes_to_a_person(asking: Office) -> None:
    case_id = asking.file().case_id

    asking.run_jobs(case_id)

    assert asking.observe(case_id).waiting == ("review",)


def test_job__delivered_twice__moves_the_case_once(asking: Office) -> None:
    case_id = asking.file().case_id
    job = _job(asking, case_id)
    actor = system(asking.place())
    first = asking.engine.send(CompleteJob(job.id, {"found": True}), actor=actor)

    second = asking.engine.send(CompleteJob(job.id, {"found": False}), actor=actor)

    assert first is not None
    assert second is None
    assert asking.observe(case_id).document["registry"]["found"] is True


def test_job__of_a_withdrawn_step__is_ignored(asking: Office) -> None:
    case_id = asking.file().case_id
    job = _job(asking, case_id)
    asking.engine.send(FailJob(job.id, "registry_unavailable", "x"), actor=system(asking.place()))

    perform_job(asking.engine, job.id, asking.place(), is_last_attempt=True)

    assert asking.observe(case_id).waiting == ("review",)


def _job(office: Office, case_id):  # type: ignore[no-untyped-def]
    with office.engine.read(system(office.place())) as tx:
        return next(iter(observations.queued_jobs(tx, case_id)), None)
