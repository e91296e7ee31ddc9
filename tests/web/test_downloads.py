"""Files of a case: for those who may see it, as files, with every reading noted."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.commands.applications import StoreDocument
from engine.queries.sessions import roles_of
from engine.stores import papers, people
from engine.tenancy import Actor, system
from tests.documents.made_files import a_picture, many_pages
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk, Filed


def attached(desk: Desk, filed: Filed, content: bytes, name: str) -> str:
    """Upload a file as the applicant and give it to the case; return its address at a clerk's desk."""
    with desk.engine.read(system()) as tx:
        person_id = people.id_of(tx, CITIZEN)
        assert person_id is not None
        actor = Actor(person_id, CITIZEN, roles=roles_of(tx, person_id))
    stored = desk.engine.send(StoreDocument(content, name), actor=actor)
    with desk.engine.read(actor) as tx:
        papers.attach(tx, case_id=filed.case_id, owner_id=person_id, digests=[stored.document])
    return f"/inbox/cases/{filed.case_id}/documents/{stored.document}"


def readings(desk: Desk, case_id: UUID) -> int:
    with desk.engine.read(system()) as tx:
        statement = "select count(*) from stream_events where stream like :stream and kind = 'document.read'"
        return int(tx.scalar(statement, stream=f"reads/{case_id}%"))


def test_download__clerk_opens_an_upload__gets_a_harmless_file_and_it_is_noted(
    desk: Desk,
) -> None:
    filed = desk.filed()
    address = attached(desk, filed, many_pages(2), "ცნობა.pdf")
    clerk = desk.staff("head_of_service").client

    whole = clerk.get(address)
    part = clerk.get(address, headers={"Range": "bytes=0-4"})

    assert (whole.status_code, whole.mimetype) == (200, "application/pdf")
    assert "filename*=UTF-8''%E1%83" in whole.headers["Content-Disposition"]
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert whole.headers["Cache-Control"] == "no-store"
    assert (part.status_code, part.data) == (206, b"%PDF-")
    assert readings(desk, filed.case_id) == 2


def test_preview__pdf_of_two_pages__shows_each_as_a_picture(desk: Desk) -> None:
    filed = desk.filed()
    address = attached(desk, filed, many_pages(2), "two.pdf")
    clerk = desk.staff("head_of_service")

    page = clerk.get(f"{address}/preview?page=2")
    picture = clerk.client.get(f"{address}/picture?page=2")

    assert page.status == 200
    assert "Page 2 of 2" in page.text
    assert page.html.select_one("main img")["src"].endswith("/picture?page=2")
    assert (picture.mimetype, picture.data[:4]) == ("image/png", b"\x89PNG")
    assert clerk.client.get(f"{address}/picture?page=99999999999").status_code == 200
    assert clerk.client.get(f"{address}/picture?page=x").status_code == 200


def test_preview__photo__is_shown_as_it_is_kept(desk: Desk) -> None:
    filed = desk.filed()
    address = attached(desk, filed, a_picture("JPEG"), "a.jpg")
    clerk = desk.staff("head_of_service")

    assert clerk.client.get(f"{address}/picture").mimetype == "image/jpeg"
    assert clerk.get(f"{address}/preview").status == 200


@pytest.mark.parametrize("what", ["", "/preview", "/picture"])
def test_download__somebody_who_may_not_see_the_case__finds_nothing(desk: Desk, what: str) -> None:
    filed = desk.filed()
    address = attached(desk, filed, a_picture("PNG"), "a.png")
    own = address.removeprefix("/inbox")

    assert desk.staff("head_of_service", "telavi").client.get(address + what).status_code == 404
    assert desk.signed_in(ANOTHER_CITIZEN).client.get(address + what).status_code == 403
    if not what:
        assert desk.signed_in(ANOTHER_CITIZEN).client.get(own).status_code == 404
        assert filed.browser.client.get(own).status_code == 200
