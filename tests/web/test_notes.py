"""Notes on the case page: marked as internal by words, and on no page of the applicant."""

from __future__ import annotations

import io
import zipfile

from tests.web.desk import Desk

NOTE = "დემო ჩანაწერი"


def test_note__written_at_the_desk__is_marked_and_not_shown_to_the_applicant(desk: Desk) -> None:
    filed, clerk = desk.filed(), desk.staff("specialist")
    page = clerk.get(f"/inbox/cases/{filed.case_id}")

    done = clerk.submit(page, {"note": NOTE}, form=page.form("/notes"))

    assert "The note is kept." in done.text
    panel, happened = (
        done.html.select_one(f"[aria-labelledby='{section}']") for section in ("notes", "timeline")
    )
    assert panel is not None and happened is not None
    assert "internal" in panel.get_text() and NOTE in panel.get_text()
    assert f"Internal note: {NOTE}" in happened.get_text()
    for address in (filed.address, f"{filed.address}/receipt"):
        assert NOTE not in filed.browser.get(address).text
    with zipfile.ZipFile(io.BytesIO(filed.browser.get(f"{filed.address}/file").response.get_data())) as file:
        assert not [name for name in file.namelist() if NOTE.encode() in file.read(name)]


def test_note__without_a_word__is_refused_and_the_form_stays_open(desk: Desk) -> None:
    filed, clerk = desk.filed(), desk.staff("specialist")
    page = clerk.get(f"/inbox/cases/{filed.case_id}")

    refused = clerk.submit(page, {"note": " "}, form=page.form("/notes"))

    assert refused.status == 422
    assert "Write what you want to note." in refused.text
    assert refused.html.select("[aria-labelledby='notes'] details[open]")
