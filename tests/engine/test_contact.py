"""Copies of letters go where the application says, if the service asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from email.utils import getaddresses
from pathlib import Path
from uuid import UUID

import pytest

from engine.catalogue.check import check_folder
from engine.jobs.mail import send_letter
from engine.studio.commands.publishing import PublishService
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import Office
from tests.engine.services import TIMED, write_service
from tests.engine.timed import do
from tests.notifications.mails import read
from tests.notifications.smtp_server import SmtpServer, listening

QUEUED = "select args from procrastinate_jobs where task_name = 'send_mail' order by id"


@pytest.fixture
def office(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(TIMED) as built:
        yield built


def asking(tmp_path: Path, place: str = "application.note") -> Path:
    """Return a service that takes the address from an answer."""
    folder = write_service(tmp_path / "bpmn", body=TIMED)
    settings = json.loads((folder / "service.json").read_text())
    (folder / "service.json").write_text(json.dumps({**settings, "contact": {"email": place}}))
    return folder


def mailed_to(office: Office, **answers: str) -> list[str]:
    """Return the addresses to which a letter about the longer term goes out."""
    do(office, office.file(**answers).case_id, "extend", by=1)
    with office.engine.read(system(office.place())) as tx:
        queued = [row.args for row in tx.all(QUEUED)]
    desk = SmtpServer()
    with listening(desk) as port:
        connections = replace(office.engine.connections, smtp_url=f"smtp://127.0.0.1:{port}")
        for args in queued:
            send_letter(
                replace(office.engine, connections=connections), UUID(args["letter_id"]), office.place()
            )
    return [address for mail in desk.accepted for _, address in getaddresses([read(mail)["To"]])]


def test_letter__service_that_does_not_ask__goes_to_the_address_of_the_person(office: Office) -> None:
    assert set(mailed_to(office, note="other@demo.invalid")) == {"citizen1@demo.invalid"}


def test_letter__service_that_asks__goes_to_the_address_that_was_answered(
    office: Office, tmp_path: Path
) -> None:
    office.engine.send(PublishService(asking(tmp_path), "tests"), actor=system())

    assert set(mailed_to(office, note="other@demo.invalid")) == {"other@demo.invalid"}


def test_letter__service_that_asks_and_no_copy_is_wanted__is_not_mailed(
    office: Office, tmp_path: Path
) -> None:
    office.engine.send(PublishService(asking(tmp_path, "act.clock"), "tests"), actor=system())

    assert mailed_to(office) == []
    with office.engine.read(system(office.place())) as tx:
        assert tx.scalar("select count(*) from letters") == 1


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("application.note", []),
        ("application.nothing", ["application.nothing"]),
        ("application", ["application"]),
        ("grant.number", ["grant.number"]),
    ],
)
def test_validation__place_of_the_address__must_be_an_answer(
    tmp_path: Path, place: str, expected: list[str]
) -> None:
    found = check_folder(asking(tmp_path, place))

    assert [finding.detail for finding in found if finding.code == "reference.contact_unknown"] == expected
    unused = [
        finding.where
        for finding in found
        if finding.code == "data.field_unused" and "application" in finding.file
    ]
    assert ("note" in unused) is (place != "application.note" and place != "application")
