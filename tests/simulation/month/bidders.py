"""Who bids at the simulated auction: of each kind of lot, for every other one somebody, for the rest nobody.

The first sale and the first lease of every month find somebody, who is then there to sign and to pay.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from tests.simulation.month.environment import Environment
from tests.simulation.month.load_model import Story, Temper
from tests.simulation.month.matters import DEATH


class Bidders:
    """Watch the auction, whose clock follows ours. Everybody bids once, when a lot is new."""

    def __init__(self, environment: Environment, stories: Sequence[Story], seed: int) -> None:
        self._environment, self._seed = environment, seed
        reliable = (story.resident for story in stories if _is_reliable(story))
        self._residents = sorted((person for person in reliable if person.is_own), key=lambda one: one.count)
        self._seen: set[str] = set()
        self._kinds: Counter[str] = Counter()

    def bid(self) -> None:
        self._environment.tell_registries("_bids", [{"now": self._environment.clock.now().isoformat()}])
        for lot in self._environment.ask_registries("_bids"):
            if lot["lot"] in self._seen or lot["state"] != "open":
                continue
            self._seen.add(lot["lot"])
            self._kinds[lot["kind"]] += 1
            if self._kinds[lot["kind"]] % 2:
                one = random.Random(f"{self._seed}:{lot['number']}").choice(self._residents)
                bid = {"lot": lot["lot"], "name": f"მცხოვრები {one.count + 1}", "number": one.number}
                self._environment.tell_registries("_bids", [{**bid, "amount_tetri": lot["start_tetri"]}])


def _is_reliable(story: Story) -> bool:
    return story.temper is Temper.NONE and not any(page.brings(DEATH) for page in story.pages)
