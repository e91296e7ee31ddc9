"""Messages between applicant and municipality: both ways, apart from letters, limited, nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.web.browser import Page
from tests.web.desk import ANOTHER_CITIZEN, Desk, Filed


def wrote(filed: Filed, text: str = "Which photographs do you need?") -> Page:
    page = filed.browser.get(filed.address)
    return filed.browser.submit(page, {"text": text}, form=page.form("/messages"))


def test_message__of_the_applicant__is_new_in_the_inbox_until_it_is_answered(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")

    page = wrote(filed)

    assert "The message is sent" in page.text and "Which photographs" in page.text
    assert "new message" in clerk.get("/inbox?tab=unassigned").text
    case = clerk.get(f"/inbox{filed.address}")
    assert "Which photographs do you need?" in case.text
    clerk.submit(case, {"text": "Of the house."}, form=case.form('name="text"'))
    assert "new message" not in clerk.get("/inbox?tab=unassigned").text


def test_message__of_the_office__is_new_on_the_list_until_the_page_is_opened(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")
    case = clerk.get(f"/inbox{filed.address}")

    clerk.submit(case, {"text": "We come on Monday."}, form=case.form('name="text"'))

    assert "new message" in filed.browser.get("/cases").text
    page = filed.browser.get(filed.address)
    assert "We come on Monday." in page.text and "no official letters" in page.text
    assert "We come on Monday." not in page.html.select_one("section[aria-labelledby=letters]").get_text()  # type: ignore[union-attr]
    assert "new message" not in filed.browser.get("/cases").text


def test_message__marked_as_seen__is_not_new_any_more(desk: Desk) -> None:
    filed = desk.filed()
    wrote(filed)
    clerk = desk.staff("specialist")
    case = clerk.get(f"/inbox{filed.address}")

    clerk.submit(case, form=case.form("/messages/seen"))

    assert "new message" not in clerk.get("/inbox?tab=unassigned").text


def test_message__does_not_move_the_case__so_an_open_page_stays_fresh(desk: Desk) -> None:
    filed = desk.filed()
    question = filed.browser.get(f"{filed.address}/withdraw")
    wrote(filed)

    page = filed.browser.submit(question)

    assert page.status == 200 and page.path == filed.address


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Write what you want to say"), ("  \n ", "Write what you want to say"),
     ("a" * 4001, "may have"), ("\x00", "Write what you want to say")],
)  # fmt: skip
def test_message__empty_or_too_long__is_refused_and_kept(desk: Desk, text: str, said: str) -> None:
    filed = desk.filed()

    page = wrote(filed, text)

    assert page.status == 422 and said in page.text
    field = page.html.select_one("textarea")
    assert field is not None and len(field.get_text()) >= len(text.strip("\n \x00"))


def test_message__twenty_a_day__is_the_most(desk: Desk) -> None:
    filed = desk.filed()
    for number in range(20):
        assert wrote(filed, f"No. {number}").status == 200

    page = wrote(filed, "one more")

    assert page.status == 422 and "A day allows 20" in page.text
    desk.days_pass(1)
    again = Filed(desk.signed_in(), filed.case_id)
    assert wrote(again, "one more").status == 200


def test_message__pressed_twice__is_one(desk: Desk) -> None:
    filed = desk.filed()
    page = filed.browser.get(filed.address)
    form = page.form("/messages")
    for _ in range(2):
        shown = filed.browser.submit(page, {"text": "Once only"}, form=form)

    assert len(shown.html.select(".messages li")) == 1


def test_message__to_a_foreign_case__is_not_found(desk: Desk) -> None:
    filed = desk.filed()
    page = filed.browser.get(filed.address)
    other = desk.signed_in(ANOTHER_CITIZEN)
    token = other.get("/sign-in").form().select_one("[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": str(token["value"]), "text": "x", "_key": str(uuid4())}

    assert other.submit(page, sent, form=page.form("/messages")).status == 404


def test_message__staff_of_another_municipality__neither_sees_nor_writes(desk: Desk) -> None:
    filed = desk.filed()
    wrote(filed)
    other = desk.staff("specialist", "telavi")

    assert other.get(f"/inbox{filed.address}").status == 404
