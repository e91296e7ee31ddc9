"""Programmes at the desk of the health and social service."""

from __future__ import annotations

import re

import pytest

from engine.installation import loading
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

OPENING = "/inbox/open/keda/social.programme"
BEGUN = {
    "_person": "00000002010",
    "year": "2027",
    "kind": "year",
    "source": "last",
    "reason": "New amounts.",
}
SCHOOL = {
    "name_ka": "სკოლის დაწყება",
    "name_en": "Starting school",
    "summary_ka": "ვისაც ბავშვი სკოლაში შეჰყავს.",
    "summary_en": "For whoever has a child that begins school.",
    "parts": ["need"],
    "paper_ka_0": "ცნობა",
    "paper_en_0": "Certificate",
    "rule": "fixed",
    "figure.fixed.amount": "120,50",
    "route": "AUTO_ORDER",
    "limit": "year",
    "pay_to": "applicant",
    "budget_line": "07 03",
    "planned": "12 000",
}


@pytest.fixture
def clerk(desk: Desk) -> Browser:
    desk.engine.send(PublishService(loading.BPMN / "social" / "programme", "tests"), actor=system())
    return desk.staff("specialist")


def begun(clerk: Browser, **changes: str) -> Page:
    """Open the case and return the page of its draft."""
    case = clerk.submit(clerk.get(OPENING), {**BEGUN, **changes})
    assert case.status == 200 and "/inbox/cases/" in case.path, case.text
    link = case.html.select_one('a[href^="/inbox/programmes/"]')
    assert link is not None
    return clerk.get(str(link["href"]))


def added(clerk: Browser, draft: Page, **changes: str) -> Page:
    return clerk.submit(clerk.get(f"{draft.path}/new"), {**SCHOOL, **changes})


def test_sub_programme__entered_and_changed__is_shown_as_people_read_it_and_held_against_what_is_in_force(
    clerk: Browser,
) -> None:
    draft = begun(clerk)
    entered = added(clerk, draft)
    shown = clerk.get(draft.path)

    assert entered.path == f"{draft.path}/skolis_datsqeba"
    assert (
        "Certificate" in entered.text and "120.50" in entered.text and "What people will read" in entered.text
    )
    row = next(row for row in shown.html.select("tbody tr") if "Starting school" in row.get_text())
    assert "new" in row.get_text() and "12,000.00" in row.get_text()
    newborn = clerk.get(f"{draft.path}/newborn")
    changed = clerk.submit(newborn, {"figure.by_birth.first": "180"}, form=newborn.form('name="name_ka"'))
    assert "What differs from what is in force" in changed.text
    assert "150.00" in changed.text and "180.00" in changed.text
    assert "changes" in clerk.get(draft.path).text


def test_opening__of_a_year_with_nothing_to_amend__is_refused_with_the_year_as_a_year(clerk: Browser) -> None:
    page = clerk.get(OPENING)

    refused = clerk.submit(page, {**BEGUN, "kind": "amendment"})

    assert "No sub-programme is in force in 2027" in refused.text


def test_sub_programme__of_the_files__is_sent_back_by_its_form_as_it_was(clerk: Browser) -> None:
    draft = begun(clerk)
    addresses = {
        str(link["href"]) for link in draft.html.select("th a") if "/inbox/programmes/" in str(link["href"])
    }

    for address in addresses:
        page = clerk.get(address)
        assert "The sub-programme is saved" in clerk.submit(page, form=page.form('name="name_ka"')).text

    says = [
        row.get_text()
        for row in clerk.get(draft.path).html.select("tbody tr")
        if "the same" in row.get_text()
    ]
    assert len(says) == len(addresses) > 5


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name_en", "", "Fill in this field"),
        ("figure.fixed.amount", "a lot", "Enter a number above zero"),
        ("figure.fixed.amount", "", "Fill in this field"),
        ("budget_line", "ქ", "This is not how it is written"),
        ("route", "", "Choose one"),
        ("paper_en_0", "", "Fill in this field"),
        ("valid_from", "2028-01-01", "not in the year"),
        ("score_needed", "many", "Enter a number above zero"),
        ("score_limit", "100", "it stays empty"),
        ("planned", "x", "Enter a number above zero"),
    ],
)
def test_sub_programme__with_a_wrong_field__is_told_there_and_keeps_what_was_typed(
    clerk: Browser, field: str, value: str, said: str
) -> None:
    refused = added(clerk, begun(clerk), **{field: value})

    assert refused.status == 422
    error = refused.html.find(id=f"{field}-error")
    assert error is not None and said in error.get_text()
    assert refused.html.select_one(f'.f-errors-list a[href="#{field}"]')
    other = "name_ka" if field != "name_ka" else "name_en"
    assert refused.html.select_one(f'input[name="{other}"]')["value"] == SCHOOL[other]  # type: ignore[index]
    assert "ცნობა" in str(refused.html.select_one('input[name="paper_ka_0"]'))


def test_sub_programme__taken_out__is_told_to_end(clerk: Browser) -> None:
    draft = begun(clerk)
    page = clerk.get(f"{draft.path}/utilities")

    left = clerk.submit(page, form=page.form("/remove"))

    assert left.path == draft.path
    ends = next(section for section in left.html.select("h2") if section.get_text() == "What ends")
    assert ends.find_next("table") is not None
    assert clerk.get(f"{draft.path}/utilities").status == 404


def test_draft__seen_by_finance__shows_the_budget_and_no_form(desk: Desk, clerk: Browser) -> None:
    draft = begun(clerk)
    finance = desk.staff("finance")

    shown, entry = finance.get(draft.path), finance.get(f"{draft.path}/newborn")

    assert "no such line" in shown.text and "The health and social service fills in" in shown.text
    assert not entry.html.select('[name="name_ka"]')
    assert finance.get(f"{draft.path}/new").status == 403
    assert desk.staff("specialist", "telavi").get(draft.path).status == 404


def test_programmes__in_georgian__are_listed_with_what_is_in_force(desk: Desk, clerk: Browser) -> None:
    begun(clerk)
    in_georgian = desk.signed_in("00000002002", language="ka")

    listed = in_georgian.get("/inbox/programmes")

    assert "2027 წლის პროგრამა" in listed.text and "ახალშობილის დახმარება" in listed.text
    assert not re.search(r"programme\.[a-z]", listed.text)
