"""Bank details of a municipality: proposed by one official, approved by another, told to whoever pays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.errors import NotAllowed, NotFound
from engine.payments.commands import ApproveBankDetails, DeclineBankDetails, ProposeBankDetails
from engine.payments.queries import bank_details as queries
from engine.stores.known import known
from engine.tenancy import system
from tests.engine.kit import Office
from tests.engine.test_court import carried
from tests.engine.test_settlement_lists import refused

TODAY, ACT = date(2026, 9, 1), "Order No. 8"
LATER = TODAY + timedelta(10)
RECIPIENT = {"ka": "ქედის ბიუჯეტი (დემო)", "en": "Budget of Keda (demo)"}
IBAN, CODE = "GE09DM0000000000000001", "000000002"
INVENTED = "000000001"  # with which a demonstration begins


def propose(office: Office, *, by: str = "municipal_admin", seen: int | None = None, **changes: Any) -> int:
    said: dict[str, Any] = {"recipient": RECIPIENT, "iban": IBAN, "treasury_code": CODE, "act": ACT}
    actor = office.staff(by)
    with office.engine.read(actor) as tx:
        last = queries.page(tx, "keda").seen
    command = ProposeBankDetails(
        "keda", **{**said, "valid_from": TODAY, **changes}, seen=last if seen is None else seen
    )
    office.engine.send(command, actor=actor)
    with office.engine.read(actor) as tx:
        return queries.page(tx, "keda").seen


def approve(office: Office, proposal: int, *, by: str = "finance") -> None:
    office.engine.send(ApproveBankDetails("keda", proposal), actor=office.staff(by))


def decline(office: Office, proposal: int, reason: str = "Wrong account", *, by: str = "finance") -> None:
    office.engine.send(DeclineBankDetails("keda", proposal, reason), actor=office.staff(by))


def page(office: Office, by: str = "municipal_admin") -> queries.BankDetailsPage:
    with office.engine.read(office.staff(by)) as tx:
        return queries.page(tx, "keda")


def in_force(office: Office, day: date = TODAY) -> Any:
    with office.engine.read(system()) as tx:
        return known(tx, office.place()).bank_details(day)


def test_details__proposed_and_approved_by_another__are_in_force_from_their_day(office: Office) -> None:
    proposal = propose(office, valid_from=LATER)
    before = in_force(office, LATER)

    approve(office, proposal)

    assert before["treasury_code"] == in_force(office, LATER - timedelta(1))["treasury_code"] == INVENTED
    details = in_force(office, LATER)
    assert (details["recipient"], details["iban"], details["treasury_code"]) == (RECIPIENT, IBAN, CODE)


def test_details__approved_after_their_day__count_from_the_day_of_the_approval(office: Office) -> None:
    proposal = propose(office)
    office.clock.advance(timedelta(3))

    approve(office, proposal)

    assert in_force(office, TODAY + timedelta(2))["treasury_code"] == INVENTED
    assert in_force(office, TODAY + timedelta(3))["treasury_code"] == CODE


def test_details__approved_by_who_proposed_them__are_refused(office: Office) -> None:
    proposal = propose(office, by="finance")

    assert refused(lambda: approve(office, proposal)) == "bank_details.same_person"
    assert in_force(office)["treasury_code"] == INVENTED


def test_proposal__replaced_by_another_or_approved_already__is_approved_no_more(office: Office) -> None:
    first = propose(office)
    second = propose(office, treasury_code="")

    assert refused(lambda: approve(office, first)) == "administering.changed_meanwhile"
    approve(office, second)
    assert refused(lambda: approve(office, second)) == "bank_details.nothing_proposed"
    assert in_force(office)["treasury_code"] is None


@pytest.mark.parametrize("by", ["finance", "municipal_admin"])
def test_proposal__declined_by_another_or_by_who_proposed_it__waits_no_more(office: Office, by: str) -> None:
    proposal = propose(office)

    decline(office, proposal, " Wrong account ", by=by)

    seen = page(office)
    assert seen.proposal is None and seen.declined is not None and seen.declined.declined_by
    assert seen.declined.reason == "Wrong account"
    assert refused(lambda: approve(office, proposal)) == "bank_details.nothing_proposed"
    assert refused(lambda: decline(office, proposal)) == "bank_details.nothing_proposed"
    assert in_force(office)["treasury_code"] == INVENTED
    approve(office, propose(office))
    assert page(office).declined is None and in_force(office)["treasury_code"] == CODE


def test_proposal__declined_without_reason_or_unseen_or_by_others__still_waits(office: Office) -> None:
    first = propose(office)
    second = propose(office, treasury_code="")

    assert refused(lambda: decline(office, second, " ")) == "bank_details.reason_missing"
    assert refused(lambda: decline(office, second, "a" * 501)) == "administering.too_long"
    assert refused(lambda: decline(office, first)) == "administering.changed_meanwhile"
    with pytest.raises(NotAllowed):
        decline(office, second, by="mayor")
    waiting = page(office).proposal
    assert waiting is not None and waiting.entry_id == second


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iban": "GE08DM0000000000000001"}, "bank_details.iban_invalid"),
        ({"iban": "DE89370400440532013000"}, "bank_details.iban_invalid"),
        ({"treasury_code": "12a"}, "bank_details.code_invalid"),
        ({"recipient": {"ka": "ბიუჯეტი"}}, "bank_details.recipient_missing"),
        ({"recipient": {**RECIPIENT, "ka": "ა" * 201}}, "administering.too_long"),
        ({"valid_from": TODAY - timedelta(1)}, "administering.day_is_past"),
        ({"act": " "}, "administering.act_needed"),
        ({"seen": 7}, "administering.changed_meanwhile"),
    ],
)
def test_details__that_can_not_be__are_refused(office: Office, changes: dict[str, Any], code: str) -> None:
    assert refused(lambda: propose(office, **changes)) == code
    with office.engine.read(office.staff("finance")) as tx:
        assert queries.page(tx, "keda").proposal is None


def test_details__by_others__are_refused_and_not_shown(office: Office) -> None:
    proposal = propose(office)

    for role in ("specialist", "mayor"):
        with pytest.raises(NotAllowed):
            approve(office, proposal, by=role)
        with pytest.raises(NotAllowed), office.engine.read(office.staff(role)) as tx:
            queries.page(tx, "keda")
    with pytest.raises(NotFound):
        office.engine.send(ApproveBankDetails("nowhere", proposal), actor=office.staff("finance"))


def test_account__typed_with_spaces_and_small_letters__is_kept_as_one_word(office: Office) -> None:
    approve(office, propose(office, iban="ge09 dm00 0000 0000 0000 01"))

    assert in_force(office)["iban"] == IBAN


def test_details__in_force__are_what_letters_see(office: Office) -> None:
    names = ("bank_recipient_ka", "bank_recipient_en", "iban", "treasury_code")
    before = carried(office, *names)

    approve(office, propose(office))

    assert before[-1] == INVENTED
    assert carried(office, *names) == [RECIPIENT["ka"], RECIPIENT["en"], IBAN, CODE]
