"""Incidents at a supervisor's desk: seen, tried again, passed over, moved."""

from __future__ import annotations

from uuid import uuid4

import pytest

from engine.commands.supervision import SettleProceeding
from engine.process import Run
from engine.stores import reference
from engine.tenancy import system
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, Desk

HEAD = "head_of_service"


def test_case_page__with_an_incident__says_what_stopped_and_why(desk: Desk) -> None:
    case_id = desk.case_with_incident()

    page = desk.staff(HEAD).get(f"/inbox/cases/{case_id}")

    assert "A step has stopped" in page.text and "1 attempt" in page.text
    assert "The system could not do it." in page.text
    assert page.html.select_one('form[action*="/incidents/"][action$="/retry"]')


def test_case_page__of_a_case_whose_request_for_another_was_refused__says_so_and_skips_it(desk: Desk) -> None:
    filed = desk.filed()
    with desk.engine.read(system()) as tx:
        keda = system(reference.municipality(tx, "keda").id)
    with desk.engine.read(keda) as tx:
        number = tx.scalar("select number from cases where id = :id", id=filed.case_id)
    desk.engine.send(SettleProceeding(number, uuid4(), "ex_officio.person_unknown"), actor=keda)
    head = desk.staff(HEAD)

    page = head.get(f"/inbox/cases/{filed.case_id}")
    asked = head.get(page.html.select_one('a[href$="/skip"]')["href"])  # type: ignore[index]
    done = head.submit(asked, {"reason": "Opened on paper."}, form=asked.form())

    assert "A step has stopped: Status of a permanent resident" in page.text
    assert "A case that this one asked for could not be opened." in page.text
    assert "only about a person or company that has had to do with the municipality" in page.text
    assert "The other case is not opened." in asked.text
    assert "The step is passed over." in done.text and "could not be opened" not in done.text


def test_case_page__for_somebody_who_does_not_supervise__has_no_buttons(desk: Desk) -> None:
    case_id = desk.case_with_incident()

    page = desk.staff("specialist").get(f"/inbox/cases/{case_id}")

    assert "A step has stopped" in page.text and "The head of service sees it" in page.text
    assert not page.html.select('form[action*=retry], a[href*="/skip"], a[href$="/move"]')


def test_case_page__of_the_applicant__says_nothing_of_it(desk: Desk) -> None:
    case_id = desk.case_with_incident()

    assert "has stopped" not in desk.signed_in().get(f"/cases/{case_id}").text


def test_retry__that_succeeds__goes_on_and_the_incident_is_gone(desk: Desk) -> None:
    case_id = desk.case_with_incident()
    head = desk.staff(HEAD)
    stopped = head.get(f"/inbox/cases/{case_id}")

    again = head.submit(stopped, form=stopped.form("/retry"))
    desk.run_jobs()
    after = head.get(f"/inbox/cases/{case_id}")

    assert "The step is started again." in again.text and "being tried again" in again.text
    assert "A step has stopped" not in after.text and "Check completeness" in after.text
    assert "was resolved at another attempt" in after.text


def test_retry__by_the_head_of_another_municipality__is_not_found(desk: Desk) -> None:
    case_id = desk.case_with_incident()
    stopped = desk.staff(HEAD).get(f"/inbox/cases/{case_id}")
    stranger = desk.staff(HEAD, "telavi")

    page = stranger.submit(stopped, {"csrf_token": _token(stranger)}, form=stopped.form("/retry"))

    assert page.status == 404


def test_list__of_a_supervisor__counts_and_shows_incidents(desk: Desk) -> None:
    desk.case_with_incident()
    desk.case_with_incident(ANOTHER_CITIZEN)
    head = desk.staff(HEAD)

    inbox, page = head.get("/inbox"), head.get("/inbox/incidents")

    assert inbox.html.select_one('.work-pages a[href="/inbox/incidents"] .tally').get_text() == "2"  # type: ignore[union-attr]
    assert len(page.html.select("tbody tr")) == 2
    assert "KEDA-HM-2026-000001" in page.text


def test_list__filtered__shows_what_fits(desk: Desk) -> None:
    desk.case_with_incident()
    head = desk.staff(HEAD)

    rows = [
        len(head.get(f"/inbox/incidents?{query}").html.select("tbody tr"))
        for query in (
            "service=high_mountain.grant",
            "service=other",
            "code=registry.request_refused",
            "code=x",
            "service=&code=",
        )
    ]

    assert rows == [1, 0, 1, 0, 1]


def test_list__of_others__is_forbidden_empty_or_uncounted(desk: Desk) -> None:
    desk.case_with_incident()

    assert desk.staff("specialist").get("/inbox/incidents").status == 403
    assert "Incidents" not in desk.staff("specialist").get("/inbox").text
    assert "There are no incidents" in desk.staff(HEAD, "telavi").get("/inbox/incidents").text


def test_many__tried_again__each_has_its_own_answer(desk: Desk) -> None:
    first, second = desk.case_with_incident(), desk.case_with_incident(ANOTHER_CITIZEN)
    head = desk.staff(HEAD)
    listed = head.get("/inbox/incidents")
    one = head.get(f"/inbox/cases/{first}")
    head.submit(one, form=one.form("/retry"))

    page = _mend(head, listed, "retry")

    assert "1 step is started again. 1 was refused." in page.text
    assert "acted on" in page.text and "after you opened this page" in page.text
    desk.run_jobs()
    assert "A step has stopped" not in head.get(f"/inbox/cases/{second}").text


def test_many__sent_twice__is_done_once(desk: Desk) -> None:
    desk.case_with_incident()
    head = desk.staff(HEAD)
    listed = head.get("/inbox/incidents")

    pages = [_mend(head, listed, "retry") for _ in range(2)]

    assert ["1 step is started again." in page.text for page in pages] == [True, True]


def test_many__passed_over_with_a_reason__go_on(desk: Desk) -> None:
    case_id = desk.case_with_incident()
    head = desk.staff(HEAD)

    page = _mend(head, head.get("/inbox/incidents"), "skip", reason="The registry is closed this week.")

    assert "1 step is passed over." in page.text
    case = head.get(f"/inbox/cases/{case_id}")
    assert "Reason: The registry is closed this week." in case.text and "A step has stopped" not in case.text


@pytest.mark.parametrize(
    ("verb", "values", "words"),
    [
        ("skip", {}, "Give the reason"),
        ("retry", {"incident": []}, "Nothing is chosen"),
    ],
)
def test_many__without_reason_or_choice__is_refused_and_keeps_the_choice(
    desk: Desk, verb: str, values: dict[str, list[str]], words: str
) -> None:
    desk.case_with_incident()
    head = desk.staff(HEAD)

    page = _mend(head, head.get("/inbox/incidents"), verb, **values)

    assert page.status == 422 and words in page.text
    assert len(page.html.select("input[name=incident][checked]")) == (1 if verb == "skip" else 0)


def test_skip__with_a_result_given_by_hand__goes_on(desk: Desk) -> None:
    case_id = desk.case_with_incident()
    head = desk.staff(HEAD)
    link = head.get(f"/inbox/cases/{case_id}").html.select_one('main a[href$="/skip"]')
    assert link is not None
    question = head.get(str(link["href"]))

    empty = head.submit(question, {"reason": " ", "result.found": "true"})
    done = head.submit(empty, {"reason": "Asked by telephone."})

    assert empty.status == 422
    assert empty.html.select_one('input[name="result.found"][value=true]')
    assert done.path == f"/inbox/cases/{case_id}" and "The step is passed over." in done.text
    assert "Check completeness" in done.text


def test_move__chosen_checked_and_confirmed__puts_the_case_there(desk: Desk) -> None:
    filed = desk.filed()
    head = desk.staff(HEAD)
    choice = _move_page(head, filed.case_id)
    target = choice.html.select_one('optgroup:first-of-type option[value="commission_session"]')
    assert target is not None, choice.text

    check = head.submit(
        choice, {"element": target["value"], "legal_basis": "Art. 103"}, button=("_do", "check")
    )
    before = head.get(f"/inbox/cases/{filed.case_id}")
    done = head.submit(check, button=("_do", "move"))

    assert "Is this right?" in check.text and "Art. 103" in check.text
    assert "Check completeness" in before.text
    assert "The case is at another step." in done.text and "Legal basis: Art. 103" in done.text
    assert str(target.get_text()).split(" (")[0] in done.text


def test_move__changed_before_it_is_confirmed__keeps_what_was_chosen(desk: Desk) -> None:
    filed = desk.filed()
    head = desk.staff(HEAD)
    sent = {"element": "commission_session", "legal_basis": "Art. 103"}
    check = head.submit(_move_page(head, filed.case_id), sent, button=("_do", "check"))

    page = head.submit(check, button=("_do", "change"))

    assert page.html.select_one('option[value="commission_session"][selected]')
    assert "Art. 103" in page.form().get_text()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"element": "", "legal_basis": "Art. 103"}, "Choose the step"),
        ({"element": "commission_session", "legal_basis": " "}, "legal basis in words"),
        ({"element": "nowhere", "legal_basis": "Art. 103"}, "Choose the step"),
    ],
)
def test_move__with_something_missing__says_what(desk: Desk, sent: dict[str, str], words: str) -> None:
    filed = desk.filed()
    head = desk.staff(HEAD)

    page = head.submit(_move_page(head, filed.case_id), sent, button=("_do", "check"))

    assert page.status == 422 and words in page.text


def test_move__of_a_case_that_moved_meanwhile__is_told(desk: Desk) -> None:
    filed = desk.filed()
    head = desk.staff(HEAD)
    sent = {"element": "commission_session", "legal_basis": "Art. 103"}
    check = head.submit(_move_page(head, filed.case_id), sent, button=("_do", "check"))
    filed.browser.submit(filed.browser.get(f"{filed.address}/withdraw"))

    page = head.submit(check, button=("_do", "move"))

    assert page.status == 409


def test_move__by_others__is_forbidden_or_not_found(desk: Desk) -> None:
    filed = desk.filed()
    address = f"/inbox/cases/{filed.case_id}/move"

    statuses = [
        browser.get(address).status
        for browser in (desk.staff("specialist"), desk.staff(HEAD, "telavi"), filed.browser)
    ]

    assert statuses == [403, 404, 403]


def test_step__that_breaks__keeps_the_input_and_says_that_it_is_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")
    listed = clerk.get("/inbox?tab=unassigned")
    step = clerk.submit(listed, form=listed.form("/claim"))
    with monkeypatch.context() as patch:
        patch.setattr(Run, "complete", _fails)
        page = clerk.submit(step, {"complete": "no", "missing": ["photos"], "missing_text": "სამი ფოტო"})

    assert page.status == 500
    assert "the stop has been recorded" in page.text and "სამი ფოტო" in str(page.html)
    assert "A step has stopped" in desk.staff(HEAD).get(f"/inbox/cases/{filed.case_id}").text
    again = clerk.submit(page, form=page.form("f-form"))
    assert again.path == "/inbox?tab=unassigned"
    assert "A step has stopped" not in clerk.get(f"/inbox/cases/{filed.case_id}").text


@pytest.mark.parametrize("form", [{"_do": "x"}, {"_do": "retry", "incident": "x"}, {}])
def test_many__with_nonsense__is_refused(desk: Desk, form: dict[str, str]) -> None:
    head = desk.staff(HEAD)

    page = head.post("/inbox/incidents", {"csrf_token": _token(head), "_key": str(uuid4()), **form})

    assert page.status == 400


def _fails(*_: object) -> None:
    raise ZeroDivisionError("Nino")


def _mend(browser: Browser, listed: Page, verb: str, **values: object) -> Page:
    """Tick every line and press a button."""
    chosen = [str(box["value"]) for box in listed.html.select("input[name=incident]")]
    return browser.submit(
        listed, {"incident": chosen, **values}, form=listed.form('name="incident"'), button=("_do", verb)
    )


def _move_page(browser: Browser, case_id: object) -> Page:
    page = browser.get(f"/inbox/cases/{case_id}/move")
    if page.html.select("input[name=token][type=radio]"):
        token = next(str(box["value"]) for box in page.html.select("input[name=token]"))
        page = browser.get(f"/inbox/cases/{case_id}/move?token={token}")
    return page


def _token(browser: Browser) -> str:
    field = browser.get("/inbox").html.select_one("[name=csrf_token]")
    assert field is not None
    return str(field["value"])
