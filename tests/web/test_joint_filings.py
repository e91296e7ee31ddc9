"""Two directors at two browsers: one prepares a complaint of their company, the other confirms it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.engine.acting import (
    COMPANY_OF_THREE,
    DIRECTOR,
    JOINT_COMPANY,
    SECOND_DIRECTOR,
    THIRD_DIRECTOR,
    Registers,
)
from tests.web.browser import Browser, Page
from tests.web.desk import CONTINUE, Desk
from tests.web.test_acting import choose, registers
from tests.web.test_appeals import COMPLAINT
from tests.web.test_applying import PNG

__all__ = ["registers"]

COMPLAIN = "/municipalities/keda/services/general.complaint"


def to_the_check(browser: Browser) -> Page:
    """Fill a complaint in page by page, a photograph with it."""
    page = browser.get(f"{COMPLAIN}/apply")
    for _ in range(9):
        if page.path.endswith("/check"):
            return page
        following = page.html.select_one('main .stages a[href*="/apply/"]')
        if page.path == f"{COMPLAIN}/apply" and following is not None:
            page = browser.get(str(following["href"]))
        asked = {name for name in COMPLAINT if page.html.select(f'[name="{name}"]')}
        answers = {name: str(value).lower() if value is True else value for name, value in COMPLAINT.items()}
        files = {"files": (PNG, "letter.png")} if page.html.select('[name="files"]') else None
        page = browser.submit(page, {name: answers[name] for name in asked}, button=CONTINUE, files=files)
    raise AssertionError(page.text[:1500])


def prepared(desk: Desk, language: str = "en") -> tuple[Browser, Page, Browser]:
    """Return the first director's browser and the page of what waits, and the second director's browser."""
    first, second = (desk.signed_in(director, language=language) for director in (DIRECTOR, SECOND_DIRECTOR))
    choose(first, JOINT_COMPANY)
    return first, first.submit(to_the_check(first)), second


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            {
                "sent": "It waits for the others who represent the company. Nothing is filed yet.",
                "told": "1 application waits for you",
                "asks": "By confirming you file these answers together",
                "both": "together with Demo Director 2 (Keda), 00000000130",
            },
        ),
        (
            "ka",
            {
                "sent": "ახლა კომპანიის სხვა წარმომადგენლებს ელოდება. ჯერ არაფერი წარდგენილა.",
                "told": "თქვენ გელოდებათ 1 განცხადება",
                "asks": "დადასტურებით ამ პასუხებს მათ მომზადებელთან ერთად წარადგენთ.",
                "both": "ერთად: დემო დირექტორი 2 (ქედა), 00000000130",
            },
        ),
    ],
)
def test_complaint__of_a_company_of_two__is_filed_when_the_other_has_confirmed_it(
    desk: Desk, language: str, said: dict[str, str]
) -> None:
    first, waits, second = prepared(desk, language)
    assert said["sent"] in waits.text
    assert not waits.html.select('form[action$="/confirm"]')
    assert waits.html.select_one('form[action$="/end"]')

    assert said["told"] in second.get("/acting").text
    listed = choose(second, JOINT_COMPANY)
    link = listed.html.select_one('main a[href^="/joint/"]')
    assert link is not None
    shown = second.get(str(link["href"]))
    assert said["asks"] in shown.text
    assert str(COMPLAINT["grounds"]) in shown.text
    file = shown.html.select_one('main a[href*="/documents/"]')
    assert file is not None
    assert second.client.get(str(file["href"])).mimetype == "image/png"
    receipt = second.submit(shown, form=shown.form("/confirm"))

    assert receipt.path.endswith("/receipt"), receipt.text
    assert said["both"] in receipt.text
    case = receipt.path.removesuffix("/receipt")
    for browser in (first, second):
        page = browser.get(case)
        assert said["both"] in page.text
        assert "letter.png" in page.text
    assert first.get(waits.path).html.select_one(f'a[href="{case}"]')
    assert first.client.get(str(file["href"])).status_code == 404


def test_complaint__declined_by_the_other__is_not_filed_and_the_first_reads_so(desk: Desk) -> None:
    first, waits, second = prepared(desk)
    choose(second, JOINT_COMPANY)
    shown = second.get(waits.path)

    declined = second.submit(shown, form=shown.form("/end"))

    assert "It is declined." in declined.text
    seen = first.get(waits.path)
    assert "Declined" in seen.text and "Demo Director 2 (Keda)" in seen.text
    late = second.submit(shown, form=shown.form("/confirm"))
    assert late.status == 422
    assert "so nothing was done" in late.text
    assert first.get(f"{COMPLAIN}/check").status == 200  # the draft is kept
    assert desk.signed_in().get(waits.path).status == 404


def test_complaint__when_the_register_is_down__waits_on_the_same_page(
    desk: Desk, registers: Registers
) -> None:
    _, waits, second = prepared(desk)
    choose(second, JOINT_COMPANY)
    shown = second.get(waits.path)
    desk.clock.advance(timedelta(minutes=20))
    registers.fail("company_registry")

    away = second.submit(shown, form=shown.form("/confirm"))

    assert away.status == 503
    assert "so nothing was sent" in away.text
    registers.fail()
    assert second.submit(away, form=away.form("/confirm")).path.endswith("/receipt")


def test_complaint__of_a_company_of_three__says_who_has_confirmed_and_how_many_are_missing(
    desk: Desk,
) -> None:
    first, second, third = (
        desk.signed_in(director) for director in (DIRECTOR, SECOND_DIRECTOR, THIRD_DIRECTOR)
    )
    for browser in (first, second, third):
        choose(browser, COMPANY_OF_THREE)
    waits = first.submit(to_the_check(first))
    shown = second.get(waits.path)
    assert "They are filed, with your name too, when the last confirmation is there." in shown.text

    confirmed = second.submit(shown, form=shown.form("/confirm"))

    assert confirmed.path == waits.path
    assert "It is not filed yet" in confirmed.text and "when 1 more has confirmed it" in confirmed.text
    assert not confirmed.html.select('form[action$="/confirm"]')
    last = third.get(waits.path)
    assert "Confirmed by Demo Director 2 (Keda)" in " ".join(last.text.split())
    receipt = third.submit(last, form=last.form("/confirm"))
    assert receipt.path.endswith("/receipt"), receipt.text
