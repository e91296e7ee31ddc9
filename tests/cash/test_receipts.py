"""Cash at a community centre: received once, voided by a second person, counted, closed and deposited."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from engine.cash import taking
from engine.cash.commands import ConfirmCount, CountCash, ReceiveCash, RecordDeposit, VoidReceipt
from engine.cash.queries import desk as cash
from engine.cash.queries import finance as cash_views
from engine.errors import NotAllowed, NotFound, Rejected
from engine.payments.queries.payments import of_case
from tests.cash.desks import (
    CENTER,
    ELSEWHERE,
    HEAD,
    OPERATOR,
    asked,
    close_day,
    last_count,
    receive,
    take_cash,
    today,
)
from tests.centers.test_presence import come
from tests.engine.acting import found
from tests.engine.bookkeeping import found as differences
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_races import together
from tests.payments.test_payments import begin, come_back, kinds
from tests.payments.treasury import RunningTreasury


@pytest.fixture
def desk(paying: Office) -> Office:
    """An office whose payments of 60 lari the centre of Keda takes in cash."""
    take_cash(paying)
    (paying.engine.settings.home / "mail").mkdir()
    return paying


def refused(office: Office, command: object, by: str) -> str:
    with pytest.raises(Rejected) as error:
        office.engine.send(command, actor=office.person(by))  # type: ignore[arg-type]
    return error.value.error_code


def test_cash__received_for_the_number_of_a_letter__moves_the_case_once(desk: Office) -> None:
    case_id, payment = asked(desk)
    with desk.engine.read(desk.person(OPERATOR)) as tx:
        shown = cash.at_desk(tx, payment.number)

    received = receive(desk, payment)
    desk.deliver()

    assert shown is not None and (shown.amount_tetri, shown.is_open, shown.is_taken) == (6000, True, True)
    assert "Citizen" not in str(shown)
    assert received.number == 1
    assert desk.observe(case_id).waiting == ("review",)
    assert desk.observe(case_id).document["paid"]["reference"] == f"CASH-{CENTER}-1"
    assert kinds(desk, case_id).count("payment.received_in_cash") == 1
    assert refused(desk, ReceiveCash(payment.payment_id), OPERATOR) == "payment.nothing_to_pay"
    assert [difference for difference in differences(desk) if difference.differences] == []


def test_cash__two_desks_at_once__take_it_once(desk: Office) -> None:
    _, payment = asked(desk)
    command, operator = ReceiveCash(payment.payment_id), desk.person(OPERATOR)

    results = together(desk, *((command, operator, uuid4()) for _ in range(2)))

    assert results.count("payment.nothing_to_pay") == 1
    assert [result.number for result in results if result != "payment.nothing_to_pay"] == [1]


def test_cash__same_key_again__is_the_same_receipt(desk: Office) -> None:
    _, payment = asked(desk)
    key, command = uuid4(), ReceiveCash(payment.payment_id)

    first, second = (desk.engine.send(command, actor=desk.person(OPERATOR), key=key) for _ in range(2))

    assert first == second


def test_cash__where_nobody_has_said_so__is_not_taken(paying: Office) -> None:
    _, payment = asked(paying)

    unset = refused(paying, ReceiveCash(payment.payment_id), OPERATOR)
    take_cash(paying)
    take_cash(paying, service="permits.note", is_taken=False)
    but_this = refused(paying, ReceiveCash(payment.payment_id), OPERATOR)
    take_cash(paying, service="permits.note")

    assert unset == but_this == "cash.not_taken"
    assert receive(paying, payment).number == 1


def test_cash__of_whoever_is_at_the_desk__is_theirs_or_does_not_exist(desk: Office) -> None:
    _, own = asked(desk)
    _, foreign = asked(desk, by=OTHER_CITIZEN)
    token, operator = come(desk)

    with pytest.raises(NotFound):
        receive(desk, foreign, actor=operator)
    receive(desk, own, actor=operator)
    desk.clock.advance(timedelta(minutes=31))

    with pytest.raises((Rejected, NotAllowed)):
        receive(desk, foreign, actor=operator)
    assert found(desk, token)


@pytest.mark.parametrize("who", [CITIZEN, HEAD, ELSEWHERE])
def test_cash__taken_by_others_than_the_operator__is_refused(desk: Office, who: str) -> None:
    _, payment = asked(desk)

    with pytest.raises((NotAllowed, Rejected)):
        desk.engine.send(ReceiveCash(payment.payment_id), actor=desk.person(who))


def test_receipt__voided_by_the_second_person__lets_the_case_ask_again(desk: Office) -> None:
    case_id, payment = asked(desk)
    receipt = receive(desk, payment)
    desk.deliver()

    own = refused(desk, VoidReceipt(receipt.receipt_id, "mistake"), OPERATOR)
    silent = refused(desk, VoidReceipt(receipt.receipt_id, " "), HEAD)
    with pytest.raises(NotFound):
        desk.engine.send(VoidReceipt(receipt.receipt_id, "mistake"), actor=desk.person(ELSEWHERE))
    desk.engine.send(VoidReceipt(receipt.receipt_id, "mistake"), actor=desk.person(HEAD))

    assert (own, silent) == ("cash.not_the_second", "cash.reason_missing")
    with desk.engine.read(desk.person(CITIZEN)) as tx:
        states = [(kept.state, kept.amount_tetri) for kept in of_case(tx, case_id)]
    assert states == [("voided", 6000), ("due", 6000)]
    assert refused(desk, VoidReceipt(receipt.receipt_id, "again"), HEAD) == "cash.not_to_be_voided"
    with desk.engine.read(desk.staff("finance")) as tx:
        (voided,) = cash_views.of_finance(tx).voided
    assert (voided.reason, voided.again_state) == ("mistake", "due")
    assert [difference for difference in differences(desk) if difference.differences] == []


def test_receipt__of_yesterday_or_of_a_counted_day__is_not_voided(desk: Office) -> None:
    receipt = receive(desk, asked(desk)[1])
    desk.engine.send(CountCash(today(desk), 6000), actor=desk.person(OPERATOR))

    counted = refused(desk, VoidReceipt(receipt.receipt_id, "mistake"), HEAD)
    desk.clock.advance(timedelta(days=1))
    late = refused(desk, VoidReceipt(receipt.receipt_id, "mistake"), HEAD)

    assert counted == late == "cash.not_to_be_voided"


def test_day__counted_and_confirmed_by_another__is_closed_and_its_money_deposited(desk: Office) -> None:
    for who in (CITIZEN, OTHER_CITIZEN):
        receive(desk, asked(desk, by=who)[1])
    operator, head = desk.person(OPERATOR), desk.person(HEAD)

    unexplained = refused(desk, CountCash(today(desk), 11900), OPERATOR)
    desk.engine.send(CountCash(today(desk), 11900, "one lari missing"), actor=operator)
    first = last_count(desk)
    desk.clock.advance(timedelta(minutes=1))
    desk.engine.send(CountCash(today(desk), 12000), actor=operator)
    outdated = refused(desk, ConfirmCount(first), HEAD)
    own = refused(desk, ConfirmCount(last_count(desk)), OPERATOR)
    early = refused(desk, RecordDeposit("keda", "T-1", today(desk), 12000, 12000), HEAD)
    desk.engine.send(ConfirmCount(last_count(desk)), actor=head)
    after = refused(desk, ReceiveCash(asked(desk)[1].payment_id), OPERATOR)

    assert (unexplained, outdated) == ("cash.difference_unexplained", "cash.counted_anew")
    assert (own, early) == ("cash.not_the_second", "administering.changed_meanwhile")
    assert after == "cash.day_is_counted"
    with desk.engine.read(desk.staff("finance")) as tx:
        (lying,) = cash_views.of_finance(tx).lying
    assert (lying.tetri, lying.receipts) == (12000, 2)
    desk.engine.send(RecordDeposit("keda", "T-1", today(desk), 12000, 12000), actor=operator)
    with desk.engine.read(desk.staff("finance")) as tx:
        page = cash_views.of_finance(tx)
    assert page.lying == () and [deposit.document for deposit in page.deposited] == ["T-1"]
    assert [difference for difference in differences(desk) if difference.differences] == []


def test_day__left_open__stops_the_next_one(desk: Office) -> None:
    _, second = asked(desk, by=OTHER_CITIZEN)
    receive(desk, asked(desk)[1])
    desk.clock.advance(timedelta(days=1))

    stopped = refused(desk, ReceiveCash(second.payment_id), OPERATOR)
    yesterday = today(desk) - timedelta(days=1)
    desk.engine.send(CountCash(yesterday, 6000), actor=desk.person(OPERATOR))
    desk.engine.send(ConfirmCount(last_count(desk)), actor=desk.person(HEAD))

    assert stopped == "cash.earlier_day_open"
    assert receive(desk, second).number == 2


def test_cash__after_the_treasury_took_it__is_refused(desk: Office, treasury: RunningTreasury) -> None:
    _, payment = asked(desk)
    page = begin(desk, payment.payment_id)
    treasury.simulate_outcome(page, "away")

    with pytest.raises(Rejected) as twice:
        taking.take_cash(desk.engine, payment.payment_id, actor=desk.person(OPERATOR), key=uuid4())

    assert twice.value.error_code == "payment.nothing_to_pay"


def test_treasury__that_took_it_too__gives_it_back(desk: Office, treasury: RunningTreasury) -> None:
    _, payment = asked(desk)
    page = begin(desk, payment.payment_id)
    receive(desk, payment)
    treasury.simulate_outcome(page, "paid")

    assert come_back(desk, page) == "to_return"
    assert [difference for difference in differences(desk) if difference.differences] == []


def test_deposit__of_another_amount__needs_a_word_and_a_new_document(desk: Office) -> None:
    receive(desk, asked(desk)[1])
    close_day(desk, 6000)
    day = today(desk)

    short = refused(desk, RecordDeposit("keda", "T-2", day, 6000, 5900), OPERATOR)
    ahead = refused(desk, RecordDeposit("keda", "T-2", day + timedelta(days=1), 6000, 6000), OPERATOR)
    desk.engine.send(RecordDeposit("keda", "T-2", day, 6000, 5900, "one lari"), actor=desk.person(OPERATOR))

    assert (short, ahead) == ("cash.difference_unexplained", "cash.document_invalid")
