"""Before a clerk asks for papers or lengthens a term the page says what becomes of it, and it does."""

from __future__ import annotations

import re
from typing import Any

from tests.web.desk import Desk
from tests.web.test_appeals import complain
from tests.web.test_signing import take


def told(page: Any) -> str:
    """Return the words of the panel."""
    (panel,) = page.html.select("[aria-labelledby='clock-effects']")
    return " ".join(panel.get_text(" ").split())


def day_after(words: str, text: str) -> str:
    found = re.search(rf"{re.escape(words)} (\d\d\.\d\d\.\d{{4}})", text)
    assert found is not None, text
    return found[1]


def test_notice__before_it_is_given__says_the_days_that_come_of_it(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")
    listed = clerk.get("/inbox?tab=unassigned")

    step = clerk.submit(listed, form=listed.form("/claim"))

    text = told(step)
    until, then = day_after("The applicant has until", text), day_after("It would be", text)
    assert day_after("is paused from", text) == "01.09.2026"
    assert day_after("the last day is now", text) != then
    assert (
        "How this day would be counted" in text
        and "The deadline was paused from 02.09.2026 until 07.09.2026" in text
    )

    # What was foretold comes true for whoever answers on the last day.
    missing = {"complete": "no", "missing": ["photos"], "missing_text": "გთხოვთ, ატვირთოთ სახლის ფოტო."}
    clerk.submit(step, missing)
    desk.run_jobs()
    waiting = desk.staff("head_of_service").get(f"/inbox/cases/{filed.case_id}")
    assert until in waiting.text
    desk.days_pass(6)
    citizen = desk.signed_in()
    link = citizen.get(filed.address).html.select_one("main a.button")
    assert link is not None
    answered = citizen.submit(citizen.get(str(link["href"])), {"statement": "აი."})
    assert answered.status == 200, answered.text[:1000]
    desk.run_jobs()
    shown = desk.staff("head_of_service").get(f"/inbox/cases/{filed.case_id}")
    assert then in shown.text


def test_extension__before_it_is_granted__says_the_day_and_then_that_there_is_no_other(desk: Desk) -> None:
    case_id = complain(desk, None).case_id
    take(desk, "lawyer", {"admissible": "yes"})
    desk.run_jobs()
    lawyer = desk.staff("lawyer")
    listed = lawyer.get("/inbox?tab=unassigned")
    step = lawyer.submit(listed, form=listed.form("/claim"))

    then = day_after("It would be", told(step))
    lawyer.submit(step, {"next": "extend", "extension_reason": "საბუთები გამოთხოვილია."})
    again = lawyer.get("/inbox?tab=unassigned")

    assert then in lawyer.get(f"/inbox/cases/{case_id}").text
    assert "is not possible here" in told(lawyer.submit(again, form=again.form("/claim")))


def test_task__of_the_applicant__says_nothing_of_clocks(desk: Desk) -> None:
    filed = desk.filed()
    desk.ask_for_missing(filed)

    link = filed.browser.get(filed.address).html.select_one("main a.button")

    assert link is not None
    assert not filed.browser.get(str(link["href"])).html.select("[aria-labelledby='clock-effects']")
