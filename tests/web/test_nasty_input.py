"""What nobody types and somebody sends: every answer is a page of ours, none a fault."""

from __future__ import annotations

import pytest

from tests.web.desk import ABSENCE, EVIDENCE, RESIDENCE, Desk, answers_on

SOMEWHERE = "5b0c3c56-4f5e-4f0c-9c9f-3d7c3f1f6a10"
NASTY = (
    "a\x00b",
    "\U0001f600" * 10,
    "\u202eevil",
    "x" * 100_000,
    "{{ 7 * 7 }}{% raw %}",
    "<script>alert(1)</script>",
    "'; drop table cases; --",
    "=1+1",
    "\r\nSet-Cookie: a=b",
    "ა" * 5000,
    "%s%s%n",
    "1e400",
)
PATHS = (
    "/municipalities/ke%00da",
    "/municipalities/%F0%9F%98%80",
    "/municipalities/keda/services/%00",
    "/municipalities/..%2f..%2fetc",
    f"/cases/{SOMEWHERE}/documents/zz",
    f"/cases/{SOMEWHERE}/documents/%00",
    f"/cases/{SOMEWHERE}/documents/{'a' * 5000}",
    "/inbox?after=%00&tab=%00",
    "/inbox?after=2026-01-01T00:00:00|" + SOMEWHERE,
    "/inbox?after=2026-01-01T00:00:00%2B00:00|" + SOMEWHERE,
    "/inbox?after=99999-01-01|x",
    "/?language=xx&language=%00",
    "/static/../app.py",
    "/static/%00",
)


NAMES = ("../../etc/passwd.png", "a\x00.png", "ა" * 3000 + ".png", "a\r\nb.png", ".png")


def test_application__nasty_answer__is_kept_or_refused_in_words(desk: Desk) -> None:
    browser = desk.signed_in()

    for value in NASTY:
        typed = answers_on(RESIDENCE, actual_address=value)
        page = browser.submit(browser.get(RESIDENCE), typed, button=("_do", "continue"))
        again = browser.get(RESIDENCE)

        assert page.status in (200, 422) and again.status == 200, value
        assert "<script>alert" not in str(again.html)
        assert "49" not in str(again.html.select_one("[name=actual_address]"))


def test_application__nasty_names_of_fields__are_ignored(desk: Desk) -> None:
    browser = desk.signed_in()
    form = browser.get(ABSENCE)

    for value in (text[:2000] for text in NASTY):
        names = (value, f"absences.{value}.absent_from", f"__add__{value}", "absences.9999.x")

        assert browser.submit(form, dict.fromkeys(names, "1")).status in (200, 422), value


@pytest.mark.parametrize("role", ["specialist", None])
def test_address__nasty__is_answered_by_a_page(desk: Desk, role: str | None) -> None:
    browser = desk.staff(role) if role else desk.signed_in()

    answers = {path: browser.get(path).status for path in PATHS}

    assert [path for path, status in answers.items() if status >= 500] == []


def test_upload__nasty_name__does_no_harm(desk: Desk) -> None:
    browser = desk.signed_in()

    for name in NAMES:
        form = browser.get(EVIDENCE)
        page = browser.submit(form, button=("_do", "save"), files={"files": (b"%PDF-1.4", name)})

        assert page.status < 500, name
        assert "/etc/" not in page.text


def test_check__nasty_version_and_key__are_refused(desk: Desk) -> None:
    filed = desk.filed()
    question = filed.browser.get(f"{filed.address}/withdraw")
    nasty = ({"_version": "٣"}, {"_version": "9" * 30}, {"_version": ""}, {"_key": "\x00"}, {"_key": "{}"})

    pages = [filed.browser.submit(question, answers) for answers in nasty]

    assert [page.status for page in pages] == [400] * len(nasty)


NUMBERED = (
    ("national_admin", "/admin/centers/{}/staff"),
    ("national_admin", "/admin/centers/1/staff/{}"),
    ("national_admin", "/admin/analysts/{}"),
    ("municipal_admin", "/admin/municipalities/keda/staff/{}"),
    ("specialist", "/pictures/{}/a.png"),
    ("specialist", "/centre/{}/hours"),
)


@pytest.mark.parametrize("number", [2**15, 2**31, 2**63, 10**30])
@pytest.mark.parametrize(("role", "address"), NUMBERED)
def test_number__larger_than_any_that_is_kept__is_no_error_of_ours(
    desk: Desk, role: str, address: str, number: int
) -> None:
    place = None if role == "national_admin" else "keda"

    page = desk.staff(role, place).get(address.format(number))

    assert page.status in (403, 404, 422), page.text[:500]
