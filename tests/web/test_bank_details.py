"""Bank details on the page of those who keep them, and where a citizen pays."""

from __future__ import annotations

from tests.web.desk import Desk

PAGE = "/admin/municipalities/keda/bank-details"
TYPED = {
    "recipient_ka": "ქედის ბიუჯეტი (დემო)",
    "recipient_en": "Budget of Keda (demo)",
    "iban": "GE09 DM00 0000 0000 0000 01",
    "treasury_code": "000000002",
    "act": "Order No. 8",
}


def test_details__proposed_and_approved_in_the_browser__are_in_force(desk: Desk) -> None:
    admin, finance = desk.staff("municipal_admin"), desk.staff("finance")

    waits = admin.submit(admin.get(PAGE), TYPED)

    assert "Waits for another official" in waits.text and "Approve the bank details" not in waits.text
    assert "You have proposed it" in waits.text
    seen = finance.get(PAGE)
    assert "GE09 DM00 0000 0000 0000 01" in seen.text and "Compare every digit" in seen.text
    done = finance.submit(seen, form=seen.form("/approval"))
    assert "in force" in done.text and "Waits for another official" not in done.text
    assert "Order No. 8" in done.text and "Approved by" in done.text


def test_details__declined_in_the_browser__tell_the_reason(desk: Desk) -> None:
    admin, finance = desk.staff("municipal_admin"), desk.staff("finance")
    admin.submit(admin.get(PAGE), TYPED)
    seen = finance.get(PAGE)

    without = finance.submit(seen, form=seen.form("/refusal"))
    assert without.status == 422 and "Say why the proposal is declined" in without.text
    finance.submit(without, {"reason": "The account is closed"}, form=without.form("/refusal"))

    told = admin.get(PAGE).text
    assert "Waits for another official" not in told and "The account is closed" in told


def test_details__with_a_wrong_digit__are_refused_and_stay_in_the_form(desk: Desk) -> None:
    admin = desk.staff("municipal_admin")

    refused = admin.submit(admin.get(PAGE), {**TYPED, "iban": "GE08 DM00 0000 0000 0000 01"})

    assert refused.status == 422 and "a digit is wrong" in refused.text
    assert "GE08 DM00 0000 0000 0000 01" in str(refused.html)


def test_finance__finds_the_page_from_money_to_return(desk: Desk) -> None:
    finance = desk.staff("finance")

    assert PAGE in str(finance.get("/inbox/returns").html)
