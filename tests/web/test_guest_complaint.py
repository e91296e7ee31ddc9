"""A complaint without an account, as the shipped service allows it, with the answer to a notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.apps import app_over
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, CONTINUE, SAVE, SERVICE, Desk
from tests.web.mail_server import MailServer
from tests.web.test_appeals import COMPLAINT
from tests.web.test_guests import come_back, receipt_code, say_who, tracked

COMPLAIN = "/municipalities/keda/services/general.complaint"


@pytest.fixture
def app(mail_server: MailServer) -> Flask:
    return app_over(mail_server.engine)


def complained(browser: Browser, mail_server: MailServer) -> Page:
    """File a complaint from the start page on; return the receipt."""
    start = browser.get(f"{COMPLAIN}?language=en")
    begin = start.html.select_one('main a[href$="/apply"]')
    assert begin is not None
    wanted = browser.get(str(begin["href"]))
    link = wanted.html.select_one('main a[href$="/guest"]')
    assert link is not None
    page = say_who(browser, mail_server, str(link["href"]))
    for _ in range(9):
        if page.path.endswith("/check"):
            return browser.submit(page)
        following = page.html.select_one('main .stages a[href*="/apply/"]')
        if page.path == f"{COMPLAIN}/apply" and following is not None:
            page = browser.get(str(following["href"]))
        asked = {name for name in COMPLAINT if page.html.select(f'[name="{name}"]')}
        answers = {name: str(value).lower() if value is True else value for name, value in COMPLAINT.items()}
        page = browser.submit(page, {name: answers[name] for name in asked}, button=CONTINUE)
    raise AssertionError(page.text[:1500])


def test_complaint__without_an_account__is_filed_followed_answered_and_taken_over(
    desk: Desk, mail_server: MailServer, browser: Callable[[], Browser]
) -> None:
    # Given a complaint of a guest
    receipt = complained(browser(), mail_server)
    code = receipt_code(receipt)
    assert "It is the municipality's turn" in tracked(browser(), code).text

    # When the lawyer, who is told how the complainant came, asks for more
    lawyer = desk.staff("lawyer")
    listed = lawyer.get("/inbox?tab=unassigned")
    step = lawyer.submit(listed, form=listed.form("/claim"))
    assert "came without an account" in step.text
    missing = {"missing": ["contested_act"], "missing_text": "გადაწყვეტილების თარიღი"}
    lawyer.submit(step, {"admissible": "incomplete", **missing})
    desk.run_jobs()

    # Then the code says whose turn it is, and with a code to the confirmed address the guest answers
    returned = browser()
    case = come_back(returned, mail_server, code)
    assert case.path == receipt.path.removesuffix("/receipt")
    step = case.html.select_one('main a[href*="/tasks/"]')
    assert step is not None, case.text[:1500]
    question = returned.get(str(step["href"]))
    kept = returned.submit(question, {"statement": "17.08.2026"}, button=SAVE)
    answered = returned.submit(kept)
    assert answered.path == case.path, answered.text[:1500]
    desk.run_jobs()
    assert "It is the municipality's turn" in tracked(browser(), code).text

    # And whoever has the number they named takes the case over for good
    owner = desk.signed_in(CITIZEN)
    page = tracked(owner, code)
    assert owner.submit(page, form=page.form("/track/link")).path == case.path
    assert returned.get(case.path).status == 404


def test_status__without_an_account__is_not_offered(desk: Desk, browser: Callable[[], Browser]) -> None:
    assert browser().get(f"{SERVICE}/guest").status == 404
