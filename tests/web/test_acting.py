"""Acting for another in the portal: choosing, seeing it on every page, filing, and what stops it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.clock import SettableClock
from engine.commands.mandates import KeepMandates
from engine.tenancy import system
from tests.engine.acting import CHILD, COMPANY, DIRECTOR, OTHER_PARENT, PARENT, Registers
from tests.web.browser import Browser, Page
from tests.web.desk import SERVICE, Desk

COMPLAINT = "/municipalities/keda/services/general.complaint"


@pytest.fixture
def registers(registries: str) -> Iterator[Registers]:
    found = Registers(registries)
    yield found
    found.end()
    found.fail()


def choose(browser: Browser, number: str) -> Page:
    """Choose on the page for whom to act."""
    page = browser.get("/acting")
    item = next(entry for entry in page.html.select("main li") if number in entry.get_text())
    form = item.select_one("form")
    assert form is not None, item.get_text()
    button = form.select_one("button[name=mandate]")
    assert button is not None
    return browser.submit(page, form=form, button=("mandate", str(button["value"])))


def banner(page: Page) -> str:
    found = page.html.select_one(".acts-for")
    return "" if found is None else " ".join(found.get_text(" ").split())


def test_parent__who_acts_for_a_child__is_told_so_on_every_page(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)

    chosen = choose(parent, CHILD)

    assert "You act for another now" in chosen.text
    for path in ("/", "/cases", SERVICE, f"{SERVICE}/apply", "/account", "/my-data"):
        page = parent.get(path)
        assert page.status == 200, path
        assert CHILD in banner(page), path


def test_page_of_choosing__names_those_one_may_not_act_for_and_why(desk: Desk) -> None:
    page = desk.signed_in(PARENT).get("/acting")

    assert "does not represent" not in page.text
    assert "The civil registry says that you do not represent this child any more" in page.text
    assert len(page.html.select("main button[name=mandate]")) == 2  # the child, and the one not yet of age


def test_person__who_represents_nobody__reads_so(desk: Desk) -> None:
    page = desk.signed_in().get("/acting")

    assert "The registers name nobody whom you represent." in page.text


def test_page_of_choosing__when_a_register_is_down__says_that_somebody_may_be_missing(
    desk: Desk, registers: Registers
) -> None:
    registers.fail("company_registry")

    page = desk.signed_in(PARENT).get("/acting")

    assert "Not all registers answer now" in page.text
    assert CHILD in page.text


def test_grant__for_a_child__names_both_on_check_receipt_case_and_desk(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)

    checked = desk.fill_in_pages(parent)
    receipt = parent.submit(checked)

    assert receipt.path.endswith("/receipt"), receipt.text
    for page in (receipt, parent.get(receipt.path.removesuffix("/receipt"))):
        assert "Demo Parent 1 (Keda)" in page.text
        assert "parent" in page.text
    assert CHILD in receipt.text
    case_id = receipt.path.split("/")[2]
    at_desk = desk.staff("specialist").get(f"/inbox/cases/{case_id}")
    assert "Representative" in at_desk.text
    assert PARENT in at_desk.text
    paper = parent.client.get(f"/cases/{case_id}/receipt.pdf")
    assert paper.status_code == 200


def test_case_of_a_child__is_not_among_the_parents_own(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    receipt = parent.submit(desk.fill_in(parent))
    case = receipt.path.removesuffix("/receipt")

    page = parent.get("/acting")
    parent.submit(page, form=page.form("oneself"), button=("mandate", "oneself"))

    assert parent.get(case).status == 404
    other = desk.signed_in(OTHER_PARENT)
    assert other.get(case).status == 404
    choose(other, CHILD)
    assert other.get(case).status == 200


def test_form__of_a_page_shown_for_another__is_not_sent(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    checked = desk.fill_in(parent)
    page = parent.get("/acting")
    parent.submit(page, form=page.form("oneself"), button=("mandate", "oneself"))

    refused = parent.submit(checked)

    assert refused.status == 422
    assert "nothing was sent" in refused.text
    assert parent.get("/cases").html.select(".case-list") == []


def test_filing__when_the_register_is_down__keeps_the_draft_and_says_so(
    desk: Desk, registers: Registers, clock: SettableClock
) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    checked = desk.fill_in(parent)
    registers.fail("civil_registry")
    clock.advance(timedelta(minutes=20))

    waits = parent.submit(checked)

    assert waits.status == 503
    assert "does not answer now, so nothing was sent. What you wrote is kept." in waits.text
    registers.fail()
    assert parent.submit(waits).path.endswith("/receipt")


def test_filing__after_the_custody_has_ended__is_refused_and_nothing_is_lost(
    desk: Desk, registers: Registers, clock: SettableClock
) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    checked = desk.fill_in(parent)
    registers.end((PARENT, CHILD))
    clock.advance(timedelta(minutes=20))

    refused = parent.submit(checked)

    assert refused.status == 403
    assert "The other parent or the guardian files for the child" in refused.text
    after = parent.get("/cases")
    assert after.status == 403
    assert after.html.select_one('a[href="/acting"]')
    registers.end()
    clock.advance(timedelta(minutes=20))
    parent.get("/acting")  # asks the registers anew
    assert parent.get("/cases").html.select_one(f'a[href="{SERVICE}/apply"]')


def test_service__that_takes_no_companies__says_so_before_anything_is_filled_in(desk: Desk) -> None:
    director = desk.signed_in(DIRECTOR)
    choose(director, COMPANY)

    page = director.get(f"{SERVICE}/apply")

    assert page.status == 403
    assert "takes no applications for those whom you act for" in page.text
    assert director.get(f"{COMPLAINT}/apply").status == 200


def test_session__by_code__is_not_offered_and_not_let(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)
    person_id = desk.people()[PARENT].person_id
    with desk.engine.read(system()) as tx:
        tx.run("update sessions set assurance = 'code' where person_id = :id", id=person_id)

    page = parent.get("/cases")

    assert page.html.select_one('a[href="/acting"]') is None
    assert parent.get("/acting").status == 403


def test_mandate__ended_meanwhile__leaves_the_catalogue_open(desk: Desk) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    person_id = desk.people()[PARENT].person_id
    desk.engine.send(KeepMandates(person_id, "parents", "demo-2", "00", ()), actor=system())

    assert parent.get(SERVICE).status == 200
    assert parent.get("/cases").status == 403
    assert parent.get("/acting").status == 200


def test_form__kept_over_the_end_of_a_session__is_not_sent_in_another_name(
    desk: Desk, clock: SettableClock
) -> None:
    parent = desk.signed_in(PARENT)
    choose(parent, CHILD)
    checked = desk.fill_in(parent)
    clock.advance(timedelta(hours=2))
    asked = parent.submit(checked)
    person = str(desk.people()[PARENT].person_id)
    kept = parent.submit(asked, form=asked.form(f'name="person" value="{person}"'), button=("person", person))
    assert "/kept/" in kept.path

    refused = parent.submit(kept)

    assert refused.status == 422
    assert "nothing was sent" in refused.text
    choose(parent, CHILD)
    assert parent.submit(parent.get(kept.path)).path.endswith("/receipt")


@pytest.mark.parametrize(
    ("language", "usual", "none"),
    [
        (
            "en",
            "Copies of this case's letters go to parent1@demo.invalid.",
            "No copies of this case's letters",
        ),
        ("ka", "იგზავნება მისამართზე parent1@demo.invalid.", "ამ საქმის წერილების ასლი არ იგზავნება"),
    ],
)
def test_case_of_a_child__says_where_copies_go_and_lets_the_parent_choose(
    desk: Desk, language: str, usual: str, none: str
) -> None:
    parent = desk.signed_in(PARENT, language=language)
    choose(parent, CHILD)
    filed = parent.submit(desk.fill_in(parent, notify_by="email", email="parent1@demo.invalid"))
    case = filed.path.removesuffix("/receipt")
    page = parent.get(case)
    assert usual in page.text
    link = page.html.select_one('a[href$="/notifications"]')
    assert link is not None

    choosing = parent.get(str(link["href"]))
    assert choosing.html.select_one("[name=channel][value=usual][checked]")
    done = parent.submit(choosing, {"channel": "portal", "language": "ka"})

    assert done.path == case
    assert none in done.text
