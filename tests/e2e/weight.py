"""What a page costs a person's line: bytes on the wire as the browser itself counts them, of a first visit.

Everything counts that the page makes the browser fetch: the page, styles, scripts, fonts, pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.e2e.person import Person

# Resolves when the page's fonts are there and its scripts have done what they put off.
# A page that draws nothing more is idle only when the time is up, in the headless shell.
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((idle) => requestIdleCallback(idle, { timeout: 5000 }));
  return true;
}"""


@dataclass
class Weight:
    """Bytes by address, headers included."""

    parts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.parts.values())

    def __str__(self) -> str:
        lines = [
            f"{size:>8} {address}" for address, size in sorted(self.parts.items(), key=lambda one: -one[1])
        ]
        return "\n".join([f"{self.total:>8} in all", *lines])


def weigh(person: Person, path: str, *, is_first: bool = True) -> Weight:
    """Return what a visit of the page costs; of a first one nothing is kept by the browser."""
    protocol = person.context.new_cdp_session(person.page)
    protocol.send("Network.enable")
    if is_first:
        protocol.send("Network.clearBrowserCache")
    addresses: dict[str, str] = {}
    kept: set[str] = set()
    pending: set[str] = set()
    weight = Weight()

    def asked(event: dict[str, Any]) -> None:
        pending.add(event["requestId"])
        addresses[event["requestId"]] = event["request"]["url"].removeprefix(person.address)

    def answered(event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            kept.add(event["requestId"])

    def fetched(event: dict[str, Any]) -> None:
        pending.discard(event["requestId"])
        address = addresses.get(event["requestId"], "?")
        if event["requestId"] in kept:
            return
        weight.parts[address] = weight.parts.get(address, 0) + int(event["encodedDataLength"])

    protocol.on("Network.requestWillBeSent", asked)
    # What the page before holds still comes from memory, other things from the disk: neither is fetched.
    protocol.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    protocol.on("Network.responseReceived", answered)
    protocol.on("Network.loadingFinished", fetched)
    protocol.on("Network.loadingFailed", lambda event: pending.discard(event["requestId"]))
    person.go(path)
    person.page.wait_for_load_state("networkidle")
    person.until(lambda: person.page.evaluate(SETTLED) and not pending, "something is fetched without end")
    protocol.detach()
    return weight
