"""A decided act is reviewed: the way from its case, what the form refuses, both cases linked."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import psycopg
import pytest

from engine.bootstrap import Engine
from engine.commands.applications import FiledCase
from tests.web.browser import Browser
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from tests.web.steps import do_step
from tests.web.test_appeals import complain

REVIEW = "/inbox/open/keda/general.review"
SCRIPT = '"><script>alert(1)'
LEFT = {"admissible": "no", "ground": "other_body", "explanation": "მერის ბრძანება სასამართლოში საჩივრდება."}
CORRECTION = {
    "change": "corrected",
    "basis": "clerical_error",
    "place": "პირველი პუნქტი",
    "written": "08.09.2026",
    "reading": "09.09.2026",
    "source": "იურისტმა შენიშნა",
    "known_on": "01.09.2026",
    "finding": "თარიღი შეცდომით წერია.",
}


def decided(desk: Desk, *, by: str = CITIZEN) -> FiledCase:
    """Return a complaint that a lawyer left unconsidered."""
    filed = complain(desk, None, by=by)
    do_step(desk.staff("lawyer"), filed.case_id, LEFT)
    desk.run_jobs()
    return filed


def link_on(browser: Browser, case: FiledCase) -> list[str]:
    page = browser.get(f"/inbox/cases/{case.case_id}")
    assert page.status == 200
    return [str(link["href"]) for link in page.html.select(f'a[href^="{REVIEW}"]')]


def test_case__decided__leads_a_lawyer_to_the_review_of_its_act(desk: Desk) -> None:
    case, lawyer = decided(desk), desk.staff("lawyer")

    (link,) = link_on(lawyer, case)
    page = lawyer.get(link)

    assert parse_qs(urlsplit(link).query) == {"person": [CITIZEN], "about": [case.number]}
    assert page.html.select_one("#person")["value"] == CITIZEN  # type: ignore[index]
    assert page.html.select_one('[name="about"]')["value"] == case.number  # type: ignore[index]


def test_case__for_whoever_may_not_open_it_or_not_decided__leads_to_no_review(desk: Desk) -> None:
    undecided, case = complain(desk, None, by=ANOTHER_CITIZEN), decided(desk)

    assert link_on(desk.staff("lawyer"), undecided) == []
    assert link_on(desk.staff("head_of_service"), case) == []


def test_case__whose_act_has_lost_its_force__leads_to_no_review(desk: Desk, engine: Engine) -> None:
    case, other = decided(desk), complain(desk, None, by=ANOTHER_CITIZEN)
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(
            """insert into act_changes (id, case_id, by_case_id, municipality_id, change, since, ground,
                   recorded_at)
               select %s, id, %s, municipality_id, 'annulled', decided_on, 'x', now()
               from cases where id = %s""",
            (uuid4(), other.case_id, case.case_id),
        )

    assert link_on(desk.staff("lawyer"), case) == []


def test_review__opened_from_the_case__is_linked_with_it_both_ways(desk: Desk) -> None:
    case, lawyer = decided(desk), desk.staff("lawyer")
    shown = lawyer.get(link_on(lawyer, case)[0])

    opened = lawyer.submit(shown, CORRECTION, form=shown.form(REVIEW))

    assert opened.path.startswith("/inbox/cases/") and "The proceeding was opened" in opened.text
    assert case.number in opened.text and "the case whose act is reviewed" in opened.text
    assert "a review of the act of this case" in lawyer.get(f"/inbox/cases/{case.case_id}").text
    desk.run_jobs()
    assert case.number in desk.signed_in().get(opened.path.removeprefix("/inbox")).text


@pytest.mark.parametrize(
    ("change", "basis", "said"),
    [
        ("corrected", "court", "A correction mends a clerical or arithmetical error alone"),
        ("annulled", "clerical_error", "does not lose its force by a clerical error"),
        ("repealed", "unlawful", "An unlawful act is annulled or recognised as void"),
        ("void", "new", "does not make it unlawful from the beginning"),
        ("annulled", "request", "does not make it unlawful from the beginning"),
    ],
)
def test_review__of_a_change_that_its_basis_does_not_bear__is_refused_in_words(
    desk: Desk, change: str, basis: str, said: str
) -> None:
    lawyer = desk.staff("lawyer")
    shown = lawyer.get(REVIEW)

    page = lawyer.submit(shown, {**CORRECTION, "change": change, "basis": basis}, form=shown.form(REVIEW))

    assert page.status == 422 and said in page.text


def test_review__of_a_case_that_is_another_persons__is_refused(desk: Desk) -> None:
    case, lawyer = decided(desk), desk.staff("lawyer")
    complain(desk, None, by=ANOTHER_CITIZEN)
    shown = lawyer.get(f"{REVIEW}?person={ANOTHER_CITIZEN}&about={case.number}")

    page = lawyer.submit(shown, CORRECTION, form=shown.form(REVIEW))

    assert page.status == 422 and "has no decided case" in page.text and case.number in page.text


@pytest.mark.parametrize("person", ["1", "0000000010a", '"><script>', "000000001010"])
def test_opening__of_an_address_with_an_unusable_number__begins_blank(desk: Desk, person: str) -> None:
    page = desk.staff("lawyer").get(f"{REVIEW}?{urlencode({'person': person, 'about': SCRIPT})}")

    assert page.html.select_one("#person")["value"] == ""  # type: ignore[index]
    assert "<script>alert" not in page.text


def test_opening__of_a_service_that_is_about_no_case__takes_nothing_from_the_address(desk: Desk) -> None:
    page = desk.staff("specialist").get("/inbox/open/keda/high_mountain.own_motion?about=KEDA-HM-2026-000001")

    assert page.status == 200 and "KEDA-HM-2026-000001" not in page.text
