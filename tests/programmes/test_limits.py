"""Whom a sub-programme helps once in a period, and what it does without money: entry, page, public page."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from engine.installation import loading
from engine.lawbook import programme_in_expressions
from engine.programmes.rules.entries import SubProgrammeInvalid, check
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.programmes.kit import SCHOOL, SCHOOL_CODE
from tests.programmes.test_pages import added, begun
from tests.web.browser import Browser
from tests.web.desk import Desk
from tests.web.test_sub_programmes import english, programme

LAW = {"law": {"act": {"ka": "აქტი", "en": "act"}, "article": None}}


def an_entry(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(SCHOOL), "code": SCHOOL_CODE, **changes}


def wrong(content: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with an entry by field; nothing where it may be kept."""
    try:
        check(content, year=2027, known=frozenset({SCHOOL_CODE}))
    except SubProgrammeInvalid as refused:
        return refused.fields
    return {}


@pytest.mark.parametrize(
    "said",
    [
        {"limit_of": "person"},
        {"limit_of": "household", "parts": ["household", "need"]},
        {"limit_of": "address", "limit": "lifetime"},
        {"without_money": "wait"},
        {"without_money": "refuse"},
    ],
)
def test_entry__that_says_whom_it_helps_once__is_kept(said: dict[str, Any]) -> None:
    assert wrong(an_entry(**said)) == {}


@pytest.mark.parametrize(
    ("said", "field", "what"),
    [
        ({"limit_of": "household"}, "parts", "household"),
        ({"limit_of": "household", "parts": ["household"], "limit": "event"}, "limit", "choice"),
        ({"limit_of": "address", "limit": "event"}, "limit", "choice"),
        ({"limit_of": "address", "parts": ["child"]}, "parts.0", "choice"),
        ({"limit_of": "address", "parts": [], "route": "AUTOMATIC", "documents": []}, "limit_of", "choice"),
        ({"limit_of": "address", "months": 3}, "limit_of", "choice"),
        ({"limit_of": "village"}, "limit_of", "choice"),
        ({"without_money": "borrow"}, "without_money", "choice"),
    ],
)
def test_entry__whose_limit_does_not_fit_its_form__is_told_at_the_field(
    said: dict[str, Any], field: str, what: str
) -> None:
    assert wrong(an_entry(**said))[field] == what


@pytest.mark.parametrize(
    ("said", "limit_of"),
    [
        ({}, "person"),
        ({"parts": ["household"]}, "household"),
        ({"parts": ["household"], "limit_of": "person"}, "person"),
        ({"limit_of": "address"}, "address"),
    ],
)
def test_entry__that_says_nothing_of_it__helps_whom_its_form_asks_for(
    said: dict[str, Any], limit_of: str
) -> None:
    seen = programme_in_expressions({**an_entry(**said), **LAW})

    assert (seen["limit_of"], seen["without_money"]) == (limit_of, "wait")


def test_page__with_a_home_and_no_waiting_list__says_both_and_sends_them_back(desk: Desk) -> None:
    desk.engine.send(PublishService(loading.BPMN / "social" / "programme", "tests"), actor=system())
    clerk = desk.staff("specialist")
    entered = added(clerk, begun(clerk), limit_of="address", without_money="refuse")

    again = clerk.submit(entered, form=entered.form('name="name_ka"'))

    for page in (entered, again):
        facts = [" ".join(fact.get_text(" ").split()) for fact in page.html.select("#preview ~ dl div")]
        assert "Who is helped once one home (address)" in facts
        assert "When money has run out no waiting list: it is refused" in facts


def test_page__with_a_household_that_the_form_does_not_ask_for__is_told_there(desk: Desk) -> None:
    desk.engine.send(PublishService(loading.BPMN / "social" / "programme", "tests"), actor=system())
    clerk = desk.staff("specialist")

    refused = added(clerk, begun(clerk), limit_of="household")

    error = refused.html.find(id="parts-error")
    assert refused.status == 422 and error is not None
    assert "members of the household" in error.get_text()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("gas_connection", ("One home is helped only once, whoever asks.", "there is no waiting list")),
        ("utilities", ("One family is helped once a year.", "you wait in the order of filing")),
    ],
)
def test_public_page__of_a_sub_programme__says_whom_it_helps_once_and_whether_one_waits(
    browser: Callable[[], Browser], code: str, said: tuple[str, ...]
) -> None:
    page = english(browser).get(programme(code))

    assert page.status == 200
    assert all(words in page.text for words in said)
