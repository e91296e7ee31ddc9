"""The list of a quality check, and whether what was found goes together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.errors import Rejected

KINDS: Final = ("any", "automatic", "by_people")
# What is asked of every decision; a question that does not concern it is answered so.
ITEMS: Final = ("facts", "sources", "conditions", "amount", "reasons", "heard", "notified", "in_time")
ANSWERS: Final = ("yes", "no", "not_concerned")
RIGHT, FLAWED, WRONG = "right", "flawed", "wrong"
RESULTS: Final = (RIGHT, FLAWED, WRONG)
NO_REMEDY: Final = "none"
REMEDIES: Final = (NO_REMEDY, "corrected", "review", "table", "training")
MOST: Final = 200  # decisions of a sample
LONGEST: Final = 2_000  # characters of remarks


class SampleUnusable(Rejected):
    """Period, size or kind of the sample can't be used; `field` names which."""

    code = "quality.sample_unusable"


class NothingToDraw(Rejected):
    """No decision is of this kind in the period."""

    code = "quality.nothing_to_draw"


class CheckIncomplete(Rejected):
    """A question of the list, the result or the remedy has no answer, or they contradict each other."""

    code = "quality.check_incomplete"


def check_findings(findings: Mapping[str, str], result: str, remedy: str, remarks: str) -> None:
    """Refuse what does not go together: right with a "no", a mistake without a remedy or unexplained."""
    unanswered = [item for item in ITEMS if findings.get(item) not in ANSWERS]
    if unanswered or set(findings) - set(ITEMS):
        raise CheckIncomplete("quality.item_unanswered", number=len(unanswered))
    if result not in RESULTS or remedy not in REMEDIES or len(remarks) > LONGEST:
        raise CheckIncomplete
    is_right = "no" not in findings.values()
    if (result == RIGHT) != is_right:
        raise CheckIncomplete("quality.result_contradicts")
    if result != RIGHT and (remedy == NO_REMEDY or not remarks):
        raise CheckIncomplete("quality.remedy_missing")
