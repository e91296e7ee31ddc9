"""The end of a programme's year: what is open then goes on, and is paid from the year that promised it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from engine.budgets.commands import AddBudgetLine
from engine.jobs.timers import poll
from engine.programmes.commands import CloseProgrammeYear
from engine.programmes.queries import programmes as queries
from engine.programmes.queries.account import SubProgrammeAccount
from engine.tenancy import system
from tests.engine.bookkeeping import found
from tests.engine.kit import OTHER_CITIZEN
from tests.programmes.kit import SCHOOL, SCHOOL_CODE, Programmes
from tests.web.applications import sign_in
from tests.web.apps import app_over
from tests.web.browser import Browser, Page

NEED = {"need": "სასკოლო ნივთები გვჭირდება."}
AWARD = 12_000
GRANT = {"outcome": "grant", "facts": "ფაქტები დადასტურდა.", "reasoning": "პირობები სრულდება."}
LINES = "select year, committed_tetri from budget_lines where code = '07 03' order by year"


@pytest.fixture
def closing(office: Programmes) -> tuple[Programmes, UUID]:
    """An office that has adopted a sub-programme, and money of this year for one, of the next for many."""
    for year, tetri in ((2026, AWARD), (2027, 100 * AWARD)):
        command = AddBudgetLine("keda", year, "07 03", {"ka": "აა", "en": "aa"}, tetri, "დემო")
        office.engine.send(command, actor=office.staff("finance"))
    office.on(date(2026, 10, 1))
    case_id = office.begin(2026, "amendment")
    office.say(case_id, None, SCHOOL)
    office.adopt(case_id, "40", date(2026, 10, 1))
    return office, office.drawn_up(case_id).programme.programme_id


def examined(office: Programmes, by: str) -> UUID:
    """File an application and let a case officer examine it."""
    case_id = office.file(SCHOOL_CODE, by=by, **NEED)
    office.act(case_id, "check", "specialist", verdict="complete", advice_kept="yes")
    return case_id


def closed(office: Programmes, programme_id: UUID) -> None:
    office.engine.send(CloseProgrammeYear(programme_id), actor=office.staff("head_of_service"))


def account_of(office: Programmes, programme_id: UUID) -> SubProgrammeAccount:
    with office.engine.read(office.staff("specialist")) as tx:
        rows = queries.programme(tx, programme_id).account
    return next(row for row in rows if row.code == SCHOOL_CODE)


def test_case__with_money_reserved_when_its_year_is_closed__is_decided_by_the_money_of_that_year(
    closing: tuple[Programmes, UUID],
) -> None:
    office, programme_id = closing
    office.on(date(2026, 12, 28))
    case_id = examined(office, OTHER_CITIZEN)
    closed(office, programme_id)
    assert account_of(office, programme_id) == SubProgrammeAccount(
        SCHOOL_CODE, SCHOOL["names"], SCHOOL["planned_tetri"], 0, AWARD, 0, 1
    )

    office.on(date(2027, 1, 11))
    office.act(case_id, "draft_act", "specialist", **GRANT)
    office.act(case_id, "head_visa", "head_of_service", visa="approve")
    office.act(case_id, "decide", "mayor", verdict="agree")

    with office.engine.read(system(office.place())) as tx:
        assert [(row.year, row.committed_tetri) for row in tx.all(LINES)] == [(2026, AWARD), (2027, 0)]
    assert not [difference for check in found(office) for difference in check.differences]


def test_case__waiting_for_money_when_the_year_ends__goes_on_to_a_refusal_and_takes_none_of_the_next(
    closing: tuple[Programmes, UUID],
) -> None:
    office, programme_id = closing
    office.on(date(2026, 12, 28))
    examined(office, OTHER_CITIZEN)
    waits = examined(office, "00000000105")
    office.run_jobs(waits)  # the letter that says so
    closed(office, programme_id)
    assert account_of(office, programme_id).wanted_tetri == AWARD
    assert account_of(office, programme_id).open_cases == 2

    office.on(date(2027, 1, 1))
    while poll(office.engine):
        pass

    assert office.task(waits, "draft_act") is not None
    assert office.known(waits)["exhausted"] is True
    account = account_of(office, programme_id)
    assert (account.promised_tetri, account.wanted_tetri, account.open_cases) == (AWARD, 0, 1)
    assert not [difference for check in found(office) for difference in check.differences]


def test_page__of_a_programme_to_be_closed__tells_the_account_and_who_is_not_done_with(
    closing: tuple[Programmes, UUID],
) -> None:
    office, programme_id = closing
    office.on(date(2026, 12, 28))
    examined(office, OTHER_CITIZEN)

    head = Browser(app_over(office.engine).test_client())
    sign_in(head, "00000002003", language="en")
    page = head.get(f"/inbox/programmes/{programme_id}")
    assert cells(page, "Starting school") == ["12,000.00", "0.00", "120.00", "0.00", "1"]
    assert "Cases that have reserved money or wait for it: 1." in page.text

    left = head.submit(page, form=page.form("/close"))
    assert "The year is closed." in left.text and "go on when the year is closed" not in left.text
    assert cells(left, "Starting school")[-1] == "1"


def cells(page: Page, name: str) -> list[str]:
    table = page.html.select_one('table[aria-labelledby="account"]')
    assert table is not None
    row = next(row for row in table.select("tbody tr") if name in row.get_text())
    return [cell.get_text(strip=True).replace("\xa0₾", "").replace(" ₾", "") for cell in row.select("td")]
