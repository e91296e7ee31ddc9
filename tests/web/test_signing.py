"""Signing on the pages: shown first, by card or on paper, and what to do when it did not work."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import pytest

from engine.operations import ALL
from engine.queries import observations
from engine.scenarios.signers import Signers
from engine.steps import open_case
from engine.stores import reference
from engine.tenancy import system
from signing.status import Silence
from tests.documents.made_files import a_picture
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from tests.web.signing_client import SigningClient
from tests.web.test_appeals import complain

MAYOR = "00000002007"
STEPS = (
    ("lawyer", {"admissible": "yes"}),
    ("lawyer", {"next": "draft", "finding": "well_founded", "explanation": "დემო დ"}),
    ("lawyer", {"outcome": "grant", "facts": "დემო ა", "reasoning": "დემო ბ", "instruction": "დემო გ"}),
    ("head_of_service", {"visa": "approve"}),
)


def take(desk: Desk, role: str, answers: dict[str, str]) -> tuple[Browser, Page]:
    """Take the one step of the role and send its form."""
    browser = desk.staff(role)
    listed = browser.get("/inbox?tab=unassigned")
    return browser, browser.submit(browser.submit(listed, form=listed.form("/claim")), answers)


@pytest.fixture
def case_id(desk: Desk) -> UUID:
    """A complaint that the mayor is about to decide."""
    found = complain(desk, None).case_id
    for role, answers in STEPS:
        take(desk, role, answers)
        desk.run_jobs()
    return found


@pytest.fixture
def signing_client(desk: Desk, case_id: UUID) -> SigningClient:
    """The mayor, who has come from the signing queue to the page of the order."""
    browser = desk.staff("mayor")
    step = browser.submit(
        browser.get("/inbox/signing-queue"),
        form=browser.get("/inbox/signing-queue").form("signing-queue/next"),
    )
    return SigningClient(browser, browser.submit(step, {"verdict": "agree"}))


def signing_of(page: Page) -> str:
    return page.path.split("/")[2].split("?")[0]


def observed(desk: Desk, case_id: UUID) -> observations.Observation:
    with desk.engine.read(system(24)) as tx:
        return observations.observe(tx, case_id)


def test_order__signed_by_card__is_what_was_shown_and_can_be_checked(
    desk: Desk, case_id: UUID, signing_client: SigningClient, cards: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, mayor = signing_client.page.text, cards.card(MAYOR)
    file = signing_client.browser.client.get(
        f"/signings/{signing_of(signing_client.page)}/document"
    ).get_data()
    (digest,) = signing_client.page.html.select(".digest")
    assert digest.get_text() == signing_client.fields["shown"] == hashlib.sha256(file).hexdigest()
    code = signing_client.page.html.select_one(".paper .note").get_text("\n").split("\n")[-1]  # type: ignore[union-attr]

    # Somebody else's card: in words, before anybody types a PIN.
    other = signing_client.prepare(cards.card(CITIZEN))
    # Nobody stamps the time: the step waits, and the signature is sent again without the card.
    asked, rules = signing_client.prepare(mayor).json, cards.rules
    silent = replace(rules, outside=replace(rules.outside, stamp=_silence))
    with monkeypatch.context() as patched:
        patched.setattr("engine.signatures.ceremony.rules_of", lambda _: silent)
        refused = signing_client.finish(asked, mayor)
    waiting = observed(desk, case_id).waiting
    done = signing_client.browser.submit(refused, form=refused.html.select_one(".f-errors form"))
    desk.run_jobs()

    seen = observed(desk, case_id)
    number, document = seen.document["decision"]["number"], seen.document["order"]["document"]
    assert (other.status_code, "own card" in other.json["error"]) == (422, True)
    assert (refused.status, "decide" in waiting) == (503, True)
    assert done.path == "/inbox/signing-queue" and not done.html.select("main form")
    assert f"№ {number}" in shown
    signed = desk.engine.connections.files.get(document)
    assert signed.startswith(file[:-100]) and len(signed) > len(file)
    checked = desk.signed_in().get(f"/verify/{code}")
    assert number in checked.text and document in checked.text
    # On the page of the case a click verifies it now.
    lawyer = desk.staff("lawyer")
    link = lawyer.get(f"/inbox/cases/{case_id}").html.select_one(f"a[href*='{document}/signatures']")
    badge = lawyer.get(str(link["href"]) if link else "")
    assert "the signatures are valid" in badge.text and "Verified now" in badge.text
    # A later act takes its force: whoever holds the paper learns of it, and so does its case.
    assert "annulled" not in checked.text
    annul(desk, case_id)
    for page in (f"/verify/{code}", f"/cases/{case_id}"):
        assert "Act annulled from its day" in desk.signed_in().get(page).text


def annul(desk: Desk, case_id: UUID) -> None:
    """Let a later case of the municipality annul the act of this one."""
    later, number = complain(desk, None, by=ANOTHER_CITIZEN).case_id, observed(desk, case_id).number
    with desk.engine.read(system()) as tx:
        place = system(reference.municipality(tx, "keda").id)
    with desk.engine.connections.database.transaction(place, now=desk.engine.clock.now()) as tx:
        case = open_case(tx, ALL, later)
        asked = {"about": number, "change": "annulled", "ground": "judgment No. 3"}
        ALL.inline("act.change")(case, asked)
        case.save_in_place()


def test_order__other_than_the_page_has_shown__is_not_signed_and_shown_anew(
    signing_client: SigningClient, cards: Signers
) -> None:
    asked = signing_client.prepare(cards.card(MAYOR), shown="0" * 64)

    anew = signing_client.browser.get(asked.json["anew"])

    assert asked.status_code == 422 and "has changed" in asked.json["error"]
    assert anew.status == 200 and "It is shown as it is now" in anew.text
    assert SigningClient(signing_client.browser, anew).sign(cards.card(MAYOR)).path.startswith("/inbox")


def test_order__given_up_and_then_signed_by_hand__is_finished_by_its_scan(
    desk: Desk, case_id: UUID, signing_client: SigningClient
) -> None:
    step = signing_client.browser.submit(signing_client.page, form=signing_client.page.form("/drop"))
    again = signing_client.browser.submit(step, {"verdict": "agree"})

    empty = signing_client.browser.submit(again, form=again.form('name="scan"'))
    scan = (BytesIO(a_picture("PNG", (40, 30))), "scan.png")
    done = signing_client.browser.submit(empty, {"scan": scan}, form=empty.form('name="scan"'))

    seen = observed(desk, case_id)
    assert step.path.startswith("/inbox/tasks/")
    assert empty.status == 422 and "Choose the file" in empty.text
    assert done.path.startswith("/inbox")
    assert seen.document["decide"]["signed"]["by"][0]["method"] == "paper"


def test_application__signed_before_it_is_filed__ends_with_the_receipt(desk: Desk, cards: Signers) -> None:
    browser = desk.signed_in()
    to_sign = browser.submit(desk.fill_in(browser), button=("_do", "sign"))
    back = browser.submit(to_sign, form=to_sign.form("/drop"))
    again = browser.submit(back, button=("_do", "sign"))

    receipt = SigningClient(browser, again).sign(cards.card(CITIZEN))

    assert to_sign.path.startswith("/signings/") and "keda-demo-1" not in to_sign.text
    assert back.path.endswith("/check") and receipt.path.endswith("/receipt")
    case = browser.get(receipt.path.removesuffix("/receipt"))
    assert "Demo" in case.html.select_one(".timeline").get_text()  # type: ignore[union-attr]
    assert len(case.html.select(".documents a")) == 1


def _silence(address: str, request: bytes) -> bytes:
    raise Silence
