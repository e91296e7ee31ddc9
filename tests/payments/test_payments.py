"""Money: asked once, taken once, never lost; what came too much is known until it is returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.errors import NotAllowed, NotFound, Rejected, Unavailable
from engine.jobs import timers
from engine.payments import paying as payments
from engine.payments.commands import MoneyReceived, OrderFailed, RecordReturn, StartPayment
from engine.payments.queries.payments import of_case, to_return
from engine.tenancy import system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_races import together
from tests.payments.treasury import RunningTreasury


def asked(office: Office) -> tuple[UUID, UUID]:
    """File an application; return its case and what it asks to be paid."""
    case_id = office.file(key=uuid4()).case_id
    return case_id, shown(office, case_id).payment_id


def shown(office: Office, case_id: UUID) -> Any:
    with office.engine.read(office.person(CITIZEN)) as tx:
        (payment,) = of_case(tx, case_id)
    return payment


def begin(office: Office, payment_id: UUID) -> str:
    """Go to the treasury; return the address of its page."""
    return payments.begin(office.engine, payment_id, actor=office.person(CITIZEN), language="ka", key=uuid4())


def come_back(office: Office, page: str) -> str:
    return payments.settle(office.engine, UUID(page.rpartition("/")[2]))


def kinds(office: Office, case_id: UUID) -> list[str]:
    return [event.kind for event in office.observe(case_id).events]


def test_payment__asked_for_and_paid__moves_the_case_on(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    treasury.simulate_outcome(page, "paid")

    state = come_back(paying, page)
    paying.deliver()

    assert state == "paid"
    assert paying.observe(case_id).waiting == ("review",)
    assert shown(paying, case_id).state == "paid"
    assert paying.observe(case_id).document["paid"]["amount_tetri"] == 6000
    assert kinds(paying, case_id).count("payment.received") == 1


def test_payment__refused_at_the_treasury__can_be_tried_again(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    first = begin(paying, payment_id)
    treasury.simulate_outcome(first, "failed")

    state = come_back(paying, first)
    second = begin(paying, payment_id)
    treasury.simulate_outcome(second, "paid")

    assert (state, come_back(paying, second)) == ("failed", "paid")
    assert shown(paying, case_id).state == "paid"
    assert kinds(paying, case_id).count("payment.failed") == 1


def test_payment__browser_never_came_back__is_found_by_asking(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    treasury.simulate_outcome(page, "away")
    paying.clock.advance(timedelta(minutes=2))

    queued = payments.poll(paying.engine)
    payments.ask_about(paying.engine, UUID(page.rpartition("/")[2]))

    assert queued == 1
    assert payments.poll(paying.engine) == 0
    assert shown(paying, case_id).state == "paid"


def test_payment__on_its_way_at_the_treasury__is_asked_about_less_and_less_often(
    paying: Office, treasury: RunningTreasury
) -> None:
    _, payment_id = asked(paying)
    order = UUID(begin(paying, payment_id).rpartition("/")[2])
    asked_at = []
    for minute in range(60):
        if payments.poll(paying.engine):
            asked_at.append(minute)
            payments.ask_about(paying.engine, order)
        paying.clock.advance(timedelta(minutes=1))

    assert asked_at == [1, 2, 4, 8, 16, 32]


def test_payment__two_orders_both_paid__the_second_is_to_be_returned(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    pages = [begin(paying, payment_id), begin(paying, payment_id)]
    for page in pages:
        treasury.simulate_outcome(page, "paid")

    states = [come_back(paying, page) for page in pages]
    paying.deliver()

    assert states == ["paid", "to_return"]
    assert paying.observe(case_id).waiting == ("review",)
    with paying.engine.read(paying.staff("head_of_service")) as tx:
        (found,) = to_return(tx)
    assert (found.why, found.amount_tetri, found.case_id) == ("double", 6000, case_id)


def test_payment__begun_again_after_it_was_paid__is_not_sent_to_pay_twice(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    treasury.simulate_outcome(begin(paying, payment_id), "away")

    with pytest.raises(Rejected) as refused:
        begin(paying, payment_id)

    assert refused.value.error_code == "payment.nothing_to_pay"
    assert shown(paying, case_id).state == "paid"


def test_payment__after_the_case_stopped_asking__is_to_be_returned(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    paying.clock.advance(timedelta(days=6))
    timers.poll(paying.engine)
    treasury.simulate_outcome(page, "paid")

    state = come_back(paying, page)
    paying.deliver()

    assert paying.observe(case_id).waiting == ("answer",)
    assert state == "to_return"
    assert shown(paying, case_id).state == "cancelled"
    assert shown(paying, case_id).orders[0].why == "late"


def test_payment__after_the_case_ended__is_to_be_returned(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    pages = [begin(paying, payment_id), begin(paying, payment_id)]
    treasury.simulate_outcome(pages[0], "paid")
    come_back(paying, pages[0])
    paying.deliver()
    paying.complete(case_id, good=True)
    treasury.simulate_outcome(pages[1], "paid")

    state = come_back(paying, pages[1])

    assert state == "to_return"
    assert kinds(paying, case_id)[-1] == "payment.to_return"


def test_payment__refusal_that_became_a_payment__counts(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    treasury.simulate_outcome(page, "failed")
    come_back(paying, page)
    treasury.simulate_outcome(page, "paid")

    assert come_back(paying, page) == "paid"
    assert shown(paying, case_id).state == "paid"


def test_payment__told_ten_times_at_once__is_received_once(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    page = begin(paying, payment_id)
    treasury.simulate_outcome(page, "paid")
    order = UUID(page.rpartition("/")[2])
    told = MoneyReceived(order, 6000, paying.clock.now(), "R-1")

    together(paying, *[(told, system(paying.place()), None)] * 10)
    paying.deliver()

    assert kinds(paying, case_id).count("payment.received") == 1
    assert paying.observe(case_id).waiting == ("review",)


def test_payment__two_orders_paid_at_once__one_counts(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    orders = [UUID(begin(paying, payment_id).rpartition("/")[2]) for _ in range(4)]
    told = [MoneyReceived(order, 6000, paying.clock.now(), f"R-{order}") for order in orders]

    together(paying, *[(command, system(paying.place()), None) for command in told])

    assert sorted(order.state for order in shown(paying, case_id).orders) == ["paid"] + ["to_return"] * 3


def test_payment__other_amount__does_not_count(paying: Office) -> None:
    case_id, payment_id = asked(paying)
    order = UUID(begin(paying, payment_id).rpartition("/")[2])

    paying.engine.send(MoneyReceived(order, 5999, paying.clock.now(), "R"), actor=system(paying.place()))

    assert shown(paying, case_id).state == "due"
    assert shown(paying, case_id).orders[0].why == "other_amount"


def test_payment__treasury_away__is_told_and_the_order_stays_known(
    paying: Office, treasury: RunningTreasury
) -> None:
    case_id, payment_id = asked(paying)
    paying.engine.connections.treasury._headers["Authorization"] = "Bearer wrong"  # type: ignore[union-attr]

    with pytest.raises(Rejected) as refused:
        begin(paying, payment_id)
    paying.engine.connections.treasury._headers["Authorization"] = "Bearer secret"  # type: ignore[union-attr]
    (order,) = shown(paying, case_id).orders
    paying.clock.advance(timedelta(minutes=61))

    assert refused.value.error_code == "registry.not_permitted"
    assert order.state == "open"
    assert payments.settle(paying.engine, order.order_id) == "failed", "the treasury never heard of it"


def test_payment__no_treasury_set__is_unavailable(paying: Office) -> None:
    _, payment_id = asked(paying)
    without = replace(paying.engine.connections, treasury=None)
    paying.engine = replace(paying.engine, connections=without)

    with pytest.raises(Unavailable):
        begin(paying, payment_id)


def test_payment__of_somebody_else__does_not_exist(paying: Office) -> None:
    _, payment_id = asked(paying)

    for stranger in (paying.person(OTHER_CITIZEN), paying.staff("specialist", "telavi")):
        with pytest.raises(NotFound):
            paying.engine.send(StartPayment(payment_id), actor=stranger)


def test_payment__by_the_clerk_who_sees_the_case__does_not_exist(paying: Office) -> None:
    _, payment_id = asked(paying)

    with pytest.raises(NotFound):
        paying.engine.send(StartPayment(payment_id), actor=paying.staff("specialist"))


def test_payment__money_reported_by_a_person__is_not_permitted(paying: Office) -> None:
    _, payment_id = asked(paying)
    order = UUID(begin(paying, payment_id).rpartition("/")[2])

    for command in (MoneyReceived(order, 6000, paying.clock.now(), "R"), OrderFailed(order)):
        with pytest.raises(NotAllowed):
            paying.engine.send(command, actor=paying.person(CITIZEN))


def test_payment__begun_again_and_again__is_refused(paying: Office) -> None:
    _, payment_id = asked(paying)
    for _ in range(10):
        begin(paying, payment_id)

    with pytest.raises(Rejected) as refused:
        begin(paying, payment_id)

    assert refused.value.error_code == "payment.too_many_orders"


def test_return__by_the_head__is_noted_once(paying: Office, treasury: RunningTreasury) -> None:
    case_id, payment_id = asked(paying)
    pages = [begin(paying, payment_id), begin(paying, payment_id)]
    for page in pages:
        treasury.simulate_outcome(page, "paid")
        come_back(paying, page)
    order, head = UUID(pages[1].rpartition("/")[2]), paying.staff("head_of_service")

    with pytest.raises(NotAllowed):
        paying.engine.send(RecordReturn(order, "TR-7"), actor=paying.staff("specialist"))
    with pytest.raises(NotFound):
        paying.engine.send(RecordReturn(order, "TR-7"), actor=paying.staff("head_of_service", "telavi"))
    paying.engine.send(RecordReturn(order, "TR-7"), actor=head)
    with pytest.raises(Rejected):
        paying.engine.send(RecordReturn(order, "TR-8"), actor=head)

    assert kinds(paying, case_id).count("payment.returned") == 1
    with paying.engine.read(head) as tx:
        assert to_return(tx) == ()


@pytest.mark.parametrize("document", ["", "   ", "x" * 61, "a\x00b"])
def test_return__without_a_usable_document__is_refused(paying: Office, document: str) -> None:
    _, payment_id = asked(paying)
    order = UUID(begin(paying, payment_id).rpartition("/")[2])
    paying.engine.send(MoneyReceived(order, 1, paying.clock.now(), "R-9"), actor=system(paying.place()))

    with pytest.raises(Rejected) as refused:
        paying.engine.send(RecordReturn(order, document), actor=paying.staff("head_of_service"))

    assert refused.value.error_code == "payment.document_missing"
