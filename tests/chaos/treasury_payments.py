"""Paying for what costs something, as people do it: some come back, some don't, some money comes late."""

from __future__ import annotations

import random
from contextlib import suppress
from uuid import uuid4

import httpx

from tests.chaos.book import Book
from tests.chaos.browser import Browser, filled
from tests.chaos.installation import PORT, WEB, Installation
from tests.chaos.service import PRICE

# What happens on the treasury's page: paid and back, paid and gone, refused, paid some seconds later.
ENDS = {"paid": 5, "away": 3, "failed": 1, "slow": 1}
TIMEOUT = httpx.Timeout(20, connect=3)


class TreasuryPayments:
    """The treasury as people and web nodes meet it. The way to it is never cut."""

    def __init__(self, treasury: str, nodes: tuple[str, ...], book: Book) -> None:
        self._treasury = treasury
        self._nodes = nodes
        self._book = book

    @classmethod
    def of(cls, installation: Installation, book: Book) -> TreasuryPayments:
        """Return the payments of an installation."""
        nodes = tuple(installation.network.address(node) for node in WEB)
        return cls(installation.settings.treasury_url or "", nodes, book)

    def pays(self, browser: Browser, case_id: str, chance: random.Random) -> None:
        """Lay an order for what a case costs, and let it end as chance has it."""
        begin = f"/cases/{case_id}/payments/"
        for path in browser.get(f"/cases/{case_id}").links(begin):
            form = browser.get(path).form(path)
            if form is None:
                return  # the case is over: nothing is to be paid any more
            if browser.command("StartPayment", path, filled(form, {}), expects="/pay/") is not None:
                self._ends(browser, browser.arrived.rpartition("/")[2], chance)

    def _ends(self, browser: Browser, order: str, chance: random.Random) -> None:
        how = chance.choices(list(ENDS), list(ENDS.values()))[0]
        key = str(uuid4())
        self._book.pays(order, key=key, person=browser.person, tetri=PRICE)
        answer = httpx.post(
            f"{self._treasury}/pay/{order}", data={"how": how}, timeout=TIMEOUT, trust_env=False
        )
        assert answer.status_code in (200, 303), f"the treasury said {answer.status_code}"
        self._book.took(order, key=key, is_paid=how != "failed")
        if how == "away":
            self._tells(order)
        else:
            browser.get(f"/payments/{order}/return")

    def tells_again(self) -> None:
        """Let the treasury call once more about everything that was paid, as real ones do every night."""
        for order in sorted(self._book.paid):
            self._tells(order)

    def _tells(self, order: str) -> None:
        """Let the treasury call whichever web node answers; who can't be reached is not called twice."""
        for node in self._nodes:
            with suppress(httpx.TransportError):
                address = f"http://{node}:{PORT}/payments/notify"
                if httpx.post(address, json={"order": order}, timeout=TIMEOUT, trust_env=False).is_success:
                    return
