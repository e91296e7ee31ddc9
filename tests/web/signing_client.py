"""Signing on the pages with a card, as their script does it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from engine.scenarios.signers import ScenarioCard
from tests.web.browser import Browser, Page


@dataclass(frozen=True)
class SigningClient:
    """Somebody's browser on the page where something is to be signed."""

    browser: Browser
    page: Page

    @property
    def fields(self) -> dict[str, str]:
        form = self.page.form("data-sign=")
        return {str(field["name"]): str(field.get("value", "")) for field in form.select("input[name]")}

    def prepare(self, card: ScenarioCard, **changes: str) -> Any:
        """Ask what the card has to sign; return the answer to the script."""
        said = {**self.fields, "certificate": base64.b64encode(card.der).decode(), **changes}
        address = str(self.page.form("data-sign=")["data-sign"])
        return self.browser.client.post(address, data=said)

    def finish(self, asked: Any, card: ScenarioCard) -> Page:
        """Send what the card has signed."""
        signature = card.sign(base64.b64decode(asked["data"]))
        said = {"preparation": asked["preparation"], "signature": base64.b64encode(signature).decode()}
        return self.browser.post(str(self.page.form("data-sign=")["action"]), {**self.fields, **said})

    def sign(self, card: ScenarioCard) -> Page:
        answer = self.prepare(card)
        assert answer.status_code == 200, answer.json
        return self.finish(answer.json, card)
