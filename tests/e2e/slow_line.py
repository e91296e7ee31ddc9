"""A slow line that breaks, as the browser's own emulation of networks makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Route

from tests.e2e.person import Person

BITS_A_SECOND, LATENCY = 64_000, 400


@dataclass
class Line:
    """The line of one person's browser. Counts what comes over it, by page."""

    person: Person
    pages: dict[str, int] = field(default_factory=dict)
    _protocol: CDPSession = field(init=False)

    def __post_init__(self) -> None:
        self._protocol = self.person.context.new_cdp_session(self.person.page)
        self._protocol.send("Network.enable")
        self._protocol.on("Network.loadingFinished", self._count)

    def slow(self) -> None:
        rate = BITS_A_SECOND / 8
        self._emulate(offline=False, latency=LATENCY, downloadThroughput=rate, uploadThroughput=rate)

    def cut(self) -> None:
        """Break the line: what is on its way fails, and so does what comes after."""
        self._emulate(offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    @staticmethod
    def lose_the_answer(route: Route) -> None:
        """Let a request arrive and be answered, and break the line before the answer is here."""
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    def _emulate(self, **conditions: Any) -> None:
        self._protocol.send("Network.emulateNetworkConditions", conditions)

    def _count(self, event: dict[str, Any]) -> None:
        here = self.person.page.url.removeprefix(self.person.address).partition("?")[0]
        if here.startswith("chrome-error:"):
            return  # the browser's own page
        self.pages[here] = self.pages.get(here, 0) + int(event["encodedDataLength"])
