"""Values of a council on the pages of its administrator: a table, pasted cells, what would come."""

from __future__ import annotations

import csv
import io

import pytest

from engine.value_tables.table import COLUMNS
from tests.web.desk import Desk
from tests.web.test_administrators import ACT, ADMIN, KEDA
from tests.web.test_staff_table import confirmed, workbook

TABLE, FEE = f"{KEDA}/parameter-table", "Fee per square metre"


def test_table__checked_and_confirmed__is_on_the_list_and_in_the_history(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)
    content = workbook(("parameter", "value"), ("con.fee.m2", 2.5))

    fields = {"act": ACT, "table": (io.BytesIO(content), "values.xlsx")}
    preview = admin.submit(page, fields, form=page.form("table"))
    done = confirmed(admin, preview)

    assert "Set for the first time: 1" in preview.text and FEE in preview.text and ACT in preview.text
    assert "Values are entered: 1 for the first time, 0 changed." in done.text
    assert ACT in admin.get(f"{KEDA}/parameters/con.fee.m2").text
    assert FEE in admin.get(f"{KEDA}/parameter-changes?since=2026-08-01&until=2026-09-02").text


@pytest.mark.parametrize(
    "pasted", ["parameter\tvalue\nFee per square metre\t2,50\n", "parameter;value\ncon.fee.m2;2.5"]
)
def test_cells__pasted__are_read_like_a_file(desk: Desk, pasted: str) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)

    preview = admin.submit(page, {"act": ACT, "pasted": pasted}, form=page.form("table"))

    assert preview.status == 200 and "Set for the first time: 1" in preview.text


def test_page__without_a_file_or_cells__says_what_is_missing(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)

    refused = admin.submit(page, {"act": ACT}, form=page.form("table"))

    assert refused.status == 422 and "Choose a file, or paste the cells." in refused.text


def test_cells__with_mistakes__are_told_by_row_in_the_pages_language(desk: Desk) -> None:
    admin = desk.staff(ADMIN)
    admin.get("/?language=ka")
    page = admin.get(TABLE)
    pasted = "parameter\tvalue\ncon.fee.m2\tბევრი\nატლანტიდა\t3"

    refused = admin.submit(page, {"act": ACT, "pasted": pasted}, form=page.form("table"))

    assert refused.status == 422 and "ატლანტიდა" in refused.text and "ეს სიდიდე არ გამოდგება" in refused.text
    assert 'name="seen"' not in str(refused.html)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_values__saved_and_sent_again__bring_nothing_new(desk: Desk, ending: str) -> None:
    admin = desk.staff(ADMIN)
    page = admin.get(TABLE)
    pasted = (
        "parameter\tvalue\tunit\ncon.fee.m2\t2.50\t\nsoc.visit\t5\tworking days\nhm.commission_required\tno\t"
    )
    confirmed(admin, admin.submit(page, {"act": ACT, "pasted": pasted}, form=page.form("table")))

    saved = admin.client.get(f"{TABLE}/file?as={ending}").get_data()
    fields = {"act": ACT, "table": (io.BytesIO(saved), f"values.{ending}")}
    again = admin.submit(page, fields, form=page.form("table"))

    assert again.status == 200 and "There is nothing to enter" in again.text


def test_template__names_all_that_the_council_may_set(desk: Desk) -> None:
    text = desk.staff(ADMIN).client.get(f"{TABLE}/file?as=csv").get_data().decode("utf-8-sig")

    heads, *lines = csv.reader(io.StringIO(text), delimiter=",")
    assert len(heads) == len(COLUMNS) and FEE in {line[0] for line in lines}
