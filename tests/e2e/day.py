"""A day of an office, prepared by commands: what was filed before its people come to work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.bootstrap import Engine
from engine.clock import local_date
from engine.commands.applications import FileApplication
from engine.commands.offices import EndOffice, GiveOffice
from engine.tenancy import system
from tests.e2e.installation import Installation
from tests.e2e.office_work import Step, actor, work
from tests.e2e.tour.visit import engine_of

CLERK, FIRST, SECOND = "00000002001", "00000002002", "00000002008"
HEAD, LAWYER, MAYOR = "00000002003", "00000002004", "00000002007"
CITIZENS = ("00000000101", "00000000103", "00000000105", "00000000107", "00000000109", "00000000110")
QUESTIONS, COMPLAINTS, ORDERS = 12, 4, 2
WORDS = {"question": "დემო კითხვა", "answer": "დემო პასუხი"}

TO_THE_MAYOR: tuple[Step, ...] = (
    (LAWYER, "check", {"admissible": "yes"}),
    (LAWYER, "study", {"next": "draft", "finding": "well_founded", "explanation": "დემო"}),
    (
        LAWYER,
        "draft_act",
        {"outcome": "grant", "facts": "დემო", "reasoning": "დემო", "instruction": "დემო"},
    ),
    (HEAD, "head_visa", {"visa": "approve"}),
)


@dataclass(frozen=True)
class Morning:
    """What lies in the office: numbers of cases, and the cases themselves."""

    questions: tuple[str, ...]
    complaints: tuple[str, ...]
    orders: tuple[str, ...]
    cases: Mapping[str, UUID]


def prepare(installation: Installation) -> Morning:
    """File the day's applications, and let the head's deputy be appointed by the administrator."""
    with engine_of(installation) as engine:
        questions = [_question(engine, n) for n in range(QUESTIONS)]
        complaints = [_complaint(engine, n) for n in range(COMPLAINTS)]
        _appoint_deputy(engine)
        orders = [_complaint(engine, COMPLAINTS + n) for n in range(ORDERS)]
    for order in orders:
        work(installation, order.case_id, TO_THE_MAYOR)
    found = {case.number: case.case_id for case in (*questions, *complaints, *orders)}
    return Morning(
        tuple(question.number for question in questions),
        tuple(complaint.number for complaint in complaints),
        tuple(order.number for order in orders),
        found,
    )


def _question(engine: Engine, n: int) -> Any:
    answers = {"subject": f"დემო საგანი {n}", "question": WORDS["question"], "notify_by": "portal"}
    return _file(engine, "general.question", answers, n)


def _complaint(engine: Engine, n: int) -> Any:
    today = local_date(engine.clock.now())
    answers = {
        "contested": "act",
        "official": "დემო სამსახური",
        "act_number": str(n + 1),
        "act_date": (today - timedelta(days=9)).isoformat(),
        "known_on": (today - timedelta(days=7)).isoformat(),
        "grounds": "დემო საფუძველი",
        "demand": "annul",
        "demand_text": "დემო მოთხოვნა",
        "phone": "+995555000101",
        "notify_by": "portal",
        "declaration": True,
    }
    return _file(engine, "general.complaint", answers, n)


def _file(engine: Engine, service: str, answers: dict[str, Any], n: int) -> Any:
    command = FileApplication(service, "keda", answers)
    return engine.send(command, actor=actor(engine, CITIZENS[n % len(CITIZENS)]))


def _appoint_deputy(engine: Engine) -> None:
    """The lawyer acts for the head, who is away."""
    today = local_date(engine.clock.now())
    office = GiveOffice(
        LAWYER,
        "head_of_service",
        "keda",
        act="დემო ბრძანება 1",
        valid_from=today,
        valid_until=today + timedelta(days=5),
        is_acting=True,
    )
    engine.send(office, actor=system())


def relieve(installation: Installation) -> None:
    """The head is back: the lawyer acts for them no more."""
    with engine_of(installation) as engine:
        today = local_date(engine.clock.now())
        engine.send(EndOffice(LAWYER, "head_of_service", "keda", "დემო ბრძანება 2", today), actor=system())
