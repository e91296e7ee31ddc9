"""Answers that are known already: where they come from, and what the applicant says is not right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bootstrap import Engine
from engine.commands.reference import LoadMunicipality
from engine.installation import loading
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.services import PLAIN, write_service
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import CITIZEN, CONTACT, RESIDENCE, Desk

NOTE = "/municipalities/keda/services/permits.note"
FIELDS = (
    {
        "type": "textfield",
        "key": "village",
        "label": "სოფელი",
        "id": "village",
        "defaultValue": "=known.civil_registry.registered_settlement_name",
        "readonly": "=known.civil_registry.registered_settlement_name != null",
    },
    {
        "type": "textfield",
        "key": "phone",
        "label": "ტელეფონი",
        "id": "phone",
        "defaultValue": "=known.account.phone",
    },
)


@pytest.fixture
def asking(engine: Engine, tmp_path: Path) -> None:
    """Publish a service whose form reads what is known."""
    folder = write_service(tmp_path / "bpmn", body=PLAIN)
    file = folder / "forms" / "application.form"
    form = json.loads(file.read_text())
    form["components"] += FIELDS
    file.write_text(json.dumps(form))
    texts = folder / "texts" / "en.json"
    words = json.loads(texts.read_text())
    words["forms"]["application"] |= {"village": {"label": "Village"}, "phone": {"label": "Telephone"}}
    texts.write_text(json.dumps(words))
    keda = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())
    engine.send(LoadMunicipality({**keda, "modules": [*keda["modules"], "permits"]}), actor=system())
    engine.send(PublishService(folder, "tests"), actor=system())


def known_already(desk: Desk) -> Browser:
    """Return the browser of somebody of whom the civil registry has spoken in an earlier case."""
    return desk.filed().browser


def disputed(desk: Desk, browser: Browser) -> Page:
    """Say that the registry's village is not right, and answer it; return the check."""
    form = browser.get(f"{NOTE}/apply")
    opened = browser.submit(form, button=("_do", "dispute:village"))
    return browser.submit(
        opened,
        {"note": "x", "village": "ახალი სოფელი", "_comment.village": "მაისში გადავედი"},
        button=("_do", "continue"),
    )


@pytest.mark.usefixtures("asking")
def test_known__from_the_registry__shows_source_and_day_and_can_not_be_typed_over(desk: Desk) -> None:
    page = known_already(desk).get(f"{NOTE}/apply")

    assert "From the civil registry, as of 01.09.2026." in page.text
    assert "From your account." in page.text
    assert not page.html.select("[name=village]")
    assert page.html.select("[name=phone]")


@pytest.mark.usefixtures("asking")
def test_known__nothing__is_asked_like_anything_else(desk: Desk) -> None:
    page = desk.signed_in("00000000105").get(f"{NOTE}/apply")

    assert "From the civil registry" not in page.text
    assert page.html.select("[name=village]")


@pytest.mark.usefixtures("asking")
def test_known__of_somebody_else__is_not_told(desk: Desk) -> None:
    known_already(desk)

    assert "From the civil registry" not in desk.signed_in("00000000105").get(f"{NOTE}/apply").text


@pytest.mark.usefixtures("asking")
def test_dispute__opened__asks_for_the_right_answer_and_a_comment_and_can_be_taken_back(desk: Desk) -> None:
    browser = known_already(desk)

    opened = browser.submit(browser.get(f"{NOTE}/apply"), button=("_do", "dispute:village"))
    closed = browser.submit(opened, button=("_do", "agree:village"))

    assert opened.html.select("[name=village]") and opened.html.select("[name='_comment.village']")
    assert not closed.html.select("[name=village]")


@pytest.mark.usefixtures("asking")
def test_dispute__filed__the_clerk_sees_it_flagged_with_both_values(desk: Desk) -> None:
    browser = known_already(desk)
    check = disputed(desk, browser)
    assert "disputed by the applicant" in check.text and "მაისში გადავედი" in check.text

    receipt = browser.submit(check)

    case = receipt.path.removesuffix("/receipt")
    seen = desk.staff("specialist").get(f"/inbox{case}").text
    assert "ახალი სოფელი" in seen
    assert "disputed by the applicant" in seen
    assert "It said: " in seen
    assert "The applicant writes: მაისში გადავედი" in seen


@pytest.mark.usefixtures("asking")
def test_known__left_as_it_was__is_filed_with_its_source_and_no_flag(desk: Desk) -> None:
    browser = known_already(desk)
    check = browser.submit(browser.get(f"{NOTE}/apply"), {"note": "x"}, button=("_do", "continue"))

    receipt = browser.submit(check)

    seen = desk.staff("specialist").get(f"/inbox{receipt.path.removesuffix('/receipt')}").text
    assert "From the civil registry, as of 01.09.2026." in seen
    assert "disputed" not in seen


@pytest.mark.usefixtures("asking")
def test_known__forged_without_a_dispute__is_what_the_registry_said(desk: Desk) -> None:
    browser = known_already(desk)
    form = browser.get(f"{NOTE}/apply")

    check = browser.submit(form, {"note": "x", "village": "forged"}, button=("_do", "continue"))

    assert check.path == f"{NOTE}/check"
    assert "forged" not in check.text


@pytest.mark.usefixtures("asking")
def test_dispute__in_the_draft__is_there_on_another_device(desk: Desk) -> None:
    disputed(desk, known_already(desk))

    other = desk.signed_in(CITIZEN).get(f"{NOTE}/apply")

    comment = other.html.select_one("[name='_comment.village']")
    assert comment is not None and comment.get_text().strip() == "მაისში გადავედი"


def test_application__second_one__begins_with_what_is_known_and_may_be_changed(desk: Desk) -> None:
    browser = known_already(desk)

    residence, contact = browser.get(RESIDENCE), browser.get(CONTACT)

    assert "From the civil registry, as of 01.09.2026. You may change it below." in residence.text
    assert "From your application KEDA-HM-2026-000001 of 01.09.2026." in residence.text
    assert fields_of(residence.form())["settlement"] == "keda-demo-1"
    assert fields_of(residence.form())["actual_address"] == "დემო ქუჩა 1"
    assert fields_of(contact.form())["phone"]
