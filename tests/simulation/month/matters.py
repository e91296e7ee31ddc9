"""One case of the month beside the story it comes from: what was said in it, and what will be said next."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.cases.messages import WITHDRAWN
from tests.simulation.month.book import Book, DatedAnswers, Page, in_order
from tests.simulation.month.load_model import Story, Temper

_IBAN: Final = re.compile(r"GE\d{2}NB\d{16}")
_ACT, _INVENTORY = "KEDA-O-2026-{:05}", "KEDA-{:06}"
DEATH, PAID = "applicant_died", "payment.settled"


@dataclass
class Matter:
    """A case, and where its story is. `acts` and `numbers` are those of the cases before it, in order."""

    story: Story
    index: int  # of the page
    case_id: UUID
    service: str
    filed_at: datetime
    acts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    inventory_no: str | None = None
    answered: Counter[str] = field(default_factory=Counter)
    is_over: bool = False
    is_beside: bool = False

    @property
    def page(self) -> Page:
        return self.story.pages[self.index]

    @property
    def is_last(self) -> bool:
        return self.index == len(self.story.pages) - 1

    @property
    def temper(self) -> Temper:
        """How people behave in this case: what comes before goes as its scenario tells."""
        return self.story.temper if self.is_last and not self.is_beside else Temper.NONE

    def brings(self, message: str) -> bool:
        return self.page.brings(message)

    @property
    def is_told(self) -> bool:
        """All that the scenario says has been said."""
        return all(self.answered[element] >= len(said) for element, said in self.page.answers.items())

    @property
    def withdraws(self) -> bool:
        # Many scenarios withdraw where they have shown what they are about; half of these people go on.
        is_done = self.story.number % 2 == 0 and self.brings(WITHDRAWN) and self.is_told
        return self.temper is Temper.WITHDRAWS or is_done

    @property
    def dies(self) -> bool:
        return self.temper is Temper.DIES or (self.brings(DEATH) and self.is_told)

    def words(self) -> dict[str, str]:
        """What stands for what in the answers: people, plots, acts, cases."""
        found = dict(self.story.resident.words)
        found |= {_ACT.format(n): number for n, number in enumerate(self.acts, start=1)}
        found |= _in_scenario(self.numbers)
        if self.inventory_no:
            found[_INVENTORY.format(1)] = self.inventory_no
        return found

    def application(self, to: date) -> dict[str, Any]:
        return self._own(self.page.application.moved(to, self.words()))

    def answers(self, book: Book, element: str, to: date, choice: random.Random) -> Iterator[dict[str, Any]]:
        """Yield what may be answered at a step, the likeliest first."""
        said: tuple[DatedAnswers, ...] = (
            self.page.answers.get(element, ()) if self.page.service == self.service else ()
        )
        others = book.known(self.service, element)
        choice.shuffle(others)
        for candidate in in_order(said, others, self.answered[element]):
            yield self._own(candidate.moved(to, self.words()))

    def says(self, element: str) -> bool:
        """Say whether the applicant of the scenario has something to say at a step that is not said yet."""
        return self.answered[element] < len(self.page.answers.get(element, ()))

    def _own(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers with an account of the resident's own; one that is closed stays so once."""
        is_closed = self.temper is Temper.ACCOUNT_IS_CLOSED and not self.answered["correct_account"]
        own = iban(f"{self.story.resident.count:012}{'0000' if is_closed else '4917'}")
        return {
            name: own if isinstance(value, str) and _IBAN.fullmatch(value) else value
            for name, value in answers.items()
        }


def iban(digits: str) -> str:
    """Return an account with valid check digits."""
    letters = "".join(str(int(character, 36)) for character in f"NB{digits}GE00")
    return f"GE{98 - int(letters) % 97:02}NB{digits}"


def _in_scenario(numbers: tuple[str, ...]) -> dict[str, str]:
    """Return the numbers of cases by those which they have in a scenario, where each kind begins with 1."""
    found: dict[str, str] = {}
    for number in numbers:
        kind = number.rpartition("-")[0]
        found[f"{kind}-{1 + sum(known.startswith(kind) for known in found):06}"] = number
    return found


def next_of(matter: Matter, acts: tuple[str, ...], number: str) -> Matter:
    """Return the matter that follows in the story on the case of this number, as yet without a case."""
    return replace(
        matter,
        index=matter.index + 1,
        service=matter.story.pages[matter.index + 1].service,
        acts=acts,
        numbers=(*matter.numbers, number),
        answered=Counter(),
        is_over=False,
    )
