"""Staff from a table on the pages of an administrator: a template, what would come of it, taking it over."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from engine.offices.staff_table import COLUMNS
from tests.web.browser import Browser, Page, fields_of
from tests.web.desk import ANOTHER_CITIZEN, Desk
from tests.web.test_administrators import ACT, ADMIN, KEDA, rows

TABLE = f"{KEDA}/staff/table"
NEW = "01001000001"


def workbook(*lines: Sequence[Any]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(list(line))
    book.save(target)
    return target.getvalue()


def row(number: Any = NEW, role: str = "specialist", *more: Any) -> list[Any]:
    return [number, "დემო", "მოხელე", "Demo", "Clerk", role, *more]


def sent(admin: Browser, content: bytes, name: str = "staff.xlsx") -> Page:
    page = admin.get(TABLE)
    return admin.submit(page, {"act": ACT, "table": (io.BytesIO(content), name)}, form=page.form("table"))


def confirmed(admin: Browser, preview: Page, **changes: str) -> Page:
    return admin.submit(preview, changes, form=preview.form('name="seen"'))


def test_table__checked_and_confirmed__appoints_everybody_in_it(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    given, family = desk.people()[ANOTHER_CITIZEN].name["ka"].split(" ", 1)
    known = [ANOTHER_CITIZEN, given, family, "Demo", "Clerk", "lawyer", "", "yes", "", "2026-09-30"]

    preview = sent(admin, workbook(COLUMNS, row(), known))
    shown, before = rows(preview), rows(admin.get(f"{KEDA}/staff"))
    done = confirmed(admin, preview)

    assert "2 offices will be given. 1 person is new here." in preview.text and ACT in preview.text
    assert "Demo Clerk" in shown[0] and "new person and office" in shown[0]
    assert "lawyer, acting" in shown[1] and "from 01.09.2026 to 30.09.2026 new office" in shown[1]
    assert not [line for line in before if NEW in line], "nothing is entered before somebody confirms"
    assert "2 offices were given." in done.text
    (line,) = [line for line in rows(done) if NEW in line]
    assert ACT in line and "case officer" in line
    assert desk.signed_in(ANOTHER_CITIZEN).get("/inbox").status == 200


def test_table__confirmed_twice__appoints_once(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    preview = sent(admin, workbook(COLUMNS, row()))

    twice = [confirmed(admin, preview) for _ in range(2)]
    other_key = confirmed(admin, preview, _key="3f2f9b53-6f0c-4a8e-9a7e-6d2b8f1d7c11")
    again = sent(admin, workbook(COLUMNS, row()))

    assert [page.status for page in twice] == [200, 200]
    assert len([line for line in rows(twice[1]) if NEW in line]) == 1
    assert other_key.status == 422 and "changed this meanwhile" in other_key.text
    assert "holds the office already" in rows(other_key)[0], "it shows what would come of it now"
    assert "There is nothing to enter" in again.text
    assert not [form for form in again.html.select("main form") if "seen" in fields_of(form)]


def test_table__with_mistakes__says_what_to_do_in_each_row_in_the_pages_language(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    wrong = workbook(COLUMNS, row(1001000001, "king"), row("01001000002", "lawyer", "Nowhere"))

    refused = sent(admin, wrong)
    ka = desk.signed_in("00000002041", language="ka")
    told = sent(ka, wrong)

    assert refused.status == 422 and 'name="seen"' not in str(refused.html)
    numbers = [(line.split()[0], line) for line in rows(refused)]
    assert [number for number, _ in numbers] == ["2", "2", "3"]
    assert "Personal number" in numbers[0][1] and "dropped the zero" in numbers[0][1]
    assert "is no office" in numbers[1][1] and 'has no unit "Nowhere"' in numbers[2][1]
    assert "ნული წაშალა" in told.text and "ერთეული „Nowhere“ არ აქვს" in told.text
    assert not [line for line in rows(admin.get(f"{KEDA}/staff")) if "0100100000" in line]


def test_table__tampered_with_on_its_way__is_not_taken_over(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    preview = sent(admin, workbook(COLUMNS, row()))
    other = sent(admin, workbook(COLUMNS, row(role="mayor")))
    swapped = str(fields_of(other.form('name="seen"'))["rows"])

    refused = confirmed(admin, preview, rows=swapped)

    assert refused.status == 422 and "changed this meanwhile" in refused.text
    assert confirmed(admin, preview, rows="bm8=").status == 400
    assert confirmed(admin, preview, act="Order No. 66").status == 422
    assert not [line for line in rows(admin.get(f"{KEDA}/staff")) if NEW in line]


@pytest.mark.parametrize(
    ("values", "says"),
    [({"act": " "}, "Name the act"), ({"first_on": ""}, "Enter the day")],
)
def test_table__without_act_or_day__asks_for_them(desk: Desk, values: dict[str, str], says: str) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)
    content = {"table": (io.BytesIO(workbook(COLUMNS, row())), "staff.xlsx")}

    refused = admin.submit(page, {"act": ACT, **content, **values}, form=page.form("table"))

    assert refused.status == 422 and says in refused.text


def test_file__missing_or_no_table__is_refused_with_words(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)

    nothing = admin.submit(page, {"act": ACT}, form=page.form("table"))
    broken = sent(admin, b"PK\x03\x04 broken")
    large = sent(admin, b"x" * (2 * 1024**2 + 1), "staff.csv")

    assert nothing.status == 422 and "Choose a file, or paste the cells." in nothing.text
    assert broken.status == 422 and "no table that can be read" in broken.text
    assert large.status == 422 and "too wide" in large.text


def test_formula__in_a_cell__is_neither_run_nor_believed(desk: Desk) -> None:
    admin = desk.staff(ADMIN)

    refused = sent(admin, workbook(COLUMNS, row('=CONCATENATE("0100","1000001")')))

    assert refused.status == 422 and "Fill in this cell." in rows(refused)[0], "no value was saved with it"


@pytest.mark.parametrize(("language", "head"), [("en", "Personal number"), ("ka", "პირადი ნომერი")])
def test_template__filled_in__is_taken_as_it_comes(desk: Desk, language: str, head: str) -> None:
    admin = desk.signed_in("00000002041", language=language)

    text = admin.client.get(f"{KEDA}/staff/template?as=csv").get_data()
    book = openpyxl.load_workbook(io.BytesIO(admin.client.get(f"{KEDA}/staff/template").get_data()))

    assert text.startswith(b"\xef\xbb\xbf")
    separator = ";" if language == "ka" else ","
    ((*heads,),) = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=separator)
    sheet, choices = book.worksheets
    assert heads == [cell.value for cell in sheet[1]] and heads[0] == head
    assert sheet.column_dimensions["A"].number_format == "@"
    assert len(sheet.data_validations.dataValidation) == 3
    role = next(cell.value for cell in choices["A"][1:])
    sheet.append(row(NEW, str(role)))
    target = io.BytesIO()
    book.save(target)
    assert 'name="seen"' in str(sent(admin, target.getvalue()).html)
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerows([heads, row(NEW, str(role))])
    assert 'name="seen"' in str(sent(admin, ("\ufeff" + line.getvalue()).encode(), "staff.csv").html)


def test_template__where_a_unit_is_named_like_a_formula__holds_text(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    named = {"name_ka": "=1+1", "name_en": '=HYPERLINK("http://x.invalid")', "act": ACT}
    admin.submit(admin.get(f"{KEDA}/units"), named)

    content = admin.client.get(f"{KEDA}/staff/template").get_data()

    units = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]["B"]
    (cell,) = [cell for cell in units if "HYPERLINK" in str(cell.value)]
    assert cell.data_type == "s" and str(cell.value).startswith("'=")


def test_invented_staff__at_one_press__is_offered_and_given(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(f"{KEDA}/staff")

    done = admin.submit(page, form=page.form("staff/invented"))

    assert "offices were given" in done.text or "office was given" in done.text


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_staff__saved_and_sent_again__brings_nothing_new(desk: Desk, ending: str) -> None:
    admin = desk.staff(ADMIN)

    saved = admin.client.get(f"{KEDA}/staff/file?as={ending}").get_data()
    again = sent(admin, saved, f"staff.{ending}")

    assert again.status == 200 and "There is nothing to enter" in again.text
    assert len(rows(again)) > 10


def test_row__that_ends_an_office__is_shown_with_its_last_day_and_ends(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    confirmed(admin, sent(admin, workbook(COLUMNS, row())))

    preview = sent(admin, workbook(COLUMNS, row(NEW, "lawyer", "", "", "2026-10-01", "", "case officer")))
    done = confirmed(admin, preview)

    assert "1 office will end" in preview.text
    assert "new office case officer ends, the last day is 30.09.2026" in rows(preview)[0]
    assert "Offices that end: 1" in done.text
    line = next(line for line in rows(done) if NEW in line and "case officer" in line)
    assert "to 30.09.2026" in line
