"""Cash at the desk in tests: an office that takes it, payments, receipts, a day that is closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from engine.cash.commands import ConfirmCount, CountCash, ReceiveCash, SetCashRule
from engine.cash.queries import desk as cash
from engine.clock import local_date
from engine.payments.queries.payments import of_case
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, Office

OPERATOR, HEAD, ELSEWHERE = "00000002010", "00000002016", "00000002015"
CENTER = 68
ACT = "DEMO-1, 01.09.2026"


def take_cash(office: Office, *, is_taken: bool = True, center: int = CENTER, service: str = "") -> None:
    """Let Keda say whether a centre takes cash for it."""
    command = SetCashRule("keda", center, service, is_taken, ACT, today(office))
    office.engine.send(command, actor=office.staff("municipal_admin"))


def today(office: Office) -> date:
    return local_date(office.engine.clock.now())


def asked(office: Office, *, by: str = CITIZEN) -> tuple[UUID, Any]:
    """File an application; return its case and what it asks to be paid."""
    case_id = office.file(by=by, key=uuid4()).case_id
    with office.engine.read(office.person(by)) as tx:
        (payment,) = of_case(tx, case_id)
    return case_id, payment


def receive(office: Office, payment: Any, *, actor: Actor | None = None) -> Any:
    by = actor or office.person(OPERATOR)
    return office.engine.send(ReceiveCash(payment.payment_id), actor=by, key=uuid4())


def close_day(office: Office, tetri: int, *, note: str = "") -> None:
    """Let the operator count and the head confirm."""
    office.engine.send(CountCash(today(office), tetri, note), actor=office.person(OPERATOR))
    office.engine.send(ConfirmCount(last_count(office)), actor=office.person(HEAD))


def last_count(office: Office) -> UUID:
    with office.engine.read(office.person(HEAD)) as tx:
        (day,) = cash.end_of_day_closing(tx).open_days
    assert day.count_id is not None
    return day.count_id
