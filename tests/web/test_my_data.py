"""Rights to one's own data: who looked, taking all of it away, asking that it be put right."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from web.i18n import LANGUAGES, TEXTS

ROOT = Path(__file__).parents[2]


def test_reads__somebody_of_the_office_looked__are_told_with_office_and_step(desk: Desk) -> None:
    filed = desk.filed()
    desk.staff("head_of_service").get(f"/inbox{filed.address}")
    desk.ask_for_missing(filed)

    page = filed.browser.get("/my-data/reads")

    rows = [" ".join(row.get_text(" ").split()) for row in page.html.select("tbody tr")]
    assert any("head of service, Keda" in row and "Opened the whole case" in row for row in rows), rows
    assert any("case officer, Keda" in row and "Check completeness" in row for row in rows), rows
    assert "Demo Specialist" not in page.text


def test_reads__of_a_page_loaded_anew__are_one_row_that_says_how_often(desk: Desk) -> None:
    filed, clerk = desk.filed(), desk.staff("specialist")
    for _ in range(3):
        clerk.get(f"/inbox{filed.address}")
    desk.clock.advance(timedelta(minutes=1))
    clerk.get(f"/inbox{filed.address}")

    page = filed.browser.get("/my-data/reads")

    rows = [" ".join(row.get_text(" ").split()) for row in page.html.select("tbody tr")]
    looks = [row for row in rows if "Opened the whole case" in row]
    assert len(looks) == 2
    assert ["(3 times)" in row for row in looks] == [False, True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reads__of_each_kind__have_words(language: str) -> None:
    files = (ROOT / "engine").rglob("*.py")
    recorded = re.compile(r"\brecord\(\s*tx,[^\"]*\"([a-z_]+\.[a-z_]+)\"")
    kinds = {kind for file in files for kind in recorded.findall(file.read_text("utf-8"))}

    assert {"case.read", "document.read", "list.exported"} <= kinds
    assert [kind for kind in sorted(kinds) if TEXTS.find(language, f"reads.what.{kind}") is None] == []


def test_reads__own_visits_and_strangers__are_not_among_them(desk: Desk) -> None:
    filed = desk.filed()
    filed.browser.get(filed.address)
    desk.staff("specialist", "telavi").get(f"/inbox{filed.address}")

    mine = filed.browser.get("/my-data/reads")
    assert len(mine.html.select("tbody tr")) == 1 and "civil registry, Keda" in mine.text
    other = desk.signed_in(ANOTHER_CITIZEN).get("/my-data/reads")
    assert "KEDA-HM" not in other.text


def test_reads__registry_asked_about_the_applicant__is_told_with_purpose_and_law(desk: Desk) -> None:
    filed = desk.filed()

    page = filed.browser.get("/my-data/reads")

    (row,) = (" ".join(row.get_text(" ").split()) for row in page.html.select("tbody tr"))
    assert "Asked about you. Purpose: Status of a permanent resident" in row
    assert "Legal ground: Law of Georgia on the Development of High Mountainous Regions" in row
    assert "KEDA-HM-2026-000001" in row


def test_reads__more_than_a_page__goes_on_where_it_ended(desk: Desk) -> None:
    filed = desk.filed()
    clerk = desk.staff("specialist")
    for _ in range(35):
        clerk.get(f"/inbox{filed.address}")

    first = filed.browser.get("/my-data/reads")
    more = first.html.select_one('main a[href*="before="]')
    assert more is not None
    second = filed.browser.get(str(more["href"]))

    assert len(first.html.select("tbody tr")) == 1 and "(30 times)" in first.text
    # The oldest is what the registry was asked.
    assert len(second.html.select("tbody tr")) == 2 and "(5 times)" in second.text


@pytest.mark.parametrize(
    "before", ["x", "1|2|3", "2026-01-01T00:00:00+00:00|%00|1", "%00|a|1", "2026-01-01|a|-1"]
)
def test_reads__address_is_nonsense__shows_the_beginning(desk: Desk, before: str) -> None:
    assert desk.signed_in().get(f"/my-data/reads?before={before}").status == 200


def test_own_data__taken_away__is_one_archive_with_everything(desk: Desk) -> None:
    filed = desk.filed()
    desk.staff("specialist").get(f"/inbox{filed.address}")

    answer = filed.browser.get("/my-data/file").response

    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["my-data.html", "my-data.pdf", "my-data.json"]
        data = json.loads(archive.read("my-data.json"))
        assert "KEDA-HM-2026-000001" in archive.read("my-data.html").decode()
    assert data["person"]["personal_number"] == CITIZEN
    assert [case["number"] for case in data["cases"]] == ["KEDA-HM-2026-000001"]
    assert [read["roles"] for read in data["reads"]] == [["specialist"], []]
    assert [read["register"] for read in data["reads"]] == [None, "civil_registry"]


def test_correction__asked_for__reaches_the_office_though_the_case_is_over(desk: Desk) -> None:
    filed = desk.filed()
    filed.browser.submit(filed.browser.get(f"{filed.address}/withdraw"))
    desk.run_jobs()

    page = filed.browser.submit(filed.browser.get("/my-data/correction"), {"text": "The street is wrong."})

    assert "The street is wrong." in page.text
    clerk = desk.staff("specialist")
    waiting = clerk.get("/inbox/messages")
    assert "KEDA-HM-2026-000001" in waiting.text and "correction of data" in waiting.text
    assert "KEDA-HM" not in desk.staff("specialist", "telavi").get("/inbox/messages").text


def test_correction__empty__is_asked_again(desk: Desk) -> None:
    filed = desk.filed()

    page = filed.browser.submit(filed.browser.get("/my-data/correction"), {"text": " "})

    assert page.status == 422 and "Write what you want to say" in page.text


def test_correction__no_case__says_so(desk: Desk) -> None:
    assert "You have no cases" in desk.signed_in(ANOTHER_CITIZEN).get("/my-data/correction").text
