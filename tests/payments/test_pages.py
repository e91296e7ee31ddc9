"""Paying as a citizen does it: from the case to the treasury and back, whatever happens on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.commands.applications import FileApplication
from engine.commands.reference import LoadMunicipality
from engine.connectors.treasury import Treasury
from engine.installation import loading
from engine.payments.commands import MoneyReceived
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.services import PAYING, write_service
from tests.payments.treasury import RunningTreasury, running_treasury
from tests.web.apps import app_over
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import CITIZEN, Desk

BANK_DETAILS = "/admin/municipalities/keda/bank-details"


@pytest.fixture
def treasury() -> Iterator[RunningTreasury]:
    with running_treasury() as started:
        yield started


@pytest.fixture
def town(engine: Engine, clock: SettableClock, treasury: RunningTreasury, tmp_path: Path) -> Iterator[Desk]:
    """A town with a service that costs 60 lari."""
    connected = replace(
        engine, connections=replace(engine.connections, treasury=Treasury(treasury.address, treasury.token))
    )
    data = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())
    engine.send(LoadMunicipality({**data, "modules": ["permits"]}), actor=system())
    engine.send(PublishService(write_service(tmp_path / "bpmn", body=PAYING), "tests"), actor=system())
    app = app_over(connected, "paying")
    yield Desk(connected, clock, browser=lambda: Browser(app.test_client()))
    assert connected.connections.treasury is not None
    connected.connections.treasury.close()


def apply(town: Desk) -> tuple[Browser, str]:
    """File an application that costs something; return the browser and the page of the case."""
    browser = town.signed_in(CITIZEN)
    person = town.people()[CITIZEN]
    actor = replace(system(), is_system=False, person_id=person.person_id, personal_number=CITIZEN)
    filed = town.engine.send(FileApplication("permits.note", "keda", {"note": "n"}), actor=actor)
    return browser, f"/cases/{filed.case_id}"


def payment_page(browser: Browser, case: str) -> Page:
    link = browser.get(case).html.select_one("#payments ~ ul a.button, section a[href*='/payments/']")
    assert link is not None
    return browser.get(str(link["href"]))


def go(browser: Browser, page: Page) -> str:
    """Press the button; return the address of the treasury's page."""
    answer = browser.client.post(page.path, data=fields_of(page.form()))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def order_of(address: str) -> str:
    return address.rpartition("/")[2]


def test_case__something_to_pay__says_so_and_leads_there(town: Desk) -> None:
    browser, case = apply(town)

    shown = browser.get(case)
    page = payment_page(browser, case)

    assert "waiting for you" in shown.text and "60.00" in shown.text
    assert "waiting for you" in browser.get("/cases").text
    assert "60.00" in page.text and re.search(r"/1\b", page.text)


def test_paying__at_a_bank__is_told_the_account_once_it_is_approved(town: Desk) -> None:
    browser, case = apply(town)
    before = payment_page(browser, case)
    admin, finance = town.staff("municipal_admin"), town.staff("finance")
    details = {"iban": "GE09DM0000000000000001", "treasury_code": "000000003", "act": "Order No. 8"}
    names = {"recipient_ka": "დემო ბიუჯეტი", "recipient_en": "Demo budget"}
    admin.submit(admin.get(BANK_DETAILS), {**details, **names})
    proposed = payment_page(browser, case)
    waiting = finance.get(BANK_DETAILS)

    finance.submit(waiting, form=waiting.form("/approval"))

    told = payment_page(browser, case).text
    assert "000000003" not in before.text + proposed.text
    assert "Demo budget" in told and "GE09 DM00 0000 0000 0000 01" in told and "000000003" in told
    assert re.search(r"write this number\s*\S+/1\b", told)


def test_paying__and_coming_back__tells_that_it_was_received(town: Desk, treasury: RunningTreasury) -> None:
    browser, case = apply(town)
    address = go(browser, payment_page(browser, case))
    treasury.simulate_outcome(address, "paid")

    back = browser.get(f"/payments/{order_of(address)}/return")

    assert address.startswith(treasury.address)
    assert back.path == case
    assert "The payment was received" in back.text
    assert "DEMO-" in back.text and "waiting for you" not in back.text


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("failed", "did not go through"),
        ("slow", "has not yet confirmed"),
        ("nothing", "has not yet confirmed"),
    ],
)
def test_paying__otherwise__tells_the_truth_and_may_be_tried_again(
    town: Desk, treasury: RunningTreasury, how: str, said: str
) -> None:
    browser, case = apply(town)
    address = go(browser, payment_page(browser, case))
    treasury.simulate_outcome(address, how)

    back = browser.get(f"/payments/{order_of(address)}/return")

    (notice,) = [found for found in back.html.select("main > .notice") if said in found.get_text()]
    is_failed = how == "failed"
    assert "good" not in notice["class"] and ("bad" in notice["class"]) is is_failed
    assert notice["role"] == ("alert" if is_failed else "status")
    assert go(browser, payment_page(browser, case)) != address


def test_paying__page_sent_twice__lays_one_order(town: Desk, treasury: RunningTreasury) -> None:
    browser, case = apply(town)
    page = payment_page(browser, case)

    addresses = {go(browser, page), go(browser, page)}

    assert len(addresses) == 1
    assert [order_of(address) for address in addresses] == list(treasury.books._orders)


def test_paying__page_sent_again_after_its_order_failed__lays_one_more(
    town: Desk, treasury: RunningTreasury
) -> None:
    browser, case = apply(town)
    page = payment_page(browser, case)
    first = go(browser, page)
    treasury.simulate_outcome(first, "failed")

    second, third = go(browser, page), go(browser, page)

    assert first != second == third


def test_paying__already_paid_without_coming_back__is_not_sent_again(
    town: Desk, treasury: RunningTreasury
) -> None:
    browser, case = apply(town)
    page = payment_page(browser, case)
    treasury.simulate_outcome(go(browser, page), "away")

    answer = browser.submit(page)

    assert answer.path == case
    assert "There is nothing more to pay" in answer.text


def test_paying__treasury_away__keeps_the_page_and_says_try_later(
    town: Desk, treasury: RunningTreasury
) -> None:
    browser, case = apply(town)
    page = payment_page(browser, case)
    town.engine.connections.treasury._headers["Authorization"] = "Bearer wrong"  # type: ignore[union-attr]

    answer = browser.submit(page)

    assert answer.status == 422 and "60.00" in answer.text
    assert answer.html.select("main form button")


def test_policy__page_before_the_treasury__lets_its_form_go_there_alone(
    town: Desk, treasury: RunningTreasury
) -> None:
    browser, case = apply(town)

    page = payment_page(browser, case)

    assert f"form-action 'self' {treasury.address};" in page.response.headers["Content-Security-Policy"]
    elsewhere = browser.get(case).response.headers["Content-Security-Policy"]
    assert treasury.address not in elsewhere


def test_coming_back__after_the_session_ended__still_records_the_payment(
    town: Desk, treasury: RunningTreasury
) -> None:
    mine, case = apply(town)
    address = go(mine, payment_page(mine, case))
    treasury.simulate_outcome(address, "paid")
    order = order_of(address)

    mine.client.delete_cookie("session")
    page = mine.get(f"/payments/{order}/return")

    assert page.path.startswith("/sign-in")
    assert "paid" in town.signed_in(CITIZEN).get(case).text


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b'{"order": 1}', b'{"order": "x"}', b'{"order": {"a": []}}', b"\xff\xfe"]
    + [b'{"order": "00000000-0000-0000-0000-000000000000"}', b"[" * 5000],
)
def test_notify__anything__is_answered_alike_and_changes_nothing(town: Desk, body: bytes) -> None:
    answer = town.signed_in().client.post("/payments/notify", data=body, content_type="application/json")

    assert (answer.status_code, answer.get_data()) == (204, b"")


def test_notify__open_order__has_a_worker_ask_the_treasury(town: Desk, treasury: RunningTreasury) -> None:
    browser, case = apply(town)
    order = order_of(go(browser, payment_page(browser, case)))

    answer = browser.client.post("/payments/notify", json={"order": order, "state": "paid"})

    with town.engine.read(system()) as tx:
        queued = tx.all("select args from procrastinate_jobs where task_name = 'settle_order'")
    assert answer.status_code == 204
    assert [job.args for job in queued] == [{"order_id": order}]
    assert "to be paid" in browser.get(case).text, "nobody is believed but the treasury"


def test_payment__page_of_somebody_else__does_not_exist(town: Desk) -> None:
    browser, case = apply(town)
    path = payment_page(browser, case).path

    assert town.signed_in("00000000105").get(path).status == 404


def test_return__at_the_desk_of_the_head__is_entered_and_shown_to_the_applicant(
    town: Desk, treasury: RunningTreasury
) -> None:
    browser, case = apply(town)
    order = UUID(order_of(go(browser, payment_page(browser, case))))
    place = town.people()["00000002003"].roles[0].municipality_id
    town.engine.send(MoneyReceived(order, 5000, town.clock.now(), "T-1"), actor=system(place))
    head = town.staff("head_of_service")

    inbox = head.get("/inbox")
    table = head.get("/inbox/returns?as=table").text
    refused = head.submit(head.get("/inbox/returns"), {"document": "  "})
    done = head.submit(head.get("/inbox/returns"), {"document": "TR-15"})

    waiting = inbox.html.select_one(".work-section:has(.tally)")
    assert waiting is not None and waiting.get_text(" ").split() == ["Finance", "1"]
    assert "Reference of the treasury" in table and ",50," in table
    assert refused.status == 422 and "number of the payment order" in refused.text
    assert "There is nothing to return" in done.text
    assert "TR-15" in browser.get(case).text
    assert town.staff("specialist").get("/inbox/returns").status == 403
