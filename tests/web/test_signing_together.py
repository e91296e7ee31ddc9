"""Signing many documents in one ceremony: each stays its own, whatever comes of the others."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import Tag

from engine.queries import observations
from engine.scenarios.signers import ScenarioCard, Signers
from engine.tenancy import system
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, CITIZEN, Desk
from tests.web.test_appeals import complain
from tests.web.test_signing import MAYOR, STEPS, _silence, take

QUEUE = "/inbox/signing-queue"
TOGETHER = f"{QUEUE}/together"


@dataclass(frozen=True)
class CeremonyClient:
    """The mayor's browser on the page of the ceremony, as its script does it."""

    browser: Browser
    page: Page

    @property
    def rows(self) -> list[Tag]:
        return self.page.html.select("tr[data-document]")

    @property
    def fields(self) -> dict[str, str]:
        form = self.page.form("data-sign-together=")
        return {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}

    def digest(self, row: Tag) -> str:
        """Return the digest of the file that the browser was given."""
        return hashlib.sha256(self.browser.client.get(str(row["data-file"])).get_data()).hexdigest()

    def prepare(self, row: Tag, card: ScenarioCard, **changes: str) -> Any:
        said = {
            **self.fields,
            "shown": self.digest(row),
            "certificate": base64.b64encode(card.der).decode(),
            **changes,
        }
        return self.browser.client.post(str(row["data-prepare"]), data=said)

    def finish(self, row: Tag, preparation: str, signature: bytes) -> Any:
        said = {**self.fields, "preparation": preparation, "signature": base64.b64encode(signature).decode()}
        return self.browser.client.post(
            str(row["data-finish"]), data=said, headers={"Accept": "application/json"}
        )


@pytest.fixture
def case_ids(desk: Desk) -> list[UUID]:
    """Two complaints that the mayor is about to decide."""
    found = []
    for citizen in (CITIZEN, ANOTHER_CITIZEN):
        found.append(complain(desk, None, by=citizen).case_id)
        for role, answers in STEPS:
            take(desk, role, answers)
            desk.run_jobs()
    return found


def ticked(browser: Browser) -> tuple[Page, list[str]]:
    """Return the signing queue, and the steps that can be ticked there."""
    page = browser.get(QUEUE)
    return page, [str(box["value"]) for box in page.html.select("input[type=checkbox][name=task]")]


def laid_out(browser: Browser) -> CeremonyClient:
    queue, task_ids = ticked(browser)
    return CeremonyClient(
        browser, browser.submit(queue, {"task": task_ids}, form=queue.form('id="together"'))
    )


def outcomes(desk: Desk, case_ids: list[UUID]) -> list[bool]:
    with desk.engine.read(system(24)) as tx:
        return [observations.observe(tx, case_id).outcome is not None for case_id in case_ids]


def test_ceremony__two_orders_and_one_signature_swapped__signs_the_other_and_goes_on_later(
    desk: Desk, case_ids: list[UUID], cards: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, card = desk.staff("mayor"), cards.card(MAYOR)
    client = laid_out(browser)
    assert [row["id"] for row in client.rows] == [
        str(paper["id"]).replace("doc-", "row-")
        for paper in client.page.html.select(".ceremony-papers article")
    ]

    # All are prepared before the card is asked; the second is sent the signature of the first.
    first, second = client.rows
    other_file = client.prepare(second, card, shown=client.digest(first))
    asked = [client.prepare(row, card).json for row in client.rows]
    signatures = [card.sign(base64.b64decode(document["data"])) for document in asked]
    swapped = client.finish(second, asked[1]["preparation"], signatures[0])
    done = client.finish(first, asked[0]["preparation"], signatures[0])
    resent = client.finish(first, asked[0]["preparation"], signatures[0])

    assert (other_file.status_code, "has changed" in other_file.json["error"]) == (422, True)
    assert (swapped.status_code, swapped.json["again"]) == (422, False)
    assert done.json == resent.json == {"state": "done"}
    assert sorted(outcomes(desk, case_ids)) == [False, True]
    # The page of the same address shows how far it is; ticked again in the queue, the rest goes on.
    reloaded = CeremonyClient(browser, browser.get(client.page.path))
    assert [row["id"] for row in reloaded.rows] == [second["id"]]
    assert "signed" in reloaded.page.html.select_one(f"#{first['id']} [data-state]").get_text()  # type: ignore[union-attr]
    again = laid_out(browser)
    (row,) = again.rows
    assert row["id"] == second["id"] and again.digest(row) == client.digest(second)
    asked_again = again.prepare(row, card).json
    signature = card.sign(base64.b64decode(asked_again["data"]))
    # Nobody stamps the time: the script keeps what the card has signed, and sends it again.
    silent = replace(cards.rules, outside=replace(cards.rules.outside, stamp=_silence))
    with monkeypatch.context() as patched:
        patched.setattr("engine.signatures.ceremony.rules_of", lambda _: silent)
        waits = again.finish(row, asked_again["preparation"], signature)
    assert (waits.status_code, waits.json["again"]) == (503, True)
    assert again.finish(row, asked_again["preparation"], signature).json == {"state": "done"}
    assert outcomes(desk, case_ids) == [True, True] and not browser.get(QUEUE).html.select("main form")


def test_ceremony__step_begun_otherwise_or_somebody_elses_document__is_left_out(
    desk: Desk, case_ids: list[UUID], cards: Signers
) -> None:
    browser = desk.staff("mayor")
    queue, task_ids = ticked(browser)
    step = browser.get(f"/inbox/tasks/{task_ids[0]}")
    browser.submit(step, {"verdict": "return"}, form=step.form("task-form"), button=("_do", "save"))

    page = browser.submit(queue, {"task": task_ids}, form=queue.form('id="together"'))
    client = CeremonyClient(browser, page)
    signing_id = str(client.rows[0]["id"]).removeprefix("row-")
    elsewhere = desk.staff("mayor", "telavi")
    nothing = elsewhere.get(f"{TOGETHER}?signing={signing_id}")
    token = str(nothing.html.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
    stranger = CeremonyClient(elsewhere, client.page)
    foreign = stranger.prepare(client.rows[0], cards.card(MAYOR), csrf_token=token, shown="0" * 64)
    many = browser.submit(
        queue, {"task": [str(uuid4()) for _ in range(51)]}, form=queue.form('id="together"')
    )

    assert len(client.rows) == 1 and "you have begun to answer it otherwise" in page.text
    assert (foreign.status_code, nothing.html.select("tr[data-document]")) == (404, [])
    assert many.status == 422 and "At most 50 documents" in many.text
