"""Who bids at the simulated auction: for every other lot somebody of the town, for the others nobody."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.month.stories import Story, Temper
from tests.month.town import Town


class Bidders:
    """Watch the auction, whose clock follows ours. Everybody bids once, when a lot is new."""

    def __init__(self, town: Town, stories: Sequence[Story], seed: int) -> None:
        self._town, self._seed = town, seed
        reliable = (one.resident for one in stories if one.temper is Temper.NONE)
        self._residents = sorted((one for one in reliable if one.is_own), key=lambda one: one.count)
        self._seen: set[str] = set()

    def bid(self) -> None:
        self._town.tell_registries("_bids", [{"now": self._town.clock.now().isoformat()}])
        for lot in self._town.ask_registries("_bids"):
            if lot["lot"] in self._seen or lot["state"] != "open":
                continue
            self._seen.add(lot["lot"])
            if len(self._seen) % 2:
                one = random.Random(f"{self._seed}:{lot['number']}").choice(self._residents)
                bid = {"lot": lot["lot"], "name": f"მცხოვრები {one.count + 1}", "number": one.number}
                self._town.tell_registries("_bids", [{**bid, "amount_tetri": lot["start_tetri"]}])
