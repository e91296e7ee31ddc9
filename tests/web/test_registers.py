"""Pages of the office's registers: the list, an entry beside it, files, figures; within the municipality."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import openpyxl
import pytest

from engine.errors import NotFound
from engine.registers.commands.certificates import IssueExtract
from engine.registers.jobs import exports
from engine.stores import people, reference, registers
from engine.tenancy import system
from tests.web.browser import Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from tests.web.programs import official
from tests.web.test_lots import put_up

REGISTER = "/inbox/registers/residents"
FIELDS = {
    "settlement": "keda-demo-1",
    "given_name": "Demo",
    "family_name": "Citizen",
    "residence_from": "2009-05-20",
    "order_number": "KEDA-O-2026-00001",
    "decided_on": "2026-08-20",
}


def entered(desk: Desk, number: str, case_id: UUID, valid_from: date, **more: Any) -> UUID:
    """Enter somebody into the register of residents, as a step of the case would."""
    with desk.engine.read(system()) as tx:
        person_id = people.id_of(tx, number)
        place = int(reference.municipality(tx, "keda").id)
    entry_id = uuid4()
    with desk.engine.read(system(place)) as tx:
        columns: dict[str, Any] = {"state": "active", "fields": FIELDS, **more}
        assert registers.insert(
            tx,
            id=entry_id,
            register="residents",
            municipality_id=place,
            is_single=True,
            key=number,
            person_id=person_id,
            valid_from=valid_from,
            case_id=case_id,
            order_number="KEDA-O-2026-00001",
            **columns,
        )
    return entry_id


@pytest.fixture
def kept(desk: Desk) -> dict[str, UUID]:
    """Two entries of the register of Keda: an active one, and a suspended one of another village."""
    case_id = desk.filed().case_id
    suspended: dict[str, Any] = {"state": "suspended", "ground": "study"}
    suspended["fields"] = {**FIELDS, "settlement": "keda-demo-3", "planned_to": "2026-09-05"}
    return {
        CITIZEN: entered(desk, CITIZEN, case_id, date(2026, 8, 20)),
        ANOTHER_CITIZEN: entered(desk, ANOTHER_CITIZEN, case_id, date(2025, 3, 1), **suspended),
    }


def names(page: Page) -> list[str]:
    return [link.get_text() for link in page.html.select("table.tight .row-link")]


def test_registers__of_the_office__lead_from_its_list_to_the_register(
    desk: Desk, kept: dict[str, UUID]
) -> None:
    clerk = desk.staff("specialist")
    assert clerk.get("/inbox").html.select_one('a[href="/inbox/registers"]')

    page = clerk.get("/inbox/registers")

    link = page.html.select_one(f'a[href="{REGISTER}"]')
    assert link and "Permanent residents" in link.get_text()
    assert len(names(clerk.get(REGISTER))) == 2


def test_registers__of_whoever_keeps_the_property__lead_to_it_with_its_number(
    desk: Desk, kept: dict[str, UUID]
) -> None:
    put_up(desk, "11")
    put_up(desk, "12")

    pages = {role: desk.staff(role).get("/inbox/registers").html for role in ("finance", "lawyer")}

    row = pages["finance"].select_one('tr:has(a[href="/inbox/assets"])')
    assert row is not None and [cell.get_text().strip() for cell in row.select("td")] == ["2"]
    assert pages["lawyer"].select_one('a[href="/inbox/assets"]') is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=suspended", 1),
        ("ending=1", 1),
        ("village=keda-demo-1", 1),
        ("on=2025-06-01", 1),
        ("on=nonsense&state=nonsense&order=nonsense&q=nonsense", 2),
        ("order=newest", 2),
    ],
)
def test_list__narrowed_by_its_address__shows_that_part(
    desk: Desk, kept: dict[str, UUID], query: str, found: int
) -> None:
    page = desk.staff("head_of_service").get(f"{REGISTER}?{query}")

    assert (page.status, len(names(page))) == (200, found)


@pytest.mark.parametrize(
    ("question", "found"), [(ANOTHER_CITIZEN, 1), ("mokalake", 2), ("მოქალაქე", 2), ("nobody", 0)]
)
def test_search__in_either_script__finds_entries_and_stands_in_no_address(
    desk: Desk, kept: dict[str, UUID], question: str, found: int
) -> None:
    head = desk.staff("head_of_service")
    page = head.get(f"{REGISTER}?on=2026-09-01")

    answer = head.submit(page, {"question": question}, form=page.form("/found"))

    assert len(names(answer)) == found
    assert answer.path.startswith(f"{REGISTER}?on=2026-09-01") and question not in unquote(answer.path)
    assert answer.html.select_one(f'#q[value="{question}"]')
    shown = desk.staff("specialist").get(answer.path)
    assert len(names(shown)) == 2  # nobody else opens the seal


def test_entry__opened__stands_beside_the_list_and_is_shown_to_the_person(
    desk: Desk, kept: dict[str, UUID]
) -> None:
    head = desk.staff("head_of_service")

    page = head.get(f"{REGISTER}/{kept[CITIZEN]}?on=2026-09-01")

    card = page.html.select_one(".register-card")
    assert card and len(names(page)) == 2
    for words in ("active", "Living there since", "20.05.2009", "Order KEDA-O-2026-00001", "recorded at"):
        assert words in card.get_text(" ")
    assert card.select_one('a[href^="/inbox/cases/"]')
    reads = desk.signed_in(CITIZEN).get("/my-data/reads").text
    assert "Opened the entry in the register" in reads and "Permanent residents" in reads
    before = head.get(f"{REGISTER}/{kept[CITIZEN]}?on=2026-08-01")
    assert "was not in force on this day" in before.text


def test_register__for_others__is_not_there(desk: Desk, kept: dict[str, UUID]) -> None:
    entry = f"{REGISTER}/{kept[CITIZEN]}"
    elsewhere = desk.staff("head_of_service", "telavi")

    assert names(elsewhere.get(REGISTER)) == []
    assert elsewhere.get(f"{REGISTER}?place=keda").status == 404
    assert [desk.staff("mayor_rep").get(page).status for page in (REGISTER, entry)] == [404, 404]
    assert [elsewhere.get(page).status for page in (entry, f"{entry}?place=keda")] == [404, 404]
    assert desk.signed_in(CITIZEN).get(REGISTER).status == 403


def test_register__as_a_file__is_what_the_list_shows_and_noted(desk: Desk, kept: dict[str, UUID]) -> None:
    clerk = desk.staff("specialist")

    table = clerk.get(f"{REGISTER}/entries.csv?state=suspended").response.get_data(as_text=True)
    book = openpyxl.load_workbook(
        io.BytesIO(clerk.get(f"{REGISTER}/entries.xlsx?state=suspended").response.data)
    )

    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == len(table.strip().splitlines()) == 2
    assert rows[1][1] == ANOTHER_CITIZEN and ANOTHER_CITIZEN in table  # with the zeros it begins with
    assert "05.09.2026" in table
    noted = "Took away a list from the register"
    assert noted in desk.signed_in(ANOTHER_CITIZEN).get("/my-data/reads").text
    assert noted not in desk.signed_in(CITIZEN).get("/my-data/reads").text


def test_figures__of_a_register__are_tables_by_month_and_village(desk: Desk, kept: dict[str, UUID]) -> None:
    clerk = desk.staff("specialist")

    page = clerk.get(f"{REGISTER}/figures?year=2026")

    months, villages = page.html.select("main table")
    assert [cell["data-value"] for cell in months.select("tr:nth-child(8) td[data-value]")] == ["1", "0", "2"]
    assert len(villages.select("tbody tr")) == 2
    file = clerk.get(f"{REGISTER}/figures?year=2026&of=villages&as=table")
    saved = file.response.get_data(as_text=True)
    assert len(saved.strip().splitlines()) == 3


def test_public_pages__of_a_register_of_people__are_none(desk: Desk, kept: dict[str, UUID]) -> None:
    stranger = desk.stranger()

    for address in ("/municipalities/keda", "/municipalities/keda/permits"):
        page = stranger.get(address).text
        assert not any(marker in page for marker in (CITIZEN, ANOTHER_CITIZEN, "KEDA-O-2026-00001"))
    assert stranger.get(REGISTER).path.startswith("/sign-in")


def test_extract__issued_from_a_card__is_a_paper_for_office_and_person(
    desk: Desk, kept: dict[str, UUID]
) -> None:
    clerk = desk.staff("specialist")
    page = clerk.get(f"{REGISTER}/{kept[CITIZEN]}")

    issued = clerk.submit(page, form=page.form("/extract"))

    papers = [str(link["href"]) for link in issued.html.select('.register-card a[href$=".pdf"]')]
    assert [clerk.get(paper).response.data[:5] for paper in papers] == [b"%PDF-"] * 2
    code = desk.signed_in(CITIZEN).get("/my-data").html.select_one('main a[href^="/verify/"]')
    assert code and "it holds" in desk.stranger().get(f"{code['href']}?language=en").text
    elsewhere = desk.staff("head_of_service", "telavi")
    assert [person.get(papers[0]).status for person in (elsewhere, desk.staff("mayor_rep"))] == [404, 404]


def test_extract__by_whoever_does_not_see_the_register__is_not_issued(
    desk: Desk, kept: dict[str, UUID]
) -> None:
    for person in (official(desk.engine, "mayor_rep"), official(desk.engine, "head_of_service", "telavi")):
        with pytest.raises(NotFound):
            desk.engine.send(IssueExtract(kept[CITIZEN]), actor=person)
    assert "You have asked for no certificate yet" in desk.signed_in(CITIZEN).get("/my-data").text


def test_list__longer_than_a_file_at_once__is_asked_for_and_handed_out_when_it_is_written(
    desk: Desk, kept: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.inbox.registers.MOST_EXPORTED", 1)
    clerk = desk.staff("specialist")
    before, short = clerk.get(REGISTER), clerk.get(f"{REGISTER}?village=keda-demo-3")

    asked = clerk.submit(before, {"format": "csv"}, form=before.form("/exports"))
    export_id, early = UUID(asked.path.rpartition("/")[2]), clerk.get(f"{asked.path}/file")
    with desk.engine.read(system()) as tx:
        place = int(reference.municipality(tx, "keda").id)
    exports.write(desk.engine, export_id, place)
    ready, taken = clerk.get(asked.path), clerk.client.get(f"{asked.path}/file")

    assert "The list has 2 entries" in before.text and not before.html.select('a[href*="entries.csv"]')
    assert "The list has" not in short.text and short.html.select('a[href*="entries.csv"]')
    assert "waits for its turn" in asked.text and asked.html.select_one("#register-export[hx-trigger]")
    assert early.status == 404
    assert "The file is ready: 2 entries" in ready.text
    assert not ready.html.select_one("#register-export[hx-trigger]")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="residents-2026-09-01.csv"'
    head, *rows = taken.get_data().decode("utf-8-sig").splitlines()
    assert head.startswith("Person or object,Number,") and len(rows) == 2
    assert clerk.get(REGISTER).html.select_one(f'a[href="{asked.path}"]')
    assert desk.staff("mayor").get(asked.path).status == 404
