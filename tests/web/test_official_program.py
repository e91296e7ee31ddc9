"""Signing with the official program for the card, played here as far as its messages are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from engine.clock import SettableClock
from engine.scenarios.signers import ScenarioCard, Signers
from signing.report import Verdict
from signing.verify import verify
from tests.pki.country import Holder
from tests.signing.documents.elsewhere import replace_first_page
from tests.signing.documents.test_official import by_program
from tests.web.browser import Browser, Page
from tests.web.desk import CITIZEN, Desk
from tests.web.test_signing import MAYOR, case_id, observed, signing_client, signing_of

__all__ = ["case_id", "signing_client"]


@pytest.fixture(autouse=True)
def switched_on(desk: Desk) -> None:
    object.__setattr__(desk.engine.settings, "official_program", True)


@dataclass
class Program:
    """What the program does with an address, without a session."""

    client: FlaskClient
    card: ScenarioCard

    def fetch(self, page: Page) -> tuple[dict[str, Any], bytes]:
        """Return what it is told, and the file."""
        link = str(page.html.select_one('a[href^="geoeid-unitool:"]')["href"])  # type: ignore[index]
        said = self.client.get(_path(link)).json
        return said, self.client.get(_path(said["dataUrl"])).data

    def send(self, said: dict[str, Any], content: bytes) -> int:
        boundary = "===1780578020325==="
        head = 'Content-Disposition: form-data; name="signedFile"; filename="signed.pdf"'
        body = f"--{boundary}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode() + content
        body += f"\r\n--{boundary}--\r\n".encode()
        # It names its boundary without quotes, and Werkzeug can't read it so.
        kind = f"multipart/form-data; boundary={boundary}"
        status: int = self.client.post(_path(said["submitUrl"]), data=body, content_type=kind).status_code
        return status

    def sign(self, page: Page, **more: Any) -> int:
        said, content = self.fetch(page)
        return self.send(said, by_program(content, Holder(self.card.key, self.card.certificate), **more))


def _path(address: str) -> str:
    return urlsplit(address).path


def begun(signing_client: Any) -> Page:
    page: Page = signing_client.browser.submit(
        signing_client.page, form=signing_client.page.form("/official")
    )
    return page


def go_on(browser: Browser, page: Page) -> Page:
    return browser.submit(page, form=page.form("/official/finish"))


def test_order__signed_by_the_program__is_recorded_when_its_person_goes_on(
    desk: Desk, case_id: UUID, signing_client: Any, cards: Signers, clock: SettableClock
) -> None:
    program = Program(desk._browser().client, cards.card(MAYOR))
    shown = signing_client.browser.client.get(
        f"/signings/{signing_of(signing_client.page)}/document"
    ).get_data()
    page = begun(signing_client)

    early = go_on(signing_client.browser, page)
    said, content = program.fetch(page)
    sent = program.sign(page)
    waiting = observed(desk, case_id).waiting
    done = go_on(signing_client.browser, early)
    desk.run_jobs()

    assert (early.status, "has not sent" in early.text) == (422, True)
    assert (said["dataType"], said["signAlg"], said["padesUsage"]) == ("document", "sha256withRSA", True)
    assert content.startswith(shown)
    assert (sent, "decide" in waiting, done.path) == (200, True, "/inbox/signing-queue")
    document = observed(desk, case_id).document
    signed = desk.engine.connections.files.get(document["order"]["document"])
    (found,) = verify(signed, trust=cards.rules.trust, at=clock.now()).found
    assert (found.verdict, found.number) == (Verdict.VALID, MAYOR)
    assert document["decide"]["signed"]["by"][0]["method"] == "card"


@pytest.mark.parametrize(
    ("card", "more", "words"),
    [
        (CITIZEN, {}, "own card"),
        (MAYOR, {"change": replace_first_page}, "not what was prepared"),
        (MAYOR, {"box": (0, 0, 595, 842)}, "draw a smaller one"),
    ],
    ids=["somebody else's card", "another page", "a block over the page"],
)
def test_order__that_comes_back_otherwise__is_not_signed(
    desk: Desk,
    case_id: UUID,
    signing_client: Any,
    cards: Signers,
    card: str,
    more: dict[str, Any],
    words: str,
) -> None:
    page = begun(signing_client)

    sent = Program(desk._browser().client, cards.card(card)).sign(page, **more)
    refused = go_on(signing_client.browser, page)

    assert (sent, refused.status) == (200, 422)
    assert words in refused.text
    assert "decide" in observed(desk, case_id).waiting


def test_program__that_sends_twice_or_too_late__is_refused(
    desk: Desk, signing_client: Any, cards: Signers, clock: SettableClock
) -> None:
    program, page = Program(desk._browser().client, cards.card(MAYOR)), begun(signing_client)
    said, content = program.fetch(page)

    statuses = [program.send(said, content) for _ in range(2)]
    clock.advance(timedelta(minutes=16))
    late = program.send(said, content)

    assert (*statuses, late) == (200, 422, 404)


def test_program__that_asks_for_what_a_card_is_to_sign__finds_nothing(
    desk: Desk, signing_client: Any, cards: Signers
) -> None:
    asked, client = signing_client.prepare(cards.card(MAYOR)).json, desk._browser().client

    assert client.get(f"/signings/official/{asked['preparation']}/document").status_code == 404


def test_preparation__of_somebody_else__is_over(desk: Desk, signing_client: Any, cards: Signers) -> None:
    page, other = begun(signing_client), desk.signed_in()
    Program(desk._browser().client, cards.card(MAYOR)).sign(page)
    preparation = str(page.form("/official/finish").select_one('[name="preparation"]')["value"])  # type: ignore[index]

    application = other.submit(desk.fill_in(other), button=("_do", "sign"))
    own = other.submit(application, form=application.form("/official"))
    stolen = other.submit(own, {"preparation": preparation}, form=own.form("/official/finish"))

    assert (stolen.status, "used up or too old" in stolen.text) == (422, True)


def test_program__where_it_is_switched_off__is_not_offered(desk: Desk, signing_client: Any) -> None:
    page = begun(signing_client)
    object.__setattr__(desk.engine.settings, "official_program", False)

    shown = signing_client.browser.get(signing_client.page.path)

    assert "id.ge" not in shown.text
    assert desk._browser().client.get(_path(_link(page))).status_code == 404


def _link(page: Page) -> str:
    return str(page.html.select_one('a[href^="geoeid-unitool:"]')["href"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b""),
        ("multipart/form-data; boundary=a", b"--a\r\n\r\n--a--\r\n"),
        ("multipart/form-data; boundary=a", b"nothing"),
    ],
)
def test_program__that_sends_no_file__is_refused(
    desk: Desk, signing_client: Any, cards: Signers, kind: str, body: bytes
) -> None:
    client, page = desk._browser().client, begun(signing_client)
    said, _ = Program(client, cards.card(MAYOR)).fetch(page)

    answer = client.post(_path(said["submitUrl"]), data=body, content_type=kind)

    assert answer.status_code == 400
