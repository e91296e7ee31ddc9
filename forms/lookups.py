"""Interface of a form to the world outside: places, people, registers.

The engine answers; a form knows this protocol and nothing of databases, registries or who may see what.
What an asker may not see is not there.

To change what forms ask of the world: `forms/lookups.py`, `engine/answers/lookups.py`; outside systems are
asked in `engine/answers/enquiries.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from forms.definition import Option

FOUND: Literal["found"] = "found"
NOT_FOUND: Literal["not_found"] = "not_found"
UNAVAILABLE: Literal["unavailable"] = "unavailable"


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Answer of the civil registry to a personal number and a day of birth together."""

    state: Literal["found", "not_found", "unavailable"]
    given_name: str = ""
    family_name: str = ""


class Lookups(Protocol):
    """Answers from outside, in the language of the form."""

    @property
    def municipality(self) -> str:
        """The municipality a form is filled in for; addresses begin with it."""

    def municipalities(self) -> Sequence[Option]: ...

    def units(self, municipality: str) -> Sequence[Option]:
        """Administrative units; none where the municipality is unknown or has none."""

    def settlements(self, municipality: str, unit: str) -> Sequence[Option]:
        """Settlements of a unit, or of the whole municipality where no unit is given."""

    def person(self, personal_number: str, birth_date: str) -> PersonFound: ...

    def has_entry(self, register: str, key: str) -> bool | None:
        """Whether a register has a valid entry that the asker may see; None where nobody can say."""


class Nobody:
    """Nothing can be asked: addresses are typed, people stay unverified, entries can't be checked."""

    municipality = ""

    def municipalities(self) -> Sequence[Option]:
        return ()

    def units(self, municipality: str) -> Sequence[Option]:
        return ()

    def settlements(self, municipality: str, unit: str) -> Sequence[Option]:
        return ()

    def person(self, personal_number: str, birth_date: str) -> PersonFound:
        return PersonFound(UNAVAILABLE)

    def has_entry(self, register: str, key: str) -> bool | None:
        return None
