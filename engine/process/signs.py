"""Signing in diagrams: who signs a step, what, in which order, and whether on paper.

Knows the words of the dialect; whom they mean in a case, and how anybody signs, is known elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

WHO: Final = "mms:sign"
ACT: Final = "mms:signAct"
ORDER: Final = "mms:signOrder"
PAPER: Final = "mms:signOnPaper"
SETTINGS: Final = (ACT, ORDER, PAPER)
CHOICES: Final[Mapping[str, tuple[str, str]]] = {ORDER: ("free", "fixed"), PAPER: ("no", "allowed")}
# Who signs: whoever finishes the step, the applicant, who filed for the applicant. FEEL may also give a
# personal number, a list of these, or null where nobody has to.
DOER: Final = "doer"
WORDS: Final = frozenset({DOER, "applicant", "representative"})
# Under this name the answers of the step say how they were signed.
SIGNED: Final = "signed"


@dataclass(frozen=True, slots=True)
class Signing:
    """Rules by which a step is signed. Without an `act` its filled form is what is signed."""

    who: str
    act: str | None
    is_ordered: bool
    on_paper: bool


def signing_of(properties: Mapping[str, str]) -> Signing | None:
    """Return what an element's properties say of signing."""
    who = properties.get(WHO)
    if not who:
        return None
    return Signing(
        who,
        properties.get(ACT) or None,
        is_ordered=properties.get(ORDER) == "fixed",
        on_paper=properties.get(PAPER) == "allowed",
    )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a literal list, as `applicant, doer`."""
    return tuple(word.strip() for word in text.split(",") if word.strip())
