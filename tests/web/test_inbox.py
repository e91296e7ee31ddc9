"""A clerk's lists and steps."""

from __future__ import annotations

from uuid import uuid4

import psycopg

from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, Desk, Filed


def _open(desk: Desk, filed: Filed, browser: Browser) -> Page:
    """Claim the first step from the list of unassigned ones."""
    listed = browser.get("/inbox?tab=unassigned")
    return browser.submit(listed, form=listed.form("/claim"))


def _sent(browser: Browser) -> dict[str, str]:
    """Return what a form holds besides what is chosen."""
    token = browser.get("/inbox").html.select_one("[name=csrf_token]")
    assert token is not None
    return {"csrf_token": str(token["value"]), "_key": str(uuid4())}


def test_list__unassigned_step__shows_case_deadline_and_days_left(desk: Desk) -> None:
    desk.filed()

    page = desk.staff("specialist").get("/inbox?tab=unassigned")

    rows = page.html.select("tbody tr")
    assert len(rows) == 1
    words = rows[0].get_text(" ")
    assert "KEDA-HM-2026-000001" in words and "01.10.2026" in words and "working days left" in words


def test_list__another_municipality__is_empty(desk: Desk) -> None:
    desk.filed()

    page = desk.staff("specialist", "telavi").get("/inbox?tab=unassigned")

    assert page.html.select("tbody tr") == []


def test_list__role_without_the_step__is_empty(desk: Desk) -> None:
    desk.filed()

    assert desk.staff("lawyer").get("/inbox?tab=unit").html.select("tbody tr") == []


def test_list__deadline_passed__says_overdue_in_words(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    _open(desk, filed, browser)
    desk.days_pass(60)
    later = desk.staff("specialist")

    page = later.get("/inbox?tab=mine")

    assert "overdue by" in page.text
    assert "1 step is overdue" in page.text


def test_list__urgent_step__says_so_in_words(desk: Desk) -> None:
    desk.filed()
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute("update tasks set rank = 100 - 75 where role = 'specialist'")

    page = desk.staff("specialist").get("/inbox?tab=unassigned")

    assert "urgent" in page.html.select("tbody tr")[0].get_text(" ")


def test_claim__free_step__opens_it_and_puts_it_on_my_list(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")

    page = _open(desk, filed, browser)

    assert page.path.startswith("/inbox/tasks/")
    assert "Finish the step" in page.text
    assert len(browser.get("/inbox").html.select("tbody tr")) == 1


def test_claim__taken_by_a_colleague__says_who(desk: Desk) -> None:
    filed = desk.filed()
    first, second = desk.signed_in("00000002002"), desk.signed_in("00000002008")
    listed = second.get("/inbox?tab=unassigned")
    _open(desk, filed, first)

    page = second.submit(listed, form=listed.form("/claim"))

    assert page.path == "/inbox?tab=unassigned"
    assert "Specialist 1" in page.text and "no other free step" in page.text


def test_claim__taken_by_a_colleague__offers_the_next_of_the_list(desk: Desk) -> None:
    first, second = desk.signed_in("00000002002"), desk.signed_in("00000002008")
    _open(desk, desk.filed(), first)
    taken = first.get("/inbox").html.select_one("a.row-link")
    desk.filed(ANOTHER_CITIZEN)
    (other,) = second.get("/inbox?tab=unassigned").html.select("a.row-link")
    assert taken is not None
    path = str(taken["href"]).partition("?")[0]

    page = second.post(f"{path}/claim?tab=unassigned", _sent(second))

    assert page.path == other["href"]
    assert "Specialist 1" in page.text and "the next step of the list" in page.text


def test_claim__step_without_a_list__says_who_has_it_and_leads_to_the_work(desk: Desk) -> None:
    first, second = desk.signed_in("00000002002"), desk.signed_in("00000002008")
    step = _open(desk, desk.filed(), first)

    page = second.post(f"{step.path.partition('?')[0]}/claim", _sent(second))

    assert page.status == 409 and "Specialist 1" in page.text
    assert page.html.select_one("main a[href='/inbox']")


def test_release__own_step__is_unassigned_again(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)

    browser.submit(step, form=step.form("/release"))

    assert len(browser.get("/inbox?tab=unassigned").html.select("tbody tr")) == 1


def test_step__own__shows_form_beside_answers_documents_and_advice(desk: Desk) -> None:
    filed = desk.filed()

    step = _open(desk, filed, desk.staff("specialist"))

    assert step.html.select_one("form.f-form [name=complete]")
    assert "დემო ქუჩა 1" in step.text
    assert "What the rules say" in step.text
    assert "Months lived there in the last calendar year — 8 (now: 11)" in step.text


def test_step__completed__moves_the_case_and_returns_to_the_list(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)

    page = browser.submit(step, desk.COMPLETE)

    assert page.path == "/inbox?tab=unassigned"
    assert "The step is finished" in page.text
    assert len(desk.staff("mayor_rep").get("/inbox?tab=unassigned").html.select("tbody tr")) == 1


def test_step__sent_twice__is_done_once(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)
    first = browser.submit(step, desk.COMPLETE)

    second = browser.submit(step, desk.COMPLETE)

    assert first.path == second.path == "/inbox?tab=unassigned"
    assert len(desk.staff("mayor_rep").get("/inbox?tab=unassigned").html.select("tbody tr")) == 1


def test_step__with_an_error__keeps_the_input(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)

    page = browser.submit(step, {"complete": "no", "missing_text": ""})

    assert page.status == 422
    assert page.html.select_one("[name=complete][value=no][checked]")


def test_step__case_withdrawn_meanwhile__says_who_and_when_and_keeps_the_input(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)
    filed.browser.submit(filed.browser.get(f"{filed.address}/withdraw"))

    page = browser.submit(step, {"complete": "no", "missing": ["photos"], "missing_text": "სამი ფოტო"})

    assert page.status == 409
    assert "Demo Citizen 1" in page.text and "01.09.2026 10:00" in page.text
    assert "სამი ფოტო" in str(page.html)


def test_step__foreign_municipality_or_unknown__is_not_found(desk: Desk) -> None:
    filed = desk.filed()
    step = _open(desk, filed, desk.staff("specialist"))
    stranger = desk.staff("specialist", "telavi")

    foreign, absent = stranger.get(step.path), stranger.get(f"/inbox/tasks/{uuid4()}")

    assert foreign.status == absent.status == 404
    assert foreign.text == absent.text


def test_step__foreign_municipality__can_neither_be_claimed_nor_completed(desk: Desk) -> None:
    filed = desk.filed()
    own = desk.staff("specialist")
    step = _open(desk, filed, own)
    stranger = desk.staff("specialist", "telavi")
    token = stranger.get("/inbox").html.select_one("[name=csrf_token]")
    assert token is not None
    mine = {"csrf_token": str(token["value"]), **desk.COMPLETE}

    answers = [
        stranger.post(f"{step.path}/claim", {**mine, "_key": str(uuid4())}),
        stranger.submit(step, mine),
    ]

    assert [answer.status for answer in answers] == [404, 404]


def test_case_page__clerk_of_the_municipality__sees_the_whole_case(desk: Desk) -> None:
    filed = desk.filed()

    page = desk.staff("specialist").get(f"/inbox/cases/{filed.case_id}")

    assert page.status == 200
    assert "Demo Citizen 1" in page.text and "00000000101" in page.text
    assert "How this day was counted" in page.text
    assert "What has happened" in page.text


def test_case_page__clerk_of_another_municipality__is_not_found(desk: Desk) -> None:
    filed = desk.filed()

    assert desk.staff("specialist", "telavi").get(f"/inbox/cases/{filed.case_id}").status == 404


def test_keys__malformed__are_refused(desk: Desk) -> None:
    filed = desk.filed()
    browser = desk.staff("specialist")
    step = _open(desk, filed, browser)

    pages = [browser.submit(step, {**desk.COMPLETE, **bad}) for bad in ({"_key": "x"}, {"_version": "-1"})]

    assert [page.status for page in pages] == [400, 400]


def test_filters__nonsense__shows_the_first_list(desk: Desk) -> None:
    page = desk.staff("specialist").get("/inbox?tab=everything&after=nonsense")

    assert page.status in (200, 422)
