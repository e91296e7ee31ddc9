"""From the service's page to the receipt, with the mistakes people make on the way."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import psycopg
import pytest

from engine.bootstrap import Engine
from tests.web.browser import Browser, fields_of
from tests.web.desk import ABSENCE, EVIDENCE, RESIDENCE, SERVICE, Desk, answers_on


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


# One grey pixel.
PNG = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\x80")),
        _chunk(b"IEND", b""),
    )
)


def _cases(engine: Engine) -> int:
    with psycopg.connect(engine.settings.owner_url) as connection:
        row = connection.execute("select count(*) from cases").fetchone()
    assert row is not None
    return int(row[0])


def test_home__municipality_with_a_module__leads_to_its_services(browser: Callable[[], Browser]) -> None:
    home = browser().get("/?language=en")

    assert home.html.select_one('a[href="/municipalities/keda"]')
    assert not home.html.select_one('a[href="/municipalities/tbilisi"]')


def test_services__municipality_without_modules__says_so(browser: Callable[[], Browser]) -> None:
    page = browser().get("/municipalities/tbilisi?language=en")

    assert "has not switched on any service" in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/municipalities/nowhere",
        "/municipalities/keda/services/high_mountain.nothing",
        "/municipalities/tbilisi/services/high_mountain.grant",
    ],
)
def test_service__unknown_or_switched_off__is_not_found(browser: Callable[[], Browser], path: str) -> None:
    assert browser().get(path).status == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Who may apply", "Free of charge", "1 month", "counts as a refusal", "1 October 2026")),
        ("ka", ("ვის შეუძლია", "უფასოა", "1 თვე", "უარად ითვლება", "1 ოქტომბერი 2026")),
    ],
)
def test_service_page__each_language__says_what_one_must_know(
    browser: Callable[[], Browser], language: str, words: tuple[str, ...]
) -> None:
    page = browser().get(f"{SERVICE}?language={language}")

    assert [word for word in words if word not in page.text] == []


def test_language__switched__keeps_the_page_and_its_filters(browser: Callable[[], Browser]) -> None:
    one = browser()
    page = one.get(f"{SERVICE}?from=home")
    link = page.html.select_one("header a[hreflang=en]")
    assert link is not None

    switched = one.get(str(link["href"]))

    assert switched.path == f"{SERVICE}?from=home"
    assert switched.html.html is not None and switched.html.html["lang"] == "en"


def test_form__empty__names_each_error_and_links_to_its_field(desk: Desk) -> None:
    browser = desk.signed_in()

    page = browser.submit(browser.get(RESIDENCE), {"actual_address": ""}, button=("_do", "continue"))

    assert page.status == 422
    links = page.html.select(".f-errors a")
    assert len(links) > 3
    assert [link["href"] for link in links if not page.html.select(f"[id='{str(link['href'])[1:]}']")] == []
    assert page.html.title is not None and page.html.title.get_text().startswith("Error:")


def test_form__with_an_error__keeps_what_was_typed(desk: Desk) -> None:
    browser = desk.signed_in()
    typed = answers_on(RESIDENCE, months_last_year="thirteen", residence_from="31.02.2009")

    page = browser.submit(browser.get(RESIDENCE), typed, button=("_do", "continue"))

    kept = fields_of(page.form())
    assert page.status == 422
    assert kept["months_last_year"] == "thirteen" and kept["residence_from"] == "31.02.2009"
    assert kept["settlement"] == "keda-demo-1"


def test_draft__saved__is_there_after_signing_in_again(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.get(RESIDENCE)
    told = browser.submit(page, {"actual_address": "დემო ქუჩა 7"}, button=("_do", "save"))

    later = desk.signed_in().get(RESIDENCE)

    assert "kept until 1 October 2026" in told.text

    assert fields_of(later.form())["actual_address"] == "დემო ქუჩა 7"


def test_draft__of_another_person__is_not_shown(desk: Desk) -> None:
    browser = desk.signed_in()
    browser.submit(browser.get(RESIDENCE), {"actual_address": "მხოლოდ ჩემი"}, button=("_do", "save"))

    other = desk.signed_in("00000000105").get(RESIDENCE)

    assert "მხოლოდ ჩემი" not in other.text


def test_row__added_without_a_script__comes_with_what_was_typed(desk: Desk) -> None:
    browser = desk.signed_in()
    one = browser.submit(browser.get(ABSENCE), button=("__add__absences", ""))

    two = browser.submit(one, {"absences.0.absent_from": "1.1.2025"}, button=("__add__absences", ""))

    assert two.status == 200
    assert two.html.select_one("[name='absences.1.absent_from']")
    assert fields_of(two.form())["absences.0.absent_from"] == "1.1.2025"


def test_check__complete_answers__are_shown_in_words_with_a_way_to_change(desk: Desk) -> None:
    page = desk.fill_in_pages(desk.signed_in())

    assert page.path == f"{SERVICE}/check"
    assert "20.05.2009" in page.text and "keda-demo-1" not in page.html.select_one("main").get_text()  # type: ignore[union-attr]
    assert page.html.select_one(f'a[href="{RESIDENCE}?from=check#f-actual_address"]')


def test_check__without_answers__leads_back_to_the_form(desk: Desk) -> None:
    page = desk.signed_in().get(f"{SERVICE}/check")

    assert page.path == f"{SERVICE}/apply"


def test_filing__complete__gives_number_deadline_and_how_it_was_counted(desk: Desk) -> None:
    browser = desk.signed_in()

    receipt = browser.submit(desk.fill_in_pages(browser))

    assert receipt.path.endswith("/receipt")
    assert "KEDA-HM-2026-000001" in receipt.text
    assert "1 October 2026" in receipt.text
    assert "counted from the next day, 02.09.2026" in receipt.text


def test_filing__pressed_twice__is_one_case_with_the_same_receipt(desk: Desk, engine: Engine) -> None:
    browser = desk.signed_in()
    check = desk.fill_in(browser)

    first = browser.submit(check)
    second = browser.submit(check)

    assert first.path == second.path
    assert first.path.endswith("/receipt")
    assert _cases(engine) == 1


def test_filing__forged_answers__are_refused_by_name(desk: Desk, engine: Engine) -> None:
    browser = desk.signed_in()
    check = desk.fill_in(browser)

    page = browser.submit(check, {"_answers": '{"settlement": "telavi-serodani"}'})

    assert page.status == 422
    assert _cases(engine) == 0


@pytest.mark.parametrize("broken", ["", "{", "[1]", '"text"', '{"a": 1e999999999}'])
def test_filing__answers_that_are_no_answers__are_refused(desk: Desk, broken: str) -> None:
    browser = desk.signed_in()
    check = desk.fill_in(browser)

    assert browser.submit(check, {"_answers": broken}).status in (400, 422)


def test_upload__photo_and_an_error_elsewhere__is_kept(desk: Desk) -> None:
    browser = desk.signed_in()
    page = browser.submit(
        browser.get(EVIDENCE),
        {"evidence_types": []},
        button=("_do", "continue"),
        files={"files": (PNG, "სახლი.png")},
    )

    assert page.status == 422
    assert "სახლი.png" in page.text
    assert len(fields_of(page.form())["files"]) == 64


def test_upload__then_filed__is_a_document_of_the_case(desk: Desk) -> None:
    browser = desk.signed_in()
    browser.submit(
        browser.get(EVIDENCE),
        answers_on(EVIDENCE),
        button=("_do", "continue"),
        files={"files": (PNG, "house.png")},
    )
    check = desk.fill_in_pages(browser)
    receipt = browser.submit(check)

    case = browser.get(receipt.path.removesuffix("/receipt"))
    link = case.html.select_one(".documents a")
    assert link is not None
    file = browser.get(str(link["href"]))

    assert link.get_text() == "house.png"
    assert file.response.data == PNG and file.response.mimetype == "image/png"
    assert "sandbox" in file.response.headers["Content-Security-Policy"]


def test_upload__program_named_as_a_photo__is_refused_with_the_reason(desk: Desk) -> None:
    browser = desk.signed_in()

    page = browser.submit(
        browser.get(EVIDENCE),
        answers_on(EVIDENCE),
        button=("_do", "continue"),
        files={"files": (b"MZ\x90\x00", "photo.png")},
    )

    assert page.status == 422
    assert "photo.png" in page.text and "We can't take programs" in page.text


def test_upload__digest_of_somebody_elses_file__is_unknown(desk: Desk) -> None:
    theirs = desk.signed_in("00000000105")
    theirs.submit(theirs.get(EVIDENCE), button=("_do", "save"), files={"files": (PNG, "theirs.png")})
    digest = fields_of(theirs.get(EVIDENCE).form())["files"]
    browser = desk.signed_in()

    answer = browser.submit(
        browser.get(EVIDENCE), answers_on(EVIDENCE, files=digest), button=("_do", "continue")
    )

    assert answer.status == 422
    assert "theirs.png" not in answer.text


def test_upload__sent_by_a_script__answers_with_what_was_kept_or_why_not(desk: Desk) -> None:
    browser = desk.signed_in()
    token = fields_of(browser.get(EVIDENCE).form())["csrf_token"]

    answers = [
        browser.client.post("/uploads", data={"csrf_token": token, "file": (BytesIO(content), name)})
        for content, name in ((PNG, "../სახლი.png"), (b"PK\x03\x04" + bytes(30), "a.zip"), (b"", "empty.pdf"))
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 422]
    assert answers[0].json["name"] == "სახლი.png"
    assert "archives" in answers[1].json["error"] and "empty" in answers[2].json["error"]
    assert browser.client.post("/uploads", data={"csrf_token": token}).status_code == 400
