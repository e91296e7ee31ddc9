"""A table of assets: shown first, refused row by row, taken over whole and once."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from engine.documents.examination.ask import examine
from engine.errors import Rejected
from engine.reconcile import reconcile
from tests.web.browser import Browser, Page
from tests.web.desk import Desk

HEAD = ["Inventory number", "სახე", "name", "Category", "Book value", "Owned since", "Cadastral code", "make"]
OFFICE = ["", "უძრავი", "დემო ოფისი", "additional", 1200.5, "31.12.2020", "21.03.32.001.01.501", ""]
CAR = ["C-1", "movable", "Demo car", "დამატებითი", "6000", "2015-05-20", "", "Demo"]


def workbook(*rows: list[Any]) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def sent(clerk: Browser, content: bytes, name: str = "assets.xlsx") -> Page:
    page = clerk.get("/inbox/assets/import")
    return clerk.submit(page, {"table": (io.BytesIO(content), name)})


def test_table__checked_and_confirmed__is_entered_whole_and_once(desk: Desk) -> None:
    clerk = desk.staff("specialist")

    preview = sent(clerk, workbook(HEAD, OFFICE, CAR))
    assert "Assets in the table: 2" in preview.text and "next number" in preview.text
    assert (
        "Nothing is found" in clerk.get("/inbox/assets").text
    )  # nothing is entered before somebody confirms
    refused = clerk.submit(preview, {"ground": " "})
    assert refused.status == 422 and "Name the act" in refused.text
    done = clerk.submit(refused, {"ground": "Order No. 3"})

    assert "Entered: assets 2, rights of others 0." in done.text
    assert "KEDA-000001" in done.text and "C-1" in done.text
    again = sent(clerk, workbook(HEAD, [*OFFICE[:6], "21.03.32.001.01.502"], CAR))
    assert "An asset in the register has the inventory number" in again.text
    same = clerk.submit(preview, {"ground": "Order No. 3"})
    assert same.status == 422 and "taken over already" in same.text
    asset = clerk.get("/inbox/assets?q=Demo+car").html.select_one("tbody a")
    page = clerk.get(str(asset["href"]))  # type: ignore[index]
    assert "table assets.xlsx" in page.text and "Order No. 3" in page.text


def test_table__with_mistakes__names_each_row_and_enters_nothing(desk: Desk) -> None:
    clerk = desk.staff("specialist")
    rows = [
        HEAD,
        ["", "boat", "x", "additional", "1", "2020-01-01", "", ""],
        ["", "immovable", "", "additional", "-5", "2090-01-01", "21.3", "Demo"],
        ["N 1", "movable", "x", "additional", "1", "2020-01-01"],
        [*CAR[:6], OFFICE[6]],
        [*CAR[:6], OFFICE[6]],
    ]

    refused = sent(clerk, workbook(*rows))

    assert refused.status == 422 and not refused.html.select('input[name="ground"]')
    told = {
        (row.select_one("th").text, row.select("td")[0].text.strip())  # type: ignore[union-attr]
        for row in refused.html.select("tbody tr")
    }
    assert told == {
        ("2", "Kind"),
        ("3", "Name"),
        ("3", "Book value"),
        ("3", "Owned since"),
        ("3", "Cadastral code"),
        ("3", "Make"),
        ("4", "Inventory number"),
        ("6", "Inventory number"),
        ("6", "Cadastral code"),
    }
    assert "immovable, movable, shares, intangible" in refused.text
    ka = desk.signed_in("00000002002", language="ka")
    assert "ჩაწერეთ ერთ-ერთი: უძრავი, მოძრავი" in sent(ka, workbook(*rows)).text
    heads = sent(clerk, b"kind;name;colour\nmovable;x;red\n", "a.csv")
    assert "no column &#34;colour&#34;" in heads.text or 'no column "colour"' in heads.text
    assert "This column is missing" in heads.text


RIGHTS = [
    *("Inventory number", "უფლება", "Whose right", "Number of the holder", "Right from"),
    *("Last day of the right", "Fee", "Fee for", "Contract number"),
]
LEASE = ["C-1", "lease", "Demo tenant", "00000000101", "01.03.2025", "28.02.2030", "150.50", "თვეში", "L-7"]


def test_rights__of_earlier_years__come_with_assets_or_for_those_in_the_register(desk: Desk) -> None:
    clerk = desk.staff("specialist")
    no_right = [""] * 8
    whole = workbook([*HEAD, *RIGHTS[1:]], [*OFFICE, *LEASE[1:]], [*CAR, *no_right])
    preview = sent(clerk, whole)
    assert "Rights of others in the table: 1" in preview.text and "the asset of row 2" in preview.text
    assert "01.03.2025 – 28.02.2030" in preview.text
    done = clerk.submit(preview, {"ground": "Order No. 3"})
    assert "Entered: assets 2, rights of others 1." in done.text

    # A lease that is over, one that runs on, and another that begins when it ends, without an end.
    old, new = ["C-1", "rent", "Demo firm", "123456789", "2018-01-01", "2018-12-31"], ["C-1", *LEASE[1:]]
    later = ["C-1", "gratuitous_use", "Demo school", "987654321", "2030-03-01", "", "", "", ""]
    managed = ["C-1", "management", "Demo firm", "123456789", "2025-03-01", "", "", "", ""]
    rights = sent(clerk, workbook(RIGHTS, [*old, "", "", ""], new, later, managed))
    assert not rights.html.select('table th:-soup-contains("Book value")'), "no asset is in this table"
    assert "Entered: assets 0, rights of others 4." in clerk.submit(rights, {"ground": "Order No. 4"}).text

    address = str(clerk.get("/inbox/assets?q=C-1").html.select_one("tbody a")["href"])  # type: ignore[index]
    page = clerk.get(f"{address}?on=28.02.2030")
    on_the_day, every = (table.text for table in page.html.select("table.rows"))
    assert "Demo tenant" in on_the_day and "150.50" in on_the_day and "contract No. L-7" in on_the_day
    assert "Demo school" not in on_the_day and "Demo school" in every and "table assets.xlsx" in every
    assert "Demo firm" in clerk.get(f"{address}?on=01.06.2018").html.select("table.rows")[0].text
    assert "lease" in clerk.get("/inbox/assets?q=C-1&on=01.01.2026").text, "the list says that it is let"
    assert not [difference for check in reconcile(desk.engine) for difference in check.differences]


def test_rights__that_can_not_be__are_named_row_by_row_and_nothing_is_entered(desk: Desk) -> None:
    clerk = desk.staff("specialist")
    clerk.submit(sent(clerk, workbook(HEAD, CAR)), {"ground": "Order No. 3"})
    clerk.submit(sent(clerk, workbook(RIGHTS, LEASE)), {"ground": "Order No. 4"})
    days = ("C-1", "lease", "Demo", "123456789")

    refused = sent(
        clerk,
        workbook(
            RIGHTS,
            [*days, "28.02.2030", "28.02.2030", "", "", ""],  # the last day of the one before
            [*days, "01.03.2030", "31.12.2030", "", "", ""],  # well
            [*days, "31.12.2030", "", "", "", ""],
            [*days, "01.01.2015", "31.01.2015", "", "", ""],  # before the car was bought
            ["C-9", *days[1:], "01.03.2031", "", "", "", ""],
            ["", "ownership", "", "1234567890", "32.01.2030", "", "5", "", ""],
            [*days, "01.03.2017", "28.02.2017", "x", "week", ""],
        ),
    )

    told = [
        (row.select_one("th").text, row.select("td")[0].text.strip())  # type: ignore[union-attr]
        for row in refused.html.select("tbody tr")
    ]
    first = "Right from"
    assert sorted(told) == [
        ("2", first),
        ("4", first),
        ("5", first),
        ("6", "Inventory number"),
        *(("7", name) for name in ("Fee for", "Inventory number", "Number of the holder", "Right")),
        *(("7", name) for name in (first, "Whose right")),
        *(("8", name) for name in ("Fee", "Fee for", "Last day of the right")),
    ]
    assert refused.status == 422 and not refused.html.select('input[name="ground"]')
    assert "for these days: 01.03.2025 – 28.02.2030" in refused.text
    assert "lease, rent, usufruct" in refused.text and "a month, a year, once" in refused.text
    lacking = sent(clerk, workbook(["Inventory number", "Right"], ["C-1", "lease"]))
    assert lacking.text.count("This column is missing") == 3


def bomb() -> bytes:
    """Return a workbook whose sheet unpacks to a hundred megabytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.namelist():
            made.writestr(part, source.read(part))
        made.writestr("xl/media/more.xml", b" " * (100 * 1024**2))
    return target.getvalue()


def entities() -> bytes:
    """Return a workbook whose sheet multiplies entities."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(9))
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = (
                    b"<!DOCTYPE worksheet [" + nested.encode() + b"]>" + content.replace(b">make<", b">&e8;<")
                )
            made.writestr(part, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b'kind;"name\n', b"PK\x03\x04 broken", bomb(), entities()],
    ids=["bytes", "open quote", "half a zip", "bomb", "entities"],
)
def test_file__hostile_or_no_table__is_refused_in_the_child(content: bytes) -> None:
    with pytest.raises(Rejected):
        told = examine("table", content, rows=10).told["rows"]
        assert told == [], "this is no table"


def test_rows__tampered_with_on_their_way__are_no_request_of_ours(desk: Desk) -> None:
    clerk = desk.staff("specialist")
    page = sent(clerk, workbook(HEAD, CAR))

    assert clerk.submit(page, {"rows": "bm8=", "ground": "x"}).status == 400
