"""What forms may look up in these tests: a country of two municipalities, and one known person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forms import Option
from forms.lookups import FOUND, NOT_FOUND, UNAVAILABLE, PersonFound

NINO = ("01000000001", "1985-03-27")
KEDA = {"units": (Option("u1", "Dologani"), Option("u2", "Tskhmorisi")), "villages": (Option("v1", "Zvare"),)}


@dataclass
class Lookups:
    """A country of two municipalities, one of them with units, and one known person."""

    state: str = FOUND
    municipality: str = ""
    names: tuple[str, str] = ("ნინო", "დემო")
    asked: list[tuple[str, str]] = field(default_factory=list)
    entries: dict[tuple[str, str], bool | None] = field(default_factory=dict)

    def municipalities(self) -> Sequence[Option]:
        return (Option("keda", "Keda"), Option("oni", "Oni"))

    def units(self, municipality: str) -> Sequence[Option]:
        return KEDA["units"] if municipality == "keda" else ()

    def settlements(self, municipality: str, unit: str) -> Sequence[Option]:
        return KEDA["villages"] if municipality == "keda" and unit in ("", "u1") else ()

    def person(self, personal_number: str, birth_date: str) -> PersonFound:
        self.asked.append((personal_number, birth_date))
        if self.state == UNAVAILABLE:
            return PersonFound(UNAVAILABLE)
        known = (personal_number, birth_date) == NINO
        return PersonFound(FOUND, *self.names) if known else PersonFound(NOT_FOUND)

    def has_entry(self, register: str, key: str) -> bool | None:
        return self.entries.get((register, key), False)
