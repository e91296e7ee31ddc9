"""The budget at the desk of finance."""

from __future__ import annotations

import pytest

from tests.web.desk import Desk

LINE = {
    "code": "06 02 03",
    "name_ka": "სოციალური პროგრამა",
    "name_en": "Social programme",
    "amount": "120 000,50",
    "ground": "Resolution No. 4",
}


def test_line__entered_and_changed__is_shown_with_why(desk: Desk) -> None:
    finance = desk.staff("finance")
    assert finance.get("/inbox").html.select_one('a[href="/inbox/budget"]')

    entered = finance.submit(finance.get("/inbox/budget"), LINE)
    changed = finance.submit(entered, {"amount": "90000", "ground": "Resolution No. 9"})

    assert "120,000.50" in entered.text and "Resolution No. 4" in entered.text
    assert changed.path == entered.path
    assert "90,000.00" in changed.text and "Resolution No. 9" in changed.text
    listed = finance.get("/inbox/budget")
    assert "Social programme" in listed.text and "90,000.00" in listed.text


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("amount", "a lot", "amount in lari"),
        ("year", "26", "four digits"),
        ("code", "", "code of the line"),
        ("ground", " ", "act by which"),
    ],
)
def test_line__with_a_wrong_field__is_refused_and_keeps_what_was_typed(
    desk: Desk, name: str, value: str, said: str
) -> None:
    finance = desk.staff("finance")

    refused = finance.submit(finance.get("/inbox/budget"), {**LINE, name: value})

    assert refused.status == 422 and said in refused.text
    assert refused.html.select_one('input[name="name_en"]')["value"] == "Social programme"  # type: ignore[index]


def test_line__changed_while_somebody_looked__says_what_it_is_now_and_keeps_what_was_typed(
    desk: Desk,
) -> None:
    finance, colleague = desk.staff("finance"), desk.staff("finance")
    seen = finance.submit(finance.get("/inbox/budget"), LINE)
    colleague.submit(colleague.get(seen.path), {"amount": "90000", "ground": "Resolution No. 9"})

    refused = finance.submit(seen, {"amount": "80000", "ground": "Resolution No. 10"})

    assert refused.status == 422 and refused.path == seen.path
    assert "it has" in refused.text and "90,000.00" in refused.text
    assert refused.html.select_one('input[name="ground"]')["value"] == "Resolution No. 10"  # type: ignore[index]


def test_budget__for_whoever_does_not_keep_it__is_closed(desk: Desk) -> None:
    finance = desk.staff("finance")
    line = finance.submit(finance.get("/inbox/budget"), LINE).path

    assert desk.staff("specialist").get("/inbox/budget").status == 403
    assert desk.staff("specialist").get(line).status == 403
