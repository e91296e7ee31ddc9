"""What state registers answer: kept as evidence with its ground, and given again for some days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.connectors.state_registers import REVENUE, StateRegister
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import flow, service_task, user_task
from tests.engine.simulated import Simulated, simulated

# Asks anew for as long as the case officer is not content.
ASKING_AGAIN = (
    service_task(
        "ask",
        "revenue_service.employment",
        inputs={"personal_number": "=applicant.personal_number"},
        output="revenue",
    )
    + user_task("review")
    + '<bpmn:exclusiveGateway id="enough"/><bpmn:endEvent id="done"/>'
    + flow("application", "ask")
    + flow("ask", "review")
    + flow("review", "enough")
    + flow("enough", "done", "=review.good")
    + flow("enough", "ask", "=not(review.good)")
)
DOWN = {REVENUE: {"mode": "down", "how": "status"}}


@pytest.fixture
def simulator() -> Iterator[Simulated]:
    with simulated() as found:
        yield found


@pytest.fixture
def office(open_office: OpenOffice, simulator: Simulated) -> Iterator[Office]:
    with open_office(ASKING_AGAIN) as built:
        registers = {REVENUE: StateRegister(REVENUE, f"{simulator.address}/{REVENUE}")}
        known = replace(built.engine.connections, registers=registers)
        yield replace(built, engine=replace(built.engine, connections=known))


def answers(office: Office, case_id: UUID) -> list[Any]:
    with office.engine.read(system(office.place())) as tx:
        return tx.all(
            "select * from register_answers where case_id = :id order by answered_at, id", id=case_id
        )


def test_answer__taken_by_the_case__is_kept_with_ground_purpose_and_whom_it_is_about(office: Office) -> None:
    case_id = office.file().case_id
    office.run_jobs(case_id)

    (kept,) = answers(office, case_id)

    found = office.observe(case_id).document["revenue"]
    with office.engine.read(office.person(CITIZEN)) as tx:
        seen_by_the_person = tx.scalar("select count(*) from register_answers where id = :id", id=kept.id)
    assert (kept.register, kept.about, kept.repeats) == (REVENUE, CITIZEN, None)
    assert kept.legal_ground and kept.purpose
    assert kept.answer == {name: value for name, value in found.items() if name in kept.answer}
    assert found["found"] and found["source"] == "register"
    assert seen_by_the_person == 1


def test_question__asked_again_within_the_days__is_answered_with_what_was_kept_and_its_date(
    office: Office, simulator: Simulated
) -> None:
    case_id = office.file().case_id
    office.run_jobs(case_id)
    before = office.observe(case_id).document["revenue"]
    office.clock.advance(timedelta(days=6))
    simulator.inject_faults(**DOWN)

    office.complete(case_id, good=False)
    office.run_jobs(case_id)

    first, second = answers(office, case_id)
    after = office.observe(case_id).document["revenue"]
    assert (second.repeats, second.answer, second.digest) == (first.id, first.answer, first.digest)
    assert after["checked_at"] == before["checked_at"]


def test_question__asked_again_later__goes_to_the_register(office: Office, simulator: Simulated) -> None:
    case_id = office.file().case_id
    office.run_jobs(case_id)
    before = office.observe(case_id).document["revenue"]
    office.clock.advance(timedelta(days=8))

    office.complete(case_id, good=False)
    office.run_jobs(case_id)

    first, second = answers(office, case_id)
    assert second.repeats is None and second.id != first.id
    assert office.observe(case_id).document["revenue"]["checked_at"] > before["checked_at"]


def test_question__about_another_case__is_not_answered_with_what_was_kept_for_the_first(
    office: Office,
) -> None:
    first, second = office.file().case_id, office.file().case_id
    office.run_jobs(first)

    office.run_jobs(second)

    (kept,) = answers(office, second)
    assert kept.repeats is None
