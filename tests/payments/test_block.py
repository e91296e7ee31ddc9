"""The block that asks for a fee, called by a service: paid, or not in time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine.catalogue.check import check_folder, errors_among
from engine.commands.applications import FiledCase
from engine.commands.cases import CompleteTask
from engine.db.cluster import Cluster
from engine.installation.loading import BPMN
from engine.jobs.timers import poll
from engine.payments.commands import MoneyReceived, StartPayment
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.conftest import demo_settings
from tests.databases import PEOPLED
from tests.engine.bookkeeping import found
from tests.engine.kit import CITIZEN, Office, an_office, furnish
from tests.engine.services import REVIEW, decide, flow, write_service

CALLING = (
    '<bpmn:callActivity id="charge"><bpmn:extensionElements>'
    '<zeebe:calledElement processId="shared.payment"/><zeebe:ioMapping>'
    '<zeebe:input source="=2500" target="amount_tetri"/></zeebe:ioMapping>'
    "</bpmn:extensionElements></bpmn:callActivity>"
    + '<bpmn:exclusiveGateway id="was_paid" default="was_paid_leave"/>'
    + decide("grant", "granted")
    + decide("leave", "left_unconsidered")
    + '<bpmn:endEvent id="granted_end"/><bpmn:endEvent id="left_end"/>'
    + flow("application", "charge")
    + flow("charge", "was_paid")
    + flow("was_paid", "grant", "=fee.paid = true")
    + flow("was_paid", "leave")
    + flow("grant", "granted_end")
    + flow("leave", "left_end")
)


def written(bpmn: Path) -> Path:
    shutil.copytree(BPMN / "shared" / "payment", bpmn / "shared" / "payment")
    shutil.copytree(BPMN / "shared" / "documents", bpmn / "shared" / "documents")
    shutil.copytree(BPMN / "parameters", bpmn / "parameters")
    return write_service(bpmn, body=CALLING)


@pytest.fixture(scope="module")
def charging(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose service costs 25 lari; the tests share it."""
    home = tmp_path_factory.mktemp("charging")
    cluster.create_database("charging", template=PEOPLED)
    settings = demo_settings(cluster.url("charging"), home)
    furnish(settings, REVIEW)
    with an_office(settings) as office:
        folder = written(home / "bpmn")
        assert errors_among(check_folder(folder)) == ()
        office.engine.send(PublishService(folder, "tests"), actor=system())
        yield office


def asked(office: Office) -> FiledCase:
    """Return a case that has asked for its fee and waits."""
    filed = office.file()
    office.run_jobs(filed.case_id)
    seen = office.observe(filed.case_id)
    assert seen.letters == ("pay",)
    assert seen.waiting == ("bank_receipt", "payment_expired", "payment_settled")
    assert seen.document["fee"]["amount_tetri"] == 2500
    return filed


def test_fee__paid_in_time__lets_the_case_go_on(charging: Office) -> None:
    filed = asked(charging)
    payment = charging.observe(filed.case_id).document["fee"]["payment"]

    charging.publish(payment, name="payment.settled", payload=b'{"amount_tetri": 2500}')

    seen = charging.observe(filed.case_id)
    assert (seen.outcome, seen.document["fee"]["paid"]) == ("granted", True)


def test_fee__not_paid_in_time__is_asked_for_no_longer(charging: Office) -> None:
    filed = asked(charging)

    charging.clock.advance(timedelta(days=20))
    while poll(charging.engine):
        pass

    seen = charging.observe(filed.case_id)
    assert (seen.outcome, seen.document["fee"]["paid"]) == ("left_unconsidered", False)
    with charging.engine.read(system(charging.place())) as tx:
        states = [
            row.state for row in tx.all("select state from payments where case_id = :id", id=filed.case_id)
        ]
    assert states == ["cancelled"]


def bring(office: Office, filed: FiledCase, receipt: str, statement: str) -> Any:
    """Let the applicant bring a receipt and finance find it in the statement; return the case's fee."""
    task = office.task(filed.case_id, "bank_receipt")
    on = office.clock.now().date().isoformat()
    answers = {"receipt_number": receipt, "receipt_on": on, "receipt_tetri": 2500, "receipt_files": []}
    office.engine.send(CompleteTask(task.id, answers), actor=office.person(CITIZEN))
    office.complete(filed.case_id, "compare_receipt", role="finance", found="yes", statement=statement)
    office.run_jobs(filed.case_id)
    office.deliver()
    return office.observe(filed.case_id).document["fee"]


def attempts(office: Office, case_id: UUID) -> list[tuple[str, str, str | None]]:
    said = "select means, state, why from payment_attempts where case_id = :id order by started_at, means"
    with office.engine.read(system(office.place())) as tx:
        return [(row.means, row.state, row.why) for row in tx.all(said, id=case_id)]


def test_fee__paid_at_a_bank__counts_once_whatever_comes_later(charging: Office) -> None:
    first, second = asked(charging), asked(charging)
    payment = UUID(charging.observe(first.case_id).document["fee"]["payment"])
    orders = [
        charging.engine.send(StartPayment(payment), actor=charging.person(CITIZEN)).order_id for _ in range(2)
    ]

    paid = bring(charging, first, "a 17", "t-1")
    same_receipt = bring(charging, second, "A17", "T-2")
    same_money = bring(charging, second, "B 1", "T-1")
    for order, reference in zip(orders, ("T-1", "T-3"), strict=True):
        told(charging, order, reference, charging.clock.now())

    assert (paid["paid"], charging.observe(first.case_id).outcome) == (True, "granted")
    assert [receipt["counted"] for receipt in (same_receipt, same_money)] == [False, False]
    assert charging.observe(second.case_id).letters == ("pay", "receipt_not_found", "receipt_not_found")
    assert attempts(charging, second.case_id) == []
    assert sorted(attempts(charging, first.case_id)) == [
        ("bank", "paid", None),
        ("treasury", "failed", None),
        ("treasury", "to_return", "double"),
    ]
    assert [difference for checked in found(charging) for difference in checked.differences] == []


def told(office: Office, order: UUID, reference: str, at: datetime) -> None:
    office.engine.send(MoneyReceived(order, 2500, at, reference), actor=system(office.place()))
