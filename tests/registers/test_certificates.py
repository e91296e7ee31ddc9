"""Certificates of own entries, and checking them: true, without more than the paper shows, limited."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine.bootstrap import Engine
from tests.centers.test_desk import OPERATOR, come_with_paper, leave
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, Desk, Filed

ELSEWHERE = "00000002015"  # the operator of another centre
FIELDS = {"settlement": "keda-demo-1", "order_number": "KEDA-O-2026-00001", "decided_on": "2026-08-20"}


@pytest.fixture
def holder(desk: Desk, engine: Engine) -> Filed:
    """Somebody whose application has led to an entry of the register."""
    filed = desk.filed()
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(
            """insert into register_entries (id, register, municipality_id, is_single, key, person_id,
                   fields, valid_from, case_id, recorded_at)
               select %s, 'residents', c.municipality_id, true, 'x', c.applicant_id,
                   %s, '2026-08-20', c.id, now()
               from cases c where c.id = %s""",
            (uuid4(), Jsonb(FIELDS), filed.case_id),
        )
    return filed


def issued(holder: Filed) -> Page:
    page = holder.browser.get("/my-data")
    return holder.browser.submit(page, form=page.form("/certificate"))


def code_on(page: Page) -> str:
    link = page.html.select_one('main a[href^="/verify/"]')
    assert link is not None
    return str(link["href"]).rpartition("/")[2]


def change_entry(engine: Engine, change: str) -> None:
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(f"update register_entries set {change}")  # type: ignore[arg-type]


def test_certificate__of_an_own_entry__is_paper_in_both_languages(holder: Filed) -> None:
    page = issued(holder)

    papers = [
        holder.browser.get(str(link["href"])).response for link in page.html.select('main a[href$=".pdf"]')
    ]
    assert [(paper.mimetype, paper.data[:5]) for paper in papers] == [("application/pdf", b"%PDF-")] * 2
    again = holder.browser.get(papers[0].request.path).response
    assert again.data == papers[0].data


def test_certificate__checked_by_its_code__says_what_was_issued_and_no_more(
    holder: Filed, browser: Callable[[], Browser]
) -> None:
    code = code_on(issued(holder))
    stranger = browser()
    stranger.get("/?language=en")

    typed = f"{code[:4]}-{code[4:8]} {code[8:]}".upper()
    page = stranger.get(f"/verify?code={typed}")

    assert page.path == f"/verify/{code}"
    assert "KEDA-C-2026-000001" in page.text and "it holds" in page.text
    assert "D. C." in page.text
    for hidden in ("Demo Citizen", "00000000101", "KEDA-HM", "Demo village", "KEDA-O"):
        assert hidden not in page.text


@pytest.mark.parametrize("change", ["valid_until = '2026-08-30'", "superseded_by = id"])
def test_certificate__entry_ended_or_replaced__holds_no_longer(
    holder: Filed, engine: Engine, change: str
) -> None:
    code = code_on(issued(holder))
    change_entry(engine, change)

    page = holder.browser.get(f"/verify/{code}")

    assert page.status == 200 and "holds no longer" in page.text


@pytest.mark.parametrize("code", ["2" * 16, "short", "o" * 16, "%00", "' or 1=1", "ა" * 16])
def test_verify__nothing_was_issued_under_it__says_so(browser: Callable[[], Browser], code: str) -> None:
    one = browser()
    one.get("/?language=en")

    page = one.get(f"/verify/{code}")

    assert page.status == 404 and "There is no such certificate" in page.text


def test_verify__typed_wrong__is_asked_again_with_the_text_kept(browser: Callable[[], Browser]) -> None:
    page = browser().get("/verify?code=abc")

    assert page.status == 422
    assert page.html.select_one('input[name="code"][value="abc"][aria-invalid]')


def test_certificate__of_a_foreign_entry__is_not_found(holder: Filed, desk: Desk) -> None:
    page = holder.browser.get("/my-data")
    form = page.form("/certificate")
    other = desk.signed_in(ANOTHER_CITIZEN)
    token = other.get("/sign-in").form().select_one("[name=csrf_token]")
    assert token is not None

    assert other.submit(page, {"csrf_token": str(token["value"])}, form=form).status == 404


def test_certificate__somebody_else_s__is_not_found(holder: Filed, desk: Desk) -> None:
    link = issued(holder).html.select_one('main a[href$=".pdf"]')
    assert link is not None

    assert desk.signed_in(ANOTHER_CITIZEN).get(str(link["href"])).status == 404


def test_certificate__no_entry__says_so(desk: Desk) -> None:
    page = desk.signed_in(ANOTHER_CITIZEN).get("/my-data")

    assert page.status == 200 and "No register has an entry about you" in page.text


def test_certificate__ten_a_day__is_the_most(holder: Filed) -> None:
    for _ in range(10):
        assert issued(holder).status == 200

    assert issued(holder).status == 422


def test_certificate__codes__are_beyond_guessing(holder: Filed) -> None:
    for _ in range(5):
        page = issued(holder)

    codes = {str(link["href"])[-16:] for link in page.html.select('main a[href^="/verify/"]')}
    assert len(codes) == 5 and all(re.fullmatch("[2-9a-hjkmnp-z]{16}", code) for code in codes)


def test_certificate__at_a_desk__is_given_to_whoever_came_with_their_card(holder: Filed, desk: Desk) -> None:
    operator = desk.signed_in(OPERATOR)
    come_with_paper(operator)
    by_paper = operator.get("/centre/certificates")
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute("update mandates set reference = 'card' where kind = 'presence'")

    page = operator.get("/centre/certificates")
    given = operator.submit(page, form=page.form("/centre/certificates/"))
    link = given.html.select_one('a[href$="en.pdf"]')
    assert link is not None, given.text[:2000]
    paper = operator.client.get(str(link["href"]))
    leave(operator)

    assert "There is nothing to certify" in by_paper.text
    assert "The certificate is issued" in given.text
    assert paper.mimetype == "application/pdf"
    assert operator.get(str(link["href"])).status == 404
    assert "KEDA" in holder.browser.get("/my-data").text
    come_with_paper(desk.signed_in(ELSEWHERE))
    assert "Issued at this centre" not in desk.signed_in(ELSEWHERE).get("/centre/certificates").text
