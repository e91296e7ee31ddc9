"""A table of assets: shown first, refused row by row, taken over whole and once."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from engine.documents.examination.ask import examine
from engine.errors import Rejected
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

    assert "Entered: 2." in done.text and "KEDA-000001" in done.text and "C-1" in done.text
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
